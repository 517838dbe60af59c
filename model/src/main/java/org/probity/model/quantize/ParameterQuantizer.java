package org.probity.model.quantize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.probity.model.ModelException;
import org.probity.model.graph.Format;
import org.probity.model.graph.Parameter;

/**
 * Rounds weights and biases to integers. What becomes public of a tensor is its width, from a menu,
 * and one power of two.
 */
final class ParameterQuantizer {
  /** Menu of bias widths. */
  private static final int[] BIAS_BITS = {16, 24, 32};

  private final List<Parameter> declarations = new ArrayList<>();
  private final Map<String, int[]> values = new HashMap<>();

  /** A rounded factor with its bias, and the fraction of their product with the input. */
  record Factor(String name, Optional<String> bias, int fraction) {}

  List<Parameter> declarations() {
    return declarations;
  }

  Map<String, int[]> values() {
    return values;
  }

  /**
   * Rounds a factor of shape {@code [rows, columns]} and the bias that is added to its product.
   *
   * @param inputFraction fraction of the tensor that the factor multiplies
   * @param maxFraction limit on the fraction of the product
   */
  Factor add(
      String name,
      int rows,
      double[] weights,
      int bits,
      double[] bias,
      int inputFraction,
      int maxFraction)
      throws ModelException {
    double largest = largest(name, weights);
    double largestBias = largest(name, bias);
    int limit = Math.min(FixedPoint.MAX_FRACTION, maxFraction - inputFraction);
    int fraction = FixedPoint.fraction(name, -largest, largest, bits, false, limit);
    while (FixedPoint.round(largestBias, inputFraction + fraction) > Integer.MAX_VALUE) {
      fraction--;
    }
    int productFraction = inputFraction + fraction;
    if (Math.abs(fraction) > 60 || Math.abs(productFraction) > 60) {
      throw new ModelException("the weights of " + name + " are too large or too small");
    }
    declare(name, rows, weights, Format.signed(fraction, bits));
    if (largestBias == 0) {
      return new Factor(name, Optional.empty(), productFraction);
    }
    String biasName = name + "/bias";
    declare(
        biasName, 1, bias, Format.signed(productFraction, biasBits(largestBias, productFraction)));
    return new Factor(name, Optional.of(biasName), productFraction);
  }

  private static int biasBits(double largest, int fraction) {
    double rounded = FixedPoint.round(largest, fraction);
    return Arrays.stream(BIAS_BITS).filter(b -> rounded < 1L << (b - 1)).findFirst().orElseThrow();
  }

  private static double largest(String name, double[] values) throws ModelException {
    double largest = 0;
    for (double v : values) {
      if (!Double.isFinite(v)) {
        throw new ModelException("a weight of " + name + " is not a finite number after folding");
      }
      largest = Math.max(largest, Math.abs(v));
    }
    return largest;
  }

  private void declare(String name, int rows, double[] reals, Format format) {
    int[] rounded = new int[reals.length];
    double min = (double) format.min();
    double max = (double) format.max();
    Arrays.setAll(
        rounded, i -> (int) Math.clamp(FixedPoint.round(reals[i], format.fraction()), min, max));
    declarations.add(new Parameter(name, rows, reals.length / rows, format));
    values.put(name, rounded);
  }
}
