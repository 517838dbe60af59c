package org.probity.inference.lowering;

import java.util.Arrays;
import org.probity.argument.program.Shape;

/**
 * A selector along the last axis: its entries are integers {@code e_k >= 0} with sum 1, so one is 1
 * and the others are 0, and {@code sum_k k e_k} is the index.
 */
final class OneHot {
  private OneHot() {}

  /**
   * Commits a selector and checks it.
   *
   * @param shape of the selector
   * @param index linear, of the shape of the selector with size 1 on the last axis
   */
  static Virtual commit(String name, Shape shape, Virtual index, Scope scope) {
    int axis = shape.axes() - 1;
    int count = shape.size(axis);
    scope.reserveWeights(2L * count);
    String what = "selector of " + name;
    Virtual selector = scope.draft().commit(what, shape, values(index, count), 0, 1);
    scope.ranges().notNegative(what, selector, 2);
    scope.draft().zero(what + " sums to one", selector.sum(axis).plus(-1));
    long[] positions = new long[count];
    Arrays.setAll(positions, k -> k);
    scope.draft().zero("index of " + name, index.minus(selector.sum(axis, positions)));
    return selector;
  }

  private static Values values(Virtual index, int count) {
    return trace -> {
      long[] at = index.values(trace);
      long[] e = new long[Math.multiplyExact(at.length, count)];
      for (int i = 0; i < at.length; i++) {
        e[i * count + (int) at[i]] = 1;
      }
      return e;
    };
  }
}
