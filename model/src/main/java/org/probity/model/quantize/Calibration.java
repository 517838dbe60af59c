package org.probity.model.quantize;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatExecutor;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatPort;
import org.probity.model.graph.Format;
import org.probity.model.graph.Shapes;

/** What the tensors of a float graph are like over a set of samples. */
final class Calibration {
  /** Share of values that may saturate under {@link CalibrationMethod#PERCENTILE}. */
  private static final double OUTLIERS = 1e-4;

  /** Fraction bits that are tried beyond those that cover all values. */
  private static final int FINER = 6;

  private final Map<String, Range> ranges = new HashMap<>();
  private final Map<String, Histogram> histograms = new HashMap<>();
  private final Map<String, double[]> means = new HashMap<>();

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

    boolean isZero() {
      return min == 0 && max == 0;
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
        for (var tensor : FloatExecutor.run(graph, samples.get(i)).entrySet()) {
          calibration.add(i, tensor.getKey(), tensor.getValue());
        }
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

  /** All values of a tensor or constant. */
  Range range(String tensor) {
    return ranges.get(tensor);
  }

  /** The mean of each entry of a tensor; callers must not modify it. */
  double[] mean(String tensor) {
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
        Range inner =
            limit == 0
                ? range
                : new Range(Math.max(range.min, -limit), Math.min(range.max, limit));
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

  private static int fraction(String tensor, Range range, int bits, boolean unsigned)
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
