package org.probity.model.quantize.draft;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.probity.graph.Format;
import org.probity.graph.Parameter;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.Constant;
import org.probity.model.quantize.format.ExactTensors;
import org.probity.model.quantize.format.FixedPoint;
import org.probity.model.quantize.format.Widths;

/**
 * Rounds constants to integers. What becomes public of one is its shape, its width, from a menu,
 * and one power of two. A constant that is read several times is one parameter, or two if it is
 * both added and multiplied with.
 */
public final class ParameterQuantizer {
  /** Menu of the widths of addends. */
  private static final int[] ADDEND_BITS = {16, 24, 32};

  private final Map<String, Constant> constants;
  private final Widths widths;
  private final ExactTensors exact;
  private final Map<String, Parameter> declared = new LinkedHashMap<>();
  private final Map<String, int[]> values = new HashMap<>();

  /** By name of an addend: what was rounded. */
  private final Map<String, double[]> addends = new HashMap<>();

  ParameterQuantizer(Map<String, Constant> constants, Widths widths, ExactTensors exact) {
    this.constants = constants;
    this.widths = widths;
    this.exact = exact;
  }

  /** What has been declared so far, by name, in that order. */
  public Map<String, Parameter> declared() {
    return declared;
  }

  /** The secret integers of what has been declared, by name. */
  public Map<String, int[]> values() {
    return values;
  }

  /**
   * The parameter of a constant that is multiplied with, or selected from.
   *
   * @param limit on its fraction; only the first use decides
   */
  public Parameter factor(String constant, int limit) throws ModelException {
    return factor(constant, Math.min(limit, FixedPoint.MAX_FRACTION), widths.weight(constant));
  }

  /**
   * The same with a width of its own.
   *
   * @param bits of the parameter; only the first use decides
   */
  public Parameter factor(String constant, int limit, int bits) throws ModelException {
    Parameter known = declared.get(constant);
    if (known != null) {
      return known;
    }
    double[] reals = constants.get(constant).values();
    Optional<Integer> exactBits = exact.factorBits(constant);
    if (exactBits.isPresent()) {
      return declare(constant, constant, reals, Format.signed(0, exactBits.get()));
    }
    double largest = largest(constant, reals);
    // Zeros need no fraction, which would only widen accumulators.
    int most = largest == 0 ? Math.min(limit, 0) : limit;
    int fraction = FixedPoint.fraction(constant, -largest, largest, bits, false, most);
    return declare(constant, constant, reals, Format.signed(fraction, bits));
  }

  /**
   * The parameter of a constant that is added.
   *
   * @param coefficient public factor that becomes part of it
   * @param fraction fraction of the sum; the parameter's is smaller if 32 bits would not do
   */
  public Parameter addend(String constant, double coefficient, int fraction) throws ModelException {
    double[] reals = constants.get(constant).values().clone();
    Arrays.setAll(reals, i -> reals[i] * coefficient);
    return addend(constant, reals, fraction);
  }

  /** The same with other values than those of the constant. */
  public Parameter addend(String constant, double[] reals, int fraction) throws ModelException {
    String name = constant + "/addend";
    for (int i = 2; declared.containsKey(name); i++) {
      Parameter known = declared.get(name);
      boolean same = Arrays.equals(addends.get(name), reals);
      if (same && known.format().fraction() <= fraction) {
        return known;
      }
      name = constant + "/addend" + i;
    }
    addends.put(name, reals);
    Optional<Integer> exactBits = exact.addendBits(constant, reals);
    if (fraction == 0 && exactBits.isPresent()) {
      return declare(name, constant, reals, Format.signed(0, exactBits.get()));
    }
    double largest = largest(constant, reals);
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
    return declare(name, constant, reals, Format.signed(f, bits));
  }

  /** Declares a column of a table of secrets. */
  public Parameter column(String name, int[] entries, Format format) {
    return table(name, List.of(entries.length), entries, format);
  }

  /** Declares secrets that are integers already. */
  public Parameter table(String name, List<Integer> shape, int[] entries, Format format) {
    Parameter parameter = new Parameter(name, shape, format);
    declared.put(name, parameter);
    values.put(name, entries);
    return parameter;
  }

  private static double largest(String constant, double[] reals) throws ModelException {
    double largest = 0;
    for (double v : reals) {
      if (!Double.isFinite(v)) {
        throw new ModelException("an entry of " + constant + " is not a finite number");
      }
      largest = Math.max(largest, Math.abs(v));
    }
    return largest;
  }

  private Parameter declare(String name, String constant, double[] reals, Format format) {
    int[] rounded = new int[reals.length];
    double min = (double) format.min();
    double max = (double) format.max();
    Arrays.setAll(
        rounded, i -> (int) Math.clamp(FixedPoint.round(reals[i], format.fraction()), min, max));
    Parameter parameter = new Parameter(name, constants.get(constant).shape(), format);
    declared.put(name, parameter);
    values.put(name, rounded);
    return parameter;
  }
}
