package org.probity.graph.lint;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.probity.graph.lint.LintSubject.RELU;
import static org.probity.graph.lint.LintSubject.addend;
import static org.probity.graph.lint.LintSubject.along;
import static org.probity.graph.lint.LintSubject.assertRefused;
import static org.probity.graph.lint.LintSubject.change;
import static org.probity.graph.lint.LintSubject.view;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.probity.graph.AxisIndex;
import org.probity.graph.Extremum;
import org.probity.graph.Format;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Parameter;
import org.probity.graph.Parameters;
import org.probity.graph.Port;
import org.probity.graph.Requantize;
import org.probity.graph.Sum;
import org.probity.graph.Tensor;
import org.probity.graph.View;

/**
 * For each rule a change of a well-formed graph that breaks it alone. Rules of single kinds of
 * nodes have tests of their own.
 */
class GraphLintTest {
  @Test
  void theGraphItselfIsFine() {
    assertThatCode(() -> GraphLint.check(new LintSubject().graph())).doesNotThrowAnyException();
  }

  static Stream<Arguments> changes() {
    return Stream.of(names(), ports(), nodes()).flatMap(s -> s);
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

  @ParameterizedTest
  @MethodSource("changes")
  void eachRuleIsKept(String message, Consumer<LintSubject> change) {
    assertRefused(message, change);
  }

  /** Removes all nodes after the one that is the only output then. */
  private static void onlyOutput(LintSubject d, String name) {
    d.outputs.removeIf(port -> !port.tensor().equals(name));
    for (String rest : List.of("m", "k", "c", "i", "f", "g", "shares", "ranks", "leaf")) {
      d.nodes.remove(d.node(rest));
      d.tensors.remove(d.find(rest));
    }
    d.parameters.removeIf(p -> !List.of("w", "b").contains(p.name()));
  }

  private static Extremum extremum(LintSubject d, List<Integer> window) {
    return new Extremum("m", window, ((Extremum) d.node("m")).operands(), false);
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
    IntegerGraph graph = new LintSubject().graph();
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
    LintSubject d = new LintSubject();
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

  /** A graph whose sums have as many pieces as the limits allow: what takes longest to check. */
  @Test
  void sumsOfManyPieces() {
    LintSubject d = new LintSubject();
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
