package org.probity.model.graph;

import java.util.Map;
import java.util.Optional;

/**
 * The exact range of an accumulator over all operands within their declared formats. It depends on
 * declared formats and shapes only, never on parameter values, so it discloses nothing about them.
 */
public final class AccumulatorRange {
  /** Accumulators stay within {@code [-2^62, 2^62]}, so that sums of two of them fit a long. */
  public static final int MAX_BITS = 62;

  private AccumulatorRange() {}

  /**
   * The tightest format of an accumulator node.
   *
   * @param node a {@link Linear}, {@link Affine} or {@link Sum}
   * @param fraction fraction of the result
   * @throws IllegalArgumentException if an end of the range exceeds {@code 2^62}
   */
  public static Format format(
      Node node, int fraction, Map<String, Tensor> tensors, Map<String, Parameter> parameters) {
    Interval range = of(node, tensors, parameters);
    requireBounded(node, range);
    return new Format(fraction, range.min().longValueExact(), range.max().longValueExact());
  }

  static void requireBounded(Node node, Interval range) {
    if (!range.withinBits(MAX_BITS)) {
      throw new IllegalArgumentException(
          "accumulator " + node.output() + " could exceed 2^" + MAX_BITS);
    }
  }

  static Interval of(Node node, Map<String, Tensor> tensors, Map<String, Parameter> parameters) {
    return switch (node) {
      case Linear l -> {
        Parameter weight = parameters.get(l.weight());
        Interval product = interval(tensors, l.input()).times(Interval.of(weight.format()));
        yield withBias(product.times(weight.rows()), l.bias(), parameters);
      }
      case Affine a -> {
        Interval scale = Interval.of(parameters.get(a.scale()).format());
        yield withBias(interval(tensors, a.input()).times(scale), a.bias(), parameters);
      }
      case Sum s ->
          s.addends().stream()
              .map(addend -> interval(tensors, addend.tensor()).times(addend.multiplier()))
              .reduce(Interval::plus)
              .orElseThrow()
              .plus(s.bias());
      case Requantize _, ArgMax _, Softmax _ ->
          throw new IllegalArgumentException(node.output() + " is not an accumulator");
    };
  }

  private static Interval interval(Map<String, Tensor> tensors, String name) {
    return Interval.of(tensors.get(name).format());
  }

  private static Interval withBias(
      Interval range, Optional<String> bias, Map<String, Parameter> parameters) {
    return bias.map(b -> range.plus(Interval.of(parameters.get(b).format()))).orElse(range);
  }
}
