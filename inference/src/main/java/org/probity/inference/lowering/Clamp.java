package org.probity.inference.lowering;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.probity.inference.lowering.function.IntegerFunction;
import org.probity.inference.lowering.table.IntervalTable;

/**
 * The value of {@code x} limited to a window {@code [start, start + size)}, by digits: {@code x =
 * start + low + size * high} with {@code 0 <= low < size}, and
 *
 * <pre>  clamp(x) = start + inside * low + above * (size - 1)</pre>
 *
 * where {@code inside = [high = 0]} and {@code above = [high > 0]} come from a table over {@code
 * high}. The digits of an integer are unique, so the result is.
 */
record Clamp(long start, long size, Virtual low, Virtual high, Virtual inside, Virtual above) {
  /**
   * Commits the digits of a rescaling's shifted input and checks them. What is left to the caller
   * is to tie {@link #digits} to that input.
   *
   * @param window the function on the window
   */
  static Clamp commit(Draft draft, Ranges ranges, Rescaling r, IntegerFunction window) {
    long start = window.low();
    long size = window.arguments();
    LongUnaryOperator high = x -> Math.floorDiv(x - start, size);
    IntegerFunction all = r.function();
    // A digit of 32 bits is committed with a sign.
    long offset = size > Integer.MAX_VALUE ? Integer.MIN_VALUE : 0;
    LongUnaryOperator low = x -> Math.floorMod(x - start, size) + offset;
    IntervalTable signs =
        new IntervalTable(
            IntervalTable.Kind.SIGN, high.applyAsLong(all.low()), high.applyAsLong(all.high()));
    Clamp clamp =
        new Clamp(
            start,
            size,
            digit(draft, "low digit of ", r, low, offset, offset + size - 1).plus(-offset),
            digit(draft, "high digit of ", r, high, signs.low(), signs.high()),
            digit(draft, "inside of ", r, x -> high.applyAsLong(x) == 0 ? 1 : 0, 0, 1),
            digit(draft, "above of ", r, x -> high.applyAsLong(x) > 0 ? 1 : 0, 0, 1));
    // Looked up as it stands: the low digit is an integer by this check alone.
    ranges.within("low digit of " + r.name(), clamp.low, size);
    draft.lookup("high digit of " + r.name(), signs, clamp.high, clamp.inside, clamp.above);
    return clamp;
  }

  private static Virtual digit(
      Draft draft, String what, Rescaling r, LongUnaryOperator f, long min, long max) {
    Values values = trace -> Arrays.stream(r.shifted().of(trace)).map(f).toArray();
    return draft.commit(what + r.name(), r.shape(), values, min, max);
  }

  /** The value that the digits stand for. */
  Virtual digits() {
    return low.plus(high.times(size)).plus(start);
  }

  /** The limited value; its contraction multiplies {@code inside} and {@code low}. */
  Virtual clamped() {
    Virtual product =
        Virtual.contraction(
            low.shape(),
            List.of(),
            inside.operand(),
            low.operand(),
            inside.each(low, (in, digit) -> in * digit),
            0,
            size - 1);
    return product.plus(above.times(size - 1)).plus(start).knownWithin(start, start + size - 1);
  }
}
