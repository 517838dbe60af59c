package org.probity.model.onnx.operator;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatNode.Combine.Term;
import org.probity.model.onnx.proto.OnnxNode;

/**
 * An operand of a quantised operator: codes of 8 bits, their scales and their zero point, the
 * number of which is one, or one for each channel of a constant.
 */
record QuantizedOperand(OnnxNode node, Value codes, Scale scale) {
  /** Scales and zero points; both public. */
  record Scale(ElementType type, float[] scales, int[] zeroPoints) {
    /** The inputs of a node from the given position. */
    static Scale at(OnnxNode node, Scope scope, int position, ElementType otherwise)
        throws ModelException {
      Constant scale = scope.constant(node, position);
      Optional<Constant> zero = scope.optionalConstant(node, position + 1);
      float[] scales = new float[scale.size()];
      for (int i = 0; i < scales.length; i++) {
        scales[i] = (float) scale.values()[i];
        if (!(scales[i] > 0 && Float.isFinite(scales[i]))) {
          throw node.error("a scale is not a positive number");
        }
      }
      int[] zeroPoints =
          zero.map(z -> Arrays.stream(z.values()).mapToInt(v -> (int) v).toArray())
              .orElse(new int[1]);
      if (scales.length == 0
          || (zeroPoints.length != scales.length && zeroPoints.length != 1)
          || scale.rank() > 1) {
        throw node.error(
            "its scales and zero points do not fit; blocks of scales are not supported");
      }
      return new Scale(zero.map(Constant::type).orElse(otherwise), scales, zeroPoints);
    }

    boolean isSingle() {
      return scales.length == 1 && zeroPoints.length == 1;
    }

    float scale() {
      return scales[0];
    }

    int zero() {
      return zeroPoints[0];
    }

    /** Smallest code. */
    int low() {
      return type.unsigned() ? 0 : -(1 << (type.bits() - 1));
    }

    /** Largest code. */
    int high() {
      return type.unsigned() ? (1 << type.bits()) - 1 : (1 << (type.bits() - 1)) - 1;
    }

    /** The real number of a code. */
    float real(int code) {
      return (float) (code - zero()) * scale();
    }

    /** QuantizeLinear. */
    int code(float real) {
      float clamped =
          Math.min(Math.max(real / scale(), (float) (low() - zero())), (float) (high() - zero()));
      return (int) Math.rint(clamped) + zero();
    }

    boolean sameAs(Scale other) {
      return type == other.type && scale() == other.scale() && zero() == other.zero();
    }

    Scale requireSingle(OnnxNode node, String what) throws ModelException {
      if (!isSingle()) {
        throw node.error("the " + what + " has several scales; use one for the tensor");
      }
      return this;
    }
  }

  /** The operand whose codes, scale and zero point are inputs of the node from the position on. */
  static QuantizedOperand at(OnnxNode node, Scope scope, int position) throws ModelException {
    Value codes = scope.operand(node, position);
    Scale scale = Scale.at(node, scope, position + 1, codes.type());
    QuantizedOperand operand = new QuantizedOperand(node, codes, scale);
    if (codes.type().real() || codes.type().bits() > 8) {
      throw node.error(
          "its operands have type "
              + codes.type()
              + ", which ONNX Runtime computes in float32; quantise to 8 bits for an exact form,"
              + " or import the model before its quantisation");
    }
    return operand;
  }

  QuantizedOperand requireSingle() throws ModelException {
    scale.requireSingle(node, "operand");
    return this;
  }

  /**
   * Codes minus zero point, so that zero stands for zero and padding is right.
   *
   * @param axis of a constant, along which there may be one zero point each
   */
  Value centred(Formula f, int axis) throws ModelException {
    int[] zero = scale.zeroPoints();
    if (codes instanceof Constant c) {
      int inner = 1;
      for (int d = axis + 1; d < c.rank(); d++) {
        inner *= c.shape()[d];
      }
      boolean perChannel = zero.length != 1;
      if (perChannel && (axis >= c.rank() || c.shape()[axis] != zero.length || c.size() == 0)) {
        throw node.error("its zero points do not fit the channels");
      }
      double[] values = new double[c.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = c.values()[i] - zero[i / inner % zero.length];
      }
      return new Constant(ElementType.INT32, c.shape(), values);
    }
    scale.requireSingle(node, "operand that is computed");
    Provenance.Code code = code(f);
    int offset = code.offset() - zero[0];
    Variable base = code.base().withType(ElementType.INT32);
    return offset == 0
        ? base
        : f.combine(ElementType.INT32, base.shape(), offset, List.of(new Term(1, f.whole(base))));
  }

  /** The codes of a computed operand. */
  Provenance.Code code(Formula f) {
    return f.code((Variable) codes);
  }
}
