package org.probity.model.quantize;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.probity.graph.Encoding;
import org.probity.graph.Format;
import org.probity.graph.IntegerGraph;
import org.probity.graph.OrderedCode;
import org.probity.graph.Port;
import org.probity.graph.Tensor;
import org.probity.model.InputException;
import org.probity.model.ModelException;
import org.probity.model.quantize.format.FixedPoint;

/**
 * Rounds real inputs to the integers of a graph's input ports, and turns the integers of ports back
 * into real numbers. An entry is rounded to the nearest integer, half up; one that does not then
 * lie in the declared domain is refused. A port of a quantised model rounds and saturates as the
 * model does; order-preserving codes are exact, NaN and infinities included. Messages name
 * positions, never values.
 */
public final class InputQuantizer {
  private final IntegerGraph graph;
  private final Map<String, Tensor> tensors;

  public InputQuantizer(IntegerGraph graph) {
    this.graph = graph;
    this.tensors = graph.tensorsByName();
  }

  /**
   * The integers of all inputs by port name.
   *
   * @param inputs row-major real entries by name of the input port
   * @throws InputException if an entry is outside of its domain or stands for nothing
   */
  public Map<String, int[]> quantize(Map<String, double[]> inputs) throws ModelException {
    Map<String, int[]> result = new HashMap<>();
    for (Port port : graph.inputs()) {
      double[] entries = inputs.get(port.name());
      if (entries == null) {
        throw new ModelException("input " + port.name() + " is missing");
      }
      result.put(port.name(), quantize(port, entries));
    }
    for (String name : inputs.keySet()) {
      if (!result.containsKey(name)) {
        throw new ModelException("the model has no input named " + name);
      }
    }
    return result;
  }

  /**
   * The integers of one input.
   *
   * @param port one of the graph's inputs
   * @param entries row-major real entries
   * @throws InputException if an entry is outside of its domain or stands for nothing
   */
  public int[] quantize(Port port, double[] entries) throws ModelException {
    Tensor tensor = tensors.get(port.tensor());
    if (entries.length != port.size()) {
      throw new ModelException(
          "input " + port.name() + " must have " + port.size() + " entries, not " + entries.length);
    }
    Format format = tensor.format();
    int words = port.encoding().words();
    int[] result = new int[entries.length * words];
    for (int i = 0; i < entries.length; i++) {
      switch (port.encoding()) {
        case Encoding.Fixed fixed ->
            result[i] =
                Double.isNaN(entries[i]) && fixed.missing().isPresent()
                    ? fixed.missing().getAsInt()
                    : (int) fixed(port, entries[i], format, fixed, i);
        case Encoding.Affine affine -> {
          if (Double.isNaN(entries[i])) {
            throw refused(port, i, "is not a number");
          }
          result[i] = (int) affine.entry(entries[i], format.min(), format.max());
        }
        case Encoding.Ordered ordered ->
            System.arraycopy(codes(port, ordered, entries[i], i), 0, result, i * words, words);
        case Encoding.Category(List<String> names) -> {
          if (entries[i] != Math.rint(entries[i])
              || !(entries[i] >= 0 && entries[i] < names.size())) {
            throw refused(port, i, "is none of its categories");
          }
          result[i] = (int) entries[i];
        }
      }
    }
    return result;
  }

  private static ModelException refused(Port port, int i, String why) {
    String place = "input " + port.name() + position(port.shape(), i);
    return new InputException(port.name(), i, place, why);
  }

  private static long fixed(Port port, double real, Format format, Encoding.Fixed encoding, int i)
      throws ModelException {
    int exponent = encoding.exponent(i);
    double rounded = FixedPoint.round(real, format.fraction() - exponent);
    // Not a comparison with the outside, so that NaN is refused too.
    if (!(rounded >= format.min() && rounded <= format.max())) {
      throw refused(
          port,
          i,
          "is outside the declared domain ["
              + Math.scalb(format.toReal(format.min()), exponent)
              + ", "
              + Math.scalb(format.toReal(format.max()), exponent)
              + "]");
    }
    if (encoding.isMissing((int) rounded)) {
      throw refused(port, i, "is rounded to the number that stands for a missing value");
    }
    return (long) rounded;
  }

  private static int[] codes(Port port, Encoding.Ordered ordered, double real, int i)
      throws ModelException {
    boolean representable =
        switch (ordered.kind()) {
          case FLOAT32 -> !Double.isFinite(real) || Float.isFinite((float) real);
          case FLOAT64 -> true;
          case INTEGER -> OrderedCode.isInteger(OrderedCode.of(real));
          case BOOLEAN -> real == 0 || real == 1;
          case TEXT -> OrderedCode.isText(OrderedCode.of(real));
        };
    if (!representable) {
      throw refused(port, i, "is no " + ordered.kind().label());
    }
    return ordered.codes(real);
  }

  /** The position in the shape of the original model. */
  private static String position(List<Long> shape, int index) {
    StringBuilder text = new StringBuilder("]");
    long rest = index;
    for (long d : shape.reversed()) {
      text.insert(0, rest % d).insert(0, ", ");
      rest /= d;
    }
    return shape.isEmpty() ? "" : "[" + text.substring(2);
  }

  /** The real numbers that the integers of a port's tensor stand for. */
  public double[] toReal(Port port, long[] integers) {
    int fraction = tensors.get(port.tensor()).format().fraction();
    int[] narrow = Arrays.stream(integers).mapToInt(Math::toIntExact).toArray();
    double[] reals = new double[narrow.length / port.encoding().words()];
    Arrays.setAll(reals, i -> port.encoding().real(narrow, i, fraction));
    return reals;
  }
}
