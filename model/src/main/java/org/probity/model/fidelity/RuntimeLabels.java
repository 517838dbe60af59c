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
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

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

  /**
   * Rows of scores in the order of the classes, which is that of numbers or, by code points, of
   * texts, from one map for each row; empty if the sequence is not one of such maps.
   */
  static Optional<double[]> scores(OnnxSequence sequence) throws OrtException {
    DoubleStream.Builder scores = DoubleStream.builder();
    boolean maps = true;
    for (OnnxValue row : sequence.getValue()) {
      try (row) {
        maps &= row instanceof OnnxMap;
        if (row instanceof OnnxMap map) {
          SortedMap<Object, Object> sorted = new TreeMap<>(RuntimeLabels::compare);
          sorted.putAll(map.getValue());
          sorted.values().forEach(v -> scores.add(((Number) v).doubleValue()));
        }
      }
    }
    return maps ? Optional.of(scores.build().toArray()) : Optional.empty();
  }

  private static int compare(Object a, Object b) {
    return a instanceof Long x
        ? Long.compare(x, (Long) b)
        : Arrays.compare(a.toString().codePoints().toArray(), b.toString().codePoints().toArray());
  }
}
