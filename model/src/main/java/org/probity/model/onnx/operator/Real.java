package org.probity.model.onnx.operator;

import org.probity.graph.RealFunction;
import org.probity.graph.RealFunction.Binary;
import org.probity.graph.RealFunction.BinaryOperator;
import org.probity.graph.RealFunction.Unary;
import org.probity.graph.RealFunction.UnaryOperator;

/** Builds expressions of one real variable, so that they read like the formulas they are. */
final class Real {
  static final RealFunction X = RealFunction.X;

  /** The largest integer towards zero. */
  static final RealFunction TRUNCATE =
      sub(unary(UnaryOperator.FLOOR, relu(X)), unary(UnaryOperator.FLOOR, relu(negated(X))));

  /** 1 where the argument is not zero. */
  static final RealFunction NOT_ZERO = sub(of(1), equal(X, of(0)));

  private Real() {}

  static RealFunction of(double constant) {
    return new RealFunction.Constant(constant);
  }

  static RealFunction unary(UnaryOperator operator, RealFunction x) {
    return new Unary(operator, x);
  }

  static RealFunction negated(RealFunction x) {
    return unary(UnaryOperator.NEG, x);
  }

  static RealFunction relu(RealFunction x) {
    return unary(UnaryOperator.RELU, x);
  }

  static RealFunction exp(RealFunction x) {
    return unary(UnaryOperator.EXP, x);
  }

  static RealFunction add(RealFunction a, RealFunction b) {
    return new Binary(BinaryOperator.ADD, a, b);
  }

  static RealFunction sub(RealFunction a, RealFunction b) {
    return new Binary(BinaryOperator.SUB, a, b);
  }

  static RealFunction mul(RealFunction a, RealFunction b) {
    return new Binary(BinaryOperator.MUL, a, b);
  }

  static RealFunction div(RealFunction a, RealFunction b) {
    return new Binary(BinaryOperator.DIV, a, b);
  }

  static RealFunction pow(RealFunction a, RealFunction b) {
    return new Binary(BinaryOperator.POW, a, b);
  }

  /** The remainder with the sign of the divisor. */
  static RealFunction mod(RealFunction a, RealFunction b) {
    return new Binary(BinaryOperator.MOD, a, b);
  }

  static RealFunction max(RealFunction a, RealFunction b) {
    return new Binary(BinaryOperator.MAX, a, b);
  }

  static RealFunction min(RealFunction a, RealFunction b) {
    return new Binary(BinaryOperator.MIN, a, b);
  }

  static RealFunction less(RealFunction a, RealFunction b) {
    return new Binary(BinaryOperator.LESS, a, b);
  }

  static RealFunction lessOrEqual(RealFunction a, RealFunction b) {
    return new Binary(BinaryOperator.LESS_OR_EQUAL, a, b);
  }

  static RealFunction equal(RealFunction a, RealFunction b) {
    return new Binary(BinaryOperator.EQUAL, a, b);
  }

  /** {@code value} where {@code condition} is positive, else 0. */
  static RealFunction ifPositive(RealFunction condition, RealFunction value) {
    return new Binary(BinaryOperator.SELECT_POSITIVE, condition, value);
  }
}
