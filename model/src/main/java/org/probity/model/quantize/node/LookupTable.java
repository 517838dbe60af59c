package org.probity.model.quantize.node;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleToLongFunction;
import java.util.stream.IntStream;
import org.probity.graph.Encoding;
import org.probity.graph.Format;
import org.probity.graph.OrderedCode;
import org.probity.model.floatgraph.Mapping;
import org.probity.model.quantize.format.FixedPoint;

/**
 * The rows of the secret table of a {@link org.probity.graph.Bin} that computes a mapping: the
 * codes from which on it has another value. Their number is rounded up to a power of two.
 *
 * @param group by row: index on the output's last axis
 * @param bounds one or two words by row
 * @param rank by row: the value
 */
record LookupTable(int[] group, List<int[]> bounds, int[] rank) {
  /** The smallest code of two words. */
  private static final long LEAST = OrderedCode.join(Integer.MIN_VALUE, Integer.MIN_VALUE);

  /** A code from which on a mapping has a value. */
  private record Step(long from, double value) {}

  /** The table of a mapping of ordered codes. */
  static LookupTable of(Mapping mapping, Encoding.Ordered encoding, int groups, Format format) {
    boolean single = encoding.kind() == Encoding.Ordered.Kind.FLOAT32;
    DoubleToLongFunction code = single ? x -> OrderedCode.of((float) x) : OrderedCode::of;
    // All codes above infinity stand for NaN.
    long nan = 1L + (single ? OrderedCode.FLOAT32_INFINITY : OrderedCode.FLOAT64_INFINITY);
    List<Step> steps = start(mapping, single ? Integer.MIN_VALUE : LEAST);
    double[] keys = mapping.keys();
    for (int i = 0; i < keys.length; i++) {
      if (Double.isNaN(keys[i])) {
        steps.add(new Step(nan, mapping.values()[i]));
      } else if (!single || keys[i] == (float) keys[i]) {
        long first = code.applyAsLong(keys[i]);
        long last = first;
        if (mapping.truncates()) {
          first = keys[i] > 0 ? first : code.applyAsLong(keys[i] - 1) + 1;
          last = keys[i] < 0 ? last : code.applyAsLong(keys[i] + 1) - 1;
        }
        add(steps, first, last, mapping.values()[i], mapping.otherwise());
      }
    }
    return rows(steps, encoding.words(), groups, format);
  }

  /** The table of a mapping of fixed-point numbers, which are never NaN. */
  static LookupTable of(Mapping mapping, Format input, int groups, Format format) {
    List<Step> steps = start(mapping, Integer.MIN_VALUE);
    double[] keys = mapping.keys();
    for (int i = 0; i < keys.length; i++) {
      double code = Math.scalb(keys[i], input.fraction());
      double unit = Math.scalb(1.0, input.fraction());
      boolean down = mapping.truncates() && keys[i] <= 0;
      boolean up = mapping.truncates() && keys[i] >= 0;
      double first = down ? Math.floor(code - unit) + 1 : Math.ceil(code);
      double last = up ? Math.ceil(code + unit) - 1 : Math.floor(code);
      if (first <= last && last >= input.min() && first <= input.max()) {
        add(steps, (long) first, (long) last, mapping.values()[i], mapping.otherwise());
      }
    }
    return rows(steps, 1, groups, format);
  }

  private static List<Step> start(Mapping mapping, long least) {
    return new ArrayList<>(List.of(new Step(least, mapping.otherwise())));
  }

  private static void add(List<Step> steps, long first, long last, double value, double otherwise) {
    if (steps.getLast().from() == first) {
      steps.removeLast();
    }
    steps.add(new Step(first, value));
    steps.add(new Step(last + 1, otherwise));
  }

  private static LookupTable rows(List<Step> steps, int words, int groups, Format format) {
    int used = Math.multiplyExact(steps.size(), groups);
    // One row at least lies above all keys.
    int rows = 2 * Integer.highestOneBit(used);
    int[] group = new int[rows];
    Arrays.fill(group, groups);
    int[][] bounds = new int[words][rows];
    int[] rank = new int[rows];
    for (int g = 0; g < groups; g++) {
      for (int i = 0; i < steps.size(); i++) {
        int row = g * steps.size() + i;
        long from = steps.get(i).from();
        group[row] = g;
        bounds[0][row] = words == 1 ? Math.toIntExact(from) : OrderedCode.high(from);
        if (words == 2) {
          bounds[1][row] = OrderedCode.low(from);
        }
        double rounded = FixedPoint.round(steps.get(i).value(), format.fraction());
        rank[row] = (int) Math.clamp(rounded, (double) format.min(), (double) format.max());
      }
    }
    // The format of the ranks need not contain 0.
    Arrays.fill(rank, used, rows, (int) format.min());
    return new LookupTable(
        group, IntStream.range(0, words).mapToObj(w -> bounds[w]).toList(), rank);
  }

  /** A record of secrets: its size only. */
  @Override
  public String toString() {
    return "LookupTable[" + group.length + " rows]";
  }
}
