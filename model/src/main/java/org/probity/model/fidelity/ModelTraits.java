package org.probity.model.fidelity;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.probity.model.ModelException;
import org.probity.model.onnx.proto.OnnxModel;
import org.probity.model.onnx.proto.OnnxNode;

/**
 * What a model file says about how to run it.
 *
 * @param quantized whether it has operators of quantised models
 * @param mapKeys for outputs that are maps from classes to scores: the classes, in the order in
 *     which the model has them
 */
record ModelTraits(boolean quantized, Map<String, List<String>> mapKeys) {
  private static final Set<String> QUANTIZATION =
      Set.of(
          "QuantizeLinear",
          "DequantizeLinear",
          "DynamicQuantizeLinear",
          "ConvInteger",
          "MatMulInteger");

  ModelTraits {
    mapKeys = Map.copyOf(mapKeys);
  }

  /** Of a file; whether it is well-formed is for who runs it to say. */
  static ModelTraits of(byte[] file) {
    try {
      return of(OnnxModel.parse(file).graph().nodes());
    } catch (ModelException _) {
      return new ModelTraits(false, Map.of());
    }
  }

  private static ModelTraits of(List<OnnxNode> nodes) throws ModelException {
    boolean quantized =
        nodes.stream()
            .map(OnnxNode::operator)
            .anyMatch(o -> QUANTIZATION.contains(o) || o.startsWith("QLinear"));
    Map<String, List<String>> keys = new HashMap<>();
    for (OnnxNode node : nodes) {
      if (node.operator().equals("ZipMap") && node.hasOutput(0)) {
        Optional<List<String>> texts = node.strings("classlabels_strings");
        keys.put(
            node.outputs().getFirst(),
            texts.isPresent() && !texts.get().isEmpty()
                ? texts.get()
                : Arrays.stream(node.integers("classlabels_int64s", new long[0]))
                    .mapToObj(Long::toString)
                    .toList());
      }
    }
    return new ModelTraits(quantized, keys);
  }
}
