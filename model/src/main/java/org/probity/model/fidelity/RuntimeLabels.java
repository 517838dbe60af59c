package org.probity.model.fidelity;

import ai.onnxruntime.OnnxMap;
import ai.onnxruntime.OnnxSequence;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What ONNX Runtime gives for classes, as numbers. */
final class RuntimeLabels {
  /** Stands for a label that is none of the names: no version of the model agrees with it. */
  static final double OTHER = -1;

  private RuntimeLabels() {}

  /** The indices of the labels of a tensor of texts or integers. */
  static double[] indices(OnnxTensor tensor, List<String> names) throws OrtException {
    Map<String, Integer> index = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      index.put(names.get(i), i);
    }
    return labels(tensor).stream()
        .mapToDouble(label -> index.containsKey(label) ? index.get(label) : OTHER)
        .toArray();
  }

  private static List<String> labels(OnnxTensor tensor) throws OrtException {
    return switch (tensor.getInfo().type) {
      case STRING -> texts(tensor);
      default ->
          Arrays.stream(RuntimeTensors.entries(tensor).orElse(new double[0]))
              .mapToObj(x -> Long.toString((long) x))
              .toList();
    };
  }

  /** The entries of a tensor of texts, row-major. */
  static List<String> texts(OnnxTensor tensor) throws OrtException {
    List<String> texts = new ArrayList<>();
    collect(tensor.getValue(), texts);
    return texts;
  }

  private static void collect(Object value, List<String> texts) {
    if (value instanceof Object[] array) {
      for (Object entry : array) {
        collect(entry, texts);
      }
    } else {
      texts.add((String) value);
    }
  }

  /** Rows of scores in the order of the classes, from one map for each row. */
  static double[] scores(OnnxSequence maps, List<String> classes) throws OrtException {
    List<? extends OnnxValue> rows = maps.getValue();
    double[] scores = new double[rows.size() * classes.size()];
    for (int i = 0; i < rows.size(); i++) {
      try (OnnxValue row = rows.get(i)) {
        Map<String, Double> byClass = new HashMap<>();
        ((OnnxMap) row)
            .getValue()
            .forEach((k, v) -> byClass.put(k.toString(), ((Number) v).doubleValue()));
        for (int j = 0; j < classes.size(); j++) {
          // An entry that is not there is refused like any number that is none.
          scores[i * classes.size() + j] = byClass.getOrDefault(classes.get(j), Double.NaN);
        }
      }
    }
    return scores;
  }
}
