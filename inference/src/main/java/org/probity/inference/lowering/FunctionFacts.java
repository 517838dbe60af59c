package org.probity.inference.lowering;

/**
 * What the lowerings need to know of a {@link StepFunction}; some work to find out, so found out
 * once.
 *
 * @param window the function without its constant ends, of which one argument each remains
 * @param windowTranslation whether the function is {@code x + c} on the window
 * @param translation whether it is that everywhere
 */
record FunctionFacts(StepFunction window, boolean windowTranslation, boolean translation) {
  static FunctionFacts of(StepFunction f) {
    long start = f.endOfBottom();
    StepFunction window = f.on(start, Math.max(start, f.startOfTop()));
    return new FunctionFacts(
        window,
        window.isTranslation(window.low(), window.high()),
        f.isTranslation(f.low(), f.high()));
  }
}
