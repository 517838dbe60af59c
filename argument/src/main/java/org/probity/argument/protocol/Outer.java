package org.probity.argument.protocol;

import org.probity.algebra.field.FieldVector;
import org.probity.algebra.multilinear.Multilinear;

/** Outer products of weights on several axes. */
final class Outer {
  private Outer() {}

  /** {@code result[i * b.length + j] = a_i b_j}. */
  static FieldVector product(FieldVector a, FieldVector b) {
    FieldVector result = FieldVector.zeros(a.field(), Math.multiplyExact(a.length(), b.length()));
    Multilinear.addOuter(result, 0, a.field().one(), a, b);
    return result;
  }
}
