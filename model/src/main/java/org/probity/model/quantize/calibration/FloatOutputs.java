package org.probity.model.quantize.calibration;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.probity.graph.Format;
import org.probity.graph.OrderedCode;
import org.probity.graph.RealFunction;
import org.probity.graph.RealFunction.BinaryOperator;
import org.probity.graph.RealFunction.UnaryOperator;
import org.probity.graph.View;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatNode;

/**
 * Outputs of models with a logarithmic link (Poisson, gamma, Tweedie): exponentials, which are
 * published and may be of very different size, as premiums from 20 to 5,000. Where fixed point is
 * not precise to {@link #PRECISION} at the samples' smallest, the port holds float32 numbers, that
 * is their {@link OrderedCode}: relatively precise at any size. The code is a function of the
 * exponent like any other, made of those that there are. With {@code t = x / ln 2}
 *
 * <pre>  code(exp(x)) = 2^23 (126 + floor(t) + 2^(t - floor(t))),</pre>
 *
 * because between two powers of two the bits of a float32 grow linearly with it.
 */
public final class FloatOutputs {
  /** Largest relative rounding error of fixed point, as a power of two: that of float32. */
  private static final int PRECISION = -24;

  /** Room for values beyond those of the samples, on both sides, as a power of two. */
  private static final int ROOM = 4;

  private static final int SIGNIFICAND_BITS = 23;

  /** That of one half, whose code and that of its double differ as all such codes do. */
  private static final int HALF_EXPONENT = 126;

  private FloatOutputs() {}

  /**
   * By exponential of a prepared graph that is an output and read by nobody: the tensors of outputs
   * that are it or a copy of it, which is how a reshape at the end is written.
   */
  static Map<String, Set<String>> of(FloatGraph graph) {
    Set<String> outputs = new HashSet<>();
    graph.outputs().forEach(port -> outputs.add(port.tensor()));
    Map<String, Set<String>> found = new HashMap<>();
    for (FloatNode node : graph.nodes()) {
      if (node instanceof FloatNode.Apply a
          && a.function() instanceof RealFunction.Unary(UnaryOperator op, _)
          && op == UnaryOperator.EXP) {
        found.put(a.output(), new HashSet<>());
      }
    }
    for (FloatNode node : graph.nodes()) {
      for (View view : node.views()) {
        if (isCopy(node) && outputs.contains(node.output()) && found.containsKey(view.source())) {
          found.get(view.source()).add(node.output());
        } else {
          found.remove(view.source());
          found.values().removeIf(copies -> copies.contains(view.source()));
        }
      }
    }
    found.forEach(
        (tensor, copies) -> {
          if (outputs.contains(tensor)) {
            copies.add(tensor);
          }
        });
    found.values().removeIf(Set::isEmpty);
    return found;
  }

  private static boolean isCopy(FloatNode node) {
    return node instanceof FloatNode.Combine c
        && c.constant() == 0
        && c.terms().size() == 1
        && c.terms().getFirst().coefficient() == 1;
  }

  /** Whether a format is precise enough for numbers from a positive one on. */
  static boolean isPrecise(Format format, double least) {
    return Math.scalb(0.5, -format.fraction()) <= Math.scalb(least, PRECISION);
  }

  /**
   * The function that gives the codes.
   *
   * @param exponential the function that gives the numbers
   * @param seen numbers that the samples show
   */
  public static RealFunction code(RealFunction exponential, Calibration.Range seen) {
    RealFunction exponent = ((RealFunction.Unary) exponential).inner();
    double least = Math.floor(StrictMath.log(seen.min()) / StrictMath.log(2)) - ROOM;
    double most = Math.ceil(StrictMath.log(seen.max()) / StrictMath.log(2)) + ROOM;
    RealFunction limited =
        binary(
            BinaryOperator.MIN,
            binary(
                BinaryOperator.MAX,
                RealFunction.X,
                new RealFunction.Constant(least * StrictMath.log(2))),
            new RealFunction.Constant(most * StrictMath.log(2)));
    return exponent.then(limited).then(ofExponent());
  }

  private static RealFunction ofExponent() {
    RealFunction t =
        binary(
            BinaryOperator.MUL, RealFunction.X, new RealFunction.Constant(1 / StrictMath.log(2)));
    RealFunction whole = new RealFunction.Unary(UnaryOperator.FLOOR, t);
    RealFunction rest =
        binary(
            BinaryOperator.MUL,
            binary(BinaryOperator.SUB, t, whole),
            new RealFunction.Constant(StrictMath.log(2)));
    RealFunction sum =
        binary(BinaryOperator.ADD, whole, new RealFunction.Unary(UnaryOperator.EXP, rest));
    return binary(
        BinaryOperator.MUL,
        binary(BinaryOperator.ADD, sum, new RealFunction.Constant(HALF_EXPONENT)),
        new RealFunction.Constant(1 << SIGNIFICAND_BITS));
  }

  private static RealFunction binary(BinaryOperator op, RealFunction a, RealFunction b) {
    return new RealFunction.Binary(op, a, b);
  }
}
