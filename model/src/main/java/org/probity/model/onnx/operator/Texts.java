package org.probity.model.onnx.operator;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.probity.graph.OrderedCode;

/** The texts of a model file by the numbers that stand for them. */
final class Texts {
  private final Map<Double, String> texts = new HashMap<>();

  /** The number of a text of the file. */
  double number(String text) {
    double number = OrderedCode.ofText(text);
    texts.put(number, text);
    return number;
  }

  /** The numbers of texts of the file. */
  double[] numbers(List<String> list) {
    return list.stream().mapToDouble(this::number).toArray();
  }

  /** A constant of texts. */
  Constant constant(int[] shape, List<String> list) {
    return new Constant(ElementType.STRING, shape, numbers(list));
  }

  /** The text of a number that {@link #number} has given, or null. */
  String text(double number) {
    return texts.get(number);
  }
}
