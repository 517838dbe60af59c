package org.probity.model.onnx.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntBinaryOperator;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatNode.Combine.Term;
import org.probity.model.onnx.operator.QuantizedOperand.Scale;
import org.probity.model.onnx.proto.OnnxNode;

/** Element-wise operators on 8-bit tensors: tables of one or of two codes. */
final class QuantizedElements {
  private QuantizedElements() {}

  static List<Entry> entries() {
    String one = "one lookup in a table of 256 entries";
    String two = "one lookup in a table of 65,536 entries";
    return List.of(
        microsoft("QLinearAdd", two, QuantizedElements::add),
        microsoft("QLinearMul", two, QuantizedElements::mul),
        microsoft("QLinearSigmoid", one, (n, s, f) -> function(n, s, f, SinglePrecision::sigmoid)),
        microsoft(
            "QLinearLeakyRelu",
            one,
            (n, s, f) -> {
              float alpha = (float) n.real("alpha", 0.01f);
              return function(n, s, f, x -> x >= 0 ? x : alpha * x);
            }),
        microsoft(
            "QLinearConcat", "views; " + one + " where scales differ", QuantizedElements::concat),
        microsoft(
            "QLinearWhere", "as Where; " + one + " where scales differ", QuantizedElements::where),
        microsoft(
            "QLinearSoftmax",
            "refused: its sums of float32 depend on their order",
            (n, s, f) -> {
              throw n.error(
                  "ONNX Runtime adds its float32 exponentials one by one, which has no exact"
                      + " integer form; leave Softmax out of the quantised operators, or out of the"
                      + " model");
            }));
  }

  private static Entry microsoft(String name, String how, Operator.Formulated operator) {
    return Entry.formula(Entry.MICROSOFT, name, how, operator);
  }

  // ---- one operand

  private static Value function(
      OnnxNode node, Scope scope, Formula f, SinglePrecision.Function function)
      throws ModelException {
    QuantizedOperand x = QuantizedOperand.at(node, scope, 0).requireSingle();
    Scale to = Scale.at(node, scope, 3, x.scale().type()).requireSingle(node, "result");
    return f.codes(
        to.type(),
        mapped(f, x, to, function),
        to.zero(),
        to.low() - to.zero(),
        to.high() - to.zero());
  }

  /** The codes, less their zero point, of a function of the real numbers of an operand. */
  private static Value mapped(
      Formula f, QuantizedOperand x, Scale to, SinglePrecision.Function function)
      throws ModelException {
    if (x.codes() instanceof Constant c) {
      double[] values = c.values().clone();
      for (int i = 0; i < values.length; i++) {
        values[i] = to.code(function.at(x.scale().real((int) values[i]))) - to.zero();
      }
      return new Constant(ElementType.INT32, c.shape(), values);
    }
    Provenance.Code code = x.code(f);
    int[] table = new int[code.max() - code.min() + 1];
    for (int i = 0; i < table.length; i++) {
      float real = x.scale().real(code.min() + i + code.offset());
      table[i] = to.code(function.at(real)) - to.zero();
    }
    Value codes = f.tabulate(code.base(), code.min(), table, to);
    return f.code((Variable) codes).base();
  }

  /** An operand in the scale of the result, less the zero point. */
  private static Value converted(Formula f, QuantizedOperand x, Scale to) throws ModelException {
    x.requireSingle();
    return x.scale().scale() == to.scale() && x.scale().zero() == to.zero()
        ? x.centred(f, 0)
        : mapped(f, x, to, v -> v);
  }

  private static Value concat(OnnxNode node, Scope scope, Formula f) throws ModelException {
    List<QuantizedOperand> parts = new ArrayList<>();
    for (int i = 2; i < node.inputs().size(); i += 3) {
      parts.add(QuantizedOperand.at(node, scope, i));
    }
    if (parts.isEmpty()) {
      throw node.error("it has no operands");
    }
    Scale to =
        Scale.at(node, scope, 0, parts.getFirst().scale().type()).requireSingle(node, "result");
    List<Value> converted = new ArrayList<>();
    for (QuantizedOperand part : parts) {
      converted.add(converted(f, part, to));
    }
    int axis = Shapes.axis(node, node.required("axis"), converted.getFirst().rank());
    return result(f, f.concat(converted, axis), to);
  }

  private static Value where(OnnxNode node, Scope scope, Formula f) throws ModelException {
    QuantizedOperand a = QuantizedOperand.at(node, scope, 1);
    QuantizedOperand b = QuantizedOperand.at(node, scope, 4);
    Scale to = Scale.at(node, scope, 7, a.scale().type()).requireSingle(node, "result");
    Value chosen = Logic.where(f, scope.operand(node, 0), converted(f, a, to), converted(f, b, to));
    return result(f, chosen, to);
  }

  private static Value result(Formula f, Value base, Scale to) throws ModelException {
    return f.codes(to.type(), base, to.zero(), to.low() - to.zero(), to.high() - to.zero());
  }

  // ---- two operands

  private static Value add(OnnxNode node, Scope scope, Formula f) throws ModelException {
    QuantizedOperand a = QuantizedOperand.at(node, scope, 0).requireSingle();
    QuantizedOperand b = QuantizedOperand.at(node, scope, 3).requireSingle();
    Scale to = Scale.at(node, scope, 6, a.scale().type()).requireSingle(node, "result");
    float ra = a.scale().scale() / to.scale();
    float rb = b.scale().scale() / to.scale();
    int za = a.scale().zero();
    int zb = b.scale().zero();
    IntBinaryOperator sum =
        switch (singleInARow(a.codes().shape(), b.codes().shape())) {
          case 0 -> {
            float k = to.zero() - Math.fma(ra, (float) za, rb * zb);
            yield (x, y) -> saturated(Math.fma((float) x, ra, Math.fma((float) y, rb, k)), to);
          }
          case 1 -> (x, y) -> saturated(added(y, rb, zb, x, ra, za, to), to);
          default -> (x, y) -> saturated(added(x, ra, za, y, rb, zb, to), to);
        };
    return pairs(node, f, a, b, to, sum);
  }

  /** A row v and a single s: the single and the constants are one number for the whole row. */
  private static float added(int v, float rv, int zv, int s, float rs, int zs, Scale to) {
    float k = to.zero() - Math.fma(rv, (float) zv, rs * zs);
    return Math.fma((float) v, rv, Math.fma((float) s, rs, k));
  }

  /**
   * ONNX Runtime adds row by row of the innermost axes that are broadcast alike: 1 if the first
   * operand is a single number there, 2 if the second is, else 0.
   */
  private static int singleInARow(int[] a, int[] b) {
    int rank = Math.max(a.length, b.length);
    for (int d = 1; d <= rank; d++) {
      int x = d <= a.length ? a[a.length - d] : 1;
      int y = d <= b.length ? b[b.length - d] : 1;
      if (x != 1 || y != 1) {
        return x == y ? 0 : x == 1 ? 1 : 2;
      }
    }
    return 0;
  }

  private static int saturated(float value, Scale to) {
    return (int) Math.clamp(Math.rint(value), (double) to.low(), (double) to.high());
  }

  private static Value mul(OnnxNode node, Scope scope, Formula f) throws ModelException {
    QuantizedOperand a = QuantizedOperand.at(node, scope, 0).requireSingle();
    QuantizedOperand b = QuantizedOperand.at(node, scope, 3).requireSingle();
    Scale to = Scale.at(node, scope, 6, a.scale().type()).requireSingle(node, "result");
    float m = a.scale().scale() * b.scale().scale() / to.scale();
    int za = a.scale().zero();
    int zb = b.scale().zero();
    return pairs(
        node, f, a, b, to, (x, y) -> saturated((float) ((x - za) * (y - zb)) * m + to.zero(), to));
  }

  /** A tensor of integers {@code [min, max]}, to which the offset is added. */
  private record Keys(Value base, int min, int max, int offset) {
    static Keys of(Formula f, QuantizedOperand x) {
      if (x.codes() instanceof Constant c) {
        // Two's complement of 8 bits.
        int offset = x.scale().low() + 128;
        double[] values = Arrays.stream(c.values()).map(v -> v - offset).toArray();
        return new Keys(new Constant(ElementType.INT32, c.shape(), values), -128, 127, offset);
      }
      Provenance.Code code = x.code(f);
      return new Keys(code.base(), code.min(), code.max(), code.offset());
    }

    int size() {
      return max - min + 1;
    }
  }

  /** A function of two codes, by one table over the pairs. */
  private static Value pairs(
      OnnxNode node,
      Formula f,
      QuantizedOperand left,
      QuantizedOperand right,
      Scale to,
      IntBinaryOperator function)
      throws ModelException {
    Keys a = Keys.of(f, left);
    Keys b = Keys.of(f, right);
    int[] shape = Shapes.broadcast(node, a.base().shape(), b.base().shape());
    int columns = b.size();
    Value keys =
        f.combine(
            ElementType.INT32,
            shape,
            0,
            List.of(
                new Term(columns, f.broadcastView(a.base(), shape)),
                new Term(1, f.broadcastView(b.base(), shape))));
    int[] table = new int[a.size() * columns];
    for (int i = 0; i < table.length; i++) {
      int x = a.min() + a.offset() + i / columns;
      int y = b.min() + b.offset() + i % columns;
      table[i] = function.applyAsInt(x, y) - to.zero();
    }
    return f.tabulate(keys, columns * a.min() + b.min(), table, to);
  }
}
