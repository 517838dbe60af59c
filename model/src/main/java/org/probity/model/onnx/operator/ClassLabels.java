package org.probity.model.onnx.operator;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.probity.graph.AxisIndex;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatNode.Combine.Term;
import org.probity.model.onnx.proto.OnnxNode;

/**
 * The labels of a classifier.
 *
 * @param type INT64 or STRING
 * @param names the labels in the order of the classes, integers as decimal numbers
 */
record ClassLabels(ElementType type, List<String> names) {
  /** The labels that one of two attributes holds. */
  static ClassLabels of(OnnxNode node, String integers, String strings) throws ModelException {
    List<String> texts = node.strings(strings).orElse(List.of());
    List<String> numbers =
        LongStream.of(node.integers(integers, new long[0])).mapToObj(Long::toString).toList();
    if (texts.isEmpty() == numbers.isEmpty()) {
      throw node.error(
          texts.isEmpty() ? "it has no labels" : "it has labels of two kinds; give one of them");
    }
    return texts.isEmpty()
        ? new ClassLabels(ElementType.INT64, numbers)
        : new ClassLabels(ElementType.STRING, texts);
  }

  int count() {
    return names.size();
  }

  /** The order of the labels: of integers or, by code points, of texts. */
  Comparator<String> order() {
    return type == ElementType.INT64
        ? Comparator.comparingLong(Long::parseLong)
        : (a, b) -> Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());
  }

  /** From one score the scores of the negative and the positive class, {@code base - s} and s. */
  static Value bothOf(Formula f, Value score, double base) throws ModelException {
    List<AxisIndex> first = List.of(AxisIndex.along(0), AxisIndex.along(1));
    List<AxisIndex> second = List.of(AxisIndex.along(0), AxisIndex.along(1, 1, -1));
    int[] shape = {score.shape()[0], 2};
    Value both =
        f.combine(
            score.type(),
            shape,
            0,
            List.of(new Term(-1, f.view(score, first)), new Term(1, f.view(score, second))));
    return base == 0
        ? both
        : f.add(both, new Constant(score.type(), new int[] {2}, new double[] {base, 0}));
  }

  /** Defines the first output as the label of the largest score, of equal ones the first. */
  void define(Formula f, Value scores) throws ModelException {
    if (f.node().hasOutput(0)) {
      int rows = scores.shape()[0];
      int[] shape = {rows, 1};
      defineAt(
          f,
          f.reshape(
              f.ranking(shape, scores.shape()[1], f.view(scores, Views.along(0, 2)), false, false),
              rows));
    }
  }

  /** Defines the first output as the labels of classes, by their indices. */
  void defineAt(Formula f, Value index) throws ModelException {
    if (f.node().hasOutput(0)) {
      f.scope().define(f.node(), 0, at(f, index));
    }
  }

  /** The labels of classes, by their indices. */
  Value at(Formula f, Value index) throws ModelException {
    boolean identity =
        type == ElementType.INT64
            && IntStream.range(0, count()).allMatch(i -> names.get(i).equals(Integer.toString(i)));
    return identity ? index : Categories.named(f, index, type, names);
  }
}
