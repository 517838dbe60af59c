package org.probity.graph;

import java.util.Random;

/** Random expressions. */
final class RandomFunctions {
  private static final double[] CONSTANTS = {
    0,
    -0.0,
    1,
    -1,
    2,
    3,
    -3,
    0.5,
    -0.25,
    1e-3,
    1e6,
    1e300,
    -1e300,
    4.9e-324,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY
  };

  private RandomFunctions() {}

  static RealFunction of(Random random, int depth) {
    return switch (depth == 0 ? random.nextInt(3) : 2 + random.nextInt(5)) {
      case 0, 3 -> RealFunction.X;
      case 1 -> new RealFunction.Constant(CONSTANTS[random.nextInt(CONSTANTS.length)]);
      case 2 -> new RealFunction.Constant(random.nextGaussian());
      case 4 -> {
        RealFunction.UnaryOperator[] all = RealFunction.UnaryOperator.values();
        yield new RealFunction.Unary(all[random.nextInt(all.length)], of(random, depth - 1));
      }
      default -> {
        RealFunction.BinaryOperator[] all = RealFunction.BinaryOperator.values();
        yield new RealFunction.Binary(
            all[random.nextInt(all.length)], of(random, depth - 1), of(random, depth - 1));
      }
    };
  }
}
