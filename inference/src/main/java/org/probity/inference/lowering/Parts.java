package org.probity.inference.lowering;

import java.util.Arrays;
import org.probity.argument.program.Shape;

/**
 * Numbers that may not fit a column, committed in one or two. The parts are bound to nothing: a
 * check that fixes their sum, which is all that is ever used, is the caller's.
 */
final class Parts {
  private static final int BITS = 30;

  private Parts() {}

  /** The sum of the parts; honest values lie in {@code [min, max]}. */
  static Virtual commit(Draft draft, String name, Shape shape, Values values, long min, long max) {
    if (min >= Integer.MIN_VALUE && max <= Integer.MAX_VALUE) {
      return draft.commit(name, shape, values, min, max);
    }
    long mask = (1L << BITS) - 1;
    Virtual low =
        draft.commit(
            "low part of " + name,
            shape,
            trace -> Arrays.stream(values.of(trace)).map(v -> v & mask).toArray(),
            0,
            mask);
    Virtual high =
        draft.commit(
            "high part of " + name,
            shape,
            trace -> Arrays.stream(values.of(trace)).map(v -> v >> BITS).toArray(),
            min >> BITS,
            max >> BITS);
    return high.times(1L << BITS).plus(low).withValues(values).knownWithin(min, max);
  }
}
