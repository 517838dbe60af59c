package org.probity.inference.lowering;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import org.probity.argument.program.Contraction;
import org.probity.argument.program.Operand;
import org.probity.argument.program.Shape;
import org.probity.model.graph.Format;
import org.probity.model.graph.Softmax;

/**
 * Softmax in integers. {@code max} is committed; {@code d_i = max - x_i} is looked up together with
 * {@code E_i = E(d_i)} and {@code z_i = [d_i = 0]}, so no entry lies above {@code max}, and {@code
 * sum_i z_i >= 1} makes one of them reach it. With {@code S = sum_i E_i > 0} the output is the
 * quotient in
 *
 * <pre>  2^(o+1) E_i + S = 2 S p_i + rem_i,   0 <= rem_i <= 2 S - 1,</pre>
 *
 * unique since {@code p_i} is an integer by its own range check.
 */
final class SoftmaxLowering {
  private final String name;
  private final Scope scope;
  private final Softmax node;
  private final Virtual x;
  private final int features;

  private SoftmaxLowering(Softmax node, Scope scope) {
    this.name = node.output();
    this.scope = scope;
    this.node = node;
    this.x = scope.read(node.input());
    this.features = x.shape().size(1);
  }

  static void lower(Softmax node, Scope scope) {
    SoftmaxLowering lowering = new SoftmaxLowering(node, scope);
    scope.reserveWeights(2L * lowering.features);
    lowering.checkQuotient(lowering.exponentials());
  }

  /** Commits and checks the maximum and the exponentials. */
  private Virtual exponentials() {
    int fraction = scope.tensor(node.input()).format().fraction();
    Draft draft = scope.draft();
    Virtual max =
        draft.commit(
            "maximum of " + name, Shape.of(x.shape().size(0)), this::maxima, x.min(), x.max());
    Virtual distance = max.broadcast(features).minus(x).knownWithin(0, x.max() - x.min());
    LongUnaryOperator e = d -> node.exponential(d, fraction);
    Virtual exponential =
        draft.commit("exponential of " + name, x.shape(), each(distance, e), 0, e.applyAsLong(0));
    Virtual zero =
        draft.commit("at maximum of " + name, x.shape(), each(distance, d -> d == 0 ? 1 : 0), 0, 1);
    ExponentialTable table =
        new ExponentialTable(node.exponentFraction(), fraction, distance.max() + 1);
    draft.lookup("exponential of " + name, table, distance, exponential, zero);
    scope
        .ranges()
        .notNegative("maximum of " + name + " is reached", zero.sum(ones()).plus(-1), features);
    return exponential;
  }

  private void checkQuotient(Virtual exponential) {
    Format to = scope.tensor(name).format();
    Virtual out = scope.declare(name);
    scope.ranges().notNegative("quotient of " + name, out, to.max() + 1);
    // S >= E(0) = 2^exponentFraction, because one entry reaches the maximum.
    Virtual sum =
        exponential.sum(ones()).knownWithin(exponential.max(), exponential.max() * features);
    Virtual wideSum = sum.broadcast(features);
    Contraction product =
        new Contraction(
            -2,
            List.of(),
            new Operand(List.of(0, 1), out.terms()),
            new Operand(List.of(0), sum.terms()));
    Virtual dividend = exponential.times(2L << to.fraction()).plus(wideSum);
    Virtual remainder =
        new Virtual(
            x.shape(),
            dividend.terms(),
            Optional.of(product),
            trace -> remainders(dividend.values(trace), wideSum.values(trace)),
            0,
            2 * sum.max() - 1);
    scope.ranges().notNegative("remainder of " + name, remainder, 2 * sum.max());
    Virtual rest = wideSum.times(2).plus(-1).minus(remainder);
    scope.ranges().notNegative("upper bound of remainder of " + name, rest, 2 * sum.max());
  }

  private long[] maxima(Trace trace) {
    long[] all = x.values(trace);
    long[] max = new long[all.length / features];
    for (int r = 0; r < max.length; r++) {
      max[r] = Arrays.stream(all, r * features, (r + 1) * features).max().orElseThrow();
    }
    return max;
  }

  private static long[] remainders(long[] dividend, long[] sum) {
    long[] out = new long[dividend.length];
    Arrays.setAll(out, i -> Math.floorMod(dividend[i], 2 * sum[i]));
    return out;
  }

  private static Values each(Virtual tensor, LongUnaryOperator f) {
    return trace -> Arrays.stream(tensor.values(trace)).map(f).toArray();
  }

  private long[] ones() {
    long[] ones = new long[features];
    Arrays.fill(ones, 1);
    return ones;
  }
}
