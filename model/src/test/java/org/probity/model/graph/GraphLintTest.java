package org.probity.model.graph;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One well-formed graph with every node, and for each rule a change that breaks it alone. */
class GraphLintTest {
  /** A graph under construction. */
  static final class Draft {
    final List<Port> inputs = new ArrayList<>();
    final List<Port> outputs = new ArrayList<>();
    final List<Tensor> tensors = new ArrayList<>();
    final List<Parameter> parameters = new ArrayList<>();
    final List<Node> nodes = new ArrayList<>();

    Draft() {
      inputs.add(new Port("x", "x", List.of(1L, 3L)));
      tensor("x", 3, Format.signed(4, 8));
      parameter("w", 3, 4, Format.signed(6, 8));
      parameter("b", 1, 4, Format.signed(10, 16));
      linear("p", "x", "w", Optional.of("b"));
      tensor("p", 4, new Format(10, -128 * 128 * 3 - 32768, 128 * 128 * 3 + 32767));
      relu("q", "p", 6);
      tensor("q", 4, Format.unsigned(4, 8));
      parameter("s", 1, 4, Format.signed(8, 16));
      nodes.add(new Affine("r", "q", "s", Optional.empty()));
      tensor("r", 4, new Format(12, -255 * 32768, 255 * 32767));
      nodes.add(new Sum("t", List.of(new Sum.Addend("r", 1), new Sum.Addend("q", -256)), 7));
      tensor("t", 4, new Format(12, -255 * 32768 - 255 * 256 + 7, 255 * 32767 + 7));
      relu("u", "t", 8);
      tensor("u", 4, Format.unsigned(4, 8));
      nodes.add(new Softmax("shares", "u", 14));
      tensor("shares", 4, new Format(10, 0, 1024));
      nodes.add(new ArgMax("label", "u", false));
      tensor("label", 1, new Format(0, 0, 3));
      outputs.add(new Port("shares", "shares", List.of(1L, 4L)));
      outputs.add(new Port("label", "label", List.of()));
    }

    void tensor(String name, int features, Format format) {
      tensors.add(new Tensor(name, 1, features, format));
    }

    void parameter(String name, int rows, int columns, Format format) {
      parameters.add(new Parameter(name, rows, columns, format));
    }

    void linear(String output, String input, String weight, Optional<String> bias) {
      nodes.add(new Linear(output, input, weight, bias));
    }

    void relu(String output, String input, int shift) {
      nodes.add(new Requantize(output, input, shift, new Activation.Relu()));
    }

    void format(String name, Format format) {
      tensors.replaceAll(
          t -> t.name().equals(name) ? new Tensor(name, t.rows(), t.features(), format) : t);
    }

    void shape(String name, int rows, int features) {
      tensors.replaceAll(
          t -> t.name().equals(name) ? new Tensor(name, rows, features, t.format()) : t);
    }

    void parameterFormat(String name, Format format) {
      parameters.replaceAll(
          p -> p.name().equals(name) ? new Parameter(name, p.rows(), p.columns(), format) : p);
    }

    void parameterShape(String name, int rows, int columns) {
      parameters.replaceAll(
          p -> p.name().equals(name) ? new Parameter(name, rows, columns, p.format()) : p);
    }

    void node(String output, Node other) {
      nodes.replaceAll(n -> n.output().equals(output) ? other : n);
    }

    IntegerGraph graph() {
      return new IntegerGraph(inputs, outputs, tensors, parameters, nodes);
    }
  }

  @Test
  void theGraphItselfIsFine() {
    assertThatCode(() -> GraphLint.check(new Draft().graph())).doesNotThrowAnyException();
  }

  private static Arguments change(String message, Consumer<Draft> change) {
    return Arguments.of(message, change);
  }

  static Stream<Arguments> changes() {
    return Stream.of(names(), ports(), nodes(), formats(), sums()).flatMap(s -> s);
  }

  private static Stream<Arguments> names() {
    return Stream.of(
        change("a tensor has no name", d -> d.tensor("", 1, Format.signed(0, 8))),
        change("name is too long", d -> d.tensor("n".repeat(257), 1, Format.signed(0, 8))),
        change("control character", d -> d.tensor("a\nb", 1, Format.signed(0, 8))),
        change("control character", d -> d.tensor("a\u2028b", 1, Format.signed(0, 8))),
        change("control character", d -> d.tensor("a\ud800b", 1, Format.signed(0, 8))),
        change("tensor x is declared twice", d -> d.tensor("x", 3, Format.signed(4, 8))),
        change("parameter w is declared twice", d -> d.parameter("w", 3, 4, Format.signed(6, 8))),
        change("w is a tensor and a parameter", d -> d.tensor("w", 3, Format.signed(4, 8))),
        change("tensor z is never defined", d -> d.tensor("z", 3, Format.signed(4, 8))),
        change("parameter z is never read", d -> d.parameter("z", 3, 4, Format.signed(6, 8))),
        change(
            "items of a kind",
            d -> d.tensors.addAll(Collections.nCopies(1 << 15, d.tensors.getFirst()))),
        change("more than", d -> d.shape("x", 1, 1 << 25)),
        change("more than", d -> d.shape("x", 1 << 20, 1 << 20)),
        change("parameter w has shape", d -> d.parameterShape("w", 0, 4)),
        change("parameter w has shape", d -> d.parameterShape("w", 3, -4)),
        change("more than", d -> d.parameterShape("w", 1 << 20, 1 << 20)));
  }

  private static Stream<Arguments> ports() {
    return Stream.of(
        change("no input port", d -> d.inputs.clear()),
        change("no output port", d -> d.outputs.clear()),
        change("port x is declared twice", d -> d.outputs.add(new Port("x", "u", List.of(4L)))),
        change("names no declared tensor", d -> d.inputs.set(0, new Port("x", "z", List.of(3L)))),
        change(
            "does not have as many entries",
            d -> d.inputs.set(0, new Port("x", "x", List.of(1L, 4L)))),
        change("dimension of 0", d -> d.inputs.set(0, new Port("x", "x", List.of(0L, 3L)))),
        change(
            "dimension of -3",
            d -> d.inputs.set(0, new Port("x", "x", List.of(-1L, -3L).reversed()))),
        change(
            "has a dimension",
            d -> d.inputs.set(0, new Port("x", "x", List.of(1L << 32, 1L << 32)))),
        change(
            "more than 16 dimensions",
            d -> d.inputs.set(0, new Port("x", "x", Collections.nCopies(17, 1L)))),
        change("shares tensor x", d -> d.inputs.add(new Port("z", "x", List.of(3L)))),
        change("not a stored result", d -> d.outputs.add(new Port("z", "x", List.of(3L)))),
        change("not a stored result", d -> d.outputs.add(new Port("z", "p", List.of(4L)))),
        change("shares tensor shares", d -> d.outputs.add(new Port("z", "shares", List.of(4L)))),
        change("tensor q is defined twice", d -> d.inputs.add(new Port("q", "q", List.of(4L)))));
  }

  private static Stream<Arguments> nodes() {
    return Stream.of(
        change("a node's name has a control character", d -> d.relu("z\n", "p", 6)),
        change("an operand's name has a control character", d -> d.relu("z", "p\n", 6)),
        change("an operand's name is too long", d -> d.relu("z", "p".repeat(1 << 20), 6)),
        change("an operand's name has a control", d -> d.linear("z", "x", "w\n", Optional.empty())),
        change("defines no declared tensor", d -> d.relu("z", "p", 6)),
        change("tensor q is defined twice", d -> d.relu("q", "p", 6)),
        change("reads p before it is defined", d -> d.nodes.addFirst(d.nodes.remove(1))),
        change(
            "reads q before it is defined",
            d -> d.node("q", new Requantize("q", "q", 6, new Activation.Relu()))),
        change(
            "undeclared parameter z",
            d -> d.node("p", new Linear("p", "x", "z", Optional.of("b")))),
        change(
            "parameter w is read twice",
            d -> {
              d.linear("z", "x", "w", Optional.empty());
              d.tensor("z", 4, new Format(10, -1L << 40, 1L << 40));
            }),
        change(
            "accumulator p is never read",
            d -> {
              d.node("q", new Requantize("q", "x", 0, new Activation.Relu()));
              d.shape("q", 1, 3);
              d.parameterShape("s", 1, 3);
              for (String t : List.of("r", "t", "u", "shares")) {
                d.shape(t, 1, 3);
              }
              d.format("label", new Format(0, 0, 2));
              d.outputs.set(0, new Port("shares", "shares", List.of(3L)));
            }),
        change("linear p: shapes", d -> d.parameterShape("w", 4, 3)),
        change("linear p: shapes", d -> d.shape("p", 2, 4)),
        change("shape of bias b", d -> d.parameterShape("b", 4, 1)),
        change("affine r: shapes", d -> d.parameterShape("s", 4, 1)),
        change("affine r: shapes", d -> d.shape("r", 2, 4)),
        change("sum t: shapes", d -> d.shape("t", 4, 1)),
        change("requantize u: shapes", d -> d.shape("u", 4, 1)),
        change(
            "softmax shares: shapes",
            d -> {
              d.shape("shares", 4, 1);
            }),
        change(
            "argmax label: shapes",
            d -> {
              d.shape("label", 1, 4);
              d.outputs.set(1, new Port("label", "label", List.of(4L)));
            }),
        change(
            "reads p, which is not stored",
            d -> d.node("r", new Affine("r", "p", "s", Optional.empty()))),
        change(
            "reads t, which is not stored", d -> d.node("label", new ArgMax("label", "t", false))),
        change(
            "reads t, which is not stored", d -> d.node("shares", new Softmax("shares", "t", 14))),
        change(
            "bad constants",
            d -> d.node("u", new Requantize("u", "t", 8, new Activation.LeakyRelu(-0.1)))),
        change(
            "bad constants",
            d -> d.node("u", new Requantize("u", "t", 8, new Activation.LeakyRelu(Double.NaN)))),
        change(
            "bad constants",
            d -> d.node("u", new Requantize("u", "t", 8, new Activation.LeakyRelu(1e300)))),
        change(
            "bad constants",
            d -> d.node("u", new Requantize("u", "t", 8, new Activation.Clip(1, 0)))),
        change(
            "bad constants",
            d -> d.node("u", new Requantize("u", "t", 8, new Activation.Clip(0, Double.NaN)))),
        change("has no activation", d -> d.node("u", new Requantize("u", "t", 8, null))));
  }

  private static Stream<Arguments> formats() {
    return Stream.of(
        change("tensor q has no format", d -> d.format("q", null)),
        change("exceeds 2^62", d -> d.format("p", new Format(10, Long.MIN_VALUE, 0))),
        change("exceeds 2^62", d -> d.format("p", new Format(10, 0, Long.MAX_VALUE))),
        change(
            "exceeds 2^62",
            d -> d.parameterFormat("w", new Format(6, Long.MIN_VALUE, Long.MAX_VALUE))),
        change("x spans more than 16 bits", d -> d.format("x", Format.signed(4, 18))),
        change(
            "u spans more than 16 bits", d -> d.format("u", new Format(4, 1 << 20, (1 << 20) + 5))),
        change("p can leave its declared range", d -> d.format("p", new Format(10, -81536, 81918))),
        change("p can leave its declared range", d -> d.format("p", new Format(10, -81535, 81919))),
        change("t can leave its declared range", d -> d.format("t", Format.signed(12, 23))),
        change("fraction of p is not", d -> d.format("p", new Format(9, -81920, 81919))),
        change("fraction of r is not", d -> d.format("r", Format.signed(11, 30))),
        change("fraction of bias b", d -> d.parameterFormat("b", Format.signed(9, 16))),
        change("w is not of 2 to 16 bits", d -> d.parameterFormat("w", Format.signed(6, 17))),
        change("w is not of 2 to 16 bits", d -> d.parameterFormat("w", new Format(6, -100, 100))),
        change("w is not of 2 to 16 bits", d -> d.parameterFormat("w", new Format(6, -128, 126))),
        change("w is not of 2 to 16 bits", d -> d.parameterFormat("w", Format.unsigned(6, 8))),
        change("w is not of 2 to 16 bits", d -> d.parameterFormat("w", new Format(6, 0, 0))),
        change("w is not of 2 to 16 bits", d -> d.parameterFormat("w", new Format(6, -1, -1))),
        change("b is not of 2 to 32 bits", d -> d.parameterFormat("b", Format.signed(10, 33))),
        change("argmax label: the format", d -> d.format("label", new Format(0, 0, 4))),
        change("argmax label: the format", d -> d.format("label", new Format(1, 0, 3))),
        change("softmax shares: the format", d -> d.format("shares", new Format(10, 0, 1023))),
        change("softmax shares: the format", d -> d.format("shares", new Format(0, 0, 1))));
  }

  private static Stream<Arguments> sums() {
    Consumer<Draft> second =
        d -> {
          d.parameter("w2", 4, 4, Format.signed(6, 8));
          d.nodes.add(2, new Linear("p2", "q", "w2", Optional.empty()));
          d.tensor("p2", 4, Format.signed(10, 30));
        };
    return Stream.of(
        change("sum t has no addends", d -> d.node("t", new Sum("t", List.of(), 7))),
        change(
            "multiplier of zero",
            d -> d.node("t", new Sum("t", List.of(new Sum.Addend("r", 0)), 7))),
        change(
            "an addend twice",
            d ->
                d.node(
                    "t", new Sum("t", List.of(new Sum.Addend("q", 1), new Sum.Addend("q", 1)), 7))),
        change(
            "too many addends",
            d -> d.node("t", new Sum("t", Collections.nCopies(65, new Sum.Addend("q", 1)), 7))),
        change(
            "could exceed 2^62",
            d -> d.node("t", new Sum("t", List.of(new Sum.Addend("r", 1L << 50)), 0))),
        change(
            "could exceed 2^62",
            d -> d.node("t", new Sum("t", List.of(new Sum.Addend("r", Long.MIN_VALUE)), 0))),
        change(
            "could exceed 2^62",
            d -> d.node("t", new Sum("t", List.of(new Sum.Addend("r", 1)), Long.MAX_VALUE))),
        change(
            "more than one contraction",
            second.andThen(
                d ->
                    d.node(
                        "t",
                        new Sum(
                            "t", List.of(new Sum.Addend("r", 1), new Sum.Addend("p2", 1)), 0)))),
        change(
            "more than one contraction",
            second.andThen(
                d -> {
                  d.nodes.add(
                      3, new Sum("v", List.of(new Sum.Addend("p2", 1), new Sum.Addend("q", 1)), 0));
                  d.tensor("v", 4, Format.signed(10, 31));
                  d.node(
                      "t",
                      new Sum("t", List.of(new Sum.Addend("r", 1), new Sum.Addend("v", 1)), 0));
                })));
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

  private static Map<String, int[]> values() {
    Map<String, int[]> values = new HashMap<>();
    new Draft().graph().parameters().forEach(p -> values.put(p.name(), new int[p.size()]));
    return values;
  }

  @Test
  void parametersMustFitTheirDeclaration() {
    IntegerGraph graph = new Draft().graph();
    Map<String, int[]> fine = values();
    Arrays.fill(fine.get("w"), -128);
    assertThatCode(() -> GraphLint.check(graph, new Parameters(fine))).doesNotThrowAnyException();

    Map<String, int[]> wide = values();
    wide.get("w")[7] = 12345;
    assertThatThrownBy(() -> GraphLint.check(graph, new Parameters(wide)))
        .hasMessageContaining("w: entry 7 is outside")
        .hasMessageNotContaining("12345");

    Map<String, int[]> absent = values();
    absent.remove("s");
    assertThatThrownBy(() -> GraphLint.check(graph, new Parameters(absent)))
        .hasMessageContaining("no parameter named s");

    Map<String, int[]> small = values();
    small.put("s", new int[3]);
    assertThatThrownBy(() -> GraphLint.check(graph, new Parameters(small)))
        .hasMessageContaining("s does not fill its shape");
  }
}
