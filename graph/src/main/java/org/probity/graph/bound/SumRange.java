package org.probity.graph.bound;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.probity.graph.AxisIndex;
import org.probity.graph.Sum;
import org.probity.graph.View;

/**
 * The range of a {@link Sum}. Addends that read zero on parts of the output, as the pieces of a
 * concatenation do, do not add up where they do not meet: the output is cut at the ends of each
 * addend's support along the axes, and each piece has a range of its own.
 */
final class SumRange {
  private final List<Interval> everywhere = new ArrayList<>();
  private final List<Interval> onSupport = new ArrayList<>();
  private final List<Support> supports = new ArrayList<>();

  private SumRange() {}

  static Interval of(Sum node, List<Integer> axes, AccumulatorRange.Operands operands) {
    SumRange terms = new SumRange();
    for (Sum.Addend addend : node.addends()) {
      View view = addend.view();
      Support support = Support.of(view, axes, operands.shape(view.source()));
      Interval format = Interval.of(operands.format(view.source()));
      Interval range = operands.range(view, axes);
      terms.everywhere.add(range.times(addend.multiplier()));
      terms.onSupport.add((support.exact ? format : range).times(addend.multiplier()));
      terms.supports.add(support);
    }
    return terms.range(axes).plus(node.bias());
  }

  private Interval range(List<Integer> axes) {
    Interval coarse = everywhere.stream().reduce(Interval.ZERO, Interval::plus);
    if (supports.stream().allMatch(s -> s.isWhole(axes))) {
      return coarse;
    }
    List<int[]> cuts = cuts(axes);
    long pieces = 1;
    // Enough for concatenations along one or two axes; a bound on the work for hostile graphs.
    long limit = 16 + 4L * supports.size();
    for (int[] starts : cuts) {
      pieces *= starts.length;
      if (pieces > limit) {
        return coarse;
      }
    }
    BigInteger total =
        onSupport.stream()
            .map(r -> r.min().abs().max(r.max().abs()))
            .reduce(BigInteger.ZERO, BigInteger::add);
    // With this, sums of any of the ends fit a long.
    boolean small = total.bitLength() <= AccumulatorRange.MAX_BITS;
    return small ? unionOfPieces(cuts) : coarse;
  }

  /** Starts of the pieces of each axis. */
  private List<int[]> cuts(List<Integer> axes) {
    List<int[]> cuts = new ArrayList<>();
    for (int d = 0; d < axes.size(); d++) {
      TreeSet<Integer> starts = new TreeSet<>();
      starts.add(0);
      for (Support support : supports) {
        starts.add(support.from[d]);
        starts.add(support.to[d]);
      }
      starts.remove(axes.get(d));
      cuts.add(starts.stream().mapToInt(i -> i).toArray());
    }
    return cuts;
  }

  private Interval unionOfPieces(List<int[]> cuts) {
    long[] low = onSupport.stream().mapToLong(r -> r.min().longValueExact()).toArray();
    long[] high = onSupport.stream().mapToLong(r -> r.max().longValueExact()).toArray();
    int[] piece = new int[cuts.size()];
    int[] cell = new int[cuts.size()];
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    do {
      for (int d = 0; d < cell.length; d++) {
        cell[d] = cuts.get(d)[piece[d]];
      }
      long least = 0;
      long most = 0;
      for (int t = 0; t < low.length; t++) {
        if (supports.get(t).contains(cell)) {
          least += low[t];
          most += high[t];
        }
      }
      min = Math.min(min, least);
      max = Math.max(max, most);
    } while (next(piece, cuts));
    return Interval.of(min, max);
  }

  private static boolean next(int[] piece, List<int[]> cuts) {
    for (int d = piece.length - 1; d >= 0; d--) {
      if (++piece[d] < cuts.get(d).length) {
        return true;
      }
      piece[d] = 0;
    }
    return false;
  }

  /** A box of node cells, from inclusive to exclusive, outside of which a view reads zero. */
  private static final class Support {
    final int[] from;
    final int[] to;

    /** Whether the view reads its source at all cells of the box. */
    boolean exact = true;

    private Support(List<Integer> axes) {
      from = new int[axes.size()];
      to = axes.stream().mapToInt(d -> d).toArray();
    }

    static Support of(View view, List<Integer> axes, List<Integer> sourceShape) {
      Support support = new Support(axes);
      int axis = 0;
      for (AxisIndex entry : view.axes()) {
        int size = sourceShape.get(axis);
        if (!ViewBounds.alwaysInside(entry, axes, size)) {
          if (entry instanceof AxisIndex.Strided s && s.axes().size() == 1) {
            support.clip(s, size);
            support.exact &= s.divisor() == 1;
          } else {
            support.exact = false;
          }
        }
        axis += entry.sourceAxes();
      }
      return support;
    }

    /** Keeps the positions i with {@code 0 <= offset + stride * i <= divisor * (size - 1)}. */
    private void clip(AxisIndex.Strided entry, int size) {
      int d = entry.axes().getFirst();
      long stride = entry.strides().getFirst();
      long toFirst = -(long) entry.offset();
      long toLast = (size - 1L) * entry.divisor() - entry.offset();
      long first = Math.ceilDiv(stride > 0 ? toFirst : toLast, stride);
      long last = Math.floorDiv(stride > 0 ? toLast : toFirst, stride);
      from[d] = (int) Math.max(first, 0);
      to[d] = (int) Math.min(last + 1, to[d]);
      if (first >= to[d] || last < 0) {
        from[d] = 0;
        to[d] = 0;
      }
    }

    boolean isWhole(List<Integer> axes) {
      for (int d = 0; d < from.length; d++) {
        if (from[d] != 0 || to[d] != axes.get(d)) {
          return false;
        }
      }
      return true;
    }

    boolean contains(int[] cell) {
      for (int d = 0; d < from.length; d++) {
        if (cell[d] < from[d] || cell[d] >= to[d]) {
          return false;
        }
      }
      return true;
    }
  }
}
