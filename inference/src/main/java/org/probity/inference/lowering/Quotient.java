package org.probity.inference.lowering;

import org.probity.graph.Format;

/**
 * Division with remainder by a tensor: {@code dividend = 2 divisor * quotient + remainder} with
 * {@code 0 <= remainder <= 2 divisor - 1}, which makes the quotient of integers unique for a
 * positive divisor.
 */
final class Quotient {
  private Quotient() {}

  /**
   * Writes the checks.
   *
   * @param name of the output tensor
   * @param dividend integer, without contraction, of the shape of the quotient
   * @param divisor integer, linear, at least 1 by other checks, of the same shape
   * @param quotient the column to be forced
   * @param format of the quotient
   */
  static void check(
      String name,
      Virtual dividend,
      Virtual divisor,
      Virtual quotient,
      Format format,
      Scope scope) {
    Ranges ranges = scope.ranges();
    // Makes the quotient an integer; without, every remainder would have a quotient in the field.
    ranges.notNegative(
        "quotient of " + name, quotient.plus(-format.min()), format.max() - format.min() + 1);
    long widest = Exact.multiply(divisor.max(), 2);
    Virtual twice = divisor.times(2);
    Virtual remainder =
        ranges.committedNotNegative(
            "remainder of " + name, dividend.shape(), dividend.each(twice, Math::floorMod), widest);
    Virtual product =
        Virtual.contraction(
            dividend.shape(),
            java.util.List.of(),
            quotient.operand(),
            divisor.operand(),
            quotient.each(divisor, (q, d) -> q * d),
            Math.min(0, Exact.multiply(format.min(), divisor.max())),
            Math.max(0, Exact.multiply(format.max(), divisor.max())));
    scope.draft().zero("division of " + name, dividend.minus(product.times(2)).minus(remainder));
    ranges.notNegative(
        "upper bound of remainder of " + name, twice.plus(-1).minus(remainder), widest);
  }
}
