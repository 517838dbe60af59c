package org.probity.inference.lowering;

import java.util.function.LongUnaryOperator;
import org.probity.graph.Format;
import org.probity.graph.Softmax;
import org.probity.inference.lowering.table.ExponentialTable;

/**
 * Softmax in integers along one axis. {@code max} is committed; {@code d_i = max - x_i} is looked
 * up together with {@code E_i = E(d_i)} and {@code z_i = [d_i = 0]}, so no entry lies above {@code
 * max}, and {@code sum_i z_i >= 1} makes one of them reach it. With {@code S = sum_i E_i > 0} the
 * output is the {@link Quotient} in
 *
 * <pre>  2^(o+1) E_i + S = 2 S p_i + rem_i,   0 <= rem_i <= 2 S - 1.</pre>
 */
final class SoftmaxLowering {
  private final String name;
  private final Scope scope;
  private final Softmax node;
  private final Virtual x;
  private final int size;

  private SoftmaxLowering(Softmax node, Scope scope) {
    this.name = node.output();
    this.scope = scope;
    this.node = node;
    this.x = scope.read(node.input());
    this.size = x.shape().size(node.axis());
  }

  static void lower(Softmax node, Scope scope) {
    SoftmaxLowering lowering = new SoftmaxLowering(node, scope);
    scope.reserveWeights(2L * lowering.size);
    lowering.checkQuotient(lowering.exponentials());
  }

  /** Commits and checks the maximum and the exponentials. */
  private Virtual exponentials() {
    int fraction = scope.tensor(node.input()).format().fraction();
    Draft draft = scope.draft();
    Virtual max = Maximum.commit("maximum of " + name, x, node.axis(), draft);
    Virtual distance = max.broadcast(node.axis(), size).minus(x).knownWithin(0, x.max() - x.min());
    LongUnaryOperator e = d -> node.exponential(d, fraction);
    Virtual exponential =
        draft.commit("exponential of " + name, x.shape(), distance.each(e), 0, e.applyAsLong(0));
    Virtual zero =
        draft.commit("at maximum of " + name, x.shape(), distance.each(d -> d == 0 ? 1 : 0), 0, 1);
    ExponentialTable table =
        new ExponentialTable(node.exponentFraction(), fraction, distance.max() + 1);
    draft.lookup("exponential of " + name, table, distance, exponential, zero);
    scope
        .ranges()
        .notNegative("maximum of " + name + " is reached", zero.sum(node.axis()).plus(-1), size);
    return exponential;
  }

  private void checkQuotient(Virtual exponential) {
    Format to = scope.tensor(name).format();
    Virtual out = scope.declare(name);
    // S >= E(0) = 2^exponentFraction, because one entry reaches the maximum.
    Virtual sum =
        exponential
            .sum(node.axis())
            .knownWithin(exponential.max(), Exact.multiply(exponential.max(), size))
            .broadcast(node.axis(), size);
    Virtual dividend = exponential.times(2L << to.fraction()).plus(sum);
    Quotient.check(name, dividend, sum, out, to, scope);
  }
}
