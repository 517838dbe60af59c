package org.probity.model.fidelity;

import java.util.Set;
import org.probity.model.ModelException;
import org.probity.model.onnx.proto.OnnxModel;
import org.probity.model.onnx.proto.OnnxNode;

/** Whether a model file is that of a model with operators on 8-bit integers. */
final class QuantizedFile {
  private static final Set<String> OPERATORS =
      Set.of(
          "QuantizeLinear",
          "DequantizeLinear",
          "DynamicQuantizeLinear",
          "ConvInteger",
          "MatMulInteger");

  private QuantizedFile() {}

  /** One that is not well-formed is none; whether it is a model is for who runs it to say. */
  static boolean is(byte[] file) {
    try {
      return OnnxModel.parse(file).graph().nodes().stream()
          .map(OnnxNode::operator)
          .anyMatch(o -> OPERATORS.contains(o) || o.startsWith("QLinear"));
    } catch (ModelException _) {
      return false;
    }
  }
}
