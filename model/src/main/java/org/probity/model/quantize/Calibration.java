package org.probity.model.quantize;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatExecutor;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatPort;
import org.probity.model.graph.Shapes;

/** The least and the largest value of every tensor of a float graph over a set of samples. */
final class Calibration {
  private final Map<String, Range> ranges = new HashMap<>();

  private Calibration() {}

  /** Smallest and largest value of a tensor. */
  record Range(double min, double max) {
    static Range of(double[] values) {
      double min = Double.POSITIVE_INFINITY;
      double max = Double.NEGATIVE_INFINITY;
      for (double v : values) {
        min = Math.min(min, v);
        max = Math.max(max, v);
      }
      return new Range(min, max);
    }

    Range union(Range other) {
      return new Range(Math.min(min, other.min), Math.max(max, other.max));
    }

    /** Largest absolute value. */
    double magnitude() {
      return Math.max(Math.abs(min), Math.abs(max));
    }
  }

  /**
   * Runs the samples in double precision.
   *
   * @param samples row-major entries by name of the input port
   */
  static Calibration of(FloatGraph graph, List<Map<String, double[]>> samples)
      throws ModelException {
    if (samples.isEmpty()) {
      throw new ModelException("quantisation needs at least one sample of the inputs");
    }
    Calibration calibration = new Calibration();
    graph.constants().forEach((name, c) -> calibration.ranges.put(name, Range.of(c.values())));
    for (int i = 0; i < samples.size(); i++) {
      for (FloatPort port : graph.inputs()) {
        check(i, port, samples.get(i).get(port.name()), Shapes.size(port.tensorShape()));
      }
      try {
        FloatExecutor.run(graph, samples.get(i))
            .forEach((t, v) -> calibration.ranges.merge(t, Range.of(v), Range::union));
      } catch (IllegalArgumentException e) {
        throw new ModelException("sample " + i + ": " + e.getMessage(), e);
      }
    }
    for (Map.Entry<String, Range> e : calibration.ranges.entrySet()) {
      if (!Double.isFinite(e.getValue().max - e.getValue().min)) {
        throw new ModelException(
            "tensor " + e.getKey() + " is infinite or not a number on the samples");
      }
    }
    return calibration;
  }

  private static void check(int sample, FloatPort port, double[] entries, int size)
      throws ModelException {
    String what = "sample " + sample + ", input " + port.name();
    if (entries == null || entries.length != size) {
      throw new ModelException(what + ": " + size + " entries expected");
    }
    for (int i = 0; i < size; i++) {
      if (!Double.isFinite(entries[i])) {
        throw new ModelException(what + ": entry " + i + " is not a finite number");
      }
    }
  }

  Range range(String tensor) {
    return ranges.get(tensor);
  }
}
