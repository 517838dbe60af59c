package org.probity.inference.lowering;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.probity.argument.program.Contraction;
import org.probity.argument.program.Operand;
import org.probity.argument.program.Shape;
import org.probity.argument.program.Term;
import org.probity.model.graph.ArgMax;

/**
 * {@code out[r] =} the position of the largest key, where {@code key_i = N x_i + t_i} and {@code
 * t_i} in {@code [0, N)} falls with {@code i} (or rises, if the last of equal values wins): the
 * keys of a row are distinct, so there is one largest.
 *
 * <p>A selector {@code e} with integer entries {@code e_i >= 0} and sum 1 is 1 at one position;
 * {@code top = sum_i e_i key_i} is the key there; {@code top - key_i >= 0} for all i makes it the
 * largest; {@code out = sum_i i e_i}.
 */
final class ArgMaxLowering {
  private ArgMaxLowering() {}

  static void lower(ArgMax node, Scope scope) {
    String name = node.output();
    Virtual x = scope.read(node.input());
    int rows = x.shape().size(0);
    int features = x.shape().size(1);
    scope.reserveWeights(3L * features);
    Draft draft = scope.draft();
    Virtual index = scope.declare(name);
    Virtual selector =
        draft.commit("selector of " + name, x.shape(), selectorValues(index, features), 0, 1);
    scope.ranges().notNegative("selector of " + name, selector, 2);
    draft.zero("selector of " + name + " sums to one", selector.sum(ones(features)).plus(-1));

    Virtual key = key(x, features, node.lastIndex());
    Shape perRow = Shape.of(rows);
    Values topValues = trace -> topValues(key.values(trace), features);
    Virtual top = draft.commit("top of " + name, perRow, topValues, key.min(), key.max());
    draft.zero("top of " + name, top.minus(selected(selector, key)));
    scope
        .ranges()
        .notNegative(
            "top of " + name + " is largest",
            top.broadcast(features).minus(key),
            key.max() - key.min() + 1);

    Virtual position = selector.sum(positions(features));
    draft.zero("index of " + name, index.sum(new long[] {1}).minus(position));
  }

  /** {@code N x_i + t_i}. */
  private static Virtual key(Virtual x, int features, boolean lastIndex) {
    long[] ties = positions(features);
    if (!lastIndex) {
      Arrays.setAll(ties, i -> features - 1L - i);
    }
    Virtual scaled = x.times(features);
    List<Term> terms = new java.util.ArrayList<>(scaled.terms());
    terms.add(new Term.Constant(1, List.of(new long[0], ties)));
    Values values =
        trace -> {
          long[] keys = scaled.values(trace).clone();
          Arrays.setAll(keys, i -> keys[i] + ties[i % features]);
          return keys;
        };
    return new Virtual(
        x.shape(), terms, Optional.empty(), values, scaled.min(), scaled.max() + features - 1);
  }

  /** {@code sum_i e_i key_i} for each row: axis r, then the summed i. */
  private static Virtual selected(Virtual selector, Virtual key) {
    Contraction sum =
        new Contraction(
            1,
            List.of(key.shape().size(1)),
            new Operand(List.of(0, 1), selector.terms()),
            new Operand(List.of(0, 1), key.terms()));
    int features = key.shape().size(1);
    return new Virtual(
        Shape.of(key.shape().size(0)),
        List.of(),
        Optional.of(sum),
        trace -> topValues(key.values(trace), features),
        key.min(),
        key.max());
  }

  private static Values selectorValues(Virtual index, int features) {
    return trace -> {
      long[] at = index.values(trace);
      long[] e = new long[at.length * features];
      for (int r = 0; r < at.length; r++) {
        e[r * features + (int) at[r]] = 1;
      }
      return e;
    };
  }

  private static long[] topValues(long[] keys, int features) {
    long[] top = new long[keys.length / features];
    for (int r = 0; r < top.length; r++) {
      top[r] = Arrays.stream(keys, r * features, (r + 1) * features).max().orElseThrow();
    }
    return top;
  }

  private static long[] ones(int n) {
    long[] ones = new long[n];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static long[] positions(int n) {
    long[] positions = new long[n];
    Arrays.setAll(positions, i -> i);
    return positions;
  }
}
