package org.probity.inference.lowering.function;

import java.util.OptionalLong;

/**
 * Finds where a function that may rise and fall stops being constant, by bisection: an interval on
 * which the {@link Enclosure} of the function rounds to one integer is settled at once, so that
 * ends of 2^40 arguments cost some dozens of steps.
 */
final class ConstantEnds {
  /** Where enclosures are loose the search comes down to single arguments; this many are enough. */
  private static final int MAX_STEPS = 1 << 15;

  private final IntegerFunction f;
  private int steps;

  private ConstantEnds(IntegerFunction f) {
    this.f = f;
  }

  /** The function without its constant ends, of which one argument each remains. */
  static IntegerFunction without(IntegerFunction f) {
    OptionalLong first = new ConstantEnds(f).firstOtherThan(f.apply(f.low()), f.low(), f.high());
    OptionalLong last = new ConstantEnds(f).lastOtherThan(f.apply(f.high()), f.low(), f.high());
    // An end that was not found is kept whole.
    long start = first.isPresent() ? first.getAsLong() - 1 : f.low();
    long end = last.isPresent() ? last.getAsLong() + 1 : f.high();
    return f.on(start, Math.max(start, end));
  }

  /** The smallest argument with another value, {@code high + 1} if there is none; or unknown. */
  private OptionalLong firstOtherThan(long value, long low, long high) {
    if (settled(value, low, high)) {
      return OptionalLong.of(high + 1);
    }
    if (low == high) {
      return OptionalLong.of(low);
    }
    if (++steps > MAX_STEPS) {
      return OptionalLong.empty();
    }
    long middle = low + (high - low) / 2;
    OptionalLong lower = firstOtherThan(value, low, middle);
    boolean decided = lower.isEmpty() || lower.getAsLong() <= middle;
    return decided ? lower : firstOtherThan(value, middle + 1, high);
  }

  /** The largest argument with another value, {@code low - 1} if there is none; or unknown. */
  private OptionalLong lastOtherThan(long value, long low, long high) {
    if (settled(value, low, high)) {
      return OptionalLong.of(low - 1);
    }
    if (low == high) {
      return OptionalLong.of(high);
    }
    if (++steps > MAX_STEPS) {
      return OptionalLong.empty();
    }
    long middle = low + (high - low) / 2;
    OptionalLong upper = lastOtherThan(value, middle + 1, high);
    boolean decided = upper.isEmpty() || upper.getAsLong() > middle;
    return decided ? upper : lastOtherThan(value, low, middle);
  }

  private boolean settled(long value, long low, long high) {
    return low == high ? f.apply(low) == value : Enclosure.isConstant(f, low, high, value);
  }
}
