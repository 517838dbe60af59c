package org.probity.graph.execution;

import java.util.function.IntToLongFunction;
import java.util.function.LongUnaryOperator;

/**
 * Applies a function of one integer to many arguments, by a table where those lie close together.
 */
final class FunctionMap {
  private FunctionMap() {}

  /**
   * The values of a function that fit an int.
   *
   * @param argument the i-th argument
   * @param count number of arguments
   */
  static int[] map(IntToLongFunction argument, int count, LongUnaryOperator function) {
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    for (int i = 0; i < count; i++) {
      long x = argument.applyAsLong(i);
      min = Math.min(min, x);
      max = Math.max(max, x);
    }
    long low = min;
    // No overflow: arguments are within 63 bits.
    if (max / 2 - min / 2 < count / 2) {
      int[] table = evaluate((int) (max - min + 1), i -> function.applyAsLong(low + i));
      int[] out = new int[count];
      for (int i = 0; i < count; i++) {
        out[i] = table[(int) (argument.applyAsLong(i) - low)];
      }
      return out;
    }
    return evaluate(count, i -> function.applyAsLong(argument.applyAsLong(i)));
  }

  private static int[] evaluate(int count, IntToLongFunction value) {
    int[] out = new int[count];
    Cells.inParallel(
        count,
        1 << 10,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            out[i] = Math.toIntExact(value.applyAsLong(i));
          }
        });
    return out;
  }
}
