package org.probity.model.onnx.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.probity.graph.AxisIndex;
import org.probity.graph.RealFunction;
import org.probity.graph.RealFunction.BinaryOperator;
import org.probity.graph.RealFunction.UnaryOperator;
import org.probity.graph.View;
import org.probity.graph.bound.ViewBounds;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.floatgraph.FloatNode.Combine.Term;
import org.probity.model.floatgraph.Mapping;
import org.probity.model.onnx.proto.OnnxNode;

/**
 * The steps an operator is made of, so that its import reads like its formula. Every method appends
 * one step to the float graph or, where all operands are constants, computes it. Shapes are ONNX
 * shapes; a scalar is held as {@code [1]}, so the own axes of a step (summed, window, count) start
 * at {@link #own}.
 */
record Formula(OnnxNode node, Scope scope) {
  // ---- primitive steps

  /** The first axis of a step's own after those of an output of the given shape. */
  static int own(int[] shape) {
    return Math.max(shape.length, 1);
  }

  /** The value read through a view, given as one entry for each group of its axes. */
  View view(Value value, List<AxisIndex> axes) throws ModelException {
    return new View(scope.source(node, value), axes);
  }

  /** The value read whole by a step whose first axes are those of the value. */
  View whole(Value value) throws ModelException {
    return view(value, Views.identity(value.rank()));
  }

  /** The value read by NumPy broadcasting by a step whose leading axes have the given shape. */
  View broadcastView(Value value, int[] shape) throws ModelException {
    return view(value, Views.broadcast(value.shape(), shape));
  }

  /** {@code out[i] = sum_k left[i,k] * right[i,k]}. */
  Value contract(ElementType type, int[] shape, int[] summed, View left, View right)
      throws ModelException {
    return contract(type, shape, summed, left, Optional.of(right));
  }

  /** {@code out[i] = sum_k left[i,k]}, times the right side if there is one. */
  Value contract(ElementType type, int[] shape, int[] summed, View left, Optional<View> right)
      throws ModelException {
    return scope.emit(
        node,
        new FloatNode.Contract(fresh("product"), stored(shape), Shapes.list(summed), left, right),
        type,
        shape);
  }

  /** {@code out[i] = sum_j coefficient_j * view_j[i] + constant}. */
  Value combine(ElementType type, int[] shape, double constant, List<Term> terms)
      throws ModelException {
    Value result =
        scope.emit(
            node, new FloatNode.Combine(fresh("sum"), stored(shape), terms, constant), type, shape);
    if (terms.size() == 1 && result instanceof Variable v) {
      Term term = terms.getFirst();
      Provenance source = scope.builder().provenance(term.view().source()).orElse(null);
      if (source instanceof Provenance.Real r && isWhole(term.view(), r.base().shape(), shape)) {
        float factor = (float) term.coefficient();
        float addend = (float) constant;
        scope.builder().trace(v, r.map(x -> x * factor + addend));
      }
    }
    return result;
  }

  private static boolean isWhole(View view, int[] source, int[] shape) {
    return view.isIdentity() && Arrays.equals(source, shape);
  }

  // ---- quantised tensors

  /** The codes of a tensor of 8 bits: a tensor and an offset. */
  Provenance.Code code(Variable codes) {
    if (scope.builder().provenance(codes).orElse(null) instanceof Provenance.Code code) {
      return code;
    }
    boolean unsigned = codes.type().unsigned();
    return new Provenance.Code(codes, 0, unsigned ? 0 : -128, unsigned ? 255 : 127);
  }

  /** Codes from integers in {@code [min, max]}, to which the zero point is added. */
  Value codes(ElementType type, Value base, int zeroPoint, int min, int max) throws ModelException {
    Value codes =
        zeroPoint == 0
            ? base.withType(type)
            : combine(type, base.shape(), zeroPoint, List.of(new Term(1, whole(base))));
    if (codes instanceof Variable v && base instanceof Variable b) {
      scope.builder().trace(v, new Provenance.Code(b, zeroPoint, min, max));
    }
    return codes;
  }

  /**
   * {@code clamp(round(float32(x) * multiplier)) }, the codes of a result.
   *
   * @param axes consecutive, along which the multipliers differ
   */
  Value rescale(Value x, int[] axes, float[] multipliers, QuantizedOperand.Scale to)
      throws ModelException {
    boolean uniform = true;
    for (float m : multipliers) {
      uniform &= m == multipliers[0];
      if (!(m > 0 && Float.isFinite(m))) {
        throw node.error("its scales are too far apart");
      }
    }
    int min = to.low() - to.zero();
    int max = to.high() - to.zero();
    Value base =
        scope.emit(
            node,
            new FloatNode.Rescale(
                fresh("rescaled"),
                stored(x.shape()),
                scope.source(node, x),
                uniform ? List.of() : Shapes.list(axes),
                uniform ? new float[] {multipliers[0]} : multipliers,
                min,
                max),
            ElementType.INT32,
            x.shape());
    return codes(to.type(), base, to.zero(), min, max);
  }

  /** Codes by a table, whose entries have the zero point subtracted, of integer keys. */
  Value tabulate(Value keys, int first, int[] table, QuantizedOperand.Scale to)
      throws ModelException {
    Value base =
        scope.emit(
            node,
            new FloatNode.Tabulate(
                fresh("tabulated"), stored(keys.shape()), scope.source(node, keys), first, table),
            ElementType.INT32,
            keys.shape());
    int min = Arrays.stream(table).min().orElseThrow();
    int max = Arrays.stream(table).max().orElseThrow();
    return codes(to.type(), base, to.zero(), min, max);
  }

  /** {@code out[i] = mapping(x[i])}. */
  Value lookup(ElementType type, Value x, Mapping mapping) throws ModelException {
    return scope.emit(
        node,
        new FloatNode.Lookup(fresh("lookup"), stored(x.shape()), whole(x), mapping),
        type,
        x.shape());
  }

  /** {@code out[i] = function(x[i])}, of the type of x. */
  Value apply(Value x, RealFunction function) throws ModelException {
    return apply(x.type(), x, function);
  }

  /** {@code out[i] = function(x[i])}. */
  Value apply(ElementType type, Value x, RealFunction function) throws ModelException {
    if (function.equals(RealFunction.X)) {
      return x.withType(type);
    }
    Value result =
        scope.emit(
            node,
            new FloatNode.Apply(
                fresh("function"), stored(x.shape()), scope.source(node, x), function),
            type,
            x.shape());
    if (result instanceof Variable v
        && scope.builder().provenance(x).orElse(null) instanceof Provenance.Real r) {
      scope.builder().trace(v, r.map(a -> SinglePrecision.at(function, a)));
    }
    return result;
  }

  Value apply(Value x, UnaryOperator function) throws ModelException {
    return apply(x, RealFunction.unary(function));
  }

  /** {@code out[i] = dividend[i] / divisor[i]}. */
  Value divide(ElementType type, int[] shape, View dividend, View divisor) throws ModelException {
    return scope.emit(
        node,
        new FloatNode.Divide(fresh("quotient"), stored(shape), dividend, divisor),
        type,
        shape);
  }

  /** The largest or smallest entry over all operands and all cells of a window. */
  Value extremum(ElementType type, int[] shape, int[] window, List<View> operands, boolean minimum)
      throws ModelException {
    Value result =
        scope.emit(
            node,
            new FloatNode.Extremum(
                fresh(minimum ? "minimum" : "maximum"),
                stored(shape),
                Shapes.list(window),
                operands,
                minimum),
            type,
            shape);
    if (operands.size() == 1 && result instanceof Variable v) {
      Provenance source = scope.builder().provenance(operands.getFirst().source()).orElse(null);
      boolean rises =
          source instanceof Provenance.Code
              || (source instanceof Provenance.Real r && r.nonDecreasing());
      if (rises && !source.base().tensor().equals(operands.getFirst().source())) {
        View view = new View(source.base().tensor(), operands.getFirst().axes());
        Value base = extremum(ElementType.INT32, shape, window, List.of(view), minimum);
        scope.builder().trace(v, source.of((Variable) base));
      } else if (source instanceof Provenance.Code code) {
        scope.builder().trace(v, code.of(v.withType(ElementType.INT32)));
      }
    }
    return result;
  }

  /**
   * Indices of the largest or smallest entries; the last axis of the shape is the rank. The input
   * is a view over the axes of the shape, of which it does not read the last, and one axis of size
   * {@code count}.
   */
  Value ranking(int[] shape, int count, View input, boolean lastIndex, boolean minimum)
      throws ModelException {
    return scope.emit(
        node,
        new FloatNode.Ranking(fresh("ranking"), stored(shape), count, input, lastIndex, minimum),
        ElementType.INT64,
        shape);
  }

  /** {@code out[i] = data[i, index[i]]}. */
  Value select(ElementType type, int[] shape, int count, View data, View index)
      throws ModelException {
    return scope.emit(
        node,
        new FloatNode.Select(fresh("selection"), stored(shape), count, data, index),
        type,
        shape);
  }

  Value softmax(Value x, int axis) throws ModelException {
    return scope.emit(
        node,
        new FloatNode.Softmax(fresh("softmax"), stored(x.shape()), scope.source(node, x), axis),
        x.type(),
        x.shape());
  }

  /** {@code out[i] = view[i]}; the same tensor if that changes nothing. */
  Value layout(Value x, int[] shape, List<AxisIndex> axes) throws ModelException {
    boolean same =
        Arrays.equals(stored(x.shape()).stream().mapToInt(d -> d).toArray(), Shapes.stored(shape));
    if (same && View.identity("", own(shape)).axes().equals(axes)) {
      return x instanceof Variable v
          ? new Variable(v.tensor(), v.type(), shape)
          : ((Constant) x).withShape(shape);
    }
    if (Shapes.size(shape) == 0) {
      return new Constant(x.type(), shape, new double[0]);
    }
    Value result =
        scope.emit(
            node,
            new FloatNode.Layout(fresh("layout"), stored(shape), view(x, axes)),
            x.type(),
            shape);
    Provenance source = scope.builder().provenance(x).orElse(null);
    if (source != null
        && result instanceof Variable v
        && ViewBounds.alwaysInside(view(x, axes), stored(shape), stored(x.shape()))) {
      boolean own = source.base().tensor().equals(((Variable) x).tensor());
      Value base = own ? v : layout(source.base(), shape, axes);
      scope.builder().trace(v, source.of(((Variable) base).withType(ElementType.INT32)));
    }
    return result;
  }

  // ---- element-wise, with broadcasting

  Value add(Value a, Value b) throws ModelException {
    return linear(1, a, 1, b);
  }

  Value sub(Value a, Value b) throws ModelException {
    return linear(1, a, -1, b);
  }

  /** {@code p * a + q * b}. Where one is a scalar constant, it is public. */
  Value linear(double p, Value a, double q, Value b) throws ModelException {
    int[] shape = Shapes.broadcast(node, a.shape(), b.shape());
    if (isSame(a, b)) {
      return p + q == 0 ? zeros(a.type(), shape) : affine(a, p + q, 0);
    }
    if (isPublic(b) && !(a instanceof Constant)) {
      return combine(a.type(), shape, q * number(b), List.of(term(p, a, shape)));
    }
    if (isPublic(a) && !(b instanceof Constant)) {
      return combine(a.type(), shape, p * number(a), List.of(term(q, b, shape)));
    }
    return combine(a.type(), shape, 0, List.of(term(p, a, shape), term(q, b, shape)));
  }

  private static boolean isSame(Value a, Value b) {
    return a instanceof Variable x
        && b instanceof Variable y
        && x.tensor().equals(y.tensor())
        && Arrays.equals(x.shape(), y.shape());
  }

  private static Constant zeros(ElementType type, int[] shape) {
    return new Constant(type, shape, new double[Shapes.size(shape)]);
  }

  /** {@code factor * x + constant}. */
  Value affine(Value x, double factor, double constant) throws ModelException {
    return combine(x.type(), x.shape(), constant, List.of(term(factor, x, x.shape())));
  }

  Value mul(Value a, Value b) throws ModelException {
    int[] shape = Shapes.broadcast(node, a.shape(), b.shape());
    if (isPublic(b) && !(a instanceof Constant)) {
      return combine(a.type(), shape, 0, List.of(term(number(b), a, shape)));
    }
    if (isPublic(a) && !(b instanceof Constant)) {
      return combine(a.type(), shape, 0, List.of(term(number(a), b, shape)));
    }
    boolean swap = a instanceof Constant;
    if ((swap ? a : b) instanceof Constant c && Arrays.stream(c.values()).allMatch(w -> w == 0)) {
      // What exporters leave of a branch that no column takes.
      return zeros(a.type(), shape);
    }
    // A weight belongs on the right.
    return contract(
        a.type(),
        shape,
        new int[0],
        broadcastView(swap ? b : a, shape),
        broadcastView(swap ? a : b, shape));
  }

  /** The quotient of real numbers. */
  Value div(Value a, Value b) throws ModelException {
    if (isSame(a, b)) {
      // How exporters write ones; of zero, ONNX Runtime gives NaN, with which nothing computes.
      return Constant.filled(a.type(), a.shape(), 1);
    }
    int[] shape = Shapes.broadcast(node, a.shape(), b.shape());
    // In double precision a product with the reciprocal would be rounded otherwise.
    if (b instanceof Constant c && a instanceof Variable x && a.type() != ElementType.DOUBLE) {
      Value quotient = mul(a, apply(c, UnaryOperator.RECIPROCAL));
      if (c.size() == 1
          && quotient instanceof Variable v
          && v.rank() == x.rank()
          && scope.builder().provenance(x).orElse(null) instanceof Provenance.Real r) {
        float divisor = (float) c.values()[0];
        scope.builder().trace(v, r.map(y -> y / divisor));
      }
      return quotient;
    }
    if (a instanceof Constant c && b instanceof Variable) {
      return isPublic(c)
          ? broadcast(
              apply(
                  b,
                  new RealFunction.Binary(
                      BinaryOperator.DIV, new RealFunction.Constant(number(c)), RealFunction.X)),
              shape)
          : mul(apply(b, UnaryOperator.RECIPROCAL), a);
    }
    return divide(a.type(), shape, broadcastView(a, shape), broadcastView(b, shape));
  }

  Value square(Value x) throws ModelException {
    return contract(x.type(), x.shape(), new int[0], whole(x), whole(x));
  }

  Value broadcast(Value x, int[] shape) throws ModelException {
    return layout(x, shape, Views.broadcast(x.shape(), shape));
  }

  // ---- reductions and layout

  /** Sum over the flagged axes. */
  Value sum(Value x, boolean[] axes, boolean keepDims) throws ModelException {
    int[] shape = reduced(x.shape(), axes, keepDims);
    return contract(
        x.type(),
        shape,
        windowOf(x.shape(), axes),
        reducedView(x, axes, shape, keepDims),
        Optional.empty());
  }

  /** Mean over the flagged axes. */
  Value mean(Value x, boolean[] axes, boolean keepDims) throws ModelException {
    int count = Shapes.size(windowOf(x.shape(), axes));
    return affine(sum(x, axes, keepDims), 1.0 / count, 0);
  }

  /** Largest or smallest entry over the flagged axes. */
  Value extremum(Value x, boolean[] axes, boolean keepDims, boolean minimum) throws ModelException {
    int[] shape = reduced(x.shape(), axes, keepDims);
    View view = reducedView(x, axes, shape, keepDims);
    return extremum(x.type(), shape, windowOf(x.shape(), axes), List.of(view), minimum);
  }

  /** The shape that remains when the flagged axes are reduced. */
  static int[] reduced(int[] shape, boolean[] axes, boolean keepDims) {
    return IntStream.range(0, shape.length)
        .filter(d -> keepDims || !axes[d])
        .map(d -> axes[d] ? 1 : shape[d])
        .toArray();
  }

  /** The sizes of the flagged axes. */
  static int[] windowOf(int[] shape, boolean[] axes) {
    return IntStream.range(0, shape.length).filter(d -> axes[d]).map(d -> shape[d]).toArray();
  }

  /** The value as a step reads it that reduces the flagged axes, in order, to the given shape. */
  View reducedView(Value x, boolean[] axes, int[] shape, boolean keepDims) throws ModelException {
    List<AxisIndex> view = new ArrayList<>();
    int kept = 0;
    int own = own(shape);
    for (int d = 0; d < axes.length; d++) {
      view.add(AxisIndex.along(axes[d] ? own++ : keepDims ? d : kept++));
    }
    return view(x, view.isEmpty() ? Views.identity(0) : view);
  }

  Value reshape(Value x, int... shape) throws ModelException {
    if (x instanceof Constant c) {
      return c.withShape(shape);
    }
    return layout(x, shape, Views.reshape(node, x.shape(), Shapes.stored(shape)));
  }

  /** Output axis d is axis {@code permutation[d]} of x. */
  Value transpose(Value x, int... permutation) throws ModelException {
    int[] shape = Arrays.stream(permutation).map(d -> x.shape()[d]).toArray();
    return layout(x, shape, Views.transpose(permutation));
  }

  /** Entries {@code start, start + step, ...} of an axis, {@code count} of them; may be none. */
  Value slice(Value x, int axis, int start, int step, int count) throws ModelException {
    List<AxisIndex> view = new ArrayList<>(Views.identity(x.rank()));
    if (count == 1) {
      view.set(axis, AxisIndex.at(start));
    } else {
      view.set(axis, AxisIndex.along(axis, step, start));
    }
    return layout(x, Shapes.with(x.shape(), axis, count), view);
  }

  /** Entries {@code [start, end)} of an axis. */
  Value slice(Value x, int axis, int start, int end) throws ModelException {
    return slice(x, axis, start, 1, end - start);
  }

  /** Entry {@code index} of an axis, which vanishes. */
  Value pick(Value x, int axis, int index) throws ModelException {
    List<AxisIndex> view = new ArrayList<>();
    for (int d = 0; d < x.rank(); d++) {
      view.add(d == axis ? AxisIndex.at(index) : AxisIndex.along(d < axis ? d : d - 1));
    }
    int[] shape =
        IntStream.range(0, x.rank()).filter(d -> d != axis).map(d -> x.shape()[d]).toArray();
    return layout(x, shape, view);
  }

  /** The parts one after the other along an axis; empty parts do not count. */
  Value concat(List<Value> parts, int axis) throws ModelException {
    List<Value> filled = parts.stream().filter(p -> p.size() > 0).toList();
    if (filled.isEmpty()) {
      int total = parts.stream().mapToInt(p -> p.shape()[axis]).sum();
      int[] shape = Shapes.with(parts.getFirst().shape(), axis, total);
      if (Shapes.size(shape) > 0) {
        throw node.error("its operands have different sizes beside the axis");
      }
      return new Constant(parts.getFirst().type(), shape, new double[0]);
    }
    if (filled.size() == 1) {
      return filled.getFirst();
    }
    Value first = filled.getFirst();
    List<Term> terms = new ArrayList<>();
    long total = 0;
    for (Value part : filled) {
      for (int d = 0; d < first.rank(); d++) {
        if (part.rank() != first.rank() || (d != axis && part.shape()[d] != first.shape()[d])) {
          throw node.error(
              "shapes "
                  + Arrays.toString(first.shape())
                  + " and "
                  + Arrays.toString(part.shape())
                  + " do not fit");
        }
      }
      List<AxisIndex> view = new ArrayList<>(Views.identity(first.rank()));
      view.set(axis, AxisIndex.along(axis, 1, (int) -total));
      terms.add(new Term(1, view(part, view)));
      total += part.shape()[axis];
      Shapes.checked(new long[] {total}, node.label());
    }
    return combine(first.type(), Shapes.with(first.shape(), axis, (int) total), 0, terms);
  }

  // ---- constants

  /** A scalar constant of the type of another value; it is public. */
  Constant number(Value like, double value) {
    return Constant.scalar(like.type(), value);
  }

  /** Whether the value is a scalar constant, which becomes part of the public graph. */
  static boolean isPublic(Value value) {
    return value instanceof Constant c && c.rank() == 0;
  }

  private static double number(Value value) {
    return ((Constant) value).values()[0];
  }

  /** A term that reads the value by broadcasting. */
  Term term(double coefficient, Value value, int[] shape) throws ModelException {
    return new Term(coefficient, broadcastView(value, shape));
  }

  private static List<Integer> stored(int[] shape) {
    return Shapes.list(Shapes.stored(shape));
  }

  private String fresh(String suffix) {
    return scope.fresh(node, suffix);
  }
}
