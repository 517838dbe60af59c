package org.probity.inference.lowering;

/** Arithmetic on bounds: what does not fit is an intermediate value that is too wide. */
final class Exact {
  private Exact() {}

  static long add(long a, long b) {
    try {
      return Math.addExact(a, b);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("an intermediate value could exceed 2^62", e);
    }
  }

  static long multiply(long a, long b) {
    try {
      return Math.multiplyExact(a, b);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("an intermediate value could exceed 2^62", e);
    }
  }
}
