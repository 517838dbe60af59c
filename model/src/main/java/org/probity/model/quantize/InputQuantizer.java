package org.probity.model.quantize;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.probity.model.ModelException;
import org.probity.model.graph.Format;
import org.probity.model.graph.IntegerGraph;
import org.probity.model.graph.Port;
import org.probity.model.graph.Tensor;

/**
 * Rounds real inputs to the integers of a graph's input ports, and turns the integers of ports back
 * into real numbers. An entry is rounded to the nearest integer, half up; one that does not then
 * lie in the declared domain is refused. A port with units rounds and saturates as they say.
 * Messages name positions, never values.
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

  private int[] quantize(Port port, double[] entries) throws ModelException {
    Tensor tensor = tensors.get(port.tensor());
    if (entries.length != tensor.size()) {
      throw new ModelException(
          "input "
              + port.name()
              + " must have "
              + tensor.size()
              + " entries, not "
              + entries.length);
    }
    Format format = tensor.format();
    int[] result = new int[entries.length];
    for (int i = 0; i < entries.length; i++) {
      if (port.units().isPresent()) {
        result[i] = entry(port, entries[i], format, i);
        continue;
      }
      double rounded = FixedPoint.round(entries[i], format.fraction());
      // Not a comparison with the outside, so that NaN is refused too.
      if (!(rounded >= format.min() && rounded <= format.max())) {
        throw new ModelException(
            "input "
                + port.name()
                + position(port.shape(), i)
                + " is outside the declared domain ["
                + format.toReal(format.min())
                + ", "
                + format.toReal(format.max())
                + "]");
      }
      result[i] = (int) rounded;
    }
    return result;
  }

  /** What the model's own quantisation of its input gives, which saturates. */
  private static int entry(Port port, double real, Format format, int i) throws ModelException {
    if (Double.isNaN(real)) {
      throw new ModelException(
          "input " + port.name() + position(port.shape(), i) + " is not a number");
    }
    return (int) port.units().orElseThrow().entry(real, format.min(), format.max());
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

  /** The real numbers that the entries of a port's tensor stand for. */
  public double[] toReal(Port port, long[] entries) {
    Format format = tensors.get(port.tensor()).format();
    double[] reals = new double[entries.length];
    for (int i = 0; i < reals.length; i++) {
      reals[i] = port.toReal(entries[i], format);
    }
    return reals;
  }
}
