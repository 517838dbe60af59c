package org.probity.inference.lowering;

/**
 * What the lowerings need to know of an {@link IntegerFunction}; some work to find out, so found
 * out once.
 *
 * @param window the function without its constant ends, of which one argument each remains; where
 *     the ends cannot be told cheaply, the whole function
 * @param windowTranslation whether the function is {@code x + c} on the window
 * @param translation whether it is that everywhere
 * @param nonDecreasing whether it is known to be
 */
record FunctionFacts(
    IntegerFunction window, boolean windowTranslation, boolean translation, boolean nonDecreasing) {
  /** Functions with more arguments are non-decreasing only if their form shows it. */
  private static final long MAX_SCAN = 1L << 12;

  static FunctionFacts of(IntegerFunction f) {
    boolean nonDecreasing = f.function().nonDecreasing() || neverDecreases(f);
    IntegerFunction window = nonDecreasing ? steps(f) : ConstantEnds.without(f);
    boolean windowTranslation = window.isTranslation();
    boolean whole = window.equals(f);
    return new FunctionFacts(
        window, windowTranslation, whole ? windowTranslation : f.isTranslation(), nonDecreasing);
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
