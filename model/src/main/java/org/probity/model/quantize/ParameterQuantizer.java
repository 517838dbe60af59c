package org.probity.model.quantize;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.Constant;
import org.probity.model.graph.Format;
import org.probity.model.graph.Parameter;

/**
 * Rounds constants to integers. What becomes public of one is its shape, its width, from a menu, and
 * one power of two. A constant that is read several times is one parameter, or two if it is both
 * added and multiplied with.
 */
final class ParameterQuantizer {
  /** Menu of the widths of addends. */
  private static final int[] ADDEND_BITS = {16, 24, 32};

  private final Map<String, Constant> constants;
  private final Widths widths;
  private final ExactTensors exact;
  private final Map<String, Parameter> declared = new LinkedHashMap<>();
  private final Map<String, int[]> values = new HashMap<>();

  ParameterQuantizer(Map<String, Constant> constants, Widths widths, ExactTensors exact) {
    this.constants = constants;
    this.widths = widths;
    this.exact = exact;
  }

  Map<String, Parameter> declared() {
    return declared;
  }

  Map<String, int[]> values() {
    return values;
  }

  /**
   * The parameter of a constant that is multiplied with, or selected from.
   *
   * @param limit on its fraction; only the first use decides
   */
  Parameter factor(String constant, int limit) throws ModelException {
    Parameter known = declared.get(constant);
    if (known != null) {
      return known;
    }
    Optional<Integer> exactBits = exact.factorBits(constant);
    if (exactBits.isPresent()) {
      return declare(constant, constant, 1, Format.signed(0, exactBits.get()));
    }
    double largest = largest(constant, 1);
    int bits = widths.weight(constant);
    int fraction =
        FixedPoint.fraction(
            constant, -largest, largest, bits, false, Math.min(limit, FixedPoint.MAX_FRACTION));
    return declare(constant, constant, 1, Format.signed(fraction, bits));
  }

  /**
   * The parameter of a constant that is added.
   *
   * @param coefficient public factor that becomes part of it
   * @param fraction fraction of the sum; the parameter's is smaller if 32 bits would not do
   */
  Parameter addend(String constant, double coefficient, int fraction) throws ModelException {
    String name = constant + "/addend" + (coefficient == 1 ? "" : coefficient);
    Parameter known = declared.get(name);
    if (known != null && known.format().fraction() <= fraction) {
      return known;
    }
    for (int i = 2; declared.containsKey(name); i++) {
      name = constant + "/addend" + i;
    }
    Optional<Integer> exactBits = exact.addendBits(constant, coefficient);
    if (fraction == 0 && exactBits.isPresent()) {
      return declare(name, constant, coefficient, Format.signed(0, exactBits.get()));
    }
    double largest = largest(constant, coefficient);
    int f = fraction;
    while (FixedPoint.round(largest, f) > Integer.MAX_VALUE) {
      f--;
    }
    if (Math.abs(f) > 60) {
      throw new ModelException(constant + " is too large or too small for fixed-point numbers");
    }
    double rounded = FixedPoint.round(largest, f);
    int bits =
        Arrays.stream(ADDEND_BITS).filter(b -> rounded < 1L << (b - 1)).findFirst().orElseThrow();
    return declare(name, constant, coefficient, Format.signed(f, bits));
  }

  private double largest(String constant, double coefficient) throws ModelException {
    double largest = 0;
    for (double v : constants.get(constant).values()) {
      if (!Double.isFinite(v * coefficient)) {
        throw new ModelException("an entry of " + constant + " is not a finite number");
      }
      largest = Math.max(largest, Math.abs(v * coefficient));
    }
    return largest;
  }

  private Parameter declare(String name, String constant, double coefficient, Format format) {
    Constant reals = constants.get(constant);
    int[] rounded = new int[reals.values().length];
    double min = (double) format.min();
    double max = (double) format.max();
    Arrays.setAll(
        rounded,
        i ->
            (int)
                Math.clamp(
                    FixedPoint.round(reals.values()[i] * coefficient, format.fraction()),
                    min,
                    max));
    Parameter parameter = new Parameter(name, reals.shape(), format);
    declared.put(name, parameter);
    values.put(name, rounded);
    return parameter;
  }
}
