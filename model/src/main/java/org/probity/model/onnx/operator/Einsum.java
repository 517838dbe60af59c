package org.probity.model.onnx.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.probity.graph.AxisIndex;
import org.probity.graph.View;
import org.probity.model.ModelException;
import org.probity.model.onnx.proto.OnnxNode;

/** Einsum: contractions of two operands, from the left. */
final class Einsum {
  private final Formula formula;
  private final Equation equation;
  private final List<Value> operands;

  static List<Entry> entries() {
    return List.of(
        Entry.formula(
            "Einsum",
            "one contraction for each operand after the first",
            (node, scope, f) -> new Einsum(node, scope, f).value()));
  }

  private Einsum(OnnxNode node, Scope scope, Formula formula) throws ModelException {
    this.formula = formula;
    String text = node.string("equation", "");
    if (node.inputs().isEmpty() || text.isEmpty()) {
      throw node.error("its equation or its operands are missing");
    }
    operands = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      operands.add(scope.operand(node, i));
    }
    equation = Equation.parse(node, text, operands.stream().map(Value::shape).toList());
  }

  private Value value() throws ModelException {
    Value value = operands.getFirst();
    String labels = equation.operands().getFirst();
    if (operands.size() == 1) {
      return contract(equation.result(), List.of(value), List.of(labels));
    }
    for (int i = 1; i < operands.size(); i++) {
      String next = equation.operands().get(i);
      List<String> later = equation.operands().subList(i + 1, operands.size());
      String kept =
          later.isEmpty()
              ? equation.result()
              : distinct(labels + next, equation.result() + String.join("", later));
      value = contract(kept, List.of(value, operands.get(i)), List.of(labels, next));
      labels = kept;
    }
    return value;
  }

  /** The labels that are needed, each once. */
  private static String distinct(String labels, String needed) {
    StringBuilder kept = new StringBuilder();
    labels
        .chars()
        .distinct()
        .filter(c -> needed.indexOf(c) >= 0)
        .forEach(c -> kept.append((char) c));
    return kept.toString();
  }

  /** The product of one or two operands, summed over the labels that the result does not have. */
  private Value contract(String result, List<Value> values, List<String> labels)
      throws ModelException {
    String all = distinct(String.join("", labels), String.join("", labels));
    StringBuilder summed = new StringBuilder();
    all.chars().filter(c -> result.indexOf(c) < 0).forEach(c -> summed.append((char) c));
    int[] shape = result.chars().map(c -> equation.size((char) c)).toArray();
    int[] sizes = summed.chars().map(c -> equation.size((char) c)).toArray();
    // A scalar has one axis, which no label reads.
    String axes = (result.isEmpty() ? "\0" : result) + summed;
    View first = read(values.getFirst(), labels.getFirst(), axes);
    ElementType type = values.getFirst().type();
    if (values.size() == 2) {
      View second = read(values.get(1), labels.get(1), axes);
      // Weights belong on the right.
      boolean swap = values.getFirst() instanceof Constant;
      return formula.contract(type, shape, sizes, swap ? second : first, swap ? first : second);
    }
    return sizes.length > 0
        ? formula.contract(type, shape, sizes, first, Optional.empty())
        : formula.layout(diagonal(values.getFirst(), labels.getFirst()), shape, first.axes());
  }

  /** An operand with its labels at the reader's axes. */
  private View read(Value value, String labels, String axes) throws ModelException {
    Value source = diagonal(value, labels);
    String distinct = distinct(labels, labels);
    List<AxisIndex> read = new ArrayList<>();
    for (int d = 0; d < distinct.length(); d++) {
      char label = distinct.charAt(d);
      boolean repeated = source.shape()[d] == 1 && equation.size(label) > 1;
      read.add(repeated ? AxisIndex.at(0) : AxisIndex.along(axes.indexOf(label)));
    }
    return formula.view(source, read.isEmpty() ? Views.identity(0) : read);
  }

  /** The diagonal of an operand that has a label more than once; else the operand. */
  private Value diagonal(Value value, String labels) throws ModelException {
    String distinct = distinct(labels, labels);
    if (distinct.length() == labels.length()) {
      return value;
    }
    int[] from = value.shape();
    int[] shape =
        distinct
            .chars()
            .map(
                c ->
                    IntStream.range(0, from.length)
                        .filter(d -> labels.charAt(d) == c)
                        .map(d -> from[d])
                        .max()
                        .orElseThrow())
            .toArray();
    Views.requireCells(formula.node(), Shapes.size(shape));
    int[] cells = new int[Shapes.size(shape)];
    int[] index = new int[shape.length];
    for (int i = 0; i < cells.length; i++) {
      for (int d = 0; d < from.length; d++) {
        int along = from[d] == 1 ? 0 : index[distinct.indexOf(labels.charAt(d))];
        cells[i] = cells[i] * from[d] + along;
      }
      Axes.advance(index, shape);
    }
    List<Integer> axes = IntStream.range(0, shape.length).boxed().toList();
    return formula.layout(value, shape, List.of(new AxisIndex.Table(from.length, axes, cells)));
  }
}
