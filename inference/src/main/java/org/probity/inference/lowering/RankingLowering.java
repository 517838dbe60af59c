package org.probity.inference.lowering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.probity.argument.program.AxisMap;
import org.probity.argument.program.Shape;
import org.probity.argument.program.Term;
import org.probity.graph.Ranking;

/**
 * {@code out[., r] =} the position of the r-th largest key, where {@code key_k = N x_k + t_k} and
 * {@code t_k} in {@code [0, N)} falls with {@code k} (or rises, if the last of equal values comes
 * first): the keys of a row are distinct, so their order is, too. For the smallest values {@code x}
 * is negated.
 *
 * <p>A {@link OneHot} selector for each rank gives {@code top_r = sum_k e_{r,k} x_k}, which with
 * the tie of position {@code out_r} makes a key again: {@code x} may have 32 bits, which no
 * committed key could hold. Strictly decreasing keys are those of different positions, and a key
 * that no rank selects does not exceed the last of them: {@code top_last - key_k + width * sum_r
 * e_{r,k} >= 0}.
 */
final class RankingLowering {
  private final Ranking node;
  private final Scope scope;
  private final String name;
  private final int count;
  private final int ranks;
  private final Shape shape;

  /** The axis of the ranks; that of the positions follows. */
  private final int rankAxis;

  private RankingLowering(Ranking node, Scope scope) {
    this.node = node;
    this.scope = scope;
    this.name = node.output();
    this.count = node.count();
    this.shape = new Shape(scope.tensor(name).shape());
    this.rankAxis = shape.axes() - 1;
    this.ranks = shape.size(rankAxis);
  }

  static void lower(Ranking node, Scope scope) {
    scope.reserveWeights(node.count());
    new RankingLowering(node, scope).lower();
  }

  private void lower() {
    Virtual index = scope.declare(name);
    Shape wide = resized(ranks, count);
    Virtual selector = OneHot.commit(name, wide, index.withTrailingAxes(1), scope);
    Virtual x = scope.read(node.input(), resized(1, count));
    Virtual key = key(x);
    Draft draft = scope.draft();
    Virtual selected = selected(selector, x, index);
    Virtual value = draft.commit("top of " + name, shape, selected::values, x.min(), x.max());
    draft.zero("top of " + name, value.minus(selected));
    Virtual top = top(value, index).knownWithin(key.min(), key.max());
    long width = key.max() - key.min();
    if (ranks > 1) {
      Virtual gap = tops(top, 0, ranks - 1).minus(tops(top, 1, ranks - 1)).plus(-1);
      scope
          .ranges()
          .notNegative("order of " + name, gap.knownWithin(0, Math.max(0, width - 1)), width + 1);
    }
    Virtual last = tops(top, ranks - 1, 1).withTrailingAxes(1).broadcast(rankAxis + 1, count);
    Virtual lead = last.minus(key);
    if (ranks > 1) {
      scope.reserveWeights(ranks);
      lead = lead.plus(selector.sum(rankAxis).knownWithin(0, 1).times(width));
    }
    scope
        .ranges()
        .notNegative(
            "top of " + name + " is largest", lead.knownWithin(0, 2 * width), 2 * width + 1);
  }

  /** {@code N x_k + t_k}, once for all ranks. */
  private Virtual key(Virtual x) {
    long[] ties = new long[count];
    Arrays.setAll(ties, k -> node.lastIndex() ? k : count - 1L - k);
    return x.times(scale()).plusAlong(rankAxis + 1, ties);
  }

  private long scale() {
    return node.minimum() ? -(long) count : count;
  }

  /** The key of a selected value and its position. */
  private Virtual top(Virtual value, Virtual index) {
    Virtual tie = node.lastIndex() ? index : index.times(-1).plus(count - 1L);
    return value.times(scale()).plus(tie);
  }

  /** {@code sum_k e_k x_k} for each rank. */
  private Virtual selected(Virtual selector, Virtual x, Virtual index) {
    Values values =
        trace -> {
          long[] all = x.values(trace);
          long[] at = index.values(trace);
          long[] out = new long[at.length];
          Arrays.setAll(out, i -> all[i / ranks * count + (int) at[i]]);
          return out;
        };
    return Virtual.contraction(
        shape, List.of(count), selector.operand(), x.operand(), values, x.min(), x.max());
  }

  /** The tops of {@code size} ranks from {@code first} on. */
  private Virtual tops(Virtual top, int first, int size) {
    List<AxisMap> maps = new ArrayList<>();
    for (int d = 0; d < rankAxis; d++) {
      maps.add(AxisMap.along(d));
    }
    maps.add(size == 1 ? AxisMap.at(first) : AxisMap.along(rankAxis, 1, first));
    List<Term> terms =
        top.terms().stream()
            .map(
                term ->
                    term instanceof Term.OfColumn view
                        ? new Term.OfColumn(view.coefficient(), view.column(), maps)
                        : term)
            .toList();
    Values values =
        trace -> {
          long[] all = top.values(trace);
          long[] out = new long[all.length / ranks * size];
          Arrays.setAll(out, i -> all[i / size * ranks + first + i % size]);
          return out;
        };
    List<Integer> sizes = new ArrayList<>(shape.sizes());
    sizes.set(rankAxis, size);
    return new Virtual(new Shape(sizes), terms, Optional.empty(), values, top.min(), top.max());
  }

  /** The node's axes with the given numbers of ranks and positions. */
  private Shape resized(int ranks, int count) {
    List<Integer> sizes = new ArrayList<>(shape.sizes());
    sizes.set(rankAxis, ranks);
    sizes.add(count);
    return new Shape(sizes);
  }
}
