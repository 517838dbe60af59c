package org.probity.graph.lint;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.params.provider.Arguments;
import org.probity.graph.AxisIndex;
import org.probity.graph.Bin;
import org.probity.graph.Contract;
import org.probity.graph.Divide;
import org.probity.graph.Extremum;
import org.probity.graph.Format;
import org.probity.graph.FunctionNotation;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Node;
import org.probity.graph.Parameter;
import org.probity.graph.Port;
import org.probity.graph.Ranking;
import org.probity.graph.RealFunction;
import org.probity.graph.Requantize;
import org.probity.graph.Rescale;
import org.probity.graph.Select;
import org.probity.graph.Softmax;
import org.probity.graph.Sum;
import org.probity.graph.Tabulate;
import org.probity.graph.Tensor;
import org.probity.graph.View;
import org.probity.graph.Walk;

/** One well-formed graph with every node, and ways to change it. */
public final class LintSubject {
  /** {@code max(x, 0)}. */
  public static final RealFunction RELU = RealFunction.unary(RealFunction.UnaryOperator.RELU);

  final List<Port> inputs = new ArrayList<>();
  public final List<Port> outputs = new ArrayList<>();
  final List<Tensor> tensors = new ArrayList<>();
  final List<Parameter> parameters = new ArrayList<>();
  final List<Node> nodes = new ArrayList<>();

  /** The graph as it is fine. */
  public LintSubject() {
    inputs.add(new Port("x", "x", List.of(1L, 2L, 3L)));
    tensor("x", Format.signed(4, 8), 2, 3);
    parameter("w", Format.signed(6, 8), 3, 4);
    parameter("b", Format.signed(10, 16), 4);
    nodes.add(contract("p", view("x", along(0), along(2)), view("w", along(2), along(1)), 3));
    tensor("p", new Format(10, -128 * 127 * 3, 128 * 128 * 3), 2, 4);
    nodes.add(
        new Sum("s", List.of(addend(View.identity("p", 2), 1), addend(view("b", along(1)), 1)), 7));
    tensor("s", new Format(10, -128 * 127 * 3 - 32768 + 7, 128 * 128 * 3 + 32767 + 7), 2, 4);
    nodes.add(new Requantize("q", "s", 6, RELU));
    tensor("q", Format.unsigned(4, 8), 2, 4);
    nodes.add(new Requantize("d", "s", 6, FunctionNotation.parse("exp(x)")));
    tensor("d", new Format(2, 1, 100), 2, 4);
    nodes.add(new Divide("v", "q", view("d", along(0), along(1)), 8));
    tensor("v", new Format(10, 0, 255 << 8), 2, 4);
    nodes.add(new Divide("wide", "q", view("d", along(0), along(1)), 12));
    tensor("wide", new Format(14, 0, 255 << 12), 2, 4);
    nodes.add(new Requantize("u", "wide", 4, RealFunction.X));
    tensor("u", Format.signed(4, 8), 2, 4);
    nodes.add(
        new Extremum(
            "m", List.of(2), List.of(view("u", along(0), AxisIndex.along(1, 2, 0))), false));
    // Axes: 0 and 1 of the output, 2 of the window; every second entry.
    tensor("m", Format.signed(4, 8), 2, 2);
    nodes.add(new Ranking("k", 4, view("u", along(0), along(2)), false, false));
    tensor("k", new Format(0, 0, 3), 2, 1);
    parameter("e", Format.signed(3, 8), 4, 5);
    nodes.add(
        new Select("c", 4, view("e", along(2), along(1)), view("k", along(0), AxisIndex.at(0))));
    tensor("c", Format.signed(3, 8), 2, 5);
    nodes.add(new Sum("i", List.of(addend(View.identity("k", 2), 5)), -7));
    tensor("i", new Format(0, -7, 8), 2, 1);
    nodes.add(new Rescale("f", "i", List.of(0), new float[] {0.5f, 2}));
    tensor("f", Format.signed(0, 8), 2, 1);
    nodes.add(new Tabulate("g", "i", -7, new int[16]));
    tensor("g", Format.signed(0, 8), 2, 1);
    nodes.add(new Softmax("shares", "u", 1, 14));
    tensor("shares", new Format(10, 0, 1024), 2, 4);
    addTrees();
    for (String name : List.of("v", "m", "c", "f", "g", "shares", "leaf")) {
      outputs.add(new Port(name, name, List.of((long) find(name).size())));
    }
  }

  /** Two trees over the ranks of two features. */
  private void addTrees() {
    parameter("group", new Format(0, 0, 2), 8);
    parameter("high", Format.signed(4, 32), 8);
    parameter("low", Format.signed(4, 32), 8);
    parameter("rank", Format.unsigned(0, 4), 8);
    tensor("ranks", Format.unsigned(0, 4), 2, 2);
    View words = view("x", along(0), AxisIndex.along(2));
    nodes.add(new Bin("ranks", words, 2, "group", List.of("high", "low"), "rank"));
    parameter("feature", new Format(0, 0, 1), 4);
    parameter("threshold", Format.unsigned(0, 4), 4);
    parameter("child", new Format(0, 0, 6), 4);
    tensor("leaf", new Format(0, 0, 3), 2, 2);
    nodes.add(walk(view("ranks", along(0), along(2)), 2, 2, 3));
  }

  static Walk walk(View ranks, int features, int depth, int firstLeaf) {
    return new Walk("leaf", ranks, features, depth, firstLeaf, "feature", "threshold", "child");
  }

  void tensor(String name, Format format, Integer... shape) {
    tensors.add(new Tensor(name, List.of(shape), format));
  }

  void parameter(String name, Format format, Integer... shape) {
    parameters.add(new Parameter(name, List.of(shape), format));
  }

  Tensor find(String name) {
    return tensors.stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
  }

  Node node(String name) {
    return nodes.stream().filter(n -> n.output().equals(name)).findFirst().orElseThrow();
  }

  void format(String name, Format format) {
    tensors.replaceAll(t -> t.name().equals(name) ? new Tensor(name, t.shape(), format) : t);
  }

  void shape(String name, Integer... shape) {
    tensors.replaceAll(
        t -> t.name().equals(name) ? new Tensor(name, List.of(shape), t.format()) : t);
  }

  void parameterFormat(String name, Format format) {
    parameters.replaceAll(p -> p.name().equals(name) ? new Parameter(name, p.shape(), format) : p);
  }

  void parameterShape(String name, Integer... shape) {
    parameters.replaceAll(
        p -> p.name().equals(name) ? new Parameter(name, List.of(shape), p.format()) : p);
  }

  /** Replaces the node with the same output. */
  public void replace(Node other) {
    nodes.replaceAll(n -> n.output().equals(other.output()) ? other : n);
  }

  void left(View view) {
    replace(contract("p", view, view("w", along(2), along(1)), 3));
  }

  void bias(View view) {
    replace(new Sum("s", List.of(addend(View.identity("p", 2), 1), addend(view, 1)), 7));
  }

  void addends(Sum.Addend... addends) {
    replace(new Sum("s", List.of(addends), 7));
  }

  /** One more node and the tensor that it defines, before the last nodes. */
  public void insert(Node node, Format format, Integer... shape) {
    int at = nodes.indexOf(node("q"));
    nodes.add(at, node);
    tensor(node.output(), format, shape);
  }

  public IntegerGraph graph() {
    return new IntegerGraph(inputs, outputs, tensors, parameters, nodes);
  }

  public static View view(String source, AxisIndex... axes) {
    return new View(source, List.of(axes));
  }

  public static AxisIndex along(int axis) {
    return AxisIndex.along(axis);
  }

  static AxisIndex strided(List<Integer> axes, List<Integer> strides, int offset, int div) {
    return new AxisIndex.Strided(axes, strides, offset, div);
  }

  public static AxisIndex table(int covered, List<Integer> axes, int... cells) {
    return new AxisIndex.Table(covered, axes, cells);
  }

  public static Sum.Addend addend(View view, long multiplier) {
    return new Sum.Addend(view, multiplier);
  }

  public static Contract contract(String name, View left, View right, Integer... summed) {
    return new Contract(name, List.of(summed), left, Optional.of(right));
  }

  /** A change that breaks one rule, and a part of the message that says so. */
  static Arguments change(String message, Consumer<LintSubject> change) {
    return Arguments.of(message, change);
  }

  static void assertRefused(String message, Consumer<LintSubject> change) {
    LintSubject subject = new LintSubject();
    change.accept(subject);
    assertThatThrownBy(() -> GraphLint.check(subject.graph()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
