package org.probity.model.onnx.operator;

import static java.util.Map.entry;

import java.util.Map;
import java.util.TreeSet;
import org.probity.model.ModelException;
import org.probity.model.onnx.proto.OnnxNode;

/** The supported operators of the default domain. */
final class Operators {
  private static final Map<String, Operator> BY_NAME =
      Map.ofEntries(
          entry("Abs", ConstantFolding.ABS),
          entry("Add", Arithmetic.ADD),
          entry("ArgMax", Decision.ARG_MAX),
          entry("BatchNormalization", new BatchNormalization()),
          entry("Cast", Reshaping.CAST),
          entry("Clip", Activations.CLIP),
          entry("Concat", ConstantFolding.CONCAT),
          entry("Constant", ConstantSource.CONSTANT),
          entry("ConstantOfShape", ConstantSource.CONSTANT_OF_SHAPE),
          entry("Div", Arithmetic.DIV),
          entry("Dropout", Reshaping.DROPOUT),
          entry("Exp", ConstantFolding.EXP),
          entry("Expand", Reshaping.EXPAND),
          entry("Flatten", Reshaping.FLATTEN),
          entry("Gather", ConstantFolding.GATHER),
          entry("Gemm", new Gemm()),
          entry("Identity", Reshaping.IDENTITY),
          entry("LeakyRelu", Activations.LEAKY_RELU),
          entry("Log", ConstantFolding.LOG),
          entry("MatMul", new MatMul()),
          entry("Mul", Arithmetic.MUL),
          entry("Neg", ConstantFolding.NEG),
          entry("Pow", ConstantFolding.POW),
          entry("Reciprocal", ConstantFolding.RECIPROCAL),
          entry("Relu", Activations.RELU),
          entry("Reshape", Reshaping.RESHAPE),
          entry("Shape", ConstantSource.SHAPE),
          entry("Sigmoid", Activations.SIGMOID),
          entry("Size", ConstantSource.SIZE),
          entry("Softmax", Decision.SOFTMAX),
          entry("Sqrt", ConstantFolding.SQRT),
          entry("Squeeze", Reshaping.SQUEEZE),
          entry("Sub", Arithmetic.SUB),
          entry("Tanh", Activations.TANH),
          entry("Tile", Reshaping.TILE),
          entry("Transpose", Reshaping.TRANSPOSE),
          entry("Unsqueeze", Reshaping.UNSQUEEZE));

  private Operators() {}

  static Operator of(OnnxNode node) throws ModelException {
    boolean standard = node.domain().isEmpty() || node.domain().equals("ai.onnx");
    Operator operator = standard ? BY_NAME.get(node.operator()) : null;
    if (operator == null) {
      throw node.error(
          standard
              ? "the operator is not supported; supported are "
                  + String.join(", ", new TreeSet<>(BY_NAME.keySet()))
              : "operators of domain " + node.domain() + " are not supported");
    }
    return operator;
  }
}
