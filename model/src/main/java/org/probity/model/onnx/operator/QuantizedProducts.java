package org.probity.model.onnx.operator;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatNode.Combine.Term;
import org.probity.model.onnx.operator.QuantizedOperand.Scale;
import org.probity.model.onnx.proto.OnnxNode;

/** Convolutions and matrix products of 8-bit integers with exact sums. */
final class QuantizedProducts {
  private static final String PRODUCT = "contraction of integers; thresholds of the exact sum";

  /** Where {@link QdqFusion} puts the scale of the bias. */
  private static final int BIAS_SCALE = 9;

  private QuantizedProducts() {}

  static List<Entry> entries() {
    return List.of(
        Entry.formula("QLinearConv", PRODUCT, (n, s, f) -> convolution(n, s, f, false)),
        Entry.formula(
            Entry.INTERNAL,
            "QLinearConvTranspose",
            PRODUCT,
            (n, s, f) -> convolution(n, s, f, true)),
        Entry.formula("QLinearMatMul", PRODUCT, QuantizedProducts::matMul),
        Entry.formula(Entry.MICROSOFT, "QGemm", PRODUCT, QuantizedProducts::gemm),
        Entry.formula(
            "MatMulInteger",
            "contraction of integers",
            (n, s, f) -> Products.product(f, whole(n, s, f, 0), false, whole(n, s, f, 1), false)),
        Entry.formula(
            "ConvInteger",
            "contraction of integers",
            (n, s, f) ->
                new Convolution(n, f, false, whole(n, s, f, 0), whole(n, s, f, 1), Optional.empty())
                    .value()));
  }

  /** An operand of an integer operator, whose zero point is two inputs behind it. */
  private static Value whole(OnnxNode node, Scope scope, Formula f, int position)
      throws ModelException {
    Value codes = scope.operand(node, position);
    if (codes.type().real()) {
      // A quantiser that was left out.
      return codes;
    }
    int[] zero =
        scope
            .optionalConstant(node, position + 2)
            .map(z -> Arrays.stream(z.values()).mapToInt(v -> (int) v).toArray())
            .orElse(new int[1]);
    float[] one = new float[zero.length];
    Arrays.fill(one, 1);
    // Along the columns of a matrix, the channels of a kernel.
    int axis = node.operator().equals("ConvInteger") ? 0 : Math.max(0, codes.rank() - 1);
    return new QuantizedOperand(node, codes, new Scale(codes.type(), one, zero)).centred(f, axis);
  }

  private static Value convolution(OnnxNode node, Scope scope, Formula f, boolean transposed)
      throws ModelException {
    QuantizedOperand x = QuantizedOperand.at(node, scope, 0).requireSingle();
    QuantizedOperand w = QuantizedOperand.at(node, scope, 3);
    Scale to = Scale.at(node, scope, 6, x.scale().type()).requireSingle(node, "result");
    float[] products = products(1, x.scale().scale(), w.scale().scales());
    Optional<Value> bias = bias(node, scope, 8, products);
    Convolution convolution =
        new Convolution(
            node, f, transposed, x.centred(f, 0), w.centred(f, transposed ? 1 : 0), bias);
    if (products.length != 1
        && (products.length != convolution.channels() || (transposed && convolution.grouped()))) {
      throw node.error("its weights have scales that do not fit the channels");
    }
    boolean fused = node.inputs().size() > BIAS_SCALE;
    if (transposed || (fused && x.scale().type() == ElementType.INT8)) {
      // Those of 8 signed bits are fused only where the activations have one reader.
      scope.builder().noteUnfused(node);
    }
    return convolution.value(
        (sum, axes) -> f.rescale(sum, axes, multipliers(products, to.scale()), to));
  }

  private static Value matMul(OnnxNode node, Scope scope, Formula f) throws ModelException {
    QuantizedOperand a = QuantizedOperand.at(node, scope, 0).requireSingle();
    QuantizedOperand b = QuantizedOperand.at(node, scope, 3);
    Scale to = Scale.at(node, scope, 6, a.scale().type()).requireSingle(node, "result");
    Value sum =
        Products.product(
            f, a.centred(f, 0), false, b.centred(f, Math.max(0, b.codes().rank() - 1)), false);
    return rescaled(node, f, sum, products(1, a.scale().scale(), b.scale().scales()), to);
  }

  private static Value gemm(OnnxNode node, Scope scope, Formula f) throws ModelException {
    QuantizedOperand a = QuantizedOperand.at(node, scope, 0).requireSingle();
    QuantizedOperand b = QuantizedOperand.at(node, scope, 3);
    boolean transB = node.flag("transB", false);
    float[] products =
        products((float) node.real("alpha", 1), a.scale().scale(), b.scale().scales());
    Optional<Value> bias = bias(node, scope, 6, products);
    Value sum =
        Products.product(
            f, a.centred(f, 0), node.flag("transA", false), b.centred(f, transB ? 0 : 1), transB);
    if (bias.isPresent()) {
      int[] shape = sum.shape();
      if (!Arrays.equals(Shapes.broadcast(node, shape, bias.get().shape()), shape)) {
        throw node.error("C does not fit the product");
      }
      sum =
          f.combine(
              ElementType.INT32,
              shape,
              0,
              List.of(new Term(1, f.whole(sum)), f.term(1, bias.get(), shape)));
    }
    if (!node.hasInput(7)) {
      return f.mul(
          sum.withType(ElementType.FLOAT),
          products.length == 1
              ? Constant.scalar(ElementType.FLOAT, products[0])
              : vector(products));
    }
    Scale to = Scale.at(node, scope, 7, a.scale().type()).requireSingle(node, "result");
    return rescaled(node, f, sum, products, to);
  }

  private static Constant vector(float[] values) {
    double[] reals = new double[values.length];
    Arrays.setAll(reals, i -> values[i]);
    return new Constant(ElementType.FLOAT, new int[] {values.length}, reals);
  }

  private static Value rescaled(OnnxNode node, Formula f, Value sum, float[] products, Scale to)
      throws ModelException {
    int last = sum.rank() - 1;
    if (products.length > 1 && (last < 0 || sum.shape()[last] != products.length)) {
      throw node.error("its scales do not fit the columns");
    }
    return f.rescale(sum, new int[] {last}, multipliers(products, to.scale()), to);
  }

  /** The scales of the sums. */
  private static float[] products(float alpha, float x, float[] w) {
    float[] products = new float[w.length];
    for (int i = 0; i < products.length; i++) {
      products[i] = alpha * x * w[i];
    }
    return products;
  }

  private static float[] multipliers(float[] products, float to) {
    float[] multipliers = products.clone();
    for (int i = 0; i < multipliers.length; i++) {
      multipliers[i] /= to;
    }
    return multipliers;
  }

  /** A bias that is fused from a DequantizeLinear must have the scale of the sums. */
  private static void requireScale(OnnxNode node, Scope scope, float[] products)
      throws ModelException {
    Optional<Constant> scale = scope.optionalConstant(node, BIAS_SCALE);
    if (scale.isEmpty()) {
      return;
    }
    double[] scales = scale.get().values();
    int count = Math.max(scales.length, products.length);
    for (int i = 0; i < count; i++) {
      double expected = products[i % products.length];
      if (Math.abs(scales[i % scales.length] - expected) > 1e-5 * expected) {
        throw node.error(
            "the scale of its bias is not the product of those of its operands; quantise the bias"
                + " with that, to 32 bits");
      }
    }
  }

  /** Integers of the scale of the sums; a bias of real numbers is rounded to such. */
  private static Optional<Value> bias(OnnxNode node, Scope scope, int position, float[] products)
      throws ModelException {
    if (!node.hasInput(position)) {
      return Optional.empty();
    }
    Constant bias = scope.constant(node, position);
    if (!bias.type().real()) {
      requireScale(node, scope, products);
      return Optional.of(bias.withType(ElementType.INT32));
    }
    double[] integers = new double[bias.size()];
    for (int i = 0; i < integers.length; i++) {
      integers[i] = Math.rint((float) bias.values()[i] / products[i % products.length]);
      if (!ElementType.INT32.holds(integers[i])) {
        throw node.error("its bias has more than 32 bits in the scale of the sums");
      }
    }
    return Optional.of(new Constant(ElementType.INT32, bias.shape(), integers));
  }
}
