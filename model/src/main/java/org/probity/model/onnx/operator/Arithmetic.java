package org.probity.model.onnx.operator;

import static org.probity.model.onnx.operator.Real.X;
import static org.probity.model.onnx.operator.Real.mul;
import static org.probity.model.onnx.operator.Real.sub;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import org.probity.graph.RealFunction;
import org.probity.graph.RealFunction.UnaryOperator;
import org.probity.graph.View;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatNode.Combine.Term;
import org.probity.model.onnx.proto.OnnxNode;

/** Arithmetic of two or more tensors with broadcasting. */
final class Arithmetic {
  private static final String LINEAR = "linear, free";

  private Arithmetic() {}

  static List<Entry> entries() {
    return List.of(
        Entry.formula("Add", LINEAR, (n, s, f) -> f.add(s.operand(n, 0), s.operand(n, 1))),
        Entry.formula("Sub", LINEAR, (n, s, f) -> f.sub(s.operand(n, 0), s.operand(n, 1))),
        Entry.formula(
            "Mul",
            "product; by a scalar, linear and free",
            (n, s, f) -> f.mul(s.operand(n, 0), s.operand(n, 1))),
        Entry.formula("Div", "product with reciprocals, or division", Arithmetic::div),
        Entry.formula("Mod", "one table lookup, or division", Arithmetic::mod),
        Entry.formula(
            "Pow",
            "square as product, else one table lookup; exp(c log x) for exponents by column",
            Arithmetic::pow),
        Entry.formula("Sum", LINEAR, (n, s, f) -> sum(f, operands(n, s), 1)),
        Entry.formula(
            "Mean",
            LINEAR,
            (n, s, f) -> sum(f, operands(n, s), 1.0 / Math.max(1, n.inputs().size()))),
        Entry.formula("Max", "extremum", (n, s, f) -> extremum(f, operands(n, s), false)),
        Entry.formula("Min", "extremum", (n, s, f) -> extremum(f, operands(n, s), true)),
        Entry.formula(
            "BitShift", "product with powers of two, one table lookup", Arithmetic::shift));
  }

  private static List<Value> operands(OnnxNode node, Scope scope) throws ModelException {
    List<Value> operands = new ArrayList<>();
    for (int i = 0; i < Math.max(1, node.inputs().size()); i++) {
      operands.add(scope.operand(node, i));
    }
    return operands;
  }

  /** {@code factor} times the sum of all operands. */
  private static Value sum(Formula f, List<Value> operands, double factor) throws ModelException {
    int[] shape = Shapes.broadcast(f.node(), operands);
    boolean variable = operands.stream().anyMatch(Variable.class::isInstance);
    List<Term> terms = new ArrayList<>();
    double constant = 0;
    for (Value operand : operands) {
      if (variable && Formula.isPublic(operand)) {
        constant += factor * ((Constant) operand).values()[0];
      } else {
        terms.add(f.term(factor, operand, shape));
      }
    }
    return f.combine(operands.getFirst().type(), shape, constant, terms);
  }

  /** The quotient; of integers, towards zero. */
  private static Value div(OnnxNode node, Scope scope, Formula f) throws ModelException {
    Value a = scope.operand(node, 0);
    Value b = scope.operand(node, 1);
    if (a.type().real()) {
      return f.div(a, b);
    }
    if (b instanceof Constant c && Arrays.stream(c.values()).anyMatch(v -> v == 0)) {
      throw node.error("integer division by zero");
    }
    if (a instanceof Constant x && b instanceof Constant y) {
      return zip(f, x, y, (p, q) -> truncated(p / q));
    }
    int[] shape = Shapes.broadcast(node, a.shape(), b.shape());
    if (b instanceof Constant c && isUniform(c)) {
      return f.broadcast(
          f.apply(a, Real.div(X, Real.of(c.values()[0])).then(Real.TRUNCATE)), shape);
    }
    Value quotient =
        f.divide(a.type(), shape, f.broadcastView(a, shape), f.broadcastView(b, shape));
    return f.apply(quotient, Real.TRUNCATE);
  }

  private static double truncated(double quotient) {
    return quotient < 0 ? Math.ceil(quotient) : Math.floor(quotient);
  }

  /** The remainder with the sign of the divisor or, with {@code fmod}, of the dividend. */
  private static Value mod(OnnxNode node, Scope scope, Formula f) throws ModelException {
    Value a = scope.operand(node, 0);
    Value b = scope.operand(node, 1);
    boolean towardsZero = node.flag("fmod", false);
    if (b instanceof Constant c
        && !a.type().real()
        && Arrays.stream(c.values()).anyMatch(v -> v == 0)) {
      throw node.error("integer division by zero");
    }
    if (a instanceof Constant x && b instanceof Constant y) {
      return zip(f, x, y, (p, q) -> towardsZero ? p % q : p - Math.floor(p / q) * q);
    }
    int[] shape = Shapes.broadcast(node, a.shape(), b.shape());
    if (b instanceof Constant c && isUniform(c)) {
      RealFunction divisor = Real.of(c.values()[0]);
      RealFunction quotient = Real.div(X, divisor).then(Real.TRUNCATE);
      RealFunction remainder = towardsZero ? sub(X, mul(quotient, divisor)) : Real.mod(X, divisor);
      return f.broadcast(f.apply(a, remainder), shape);
    }
    Value quotient =
        f.divide(a.type(), shape, f.broadcastView(a, shape), f.broadcastView(b, shape));
    RealFunction rounding = towardsZero ? Real.TRUNCATE : RealFunction.unary(UnaryOperator.FLOOR);
    return f.sub(a, f.mul(f.apply(quotient, rounding), b));
  }

  private static Value pow(OnnxNode node, Scope scope, Formula f) throws ModelException {
    Value x = scope.operand(node, 0);
    Value exponent = scope.operand(node, 1);
    if (x instanceof Constant a && exponent instanceof Constant b) {
      return zip(
          f, a, b, x.type().real() ? StrictMath::pow : (p, q) -> truncated(StrictMath.pow(p, q)));
    }
    int[] shape = Shapes.broadcast(node, x.shape(), exponent.shape());
    if (exponent instanceof Constant c && isUniform(c)) {
      Value power = Functions.power(f, x, c.values()[0]);
      return f.broadcast(x.type().real() ? power : f.apply(power, Real.TRUNCATE), shape);
    }
    if (x instanceof Constant c && isUniform(c) && c.values()[0] > 0) {
      return f.broadcast(f.apply(x.type(), exponent, Real.pow(Real.of(c.values()[0]), X)), shape);
    }
    if (exponent instanceof Constant c && x.type().real()) {
      return powers(f, x, c);
    }
    throw node.error("a power needs constant exponents, or one positive number as its base");
  }

  /**
   * Powers with exponents of their own, {@code x^c = exp(c log x)}, so that two functions serve all
   * columns, and exponents are weights. Zero to a positive power is zero, and to the power of zero
   * one. Its negative powers, which are infinite, count as one, and a note says so; powers of
   * negative numbers, which are none, are anything.
   */
  private static Value powers(Formula f, Value x, Constant exponents) throws ModelException {
    if (Arrays.stream(exponents.values()).anyMatch(c -> c < 0)) {
      f.scope()
          .builder()
          .note(
              "zero to a negative power counts as 1, where the original has infinity",
              FloatBuilder.label(f.node()));
    }
    RealFunction notPositive = Real.lessOrEqual(X, Real.of(0));
    RealFunction positive = Real.add(X, Real.mul(notPositive, Real.sub(Real.of(1), X)));
    Value logarithms = f.apply(x, Real.unary(UnaryOperator.LOG, positive));
    Value powers = f.apply(f.mul(logarithms, exponents), UnaryOperator.EXP);
    double[] vanish = Arrays.stream(exponents.values()).map(c -> c > 0 ? 1 : 0).toArray();
    Constant flags = new Constant(exponents.type(), exponents.shape(), vanish);
    Value vanishing = f.mul(f.apply(x, notPositive), flags);
    return f.sub(powers, f.mul(powers, vanishing));
  }

  /** The largest or smallest of all operands. */
  static Value extremum(Formula f, List<Value> operands, boolean minimum) throws ModelException {
    if (operands.size() == 1) {
      return operands.getFirst();
    }
    int[] shape = Shapes.broadcast(f.node(), operands);
    List<View> views = new ArrayList<>();
    List<Value> others = new ArrayList<>();
    boolean computed = operands.stream().allMatch(Constant.class::isInstance);
    for (Value operand : operands) {
      if (computed || operand instanceof Variable) {
        views.add(f.broadcastView(operand, shape));
      } else {
        others.add(operand);
      }
    }
    ElementType type = operands.getFirst().type();
    Value result = f.extremum(type, shape, new int[0], views, minimum);
    for (Value other : others) {
      result = extremum(f, result, (Constant) other, minimum);
    }
    return result;
  }

  /** With a number, a function; with weights w, {@code max(x, w) = w + max(x - w, 0)}. */
  private static Value extremum(Formula f, Value x, Constant other, boolean minimum)
      throws ModelException {
    if (isUniform(other)) {
      RealFunction limit = Real.of(other.values()[0]);
      return f.apply(x, minimum ? Real.min(X, limit) : Real.max(X, limit));
    }
    RealFunction side = minimum ? Real.min(X, Real.of(0)) : Real.relu(X);
    return f.add(f.apply(f.sub(x, other), side), other);
  }

  private static Value shift(OnnxNode node, Scope scope, Formula f) throws ModelException {
    Value x = scope.operand(node, 0);
    Constant bits = scope.constant(node, 1);
    boolean left =
        switch (node.string("direction", "")) {
          case "LEFT" -> true;
          case "RIGHT" -> false;
          case String other -> throw node.error("direction \"" + other + "\" is unknown");
        };
    int width = x.type().bits();
    if (!Arrays.stream(bits.values()).allMatch(b -> b >= 0 && b < width)) {
      throw node.error("it shifts by more than the width of its type");
    }
    double[] powers =
        Arrays.stream(bits.values()).map(b -> Math.scalb(1.0, left ? (int) b : -(int) b)).toArray();
    Constant factor = new Constant(ElementType.DOUBLE, bits.shape(), powers);
    // Exact: a product with a power of two. Bits that leave the type on the left are lost.
    Value product = f.mul(x.withType(ElementType.DOUBLE), factor);
    RealFunction rest =
        left
            ? Real.mod(X, Real.of(Math.scalb(1.0, width)))
            : RealFunction.unary(UnaryOperator.FLOOR);
    return f.apply(x.type(), product, rest);
  }

  /** Whether all entries are one number, which may become part of a function. */
  static boolean isUniform(Constant c) {
    return c.size() > 0 && Arrays.stream(c.values()).allMatch(v -> v == c.values()[0]);
  }

  /** An operation on the entries of two constants, of the type of the first. */
  static Constant zip(Formula f, Constant a, Constant b, DoubleBinaryOperator operation)
      throws ModelException {
    return zip(f, a.type(), a, b, operation);
  }

  static Constant zip(
      Formula f, ElementType type, Constant a, Constant b, DoubleBinaryOperator operation)
      throws ModelException {
    int[] shape = Shapes.broadcast(f.node(), a.shape(), b.shape());
    f.scope().builder().countComputed(f.node(), shape);
    double[] x = a.broadcastTo(shape);
    double[] y = b.broadcastTo(shape);
    for (int i = 0; i < x.length; i++) {
      x[i] = operation.applyAsDouble(x[i], y[i]);
      if (!type.real() && !type.holds(x[i])) {
        throw f.node().error("an integer constant overflows " + type);
      }
    }
    return new Constant(type, shape, x);
  }
}
