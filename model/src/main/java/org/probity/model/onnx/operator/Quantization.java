package org.probity.model.onnx.operator;

import java.util.Arrays;
import java.util.List;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatNode.Combine.Term;
import org.probity.model.onnx.operator.QuantizedOperand.Scale;
import org.probity.model.onnx.proto.OnnxNode;

/** QuantizeLinear and DequantizeLinear, as ONNX Runtime computes them. */
final class Quantization {
  private Quantization() {}

  static List<Entry> entries() {
    return List.of(
        Entry.formula(
            "QuantizeLinear",
            "exact: part of the operator before it, of the input, or one table lookup",
            Quantization::quantize),
        Entry.formula(
            "DequantizeLinear",
            "exact before a quantised operator or an output; else a product",
            Quantization::dequantize),
        Entry.of("DynamicQuantizeLinear", "left out: its input as it is", Quantization::dynamic),
        Entry.formula(
            Entry.MICROSOFT,
            "DynamicQuantizeMatMul",
            "contraction of its input as it is",
            Quantization::dynamicProduct));
  }

  /**
   * The scale depends on the data, through its extremes. What comes of codes and scale is the
   * input, rounded to 256 numbers; without the rounding the scale may be one.
   */
  private static void dynamic(OnnxNode node, Scope scope) throws ModelException {
    noteDynamic(node, scope);
    scope.define(node, 0, scope.operand(node, 0));
    if (node.hasOutput(1)) {
      scope.define(node, 1, Constant.scalar(ElementType.FLOAT, 1));
    }
    if (node.hasOutput(2)) {
      scope.define(node, 2, Constant.scalar(ElementType.UINT8, 0));
    }
  }

  private static void noteDynamic(OnnxNode node, Scope scope) {
    scope
        .builder()
        .note(
            "dynamic quantisation left out, so that results differ by its rounding", node.label());
  }

  private static Value dynamicProduct(OnnxNode node, Scope scope, Formula f) throws ModelException {
    noteDynamic(node, scope);
    Constant codes = scope.constant(node, 1);
    Constant scales = scope.constant(node, 2);
    double[] zeros = scope.optionalConstant(node, 3).map(Constant::values).orElse(new double[1]);
    int columns = codes.rank() == 0 ? 1 : codes.shape()[codes.rank() - 1];
    if ((scales.size() != 1 && scales.size() != columns)
        || (zeros.length != 1 && zeros.length != columns)) {
      throw node.error("its scales or zero points do not fit the columns");
    }
    double[] weights = new double[codes.size()];
    for (int i = 0; i < weights.length; i++) {
      int column = i % columns;
      weights[i] =
          (codes.values()[i] - zeros[column % zeros.length])
              * scales.values()[column % scales.size()];
    }
    Constant real = new Constant(ElementType.FLOAT, codes.shape(), weights);
    Value product = Products.product(f, scope.operand(node, 0), false, real, false);
    return node.hasInput(4) ? f.add(product, scope.constant(node, 4)) : product;
  }

  private static Value quantize(OnnxNode node, Scope scope, Formula f) throws ModelException {
    Value x = scope.operand(node, 0);
    Scale scale = scale(node, scope);
    if (x instanceof Constant c) {
      return quantized(node, c, scale);
    }
    if (scope.unquantised()) {
      return f.apply(
          x,
          Real.min(
              Real.max(Real.X, Real.of(end(scale, scale.low()))),
              Real.of(end(scale, scale.high()))));
    }
    Provenance source = scope.builder().provenance(x).orElse(null);
    if (source instanceof Provenance.Real real && scale.isSingle()) {
      return quantized(f, real, scale);
    }
    throw node.error(
        "its input is computed in float32 by an operator that has no exact integer form, or is not"
            + " quantised itself; quantise with an operator set that leaves this one out, or import"
            + " the model before its quantisation");
  }

  /** The real number at an end of the codes; of several scales the outermost. */
  private static double end(Scale scale, int code) {
    double outermost = 0;
    for (int i = 0; i < Math.max(scale.scales().length, scale.zeroPoints().length); i++) {
      double zero = scale.zeroPoints()[i % scale.zeroPoints().length];
      double real = (code - zero) * scale.scales()[i % scale.scales().length];
      outermost = Math.abs(real) > Math.abs(outermost) ? real : outermost;
    }
    return outermost;
  }

  /**
   * The output type without a zero point is 8 bits unsigned, unless an attribute says otherwise.
   */
  private static Scale scale(OnnxNode node, Scope scope) throws ModelException {
    long code = node.integer("output_dtype", 0);
    ElementType type =
        code == 0
            ? ElementType.UINT8
            : ElementType.ofCode(code)
                .orElseThrow(() -> node.error("output_dtype " + code + " is not supported"));
    if (node.integer("block_size", 0) != 0) {
      throw node.error("blocks of scales are not supported; quantise by tensor or by channel");
    }
    Scale scale = Scale.at(node, scope, 1, type);
    if (scale.type().real() || scale.type().bits() > 16) {
      throw node.error("type " + scale.type() + " is not supported; quantise to 8 bits");
    }
    return scale;
  }

  private static Value quantized(Formula f, Provenance.Real real, Scale scale)
      throws ModelException {
    int[] table = new int[real.values().length];
    boolean same = true;
    for (int i = 0; i < table.length; i++) {
      table[i] = scale.code(real.values()[i]) - scale.zero();
      same &= table[i] == real.min() + i;
    }
    return same
        ? f.codes(scale.type(), real.base(), scale.zero(), real.min(), real.max())
        : f.tabulate(real.base(), real.min(), table, scale);
  }

  private static Constant quantized(OnnxNode node, Constant c, Scale scale) throws ModelException {
    double[] values = new double[c.size()];
    int inner = inner(node, c.shape(), scale);
    for (int i = 0; i < values.length; i++) {
      int channel = i / inner;
      int zero = scale.zeroPoints()[channel % scale.zeroPoints().length];
      float s = scale.scales()[channel % scale.scales().length];
      float low = (float) (scale.low() - zero);
      float high = (float) (scale.high() - zero);
      values[i] = Math.rint(Math.min(Math.max((float) c.values()[i] / s, low), high)) + zero;
    }
    return new Constant(scale.type(), c.shape(), values);
  }

  /** Entries of one channel in a row; all of them for a single scale. */
  private static int inner(OnnxNode node, int[] shape, Scale scale) throws ModelException {
    if (scale.isSingle()) {
      return Math.max(1, Shapes.size(shape));
    }
    int axis = Shapes.axis(node, node.integer("axis", 1), shape.length);
    if (shape[axis] != scale.scales().length) {
      throw node.error("its scales do not fit axis " + axis);
    }
    return Shapes.size(Arrays.copyOfRange(shape, axis + 1, shape.length));
  }

  private static Value dequantize(OnnxNode node, Scope scope, Formula f) throws ModelException {
    Value codes = scope.operand(node, 0);
    Scale scale = Scale.at(node, scope, 1, codes.type());
    if (node.integer("block_size", 0) != 0) {
      throw node.error("blocks of scales are not supported; quantise by tensor or by channel");
    }
    int inner = inner(node, codes.shape(), scale);
    if (codes instanceof Constant c) {
      double[] values = new double[c.size()];
      for (int i = 0; i < values.length; i++) {
        int zero = scale.zeroPoints()[i / inner % scale.zeroPoints().length];
        float s = scale.scales()[i / inner % scale.scales().length];
        values[i] = (float) (c.values()[i] - zero) * s;
      }
      return new Constant(ElementType.FLOAT, c.shape(), values);
    }
    Variable v = (Variable) codes;
    if (v.type().real()) {
      // A quantiser that was left out.
      return v;
    }
    if (v.type().bits() > 16) {
      throw node.error(
          "a computed operand of type "
              + v.type()
              + " is not supported; use an integer operator with an output scale");
    }
    if (!scale.isSingle()) {
      return channels(node, f, v, scale);
    }
    Value centred = new QuantizedOperand(node, v, scale).centred(f, 0);
    Provenance.Code code = f.code(v);
    int shift = code.offset() - scale.zero();
    Value real =
        f.combine(
            ElementType.FLOAT, v.shape(), 0, List.of(new Term(scale.scale(), f.whole(centred))));
    if (real instanceof Variable r && centred instanceof Variable base) {
      int moved = base.tensor().equals(code.base().tensor()) ? 0 : shift;
      scope
          .builder()
          .trace(
              r,
              Provenance.Real.scaled(
                  base, code.min() + moved, code.max() + moved, scale.scale(), scale.zero()));
    }
    return real;
  }

  private static Value channels(OnnxNode node, Formula f, Variable codes, Scale scale)
      throws ModelException {
    int axis = Shapes.axis(node, node.integer("axis", 1), codes.rank());
    int[] shape = new int[codes.rank() - axis];
    Arrays.fill(shape, 1);
    shape[0] = scale.scales().length;
    double[] zeros = new double[shape[0]];
    double[] scales = new double[shape[0]];
    for (int i = 0; i < zeros.length; i++) {
      zeros[i] = scale.zeroPoints()[i % scale.zeroPoints().length];
      scales[i] = scale.scales()[i];
    }
    Value centred =
        Arrays.stream(zeros).allMatch(z -> z == 0)
            ? codes
            : f.sub(codes, new Constant(ElementType.FLOAT, shape, zeros));
    return f.mul(
        centred.withType(ElementType.FLOAT), new Constant(ElementType.FLOAT, shape, scales));
  }
}
