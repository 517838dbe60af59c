package org.probity.graph.bound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.probity.graph.AxisIndex;
import org.probity.graph.Contract;
import org.probity.graph.Divide;
import org.probity.graph.Format;
import org.probity.graph.NaiveExecutor;
import org.probity.graph.Node;
import org.probity.graph.RandomGraphs;
import org.probity.graph.RealFunction;
import org.probity.graph.Requantize;
import org.probity.graph.Sum;
import org.probity.graph.Tensor;
import org.probity.graph.View;
import org.probity.testing.Seeds;

class AccumulatorRangeTest {
  private static Format range(Node node, List<Integer> shape, Tensor... tensors) {
    Map<String, Tensor> byName = new java.util.HashMap<>();
    for (Tensor t : tensors) {
      byName.put(t.name(), t);
    }
    return AccumulatorRange.format(node, shape, 0, byName, Map.of());
  }

  private static Tensor tensor(String name, long min, long max, Integer... shape) {
    return new Tensor(name, List.of(shape), new Format(0, min, max));
  }

  private static View view(String source, AxisIndex... axes) {
    return new View(source, List.of(axes));
  }

  /** Each end is reached by entries at the ends of their formats. */
  @Seeds(200)
  void productsReachTheirRange(long seed) {
    Random random = new Random(seed);
    long[] f = LongStream.generate(() -> random.nextInt(41) - 20).limit(4).sorted().toArray();
    long[] g = LongStream.generate(() -> random.nextInt(41) - 20).limit(4).toArray();
    Tensor a = tensor("a", f[0], f[3], 3);
    Tensor b = tensor("b", Math.min(g[0], g[1]), Math.max(g[0], g[1]), 3);
    View all = view("a", AxisIndex.along(1));
    Contract node = new Contract("y", List.of(3), all, Optional.of(view("b", AxisIndex.along(1))));
    long least = Long.MAX_VALUE;
    long most = Long.MIN_VALUE;
    for (long x = a.format().min(); x <= a.format().max(); x++) {
      for (long y = b.format().min(); y <= b.format().max(); y++) {
        least = Math.min(least, 3 * x * y);
        most = Math.max(most, 3 * x * y);
      }
    }
    assertThat(range(node, List.of(1), a, b)).isEqualTo(new Format(0, least, most));
    // Without a right side.
    Contract sum = new Contract("y", List.of(3), all, Optional.empty());
    assertThat(range(sum, List.of(1), a)).isEqualTo(new Format(0, 3 * f[0], 3 * f[3]));
  }

  @Test
  void paddingAddsZero() {
    Tensor a = tensor("a", 5, 9, 4);
    Contract inside = new Contract("y", List.of(), view("a", AxisIndex.along(0)), Optional.empty());
    assertThat(range(inside, List.of(4), a)).isEqualTo(new Format(0, 5, 9));
    assertThat(range(inside, List.of(5), a)).isEqualTo(new Format(0, 0, 9));
    Contract shifted =
        new Contract("y", List.of(), view("a", AxisIndex.along(0, 1, -1)), Optional.empty());
    assertThat(range(shifted, List.of(4), a)).isEqualTo(new Format(0, 0, 9));
  }

  /** A concatenation is as narrow as the widest of its pieces. */
  @Test
  void piecesThatDoNotMeetDoNotAddUp() {
    Tensor a = tensor("a", 5, 9, 2, 3);
    Tensor b = tensor("b", -7, 100, 2, 4);
    View left = view("a", AxisIndex.along(0), AxisIndex.along(1));
    View right = view("b", AxisIndex.along(0), AxisIndex.along(1, 1, -3));
    Sum node = new Sum("y", List.of(new Sum.Addend(left, 2), new Sum.Addend(right, 1)), 1);
    assertThat(range(node, List.of(2, 7), a, b)).isEqualTo(new Format(0, -6, 101));
    // One more column, which nothing fills; and one that both fill.
    assertThat(range(node, List.of(2, 8), a, b)).isEqualTo(new Format(0, -6, 101));
    View overlapping = view("b", AxisIndex.along(0), AxisIndex.along(1, 1, -2));
    Sum meet = new Sum("y", List.of(new Sum.Addend(left, 2), new Sum.Addend(overlapping, 1)), 1);
    assertThat(range(meet, List.of(2, 6), a, b)).isEqualTo(new Format(0, -6, 119));
  }

  @Test
  void manyPieces() {
    List<Sum.Addend> addends = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      addends.add(new Sum.Addend(view("a", AxisIndex.at(0), AxisIndex.along(0, 1, -3 * i)), 1));
    }
    Tensor a = tensor("a", -8, 7, 1, 3);
    assertThat(range(new Sum("y", addends, 0), List.of(600), a)).isEqualTo(new Format(0, -8, 7));
    // Flipped pieces; here each cell has two of them.
    addends.replaceAll(
        t ->
            new Sum.Addend(
                view(
                    "a",
                    AxisIndex.at(0),
                    AxisIndex.along(
                        0, -1, 2 - ((AxisIndex.Strided) t.view().axes().get(1)).offset())),
                1));
    addends.addAll(List.copyOf(addends));
    assertThat(range(new Sum("y", addends, 0), List.of(600), a)).isEqualTo(new Format(0, -16, 14));
  }

  /** Whatever the views: no value of a sum is outside, over all entries at the ends. */
  @Seeds(300)
  void sumsStayInside(long seed) {
    Random random = new Random(seed);
    List<Integer> shape = List.of(1 + random.nextInt(4), 1 + random.nextInt(6));
    Tensor a = tensor("a", 2, 9, 2, 3);
    List<Sum.Addend> addends = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(4); i++) {
      View v = RandomGraphs.view(random, "a", a.shape(), shape, false);
      addends.add(new Sum.Addend(v, random.nextBoolean() ? 3 : -2));
    }
    Format range = range(new Sum("y", addends, 0), shape, a);
    for (int[] cell : NaiveExecutor.cells(shape)) {
      long least = 0;
      long most = 0;
      for (Sum.Addend t : addends) {
        boolean read = NaiveExecutor.index(t.view(), shape, a.shape(), cell) >= 0;
        least += read ? Math.min(2 * t.multiplier(), 9 * t.multiplier()) : 0;
        most += read ? Math.max(2 * t.multiplier(), 9 * t.multiplier()) : 0;
      }
      assertThat(least).isGreaterThanOrEqualTo(range.min());
      assertThat(most).isLessThanOrEqualTo(range.max());
    }
  }

  @Test
  void quotientsReachTheirRange() {
    for (long[] f : new long[][] {{-7, 12}, {3, 12}, {-12, -3}, {0, 0}}) {
      Tensor n = tensor("n", f[0], f[1], 1);
      Tensor d = tensor("d", 2, 5, 1);
      Divide node = new Divide("y", "n", View.identity("d", 1), 3);
      long least = Long.MAX_VALUE;
      long most = Long.MIN_VALUE;
      for (long x = f[0]; x <= f[1]; x++) {
        for (long y = 2; y <= 5; y++) {
          long q = Math.floorDiv(16 * x + y, 2 * y);
          least = Math.min(least, q);
          most = Math.max(most, q);
        }
      }
      assertThat(range(node, List.of(1), n, d)).isEqualTo(new Format(0, least, most));
    }
  }

  @Test
  void rangesAreLimited() {
    Tensor a = tensor("a", -(1L << 61), 1L << 61, 1);
    View whole = View.identity("a", 1);
    Sum twice = new Sum("y", List.of(new Sum.Addend(whole, 2)), 0);
    assertThat(range(twice, List.of(1), a)).isEqualTo(new Format(0, -(1L << 62), 1L << 62));
    Sum more = new Sum("y", List.of(new Sum.Addend(whole, 2)), 1);
    assertThatThrownBy(() -> range(more, List.of(1), a))
        .hasMessage("accumulator y could exceed 2^62");
    Requantize stored = new Requantize("y", "a", 0, RealFunction.X);
    assertThatThrownBy(() -> range(stored, List.of(1), a)).hasMessage("y is not an accumulator");
  }
}
