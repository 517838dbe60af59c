package org.probity.model.onnx.operator;

import static org.probity.model.onnx.operator.Real.X;
import static org.probity.model.onnx.operator.Real.add;
import static org.probity.model.onnx.operator.Real.div;
import static org.probity.model.onnx.operator.Real.exp;
import static org.probity.model.onnx.operator.Real.ifPositive;
import static org.probity.model.onnx.operator.Real.max;
import static org.probity.model.onnx.operator.Real.min;
import static org.probity.model.onnx.operator.Real.mul;
import static org.probity.model.onnx.operator.Real.negated;
import static org.probity.model.onnx.operator.Real.pow;
import static org.probity.model.onnx.operator.Real.relu;
import static org.probity.model.onnx.operator.Real.sub;
import static org.probity.model.onnx.operator.Real.unary;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.probity.graph.RealFunction;
import org.probity.graph.RealFunction.UnaryOperator;
import org.probity.model.ModelException;
import org.probity.model.onnx.proto.OnnxNode;

/** Functions of one tensor, entry by entry: each is one expression, so one table in a proof. */
final class Functions {
  private static final String TABLE = "one table lookup";

  private Functions() {}

  /** A function given by the attributes of its node. */
  @FunctionalInterface
  private interface OfAttributes {
    RealFunction of(OnnxNode node) throws ModelException;
  }

  static List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    entries.add(plain("Abs", UnaryOperator.ABS));
    entries.add(plain("Acos", UnaryOperator.ACOS));
    entries.add(plain("Acosh", UnaryOperator.ACOSH));
    entries.add(plain("Asin", UnaryOperator.ASIN));
    entries.add(plain("Asinh", UnaryOperator.ASINH));
    entries.add(plain("Atan", UnaryOperator.ATAN));
    entries.add(plain("Atanh", UnaryOperator.ATANH));
    entries.add(plain("Ceil", UnaryOperator.CEIL));
    entries.add(plain("Cos", UnaryOperator.COS));
    entries.add(plain("Cosh", UnaryOperator.COSH));
    entries.add(plain("Erf", UnaryOperator.ERF));
    entries.add(plain("Exp", UnaryOperator.EXP));
    entries.add(plain("Floor", UnaryOperator.FLOOR));
    entries.add(plain("Log", UnaryOperator.LOG));
    entries.add(plain("Reciprocal", UnaryOperator.RECIPROCAL));
    entries.add(plain("Relu", UnaryOperator.RELU));
    entries.add(plain("Round", UnaryOperator.ROUND));
    entries.add(plain("Sigmoid", UnaryOperator.SIGMOID));
    entries.add(plain("Sign", UnaryOperator.SIGN));
    entries.add(plain("Sin", UnaryOperator.SIN));
    entries.add(plain("Sinh", UnaryOperator.SINH));
    entries.add(plain("Softplus", UnaryOperator.SOFTPLUS));
    entries.add(plain("Sqrt", UnaryOperator.SQRT));
    entries.add(plain("Tan", UnaryOperator.TAN));
    entries.add(plain("Tanh", UnaryOperator.TANH));
    entries.add(function("Celu", n -> exponentialUnit(1, alpha(n, 1), alpha(n, 1))));
    entries.add(function("Elu", n -> exponentialUnit(1, alpha(n, 1), 1)));
    entries.add(function("Selu", Functions::selu));
    entries.add(function("Gelu", Functions::gelu));
    entries.add(function("HardSigmoid", Functions::hardSigmoid));
    entries.add(function("HardSwish", _ -> mul(X, clamped(1 / 6.0, 0.5))));
    entries.add(function("LeakyRelu", n -> leakyRelu(alpha(n, 0.01))));
    entries.add(
        function("Mish", _ -> mul(X, unary(UnaryOperator.TANH, unary(UnaryOperator.SOFTPLUS, X)))));
    entries.add(function("Shrink", Functions::shrink));
    entries.add(function("Softsign", _ -> div(X, add(Real.of(1), unary(UnaryOperator.ABS, X)))));
    entries.add(function("Swish", n -> swish(alpha(n, 1))));
    entries.add(function("ThresholdedRelu", n -> ifPositive(sub(X, Real.of(alpha(n, 1))), X)));
    entries.add(
        Entry.formula("Neg", "linear, free", (n, s, f) -> f.affine(s.operand(n, 0), -1, 0)));
    entries.add(Entry.formula("Clip", "one table lookup; by tensors, extrema", Functions::clip));
    entries.add(
        Entry.formula(
            "PRelu", "two table lookups and a product with the slopes", Functions::pRelu));
    entries.add(microsoft("BiasGelu", Functions::erfGelu));
    entries.add(microsoft("FastGelu", Functions::tanhGelu));
    entries.add(
        Entry.formula(
            Entry.MICROSOFT,
            "Gelu",
            TABLE,
            (node, scope, f) -> f.apply(scope.operand(node, 0), erfGelu())));
    entries.add(
        Entry.formula(
            Entry.MICROSOFT,
            "QuickGelu",
            TABLE,
            (node, scope, f) -> f.apply(scope.operand(node, 0), swish(alpha(node, 1.702)))));
    return entries;
  }

  private static Entry plain(String name, UnaryOperator operator) {
    return function(name, _ -> RealFunction.unary(operator));
  }

  private static Entry function(String name, OfAttributes function) {
    return Entry.formula(
        name, TABLE, (node, scope, f) -> f.apply(scope.operand(node, 0), function.of(node)));
  }

  /** A contributed operator with an optional bias. */
  private static Entry microsoft(String name, java.util.function.Supplier<RealFunction> function) {
    return Entry.formula(
        Entry.MICROSOFT,
        name,
        TABLE,
        (node, scope, f) -> {
          Value x = scope.operand(node, 0);
          Optional<Value> bias = scope.optional(node, 1);
          return f.apply(bias.isPresent() ? f.add(x, bias.get()) : x, function.get());
        });
  }

  private static double alpha(OnnxNode node, double otherwise) throws ModelException {
    return finite(node, "alpha", otherwise);
  }

  private static double finite(OnnxNode node, String attribute, double otherwise)
      throws ModelException {
    double value = node.real(attribute, otherwise);
    if (!Double.isFinite(value)) {
      throw node.error("attribute " + attribute + " is not a finite number");
    }
    return value;
  }

  /** {@code gamma * (x if x > 0, else alpha * (exp(x / scale) - 1))}. */
  private static RealFunction exponentialUnit(double gamma, double alpha, double scale) {
    RealFunction negative = min(X, Real.of(0));
    RealFunction decay =
        sub(exp(scale == 1 ? negative : div(negative, Real.of(scale))), Real.of(1));
    RealFunction unit = add(relu(X), mul(decay, Real.of(alpha)));
    return gamma == 1 ? unit : mul(unit, Real.of(gamma));
  }

  private static RealFunction selu(OnnxNode node) throws ModelException {
    double alpha = alpha(node, 1.6732631921768188);
    return exponentialUnit(finite(node, "gamma", 1.0507010221481323), alpha, 1);
  }

  private static RealFunction gelu(OnnxNode node) throws ModelException {
    return switch (node.string("approximate", "none")) {
      case "none" -> erfGelu();
      case "tanh" -> tanhGelu();
      case String other -> throw node.error("approximation " + other + " is unknown");
    };
  }

  private static RealFunction erfGelu() {
    RealFunction erf = unary(UnaryOperator.ERF, mul(X, Real.of(Math.sqrt(0.5))));
    return mul(mul(X, Real.of(0.5)), add(erf, Real.of(1)));
  }

  private static RealFunction tanhGelu() {
    RealFunction cube = mul(mul(X, X), X);
    RealFunction inner = mul(add(X, mul(cube, Real.of(0.044715))), Real.of(Math.sqrt(2 / Math.PI)));
    return mul(mul(X, Real.of(0.5)), add(unary(UnaryOperator.TANH, inner), Real.of(1)));
  }

  static RealFunction swish(double alpha) {
    return mul(X, unary(UnaryOperator.SIGMOID, alpha == 1 ? X : mul(X, Real.of(alpha))));
  }

  /** {@code max(0, min(1, alpha * x + beta))}. */
  private static RealFunction clamped(double alpha, double beta) {
    return max(Real.of(0), min(Real.of(1), add(mul(X, Real.of(alpha)), Real.of(beta))));
  }

  private static RealFunction hardSigmoid(OnnxNode node) throws ModelException {
    return clamped(alpha(node, 0.2), finite(node, "beta", 0.5));
  }

  /** Written as an extremum, whose monotonicity is plain. */
  static RealFunction leakyRelu(double alpha) {
    return alpha <= 1 ? max(X, mul(X, Real.of(alpha))) : min(X, mul(X, Real.of(alpha)));
  }

  private static RealFunction shrink(OnnxNode node) throws ModelException {
    RealFunction bias = Real.of(finite(node, "bias", 0));
    RealFunction lambda = Real.of(finite(node, "lambd", 0.5));
    return add(
        ifPositive(sub(X, lambda), sub(X, bias)),
        ifPositive(sub(negated(X), lambda), add(X, bias)));
  }

  /** Limits are attributes up to opset 10, inputs since. */
  private static Value clip(OnnxNode node, Scope scope, Formula f) throws ModelException {
    Value x = scope.operand(node, 0);
    Value low = limit(node, scope, "min", 1, x, Double.NEGATIVE_INFINITY);
    Value high = limit(node, scope, "max", 2, x, Double.POSITIVE_INFINITY);
    if (low instanceof Constant l && high instanceof Constant h) {
      double from = l.single(node, "min");
      double to = h.single(node, "max");
      if (Double.isNaN(from) || Double.isNaN(to)) {
        throw node.error("a limit is NaN");
      }
      RealFunction atLeast = from == Double.NEGATIVE_INFINITY ? X : max(X, Real.of(from));
      RealFunction clipped = to == Double.POSITIVE_INFINITY ? atLeast : min(atLeast, Real.of(to));
      return f.apply(x, clipped);
    }
    Value atLeast = Arithmetic.extremum(f, List.of(x, low), false);
    return Arithmetic.extremum(f, List.of(atLeast, high), true);
  }

  private static Value limit(
      OnnxNode node, Scope scope, String name, int position, Value x, double otherwise)
      throws ModelException {
    Optional<Value> given = scope.optional(node, position);
    return given.isPresent() ? given.get() : Constant.scalar(x.type(), node.real(name, otherwise));
  }

  /** {@code x} where it is positive, else {@code slope * x}; a scalar slope is public. */
  private static Value pRelu(OnnxNode node, Scope scope, Formula f) throws ModelException {
    Value x = scope.operand(node, 0);
    Value slope = scope.operand(node, 1);
    if (slope instanceof Constant c && c.rank() == 0) {
      return f.apply(x, leakyRelu(c.values()[0]));
    }
    Value negative = f.mul(f.apply(x, relu(negated(X))), slope);
    return f.linear(1, f.apply(x, UnaryOperator.RELU), -1, negative);
  }

  /** The power with a public exponent. */
  static Value power(Formula f, Value x, double exponent) throws ModelException {
    if (exponent == 1) {
      return x;
    }
    if (exponent == 2) {
      return f.square(x);
    }
    if (exponent == 0.5) {
      return f.apply(x, UnaryOperator.SQRT);
    }
    if (exponent == -1) {
      return f.apply(x, UnaryOperator.RECIPROCAL);
    }
    return f.apply(x, pow(X, Real.of(exponent)));
  }
}
