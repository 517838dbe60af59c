package org.probity.model.quantize.calibration;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.probity.graph.Format;
import org.probity.graph.Shapes;
import org.probity.model.ModelException;
import org.probity.model.SampleException;
import org.probity.model.floatgraph.FloatExecutor;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.floatgraph.FloatPort;
import org.probity.model.quantize.CalibrationMethod;
import org.probity.model.quantize.Domain;
import org.probity.model.quantize.format.FixedPoint;
import org.probity.model.quantize.format.OrderedPorts;

/** What the tensors of a float graph are like over a set of samples. */
public final class Calibration {
  /** Share of values that may saturate under {@link CalibrationMethod#PERCENTILE}. */
  private static final double OUTLIERS = 1e-4;

  /** A row of a softmax with no entry above this is masked as a whole. */
  private static final double MASKED = -1000;

  /** Fraction bits that are tried beyond those that cover all values. */
  private static final int FINER = 6;

  private final Map<String, Range> ranges = new HashMap<>();
  private final Map<String, Histogram> histograms = new HashMap<>();
  private final Map<String, double[]> means = new HashMap<>();

  /** By tensor that a softmax reads: the least of the largest entries of its rows. */
  private final Map<String, Double> leastTops = new HashMap<>();

  private List<String> notes = List.of();

  private Calibration() {}

  /** Smallest and largest value of a tensor. */
  public record Range(double min, double max) {
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

    boolean isZero() {
      return min == 0 && max == 0;
    }
  }

  /**
   * Runs the samples in double precision.
   *
   * @param samples row-major entries by name of the input port
   */
  public static Calibration of(FloatGraph graph, List<Map<String, double[]>> samples)
      throws ModelException {
    if (samples.isEmpty()) {
      throw new ModelException("quantisation needs at least one sample of the inputs");
    }
    Calibration calibration = new Calibration();
    graph.constants().forEach((name, c) -> calibration.ranges.put(name, Range.of(c.values())));
    List<FloatNode.Softmax> softmaxes =
        graph.nodes().stream()
            .filter(FloatNode.Softmax.class::isInstance)
            .map(FloatNode.Softmax.class::cast)
            .toList();
    OrderedPorts ordered = OrderedPorts.of(graph);
    for (int i = 0; i < samples.size(); i++) {
      for (FloatPort port : graph.inputs()) {
        check(i, port, samples.get(i).get(port.name()), ordered);
      }
      try {
        Map<String, double[]> values = FloatExecutor.run(graph, samples.get(i));
        for (var tensor : values.entrySet()) {
          if (ordered.of(tensor.getKey()).isPresent()) {
            // Compared only, so that they may be anything.
            calibration.ranges.put(tensor.getKey(), new Range(0, 1));
          } else {
            calibration.add(i, tensor.getKey(), tensor.getValue());
          }
        }
        softmaxes.forEach(s -> calibration.addRows(s, values.get(s.input())));
      } catch (IllegalArgumentException e) {
        throw new ModelException("sample " + i + ": " + e.getMessage(), e);
      }
    }
    for (double[] mean : calibration.means.values()) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] /= samples.size();
      }
    }
    return calibration;
  }

  private void add(int sample, String tensor, double[] values) throws ModelException {
    Range range = Range.of(values);
    if (!Double.isFinite(range.max - range.min)) {
      throw new ModelException(
          "sample "
              + sample
              + ": tensor "
              + tensor
              + " is infinite or not a number; check the sample and what the model does with it");
    }
    ranges.merge(tensor, range, Range::union);
    histograms.computeIfAbsent(tensor, _ -> new Histogram()).add(values);
    double[] mean = means.computeIfAbsent(tensor, _ -> new double[values.length]);
    for (int i = 0; i < values.length; i++) {
      mean[i] += values[i];
    }
  }

  private void addRows(FloatNode.Softmax node, double[] values) {
    int size = node.shape().get(node.axis());
    int stride = Shapes.strides(node.shape())[node.axis()];
    for (int cell = 0; cell < values.length; cell++) {
      if (cell / stride % size == 0) {
        double top = values[cell];
        for (int j = 1; j < size; j++) {
          top = Math.max(top, values[cell + j * stride]);
        }
        // A row that is masked as a whole has no result worth its precision.
        if (top > MASKED) {
          leastTops.merge(node.input(), top, Math::min);
        }
      }
    }
  }

  /**
   * The range that a softmax of some bits sees of a tensor that it reads: what lies so far below
   * the largest entry of every row that the result is zero may saturate.
   */
  Range softmaxRange(String tensor, int bits) {
    Range range = ranges.get(tensor);
    double top = leastTops.getOrDefault(tensor, range.max);
    // e^(-0.7 b) < 2^-b.
    double low = Math.min(top - 0.7 * (bits + 2), range.max);
    return new Range(Math.max(range.min, low), range.max);
  }

  private static void check(int sample, FloatPort port, double[] entries, OrderedPorts ordered)
      throws ModelException {
    int size = Shapes.size(port.tensorShape());
    if (entries == null || entries.length != size) {
      throw new SampleException(sample, "input " + port.name() + ": " + size + " entries expected");
    }
    for (int i = 0; i < size; i++) {
      if (!Double.isFinite(entries[i]) && ordered.of(port.tensor()).isEmpty()) {
        throw new SampleException(
            sample, "input " + port.name() + ": entry " + i + " is not a finite number");
      }
    }
  }

  /**
   * Finds what the samples do not exercise, see {@link Exercise}.
   *
   * @throws ModelException if a branch is never taken
   */
  public void complete(FloatGraph graph, Map<String, Domain> domains) throws ModelException {
    notes = Exercise.complete(graph, this, domains);
  }

  /** What the samples do not exercise. */
  public List<String> notes() {
    return notes;
  }

  /** Lets a tensor's range contain further values, if those are finite. */
  void widen(String tensor, double[] values) {
    Range range = Range.of(values);
    if (Double.isFinite(range.max - range.min)) {
      ranges.merge(tensor, range, Range::union);
      histograms.get(tensor).add(values);
    }
  }

  /** Takes a tensor's range and distribution from elsewhere. */
  void replace(String tensor, double[] values) {
    ranges.put(tensor, Range.of(values));
    Histogram histogram = new Histogram();
    histogram.add(values);
    histograms.put(tensor, histogram);
  }

  /** All values of a tensor or constant. */
  public Range range(String tensor) {
    return ranges.get(tensor);
  }

  /** The mean of each entry of a tensor; callers must not modify it. */
  public double[] mean(String tensor) {
    return means.get(tensor);
  }

  /**
   * The fraction of a stored tensor.
   *
   * @throws ModelException if its values are too large
   */
  int fraction(String tensor, CalibrationMethod method, int bits, boolean unsigned)
      throws ModelException {
    Range range = ranges.get(tensor);
    Histogram histogram = histograms.get(tensor);
    int whole = fraction(tensor, range, bits, unsigned);
    if (histogram == null || range.isZero()) {
      return whole;
    }
    return switch (method) {
      case MIN_MAX -> whole;
      case PERCENTILE -> {
        double limit = histogram.magnitude(OUTLIERS);
        double low = Math.max(range.min, -limit);
        double high = Math.min(range.max, limit);
        Range inner = limit == 0 ? range : new Range(low, high);
        yield fraction(tensor, inner, bits, unsigned);
      }
      case MEAN_SQUARE -> {
        int best = whole;
        for (int f = whole; f <= Math.min(whole + FINER, FixedPoint.MAX_FRACTION); f++) {
          if (error(histogram, f, bits, unsigned) < error(histogram, best, bits, unsigned)) {
            best = f;
          }
        }
        yield best;
      }
    };
  }

  private static double error(Histogram histogram, int fraction, int bits, boolean unsigned) {
    Format format = FixedPoint.format(fraction, bits, unsigned);
    return histogram.meanSquareError(
        fraction, format.toReal(format.min()), format.toReal(format.max()));
  }

  static int fraction(String tensor, Range range, int bits, boolean unsigned)
      throws ModelException {
    return FixedPoint.fraction(
        tensor,
        unsigned ? 0 : range.min,
        range.isZero() ? 1 : range.max,
        bits,
        unsigned,
        FixedPoint.MAX_FRACTION);
  }
}
