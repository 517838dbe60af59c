package org.probity.inference.lowering;

import org.probity.argument.program.Contraction;

/**
 * A contraction and the honest values of {@code sum_k left * right}, without its coefficient, on
 * the real cells of the expression that holds it.
 */
record Product(Contraction contraction, Values values) {
  /** The product times a constant. */
  Product times(long factor) {
    Contraction c = contraction;
    long coefficient = Exact.multiply(c.coefficient(), factor);
    return new Product(new Contraction(coefficient, c.summedSizes(), c.left(), c.right()), values);
  }
}
