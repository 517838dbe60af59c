package org.probity.inference.lowering.function;

/**
 * What the lowerings need to know of an {@link IntegerFunction}; some work to find out, so found
 * out once.
 *
 * @param window the function without its constant ends, of which one argument each remains, or more
 *     where the window would be narrow; where the ends cannot be told cheaply, the whole function
 * @param windowTranslation whether the function is {@code x + c} on the window
 * @param translation whether it is that everywhere
 * @param nonDecreasing whether it is known to be
 */
public record FunctionFacts(
    IntegerFunction window, boolean windowTranslation, boolean translation, boolean nonDecreasing) {
  /** Functions with more arguments are non-decreasing only if their form shows it. */
  private static final long MAX_SCAN = 1L << 12;

  /** Windows of fewer than one in so many arguments are widened. */
  private static final long MAX_WINDOWS = 1L << 12;

  /** The facts about a function on its interval. */
  public static FunctionFacts of(IntegerFunction f) {
    boolean nonDecreasing = f.function().nonDecreasing() || neverDecreases(f);
    IntegerFunction narrow = nonDecreasing ? steps(f) : ConstantEnds.without(f);
    boolean windowTranslation = narrow.isTranslation();
    IntegerFunction window = windowTranslation ? narrow : widened(f, narrow);
    boolean whole = window.equals(f);
    return new FunctionFacts(
        window, windowTranslation, whole ? windowTranslation : f.isTranslation(), nonDecreasing);
  }

  /**
   * A window of about the root of all arguments, if it would be much narrower: what is looked up
   * are the place in the window and the number of windows beside it, and neither table should be
   * large.
   */
  private static IntegerFunction widened(IntegerFunction f, IntegerFunction window) {
    if (f.arguments() / window.arguments() < MAX_WINDOWS) {
      return window;
    }
    int bits = 64 - Long.numberOfLeadingZeros(f.arguments() - 1);
    long size = Math.max(window.arguments(), 1L << (bits / 2));
    long centred = window.low() - (size - window.arguments()) / 2;
    long start = Math.clamp(centred, f.low(), f.high() - size + 1);
    return f.on(start, start + size - 1);
  }

  private static boolean neverDecreases(IntegerFunction f) {
    if (f.arguments() > MAX_SCAN) {
      return false;
    }
    long previous = Long.MIN_VALUE;
    for (long x = f.low(); x <= f.high(); x++) {
      long value = f.apply(x);
      if (value < previous) {
        return false;
      }
      previous = value;
    }
    return true;
  }

  private static IntegerFunction steps(IntegerFunction f) {
    long start = f.firstAtLeast(f.apply(f.low()) + 1) - 1;
    return f.on(start, Math.max(start, f.firstAtLeast(f.apply(f.high()))));
  }
}
