package org.probity.model.onnx.operator;

import static org.probity.model.onnx.operator.Real.X;
import static org.probity.model.onnx.operator.Real.equal;
import static org.probity.model.onnx.operator.Real.less;
import static org.probity.model.onnx.operator.Real.lessOrEqual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.probity.graph.AxisIndex;
import org.probity.graph.RealFunction;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.floatgraph.FloatNode.Combine.Term;
import org.probity.model.floatgraph.Mapping;
import org.probity.model.onnx.proto.OnnxNode;

/** Comparisons, operations on truth values (0 and 1), and choices by them. */
final class Logic {
  private Logic() {}

  static List<Entry> entries() {
    RealFunction zero = Real.of(0);
    return List.of(
        comparison("Equal", equal(X, zero), (a, b) -> a == b ? 1 : 0),
        comparison("Less", less(X, zero), (a, b) -> a < b ? 1 : 0),
        comparison("LessOrEqual", lessOrEqual(X, zero), (a, b) -> a <= b ? 1 : 0),
        comparison("Greater", less(zero, X), (a, b) -> a > b ? 1 : 0),
        comparison("GreaterOrEqual", lessOrEqual(zero, X), (a, b) -> a >= b ? 1 : 0),
        connective("And", equal(X, Real.of(2))),
        connective("Or", less(zero, X)),
        connective("Xor", equal(X, Real.of(1))),
        Entry.formula("Not", "linear, free", (n, s, f) -> f.affine(s.operand(n, 0), -1, 1)),
        bitwise("BitwiseAnd", (a, b) -> (long) a & (long) b),
        bitwise("BitwiseOr", (a, b) -> (long) a | (long) b),
        bitwise("BitwiseXor", (a, b) -> (long) a ^ (long) b),
        Entry.formula("BitwiseNot", "linear, free", Logic::bitwiseNot),
        special("IsNaN", _ -> new double[] {Double.NaN}),
        special("IsInf", Logic::infinities),
        Entry.formula("Where", "views, free; by a computed condition, a product", Logic::where));
  }

  /** A comparison as a function of the difference. */
  private static Entry comparison(
      String name, RealFunction ofDifference, DoubleBinaryOperator ofConstants) {
    return Entry.formula(
        name,
        "one table lookup of the difference",
        (node, scope, f) -> {
          Value a = scope.operand(node, 0);
          Value b = scope.operand(node, 1);
          if (a instanceof Constant x && b instanceof Constant y) {
            return Arithmetic.zip(f, ElementType.BOOL, x, y, ofConstants);
          }
          if (a.type() == ElementType.STRING) {
            return equalTexts(node, f, a, b);
          }
          return f.apply(ElementType.BOOL, f.sub(a, b), ofDifference);
        });
  }

  private static Value equalTexts(OnnxNode node, Formula f, Value a, Value b)
      throws ModelException {
    if (a instanceof Constant texts) {
      return Categories.equal(f, b, texts);
    }
    if (b instanceof Constant texts) {
      return Categories.equal(f, a, texts);
    }
    throw node.error("texts can be compared with constants only");
  }

  /** An operation on truth values as a function of their sum. */
  private static Entry connective(String name, RealFunction ofSum) {
    return Entry.formula(
        name,
        "one table lookup of the sum",
        (node, scope, f) -> {
          Value a = scope.operand(node, 0).withType(ElementType.INT64);
          Value b = scope.operand(node, 1).withType(ElementType.INT64);
          return f.apply(ElementType.BOOL, f.add(a, b), ofSum);
        });
  }

  private static Entry bitwise(String name, DoubleBinaryOperator operation) {
    return Entry.formula(
        name,
        "constants only",
        (node, scope, f) ->
            Arithmetic.zip(f, scope.constant(node, 0), scope.constant(node, 1), operation));
  }

  private static Value bitwiseNot(OnnxNode node, Scope scope, Formula f) throws ModelException {
    Value x = scope.operand(node, 0);
    double ones = x.type().unsigned() ? Math.scalb(1.0, x.type().bits()) - 1 : -1;
    return f.affine(x, -1, ones);
  }

  /**
   * A test of numbers that are not finite, which computed ones never are; inputs that are only
   * compared may be.
   */
  private static Entry special(String name, Numbers numbers) {
    return Entry.formula(
        name,
        "of an input one lookup; of what is computed, which is finite, constant",
        (node, scope, f) -> {
          Value x = scope.operand(node, 0);
          scope.builder().countComputed(node, x.shape());
          double[] keys = numbers.of(node);
          double[] ones = new double[keys.length];
          Arrays.fill(ones, 1);
          return x instanceof Constant || (x.type().real() && isInput(scope, x))
              ? f.lookup(ElementType.BOOL, x, Mapping.of(keys, ones, 0))
              : Constant.filled(ElementType.BOOL, x.shape(), 0);
        });
  }

  /** The numbers that a node tests for. */
  private interface Numbers {
    double[] of(OnnxNode node) throws ModelException;
  }

  private static double[] infinities(OnnxNode node) throws ModelException {
    boolean negative = node.flag("detect_negative", true);
    boolean positive = node.flag("detect_positive", true);
    return DoubleStream.of(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)
        .filter(x -> x < 0 ? negative : positive)
        .toArray();
  }

  /** Whether the entries of a value are those of an input. */
  private static boolean isInput(Scope scope, Value value) {
    if (!(value instanceof Variable v)) {
      return false;
    }
    FloatNode step = scope.builder().producer(v.tensor());
    while (step instanceof FloatNode.Layout layout) {
      step = scope.builder().producer(layout.view().source());
    }
    return step == null;
  }

  private static Value where(OnnxNode node, Scope scope, Formula f) throws ModelException {
    return where(f, scope.operand(node, 0), scope.operand(node, 1), scope.operand(node, 2));
  }

  /** Entries of a where the condition holds, else of b. */
  static Value where(Formula f, Value condition, Value a, Value b) throws ModelException {
    int[] shape = Shapes.broadcast(f.node(), List.of(condition, a, b));
    if (condition instanceof Constant c) {
      return where(f, c, a, b, shape);
    }
    if (a.type() == ElementType.STRING) {
      return Categories.where(f, condition, a, b);
    }
    return choose(f, condition, a, b);
  }

  /** {@code a} where a computed condition is 1, {@code b} where it is 0. */
  static Value choose(Formula f, Value condition, Value a, Value b) throws ModelException {
    Value yes = Masks.bound(a);
    Value no = Masks.bound(b);
    Value flag = condition.withType(a.type());
    if (yes instanceof Constant x && no instanceof Constant y && x.rank() == 0 && y.rank() == 0) {
      double otherwise = y.values()[0];
      return f.affine(flag, x.values()[0] - otherwise, otherwise);
    }
    return f.add(no, f.mul(flag, f.sub(yes, no)));
  }

  private static Value where(Formula f, Constant condition, Value a, Value b, int[] shape)
      throws ModelException {
    if (Shapes.size(shape) == 0) {
      return new Constant(a.type(), shape, new double[0]);
    }
    if (a instanceof Constant x && b instanceof Constant y) {
      f.scope().builder().countComputed(f.node(), shape);
      double[] flags = condition.broadcastTo(shape);
      double[] result = y.broadcastTo(shape);
      double[] chosen = x.broadcastTo(shape);
      for (int i = 0; i < result.length; i++) {
        result[i] = flags[i] != 0 ? chosen[i] : result[i];
      }
      return new Constant(a.type(), shape, result);
    }
    if (Arithmetic.isUniform(condition)) {
      return f.broadcast(condition.values()[0] != 0 ? a : b, shape);
    }
    return f.combine(
        a.type(),
        shape,
        0,
        List.of(masked(f, a, condition, true, shape), masked(f, b, condition, false, shape)));
  }

  /** A term that reads the value where the condition is as wanted, and zero elsewhere. */
  private static Term masked(
      Formula f, Value value, Constant condition, boolean wanted, int[] shape)
      throws ModelException {
    int offset = shape.length - condition.rank();
    int[] varying =
        IntStream.range(0, condition.rank())
            .filter(d -> condition.shape()[d] != 1)
            .map(d -> d + offset)
            .toArray();
    int first = varying[0];
    int end = varying[varying.length - 1] + 1;
    // All axes on which the condition varies, and those between, are read by one table.
    int[] axes = IntStream.range(first, end).toArray();
    int[] window = Arrays.copyOfRange(shape, first, end);
    Shapes.checked(Arrays.stream(window).asLongStream().toArray(), f.node().label());
    Views.requireCells(f.node(), Shapes.size(window));
    double[] flags =
        condition.withShape(tail(condition.shape(), shape, first, end)).broadcastTo(window);
    int[] padded = padded(value.shape(), shape.length);
    int[] inside = Arrays.copyOfRange(padded, first, end);
    int[] cells = Shapes.broadcastIndex(inside, window);
    for (int i = 0; i < cells.length; i++) {
      cells[i] = flags[i] != 0 == wanted ? cells[i] : -1;
    }
    Value whole = f.reshape(value, padded);
    List<AxisIndex> view = new ArrayList<>(Views.broadcast(padded, shape).subList(0, first));
    view.add(new AxisIndex.Table(axes.length, Shapes.list(axes), cells));
    view.addAll(Views.broadcast(padded, shape).subList(end, shape.length));
    return new Term(1, f.view(whole, view));
  }

  /** The shape with leading ones. */
  private static int[] padded(int[] shape, int rank) {
    int[] padded = new int[rank];
    Arrays.fill(padded, 1);
    System.arraycopy(shape, 0, padded, rank - shape.length, shape.length);
    return padded;
  }

  /** The condition's dimensions at the axes [first, end) of the result; all others are 1. */
  private static int[] tail(int[] condition, int[] shape, int first, int end) {
    return Arrays.copyOfRange(padded(condition, shape.length), first, end);
  }
}
