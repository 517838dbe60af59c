package org.probity.inference.lowering;

import org.probity.graph.Divide;

/**
 * {@code q = floor((2^(shift+1) a + b) / (2 b))} as a {@link Quotient}: {@code 2^(shift+1) a + b =
 * 2 b q + rem}.
 */
final class DivideLowering {
  private DivideLowering() {}

  static void lower(Divide node, Scope scope) {
    Virtual a = scope.read(node.dividend());
    // The lint has made sure that the divisor's declared minimum is at least 1.
    Virtual b = scope.read(node.divisor(), a.shape());
    Virtual dividend = a.times(1L << (node.shift() + 1)).plus(b);
    Virtual out = scope.declare(node.output());
    Quotient.check(node.output(), dividend, b, out, scope.tensor(node.output()).format(), scope);
  }
}
