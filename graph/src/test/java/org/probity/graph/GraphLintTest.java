package org.probity.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One well-formed graph with every node, and for each rule a change that breaks it alone. */
class GraphLintTest {
  private static final OptionalInt HIGH = OptionalInt.of(1 << 20);

  /** A graph under construction. */
  static final class Draft {
    final List<Port> inputs = new ArrayList<>();
    final List<Port> outputs = new ArrayList<>();
    final List<Tensor> tensors = new ArrayList<>();
    final List<Parameter> parameters = new ArrayList<>();
    final List<Node> nodes = new ArrayList<>();

    Draft() {
      inputs.add(new Port("x", "x", List.of(1L, 2L, 3L)));
      tensor("x", Format.signed(4, 8), 2, 3);
      parameter("w", Format.signed(6, 8), 3, 4);
      parameter("b", Format.signed(10, 16), 4);
      nodes.add(contract("p", view("x", along(0), along(2)), view("w", along(2), along(1)), 3));
      tensor("p", new Format(10, -128 * 127 * 3, 128 * 128 * 3), 2, 4);
      nodes.add(
          new Sum(
              "s", List.of(addend(View.identity("p", 2), 1), addend(view("b", along(1)), 1)), 7));
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
      parameters.replaceAll(
          p -> p.name().equals(name) ? new Parameter(name, p.shape(), format) : p);
    }

    void parameterShape(String name, Integer... shape) {
      parameters.replaceAll(
          p -> p.name().equals(name) ? new Parameter(name, List.of(shape), p.format()) : p);
    }

    /** Replaces the node with the same output. */
    void replace(Node other) {
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
    void insert(Node node, Format format, Integer... shape) {
      int at = nodes.indexOf(node("q"));
      nodes.add(at, node);
      tensor(node.output(), format, shape);
    }

    IntegerGraph graph() {
      return new IntegerGraph(inputs, outputs, tensors, parameters, nodes);
    }
  }

  private static final RealFunction RELU = RealFunction.unary(RealFunction.UnaryOperator.RELU);

  private static View view(String source, AxisIndex... axes) {
    return new View(source, List.of(axes));
  }

  private static AxisIndex along(int axis) {
    return AxisIndex.along(axis);
  }

  private static AxisIndex strided(List<Integer> axes, List<Integer> strides, int offset, int div) {
    return new AxisIndex.Strided(axes, strides, offset, div);
  }

  private static AxisIndex table(int covered, List<Integer> axes, int... cells) {
    return new AxisIndex.Table(covered, axes, cells);
  }

  private static Sum.Addend addend(View view, long multiplier) {
    return new Sum.Addend(view, multiplier);
  }

  private static Contract contract(String name, View left, View right, Integer... summed) {
    return new Contract(name, List.of(summed), left, Optional.of(right));
  }

  @Test
  void theGraphItselfIsFine() {
    assertThatCode(() -> GraphLint.check(new Draft().graph())).doesNotThrowAnyException();
  }

  private static Arguments change(String message, Consumer<Draft> change) {
    return Arguments.of(message, change);
  }

  static Stream<Arguments> changes() {
    return Stream.of(
            names(),
            ports(),
            nodes(),
            views(),
            accumulators(),
            formats(),
            quotients(),
            exact(),
            choices(),
            trees())
        .flatMap(s -> s);
  }

  private static Stream<Arguments> names() {
    Format f = Format.signed(0, 8);
    return Stream.of(
        change("a tensor has no name", d -> d.tensor("", f, 1)),
        change("name is too long", d -> d.tensor("n".repeat(257), f, 1)),
        change("control character", d -> d.tensor("a\nb", f, 1)),
        change("control character", d -> d.tensor("a\u2028b", f, 1)),
        change("control character", d -> d.tensor("a\ud800b", f, 1)),
        change("a parameter has no name", d -> d.parameter("", f, 1)),
        change("tensor x is declared twice", d -> d.tensor("x", f, 3)),
        change("parameter w is declared twice", d -> d.parameter("w", f, 3, 4)),
        change("w is a tensor and a parameter", d -> d.tensor("w", f, 3)),
        change("tensor z is never defined", d -> d.tensor("z", f, 3)),
        change("parameter z is never read", d -> d.parameter("z", f, 3)),
        change(
            "items of a kind",
            d -> d.tensors.addAll(Collections.nCopies(1 << 15, d.tensors.getFirst()))),
        change("tensor x has more than", d -> d.shape("x", 1 << 25)),
        change("parameter w has more than", d -> d.parameterShape("w", (1 << 27) + 1)),
        change(
            "the tensors have more than 2^27 entries",
            d -> IntStream.range(0, 9).forEach(i -> d.tensor("z" + i, f, 1 << 24))),
        change(
            "the parameters have more than 2^30 entries",
            d -> IntStream.range(0, 9).forEach(i -> d.parameter("z" + i, f, 1 << 27))));
  }

  private static Stream<Arguments> ports() {
    return Stream.of(
        change("no input port", d -> d.inputs.clear()),
        change("no output port", d -> d.outputs.clear()),
        change("port x is declared twice", d -> d.outputs.add(new Port("x", "u", List.of(8L)))),
        change("names no declared tensor", d -> d.inputs.set(0, new Port("x", "z", List.of(6L)))),
        change("names no declared tensor", d -> d.inputs.set(0, new Port("x", "w", List.of(12L)))),
        change("not have as many entries", d -> d.inputs.set(0, new Port("x", "x", List.of(7L)))),
        change("dimension of 0", d -> d.inputs.set(0, new Port("x", "x", List.of(0L, 6L)))),
        change("dimension of -6", d -> d.inputs.set(0, new Port("x", "x", List.of(-6L, -1L)))),
        change(
            "has a dimension",
            d -> d.inputs.set(0, new Port("x", "x", List.of(1L << 32, 1L << 32)))),
        change(
            "more than 16 dimensions",
            d -> d.inputs.set(0, new Port("x", "x", Collections.nCopies(17, 1L)))),
        change("shares tensor x", d -> d.inputs.add(new Port("z", "x", List.of(6L)))),
        change("not a stored result", d -> d.outputs.add(new Port("z", "x", List.of(6L)))),
        change("not a stored result", d -> d.outputs.add(new Port("z", "s", List.of(8L)))),
        change("not a stored result", d -> d.outputs.add(new Port("z", "i", List.of(2L)))),
        change("shares tensor shares", d -> d.outputs.add(new Port("z", "shares", List.of(8L)))),
        change("tensor u is defined twice", d -> d.inputs.add(new Port("u", "u", List.of(8L)))));
  }

  private static Stream<Arguments> nodes() {
    return Stream.of(
        change(
            "a node's name has a control", d -> d.nodes.add(new Requantize("z\n", "s", 6, RELU))),
        change("an operand's name has a cont", d -> d.bias(view("b\n", along(1)))),
        change("an operand's name is too long", d -> d.bias(view("b".repeat(1 << 20), along(1)))),
        change("defines no declared tensor", d -> d.nodes.add(new Requantize("z", "s", 6, RELU))),
        change("tensor q is defined twice", d -> d.nodes.add(new Requantize("q", "s", 6, RELU))),
        change("reads p before it is defined", d -> d.nodes.addFirst(d.nodes.remove(1))),
        change("reads q before it is defined", d -> d.replace(new Requantize("q", "q", 6, RELU))),
        change("reads z before it is defined", d -> d.bias(view("z", along(1)))),
        change(
            "tensor z is never read",
            d -> d.insert(new Requantize("z", "x", 0, RELU), Format.unsigned(4, 7), 2, 3)),
        change("tensor u is never read", d -> onlyOutput(d, "v")),
        change("has an axis of size 0", d -> d.replace(extremum(d, List.of(0)))),
        change("has an axis of size -1", d -> d.replace(extremum(d, List.of(-1)))),
        change("too many axes", d -> d.replace(extremum(d, Collections.nCopies(23, 1)))),
        change("too many cells", d -> d.replace(extremum(d, List.of(1 << 30, 1 << 30)))),
        change(
            "cells in total",
            d -> {
              List<View> views = Collections.nCopies(64, view("u", along(0), along(1)));
              d.replace(new Extremum("m", List.of(1 << 30, 16), views, false));
            }),
        change(
            "too many operands",
            d -> {
              List<View> views = Collections.nCopies(1025, view("u", along(0), along(1)));
              d.replace(new Extremum("m", List.of(), views, false));
            }),
        change(
            "too many operands",
            d -> {
              List<View> views = Collections.nCopies(1000, view("u", along(0), along(1)));
              for (int i = 0; i < 70; i++) {
                d.tensor("z" + i, Format.signed(4, 8), 2, 4);
                d.nodes.add(new Extremum("z" + i, List.of(), views, false));
              }
            }));
  }

  /** Removes all nodes after the one that is the only output then. */
  private static void onlyOutput(Draft d, String name) {
    d.outputs.removeIf(port -> !port.tensor().equals(name));
    for (String rest : List.of("m", "k", "c", "i", "f", "g", "shares", "ranks", "leaf")) {
      d.nodes.remove(d.node(rest));
      d.tensors.remove(d.find(rest));
    }
    d.parameters.removeIf(p -> !List.of("w", "b").contains(p.name()));
  }

  private static Extremum extremum(Draft d, List<Integer> window) {
    return new Extremum("m", window, ((Extremum) d.node("m")).operands(), false);
  }

  private static Stream<Arguments> views() {
    int big = (1 << 28) + 1;
    return Stream.of(
        change("does not cover all axes", d -> d.left(view("x", along(0)))),
        change("does not cover all axes", d -> d.left(view("x"))),
        change("covers more axes", d -> d.left(view("x", along(0), along(2), along(1)))),
        change("covers more axes", d -> d.left(view("x", along(0), table(2, List.of(2), 0, 1, 2)))),
        change("covers more axes", d -> d.left(view("x", table(0, List.of(), 0), along(0)))),
        change(
            "covers more axes",
            d -> d.left(view("x", along(0), table(Integer.MAX_VALUE, List.of(2), 0, 1, 2)))),
        change("the node does not have", d -> d.left(view("x", along(0), along(3)))),
        change("the node does not have", d -> d.left(view("x", along(0), along(-1)))),
        change("the node does not have", d -> d.bias(view("b", along(2)))),
        change("reads an axis twice", d -> d.left(view("x", along(0), along(0)))),
        change(
            "reads an axis twice",
            d -> d.left(view("x", along(0), strided(List.of(2, 2), List.of(1, 1), 0, 1)))),
        change(
            "reads an axis twice", d -> d.left(view("x", along(2), table(1, List.of(2), 0, 1, 2)))),
        change("stride of zero", d -> d.left(view("x", along(0), AxisIndex.along(2, 0, 0)))),
        change("stride that is too", d -> d.left(view("x", along(0), AxisIndex.along(2, big, 0)))),
        change("stride that is too", d -> d.left(view("x", along(0), AxisIndex.along(2, -big, 0)))),
        change(
            "stride that is too",
            d -> d.left(view("x", along(0), AxisIndex.along(2, Integer.MIN_VALUE, 0)))),
        change("offset that is too", d -> d.left(view("x", along(0), AxisIndex.along(2, 1, big)))),
        change("offset that is too", d -> d.left(view("x", along(0), AxisIndex.along(2, 1, -big)))),
        change(
            "divisor that is too",
            d -> d.left(view("x", along(0), strided(List.of(2), List.of(1), 0, big)))),
        change("wrong size", d -> d.left(view("x", along(0), table(1, List.of(2), 0, 1)))),
        change("wrong size", d -> d.left(view("x", along(0), table(1, List.of(1, 2), 0, 1, 2)))),
        change("outside of the", d -> d.left(view("x", along(0), table(1, List.of(2), 0, 1, 3)))),
        change("outside of the", d -> d.left(view("x", along(0), table(1, List.of(2), 0, 1, -2)))),
        change("outside of the", d -> d.left(view("x", table(2, List.of(2), 0, 1, 6)))),
        change(
            "the tables of the graph's views have more",
            d -> {
              AxisIndex table = table(1, List.of(3), new int[1 << 23]);
              View operand = view("u", along(0), table);
              d.replace(
                  new Extremum("m", List.of(1, 1 << 23), Collections.nCopies(3, operand), false));
            }));
  }

  private static Stream<Arguments> accumulators() {
    Consumer<Draft> second =
        d ->
            d.insert(
                contract("p2", View.identity("x", 2), View.identity("x", 2)),
                new Format(8, -128 * 127, 128 * 128),
                2,
                3);
    View p = View.identity("p", 2);
    return Stream.of(
        change("sum s has no addends", d -> d.addends()),
        change("multiplier of zero", d -> d.addends(addend(p, 1), addend(view("b", along(1)), 0))),
        change(
            "could exceed 2^62",
            d -> d.addends(addend(p, 1L << 50), addend(view("b", along(1)), 1))),
        change(
            "could exceed 2^62",
            d -> d.addends(addend(p, Long.MIN_VALUE), addend(view("b", along(1)), 1))),
        change(
            "could exceed 2^62",
            d ->
                d.replace(
                    new Sum(
                        "s",
                        List.of(addend(p, 1), addend(view("b", along(1)), 1)),
                        Long.MAX_VALUE))),
        change("more than one contraction", d -> d.addends(addend(p, 1), addend(p, 1))),
        change(
            "more than one contraction",
            second.andThen(
                d -> {
                  d.insert(
                      new Sum("s2", List.of(addend(View.identity("p2", 2), 1)), 0),
                      Format.signed(8, 20),
                      2,
                      3);
                  d.insert(
                      new Sum(
                          "s3",
                          List.of(
                              addend(View.identity("p2", 2), 1), addend(View.identity("s2", 2), 1)),
                          0),
                      Format.signed(8, 20),
                      2,
                      3);
                })),
        change(
            "does not read the accumulator p whole",
            d -> d.addends(addend(view("p", along(0), AxisIndex.at(0)), 1))),
        change(
            "does not read the accumulator p whole",
            d -> d.addends(addend(view("p", along(1), along(0)), 1))),
        change(
            "does not read the accumulator p2 whole",
            second.andThen(
                d ->
                    d.insert(
                        new Sum("s2", List.of(addend(View.identity("p2", 2), 1)), 0),
                        Format.signed(8, 20),
                        2,
                        4))),
        change(
            "does not read the accumulator s whole",
            d -> {
              d.shape("q", 4, 2);
            }),
        change(
            "reads p, which is not stored",
            d ->
                d.insert(
                    contract("z", p, view("w", AxisIndex.at(0), along(1))),
                    Format.signed(16, 40),
                    2,
                    4)),
        change(
            "reads p, which is not stored",
            d ->
                d.insert(
                    contract("z", View.identity("x", 2), view("p", along(0), along(1))),
                    Format.signed(14, 40),
                    2,
                    3)),
        change("reads s, which is not stored", d -> d.replace(new Softmax("shares", "s", 1, 14))),
        change(
            "reads s, which is not stored",
            d -> d.replace(new Extremum("m", List.of(), List.of(View.identity("s", 2)), true))),
        change(
            "reads s, which is not stored",
            d -> d.replace(new Ranking("k", 4, view("s", along(0), along(2)), false, false))),
        change(
            "reads s, which is not stored",
            d ->
                d.replace(
                    new Select(
                        "c",
                        4,
                        view("s", along(0), along(2)),
                        view("k", along(0), AxisIndex.at(0))))),
        change(
            "reads s, which is not stored",
            d ->
                d.replace(
                    new Select(
                        "c",
                        4,
                        view("e", along(2), along(1)),
                        view("s", along(0), AxisIndex.at(0))))),
        change(
            "reads s, which is not stored",
            d -> d.replace(new Divide("v", "q", View.identity("s", 2), 8))),
        change("a parameter on its left side", d -> d.left(view("w", along(2), along(1)))),
        change(
            "requantize zq has fraction",
            d -> {
              View x = View.identity("x", 2);
              d.insert(new Sum("z", List.of(addend(x, 1)), 0), Format.signed(-30, 8), 2, 3);
              d.insert(new Requantize("zq", "z", 40, RELU), Format.unsigned(4, 7), 2, 3);
            }));
  }

  private static Stream<Arguments> formats() {
    return Stream.of(
        change("tensor q has no format", d -> d.format("q", null)),
        change("parameter w has no format", d -> d.parameterFormat("w", null)),
        change("exceeds 2^62", d -> d.format("p", new Format(10, Long.MIN_VALUE, 0))),
        change("exceeds 2^62", d -> d.format("p", new Format(10, 0, Long.MAX_VALUE))),
        change(
            "exceeds 2^62",
            d -> d.parameterFormat("w", new Format(6, Long.MIN_VALUE, Long.MAX_VALUE))),
        change("x does not fit 32 bits", d -> d.format("x", Format.signed(4, 33))),
        change(
            "u does not fit 32 bits", d -> d.format("u", new Format(4, 1L << 40, (1L << 40) + 5))),
        change(
            "p can leave its declared range",
            d -> d.format("p", new Format(10, -128 * 127 * 3 + 1, 128 * 128 * 3))),
        change(
            "p can leave its declared range",
            d -> d.format("p", new Format(10, -128 * 127 * 3, 128 * 128 * 3 - 1))),
        change("s can leave its declared range", d -> d.format("s", Format.signed(10, 17))),
        // The first row of the image is outside: zero is a value of the view.
        change(
            "z can leave its declared range",
            d -> {
              View shifted = view("d", along(0), AxisIndex.along(1, 1, -1));
              d.nodes.add(new Sum("z", List.of(addend(shifted, 1)), 0));
              d.tensor("z", new Format(2, 1, 100), 2, 4);
            }),
        change("fraction of p is not", d -> d.format("p", Format.signed(9, 20))),
        change(
            "fraction of z is not",
            d ->
                d.insert(
                    new Contract("z", List.of(), View.identity("x", 2), Optional.empty()),
                    Format.signed(5, 20),
                    2,
                    3)),
        change("w is not of 2 to 32 bits", d -> d.parameterFormat("w", Format.signed(6, 33))),
        change("w is not of 2 to 32 bits", d -> d.parameterFormat("w", new Format(6, -100, 100))),
        change("w is not of 2 to 32 bits", d -> d.parameterFormat("w", new Format(6, -128, 126))),
        change("w is not of 2 to 32 bits", d -> d.parameterFormat("w", Format.unsigned(6, 8))),
        change("w is not of 2 to 32 bits", d -> d.parameterFormat("w", new Format(6, 0, 0))),
        change("w is not of 2 to 32 bits", d -> d.parameterFormat("w", new Format(6, -1, -1))),
        change("b is not of 2 to 32 bits", d -> d.parameterFormat("b", Format.signed(10, 33))),
        change("e is not of 2 to 32 bits", d -> d.parameterFormat("e", Format.signed(3, 33))),
        change(
            "requantize q: shapes",
            d -> {
              d.replace(new Requantize("q", "x", 0, RELU));
            }),
        change("reads w, which is a parameter", d -> d.replace(new Requantize("q", "w", 0, RELU))),
        change("has no function", d -> d.replace(new Requantize("q", "s", 6, null))),
        change(
            "one that is too long",
            d -> d.replace(new Requantize("q", "s", 6, nested(RealFunction.MAX_DEPTH)))),
        change(
            "constant that is NaN",
            d ->
                d.replace(
                    new Requantize(
                        "q",
                        "s",
                        6,
                        new RealFunction.Binary(
                            RealFunction.BinaryOperator.ADD,
                            RealFunction.unary(RealFunction.UnaryOperator.ABS),
                            new RealFunction.Constant(Double.NaN))))));
  }

  private static RealFunction nested(int depth) {
    RealFunction f = RealFunction.X;
    for (int i = 0; i < depth; i++) {
      f = new RealFunction.Unary(RealFunction.UnaryOperator.ABS, f);
    }
    return f;
  }

  private static Stream<Arguments> quotients() {
    View divisor = view("d", along(0), along(1));
    return Stream.of(
        change("reads w, which is a parameter", d -> d.replace(new Divide("v", "w", divisor, 8))),
        change(
            "reads w, which is a parameter",
            d -> d.replace(new Divide("v", "q", view("w", along(0), along(1)), 8))),
        change(
            "divide v: shapes",
            d -> d.replace(new Divide("v", "x", view("d", along(0), along(1)), 8))),
        change("the dividend has a contraction", d -> d.replace(new Divide("v", "s", divisor, 8))),
        change("the divisor may be below 1", d -> d.format("d", new Format(2, 0, 100))),
        change("the divisor may be below 1", d -> d.format("d", new Format(2, -5, 100))),
        change(
            "reads d outside",
            d -> d.replace(new Divide("v", "q", view("d", along(0), AxisIndex.along(1, 1, 1)), 8))),
        change("fraction of v is not", d -> d.format("v", new Format(9, 0, 255 << 8))),
        change(
            "v can leave its declared range",
            d -> d.format("v", new Format(10, 0, (255 << 8) - 1))),
        change("v can leave its declared range", d -> d.format("v", new Format(10, 1, 255 << 8))),
        change("v spans more than 31 bits", d -> d.format("v", new Format(10, -5, (1L << 31) - 1))),
        change("v spans more than 31 bits", d -> d.format("v", new Format(10, 0, 1L << 31))),
        change(
            "v spans more than 31 bits",
            d -> d.format("v", new Format(10, -(1L << 31) - 1, 255 << 8))),
        change(
            "divide y could overflow",
            d -> {
              d.insert(
                  new Sum("z", List.of(addend(View.identity("x", 2), 1L << 20)), 0),
                  Format.signed(4, 28),
                  2,
                  3);
              d.tensor("y", Format.signed(42, 8), 2, 3);
              View one = view("d", along(0), along(1));
              d.nodes.add(d.nodes.indexOf(d.node("v")), new Divide("y", "z", one, 40));
            }),
        change(
            "reads wide, which is not stored in 16",
            d -> d.replace(new Softmax("shares", "wide", 1, 14))));
  }

  private static Stream<Arguments> exact() {
    float[] two = {0.5f, 2};
    return Stream.of(
        change("reads w, which is a", d -> d.replace(new Rescale("f", "w", List.of(0), two))),
        change(
            "rescale f: shapes",
            d -> {
              d.replace(new Rescale("f", "k", List.of(), new float[] {1}));
              d.shape("f", 1, 2);
            }),
        change("rescale f: a fraction", d -> d.format("f", Format.signed(1, 8))),
        change("rescale f: a fraction", d -> d.format("i", new Format(1, -7, 8))),
        change("more than 48 bits", d -> d.format("i", new Format(0, -7, (1L << 48) + 1))),
        change("consecutive axes", d -> d.replace(new Rescale("f", "i", List.of(2), two))),
        change("consecutive axes", d -> d.replace(new Rescale("f", "i", List.of(-1), two))),
        change("consecutive axes", d -> d.replace(new Rescale("f", "i", List.of(1, 0), two))),
        change("consecutive axes", d -> d.replace(new Rescale("f", "i", List.of(0, 0), two))),
        change("a multiplier for each", d -> d.replace(new Rescale("f", "i", List.of(), two))),
        change(
            "a multiplier for each",
            d -> d.replace(new Rescale("f", "i", List.of(0), new float[] {1}))),
        change("not a positive number", d -> multiplier(d, 0)),
        change("not a positive number", d -> multiplier(d, -1)),
        change("not a positive number", d -> multiplier(d, Float.NaN)),
        change("not a positive number", d -> multiplier(d, Float.POSITIVE_INFINITY)),
        change("f spans more than 16 bits", d -> d.format("f", Format.signed(0, 18))),
        change(
            "has a scale and a fraction",
            d -> d.inputs.set(0, new Port("x", "x", List.of(6L), new Encoding.Affine(0.5f, 3)))),
        change(
            "has a code for missing values outside of its format",
            d ->
                d.inputs.set(
                    0, new Port("x", "x", List.of(6L), new Encoding.Fixed(List.of(), HIGH)))),
        change(
            "is an output with a code for missing values",
            d -> {
              Port port = d.outputs.getFirst();
              Encoding coded = new Encoding.Fixed(List.of(), OptionalInt.of(0));
              d.outputs.set(0, new Port(port.name(), port.tensor(), port.shape(), coded));
            }),
        change("reads w, which is a", d -> d.replace(new Tabulate("g", "w", -7, new int[16]))),
        change(
            "tabulate g: shapes",
            d -> {
              d.replace(new Tabulate("g", "k", -7, new int[16]));
              d.shape("g", 1, 2);
            }),
        change("tabulate g: a fraction", d -> d.format("g", Format.signed(1, 8))),
        change("the input can leave", d -> d.replace(new Tabulate("g", "i", -7, new int[15]))),
        change("the input can leave", d -> d.replace(new Tabulate("g", "i", -6, new int[16]))),
        change(
            "the input can leave",
            d -> d.replace(new Tabulate("g", "i", Long.MIN_VALUE, new int[16]))),
        change(
            "the input can leave",
            d -> d.replace(new Tabulate("g", "i", Long.MAX_VALUE, new int[16]))),
        change("too many entries", d -> d.replace(new Tabulate("g", "i", -7, new int[0]))),
        change(
            "too many entries", d -> d.replace(new Tabulate("g", "i", -7, new int[(1 << 18) + 1]))),
        change(
            "too many entries",
            d -> {
              for (int i = 0; i < 17; i++) {
                d.nodes.add(new Tabulate("z" + i, "i", -7, new int[1 << 18]));
                d.tensor("z" + i, Format.signed(0, 8), 2, 1);
              }
            }),
        change(
            "an entry is outside",
            d -> {
              int[] table = new int[16];
              table[15] = 128;
              d.replace(new Tabulate("g", "i", -7, table));
            }));
  }

  private static void multiplier(Draft d, float value) {
    d.replace(new Rescale("f", "i", List.of(0), new float[] {1, value}));
  }

  private static Stream<Arguments> choices() {
    View u = view("u", along(0), along(2));
    View index = view("k", along(0), AxisIndex.at(0));
    View data = view("e", along(2), along(1));
    return Stream.of(
        change(
            "extremum m has no operands",
            d -> d.replace(new Extremum("m", List.of(2), List.of(), false))),
        change(
            "reads e, which is a parameter",
            d ->
                d.replace(
                    new Extremum("m", List.of(), List.of(view("e", along(0), along(1))), false))),
        change(
            "reads u outside",
            d ->
                d.replace(
                    new Extremum(
                        "m",
                        List.of(2),
                        List.of(view("u", along(0), strided(List.of(1, 2), List.of(2, 1), -1, 1))),
                        false))),
        change(
            "reads u outside",
            d ->
                d.replace(
                    new Extremum(
                        "m",
                        List.of(2),
                        List.of(view("u", along(0), strided(List.of(1, 2), List.of(3, 1), 0, 1))),
                        false))),
        change(
            "reads u outside",
            d ->
                d.replace(
                    new Extremum(
                        "m",
                        List.of(2),
                        List.of(view("u", along(0), strided(List.of(1), List.of(1), 0, 2))),
                        false))),
        change(
            "reads u outside",
            d ->
                d.replace(
                    new Extremum(
                        "m",
                        List.of(2),
                        List.of(view("u", along(0), table(1, List.of(1), 0, -1))),
                        false))),
        change("does not contain those", d -> d.format("m", Format.signed(3, 8))),
        change("does not contain those", d -> d.format("m", new Format(4, -127, 127))),
        change("does not contain those", d -> d.format("m", new Format(4, -128, 126))),
        change(
            "reads e, which is a parameter",
            d ->
                d.replace(
                    new Ranking(
                        "k", 4, view("e", AxisIndex.at(0), AxisIndex.at(0)), false, false))),
        change(
            "reads u outside",
            d ->
                d.replace(
                    new Ranking(
                        "k", 4, view("u", along(0), AxisIndex.along(2, 1, 1)), false, false))),
        change(
            "reads the axis of places",
            d ->
                d.replace(
                    new Ranking(
                        "k",
                        4,
                        view("u", along(0), strided(List.of(1, 2), List.of(1, 1), 0, 1)),
                        false,
                        false))),
        change("more places than entries", d -> d.shape("k", 2, 5)),
        change("the format is not [0, count)", d -> d.format("k", new Format(0, 0, 4))),
        change("the format is not [0, count)", d -> d.format("k", new Format(1, 0, 3))),
        change(
            "the format is not [0, count)", d -> d.replace(new Ranking("k", 3, u, false, false))),
        change(
            "k spans more than 16 bits",
            d -> {
              View one = view("u", along(0), AxisIndex.at(0));
              d.replace(new Ranking("k", 1 << 20, one, false, false));
              d.format("k", new Format(0, 0, (1 << 20) - 1));
            }),
        change(
            "reads e outside",
            d ->
                d.replace(
                    new Select("c", 4, view("e", AxisIndex.along(2, 1, 1), along(1)), index))),
        change("reads e outside", d -> d.replace(new Select("c", 5, data, index))),
        change(
            "the index reads the axis",
            d -> d.replace(new Select("c", 4, data, view("k", along(0), along(2))))),
        change(
            "the data does not read the axis",
            d -> d.replace(new Select("c", 4, view("e", AxisIndex.at(0), along(1)), index))),
        change("the index can leave", d -> d.replace(new Select("c", 3, data, index))),
        change(
            "the index can leave",
            d -> d.replace(new Select("c", 4, data, view("u", along(0), AxisIndex.at(0))))),
        change("format is not that of the data", d -> d.format("c", Format.signed(3, 9))),
        change("format is not that of the data", d -> d.format("c", Format.signed(2, 8))),
        change("reads w, which is a parameter", d -> d.replace(new Softmax("shares", "w", 0, 14))),
        change("softmax shares: shapes", d -> d.shape("shares", 4, 2)),
        change("softmax shares has no axis 2", d -> d.replace(new Softmax("shares", "u", 2, 14))),
        change("softmax shares has no axis -1", d -> d.replace(new Softmax("shares", "u", -1, 14))),
        change("softmax shares: the format", d -> d.format("shares", new Format(10, 0, 1023))),
        change("softmax shares: the format", d -> d.format("shares", new Format(0, 0, 1))),
        change("softmax shares: the format", d -> d.format("shares", new Format(17, 0, 1 << 17))));
  }

  private static Stream<Arguments> trees() {
    View words = view("x", along(0), AxisIndex.along(2));
    View ranks = view("ranks", along(0), along(2));
    List<String> bounds = List.of("high", "low");
    return Stream.of(
        change("does not have one or two words", d -> d.replace(bin(words, 3, "group", bounds))),
        change("has an axis of size 0", d -> d.replace(bin(words, 0, "group", bounds))),
        change(
            "does not have one or two words",
            d -> d.replace(bin(words, 2, "group", List.of("high")))),
        change(
            "reads p, which is not stored",
            d -> d.replace(bin(View.identity("p", 2), 1, "group", bounds))),
        change(
            "reads b, which is a parameter",
            d -> d.replace(bin(view("b", along(0)), 2, "group", bounds))),
        change(
            "reads x outside",
            d -> d.replace(bin(view("x", along(0), AxisIndex.along(2, 1, 2)), 2, "group", bounds))),
        change("before it is defined", d -> d.replace(bin(words, 2, "z", bounds))),
        change("u is not a parameter", d -> d.replace(bin(words, 2, "u", bounds))),
        change("not of one length", d -> d.parameterShape("rank", 4)),
        change("not of one length", d -> d.parameterShape("low", 8, 1)),
        change(
            "not of one length",
            d -> List.of("group", "high", "low", "rank").forEach(p -> d.parameterShape(p, 2, 4))),
        change(
            "more than 1048576 rows",
            d ->
                List.of("group", "high", "low", "rank")
                    .forEach(p -> d.parameterShape(p, (1 << 20) + 1))),
        change(
            "has only one row",
            d -> List.of("group", "high", "low", "rank").forEach(p -> d.parameterShape(p, 1))),
        change("the range of the groups", d -> d.parameterFormat("group", new Format(0, 0, 1))),
        change("the range of the groups", d -> d.parameterFormat("group", new Format(0, -1, 2))),
        change("the range of the groups", d -> d.parameterFormat("group", new Format(1, 0, 2))),
        change("bounds are not 32 bits", d -> d.parameterFormat("high", Format.signed(4, 31))),
        change("bounds are not 32 bits", d -> d.parameterFormat("low", Format.signed(3, 32))),
        change("the range of the ranks", d -> d.parameterFormat("rank", Format.unsigned(0, 5))),
        change(
            "reads wide, which is not stored in 16",
            d -> d.replace(Draft.walk(view("wide", along(0), along(2)), 4, 2, 3))),
        change("reads ranks outside", d -> d.replace(Draft.walk(ranks, 3, 2, 3))),
        change(
            "read the axis of trees",
            d -> d.replace(Draft.walk(view("ranks", along(2), along(1)), 2, 2, 3))),
        change("has an axis of size 0", d -> d.replace(Draft.walk(ranks, 0, 2, 3))),
        change("has an axis of size -1", d -> d.replace(Draft.walk(ranks, -1, 2, 3))),
        change("reads ranks outside", d -> d.replace(Draft.walk(ranks, Integer.MAX_VALUE, 2, 3))),
        change("the depth is not 1 to 64", d -> d.replace(Draft.walk(ranks, 2, 0, 3))),
        change("the depth is not 1 to 64", d -> d.replace(Draft.walk(ranks, 2, 65, 3))),
        change(
            "the depth is not 1 to 64", d -> d.replace(Draft.walk(ranks, 2, Integer.MIN_VALUE, 3))),
        change("more trees than rows", d -> d.shape("leaf", 2, 5)),
        change(
            "has too many steps",
            d -> {
              d.shape("leaf", 2, 1 << 18);
              List.of("feature", "threshold", "child").forEach(p -> d.parameterShape(p, 1 << 18));
              d.parameterFormat("child", new Format(0, 0, (1 << 18) + 3));
              d.format("leaf", new Format(0, 0, (1 << 18)));
              d.replace(Draft.walk(ranks, 2, 64, 3));
            }),
        change("not of one length", d -> d.parameterShape("feature", 5)),
        change(
            "more than 1048576 rows",
            d ->
                List.of("feature", "threshold", "child")
                    .forEach(p -> d.parameterShape(p, (1 << 20) + 1))),
        change("the range of the features", d -> d.parameterFormat("feature", new Format(0, 0, 2))),
        change("the range of the features", d -> d.parameterFormat("feature", new Format(0, 0, 0))),
        change(
            "the range of the thresholds",
            d -> d.parameterFormat("threshold", Format.unsigned(0, 5))),
        change("the range of the children", d -> d.parameterFormat("child", new Format(0, 0, 2))),
        change("the range of the children", d -> d.parameterFormat("child", new Format(0, -1, 6))),
        change(
            "the range of the children",
            d -> d.parameterFormat("child", new Format(0, 0, 1L << 24))),
        change("the range of the leaves", d -> d.replace(Draft.walk(ranks, 2, 2, 4))),
        change("the range of the leaves", d -> d.replace(Draft.walk(ranks, 2, 2, -1))),
        change("the range of the leaves", d -> d.replace(Draft.walk(ranks, 2, 2, 7))),
        change("the range of the leaves", d -> d.format("leaf", new Format(0, 0, 2))));
  }

  private static Bin bin(View input, int words, String group, List<String> bounds) {
    return new Bin("ranks", input, words, group, bounds, "rank");
  }

  @ParameterizedTest
  @MethodSource("changes")
  void eachRuleIsKept(String message, Consumer<Draft> change) {
    Draft draft = new Draft();
    change.accept(draft);
    assertThatThrownBy(() -> GraphLint.check(draft.graph()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void shapesAreCheckedWhereTheyAreMade() {
    Format f = Format.signed(0, 8);
    for (List<Integer> shape :
        List.of(
            List.<Integer>of(),
            List.of(0),
            List.of(-1, -1),
            List.of(1 << 20, 1 << 20),
            List.of(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE),
            Collections.nCopies(13, 1))) {
      assertThatThrownBy(() -> new Tensor("t", shape, f))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> new Parameter("t", shape, f))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void parametersAreCompared() {
    IntegerGraph graph = new Draft().graph();
    Map<String, int[]> values = new HashMap<>();
    graph.parameters().forEach(p -> values.put(p.name(), new int[p.size()]));
    Arrays.fill(values.get("high"), Integer.MIN_VALUE);
    Arrays.fill(values.get("low"), Integer.MIN_VALUE);
    values.get("group")[7] = 2;
    values.put("child", new int[] {3, 3, 3, 3});
    Arrays.fill(values.get("threshold"), 15);
    assertThatCode(() -> GraphLint.check(graph, new Parameters(values))).doesNotThrowAnyException();
    values.get("w")[7] = 128;
    assertThatThrownBy(() -> GraphLint.check(graph, new Parameters(values)))
        .hasMessage("parameter w: entry 7 is outside the declared range");
    values.put("w", new int[11]);
    assertThatThrownBy(() -> GraphLint.check(graph, new Parameters(values)))
        .hasMessage("parameter w does not fill its shape");
    values.remove("w");
    assertThatThrownBy(() -> GraphLint.check(graph, new Parameters(values)))
        .hasMessageContaining("no parameter named w");
  }

  @Test
  void parametersMayBeReadOften() {
    Draft d = new Draft();
    d.bias(view("b", along(1)));
    d.insert(
        new Sum(
            "z", List.of(addend(view("b", AxisIndex.at(0)), 1), addend(view("b", along(0)), 1)), 0),
        Format.signed(10, 17),
        4);
    d.insert(new Requantize("zq", "z", 3, RELU), Format.unsigned(7, 8), 4);
    d.outputs.add(new Port("zq", "zq", List.of(4L)));
    assertThatCode(() -> GraphLint.check(d.graph())).doesNotThrowAnyException();
  }

  @Test
  void matricesAreReadWholeAndOnTheRight() {
    assertThat(ParameterUse.matrices(new Draft().graph()))
        .containsExactly("w", "e", "rank", "feature", "threshold", "child");
    for (View right :
        List.of(
            view("w", AxisIndex.along(2, -1, 2), along(1)),
            view("w", along(2), AxisIndex.at(0)),
            view("w", AxisIndex.at(1), along(1)),
            view("w", along(2), table(1, List.of(1), 0, 1, 2, 3)))) {
      Draft d = new Draft();
      d.replace(contract("p", view("x", along(0), along(2)), right, 3));
      GraphLint.check(d.graph());
      assertThat(ParameterUse.matrices(d.graph()))
          .containsExactly("e", "rank", "feature", "threshold", "child");
    }
    Draft added = new Draft();
    added.insert(
        new Sum("z", List.of(addend(view("w", along(0), along(1)), 1)), 0),
        Format.signed(6, 8),
        3,
        4);
    added.insert(new Requantize("zq", "z", 0, RELU), Format.unsigned(6, 7), 3, 4);
    added.outputs.add(new Port("zq", "zq", List.of(12L)));
    GraphLint.check(added.graph());
    assertThat(ParameterUse.matrices(added.graph()))
        .containsExactly("e", "rank", "feature", "threshold", "child");
  }

  /** A graph whose sums have as many pieces as the limits allow: what takes longest to check. */
  @Test
  void sumsOfManyPieces() {
    Draft d = new Draft();
    int pieces = 1 << 10;
    List<Sum.Addend> addends = new ArrayList<>();
    for (int i = 0; i < pieces; i++) {
      addends.add(addend(view("x", AxisIndex.at(0), AxisIndex.along(0, 1, -3 * i)), 1));
    }
    for (int i = 0; i < 60; i++) {
      // Pieces that do not meet: no value is larger than any of the input.
      d.nodes.add(new Sum("z" + i, addends, 0));
      d.tensor("z" + i, Format.signed(4, 8), 1 << 16);
      d.nodes.add(new Requantize("y" + i, "z" + i, 0, RELU));
      d.tensor("y" + i, Format.unsigned(4, 7), 1 << 16);
      d.outputs.add(new Port("y" + i, "y" + i, List.of(1L << 16)));
    }
    assertThatCode(() -> GraphLint.check(d.graph())).doesNotThrowAnyException();
  }
}
