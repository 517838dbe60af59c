package org.probity.model.quantize.forest;

import java.util.Arrays;
import org.probity.graph.Encoding;
import org.probity.graph.Format;
import org.probity.graph.OrderedCode;
import org.probity.model.trees.Condition;

/**
 * A condition on the integers of a tensor: which of them fulfil it. Holds thresholds: {@link
 * #toString} shows none.
 *
 * @param first whether the least integer is a member
 * @param edges strictly ascending integers that differ in membership from the integer before
 */
record CodeSet(boolean first, long[] edges) {
  /** The condition on ordered codes. */
  static CodeSet of(Condition condition, Encoding.Ordered encoding) {
    long[] edges = condition.edges().clone();
    for (int i = 0; i < edges.length; i++) {
      edges[i] =
          encoding.words() == 1
              ? single(edges[i])
              : Math.min(edges[i], OrderedCode.FLOAT64_INFINITY + 1);
    }
    return normal(condition.first(), edges);
  }

  /** The first code of a float32 that is not below a float64. */
  private static long single(long edge) {
    // All codes above infinity stand for NaN.
    if (edge > OrderedCode.FLOAT64_INFINITY) {
      return OrderedCode.FLOAT32_INFINITY + 1L;
    }
    double number = OrderedCode.toDouble(edge);
    float rounded = (float) number;
    return OrderedCode.of(rounded) + (rounded < number ? 1L : 0L);
  }

  /** The condition on fixed-point numbers, which are never NaN. */
  static CodeSet of(Condition condition, Format format) {
    long[] edges =
        Arrays.stream(condition.edges())
            .map(
                e -> {
                  double number = OrderedCode.toDouble(e);
                  // The conversion saturates.
                  return Double.isNaN(number)
                      ? Long.MAX_VALUE
                      : (long) Math.ceil(Math.scalb(number, format.fraction()));
                })
            .map(e -> Math.clamp(e, format.min(), format.max() + 1))
            .toArray();
    CodeSet set = normal(condition.first(), edges);
    boolean first = set.first;
    long[] kept = set.edges;
    if (kept.length > 0 && kept[0] <= format.min()) {
      first = !first;
      kept = Arrays.copyOfRange(kept, 1, kept.length);
    }
    if (kept.length > 0 && kept[kept.length - 1] > format.max()) {
      kept = Arrays.copyOf(kept, kept.length - 1);
    }
    return new CodeSet(first, kept);
  }

  /** Two edges at one place cancel. */
  private static CodeSet normal(boolean first, long[] ascending) {
    long[] kept = new long[ascending.length];
    int count = 0;
    for (long edge : ascending) {
      if (count > 0 && kept[count - 1] == edge) {
        count--;
      } else {
        kept[count++] = edge;
      }
    }
    return new CodeSet(first, Arrays.copyOf(kept, count));
  }

  CodeSet not() {
    return new CodeSet(!first, edges);
  }

  /** Whether all members are members of another set. */
  boolean isWithin(CodeSet other) {
    boolean here = first;
    boolean there = other.first;
    int i = 0;
    int j = 0;
    while (true) {
      if (here && !there) {
        return false;
      }
      long a = i < edges.length ? edges[i] : Long.MAX_VALUE;
      long b = j < other.edges.length ? other.edges[j] : Long.MAX_VALUE;
      if (i == edges.length && j == other.edges.length) {
        return true;
      }
      if (a <= b) {
        here = !here;
        i++;
      }
      if (b <= a) {
        there = !there;
        j++;
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CodeSet s && first == s.first && Arrays.equals(edges, s.edges);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(edges) + Boolean.hashCode(first);
  }

  @Override
  public String toString() {
    return "CodeSet";
  }
}
