package org.probity.graph.lint;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.probity.graph.Format;
import org.probity.graph.Node;
import org.probity.graph.Parameter;
import org.probity.graph.Tensor;
import org.probity.graph.View;
import org.probity.graph.bound.AccumulatorRange;
import org.probity.graph.bound.Interval;
import org.probity.graph.bound.ViewBounds;

/** What has been declared, and defined so far, and the rules that many nodes share. */
final class LintScope {
  /** Narrow stored tensors: limit on {@code max - min} and on the magnitude. */
  static final long MAX_NARROW_SPAN = 1L << 16;

  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private final Map<String, TensorKind> defined = new HashMap<>();
  private final AccumulatorRange.Operands operands =
      new AccumulatorRange.Operands(tensors, parameters);

  /** False if a tensor of this name has been declared already. */
  boolean declare(Tensor tensor) {
    return tensors.putIfAbsent(tensor.name(), tensor) == null;
  }

  /** False if a parameter of this name has been declared already. */
  boolean declare(Parameter parameter) {
    return parameters.putIfAbsent(parameter.name(), parameter) == null;
  }

  /** False if the tensor has been defined already. */
  boolean define(String tensor, TensorKind kind) {
    return defined.putIfAbsent(tensor, kind) == null;
  }

  Tensor tensor(String name) {
    return tensors.get(name);
  }

  Parameter parameter(String name) {
    return parameters.get(name);
  }

  boolean isParameter(String name) {
    return parameters.containsKey(name);
  }

  /** Null if it has not been defined. */
  TensorKind kind(String tensor) {
    return defined.get(tensor);
  }

  boolean isAccumulator(String source) {
    TensorKind kind = defined.get(source);
    return kind != null && kind.isAccumulator();
  }

  Iterable<Tensor> tensors() {
    return tensors.values();
  }

  Iterable<Parameter> parameters() {
    return parameters.values();
  }

  Format format(String source) {
    return operands.format(source);
  }

  List<Integer> shape(String source) {
    return operands.shape(source);
  }

  Interval range(Node node, List<Integer> shape) {
    return operands.range(node, shape);
  }

  static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  void requireTensor(Node node, String source) {
    require(
        defined.containsKey(source),
        "node " + node.output() + " reads " + source + ", which is a parameter");
  }

  /** The node reads a stored tensor of any width. */
  void requireStored(Node node, String source) {
    requireTensor(node, source);
    require(
        !isAccumulator(source),
        "node " + node.output() + " reads " + source + ", which is not stored");
  }

  /** The node reads a stored tensor of at most 16 bits. */
  void requireNarrow(Node node, String source) {
    requireStored(node, source);
    require(
        isNarrow(tensors.get(source).format()),
        "node " + node.output() + " reads " + source + ", which is not stored in 16 bits");
  }

  /** The node's result has at most 16 bits. */
  static void requireNarrow(Tensor tensor) {
    require(
        isNarrow(tensor.format()), "stored tensor " + tensor.name() + " spans more than 16 bits");
  }

  /** Whether a range has at most 16 bits. */
  static boolean isNarrow(Format f) {
    return f.max() - f.min() <= MAX_NARROW_SPAN
        && f.min() >= -MAX_NARROW_SPAN
        && f.max() <= MAX_NARROW_SPAN;
  }

  void requireInside(Node node, View view, List<Integer> axes) {
    require(
        ViewBounds.alwaysInside(view, axes, operands.shape(view.source())),
        "node " + node.output() + " reads " + view.source() + " outside");
  }

  /**
   * Parameter ranges come from the menu of two's complement widths up to 32, so that they tell no
   * maximum.
   */
  static void requireWidth(Parameter p) {
    int bits = 65 - Long.numberOfLeadingZeros(Math.max(p.format().max(), 0));
    require(
        bits >= 2
            && bits <= Integer.SIZE
            && p.format().equals(Format.signed(p.format().fraction(), bits)),
        "range of parameter " + p.name() + " is not of 2 to 32 bits");
  }
}
