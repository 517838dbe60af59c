package org.probity.model.floatgraph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.probity.graph.AxisIndex;
import org.probity.graph.RealFunction;
import org.probity.graph.RealFunction.BinaryOperator;
import org.probity.graph.RealFunction.UnaryOperator;
import org.probity.graph.View;

/** Exporters' spellings of activations become one function of the layer that they follow. */
class FusionTest {
  private static final List<Integer> SHAPE = List.of(2, 3);

  /** Writes element-wise steps on a tensor "a", which is a matrix product. */
  private static final class Steps {
    final List<FloatNode> nodes = new ArrayList<>();
    final Map<String, Constant> constants = new HashMap<>();

    Steps() {
      constants.put("w", new Constant(List.of(3, 3), new Random(4).doubles(9, -3, 3).toArray()));
      nodes.add(
          new FloatNode.Contract(
              "a",
              SHAPE,
              List.of(3),
              new View("x", List.of(AxisIndex.along(0), AxisIndex.along(2))),
              Optional.of(new View("w", List.of(AxisIndex.along(2), AxisIndex.along(1))))));
    }

    private String next() {
      return "t" + nodes.size();
    }

    String unary(UnaryOperator op, String x) {
      nodes.add(new FloatNode.Apply(next(), SHAPE, x, RealFunction.unary(op)));
      return nodes.getLast().output();
    }

    String binary(BinaryOperator op, String x, double c) {
      RealFunction f = new RealFunction.Binary(op, RealFunction.X, new RealFunction.Constant(c));
      nodes.add(new FloatNode.Apply(next(), SHAPE, x, f));
      return nodes.getLast().output();
    }

    String times(String x, String y) {
      nodes.add(new FloatNode.Contract(next(), SHAPE, List.of(), whole(x), Optional.of(whole(y))));
      return nodes.getLast().output();
    }

    /** As exporters write it: a product with a constant of one entry. */
    String times(String x, double c) {
      String name = "c" + constants.size();
      constants.put(name, new Constant(List.of(1), new double[] {c}));
      nodes.add(
          new FloatNode.Contract(
              next(),
              SHAPE,
              List.of(),
              whole(x),
              Optional.of(new View(name, List.of(AxisIndex.at(0))))));
      return nodes.getLast().output();
    }

    String plus(String x, double cx, String y, double cy) {
      nodes.add(
          new FloatNode.Combine(
              next(),
              SHAPE,
              List.of(
                  new FloatNode.Combine.Term(cx, whole(x)),
                  new FloatNode.Combine.Term(cy, whole(y))),
              0));
      return nodes.getLast().output();
    }

    String plus(String x, double c) {
      nodes.add(
          new FloatNode.Combine(
              next(), SHAPE, List.of(new FloatNode.Combine.Term(1, whole(x))), c));
      return nodes.getLast().output();
    }

    String divide(String x, String y) {
      nodes.add(new FloatNode.Divide(next(), SHAPE, whole(x), whole(y)));
      return nodes.getLast().output();
    }

    String clip(String x, double low, double high) {
      return binary(BinaryOperator.MIN, binary(BinaryOperator.MAX, x, low), high);
    }

    private static View whole(String t) {
      return View.identity(t, 2);
    }

    FloatGraph graph(String output) {
      return new FloatGraph(
          List.of(RandomFloatGraph.port("x", "x", SHAPE)),
          List.of(RandomFloatGraph.port("y", output, SHAPE)),
          constants,
          nodes);
    }
  }

  /** A spelling. */
  private interface Spelling {
    String write(Steps s);
  }

  record Named(String name, Spelling spelling) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Named> spellings() {
    return Stream.of(
        new Named(
            "Gelu: 0.5 x (1 + erf(x / sqrt 2))",
            s -> {
              String erf = s.unary(UnaryOperator.ERF, s.times("a", Math.sqrt(0.5)));
              return s.times(s.times("a", s.plus(erf, 1)), 0.5);
            }),
        new Named(
            "Gelu: x (0.5 (1 + erf))",
            s -> {
              String erf = s.unary(UnaryOperator.ERF, s.times("a", Math.sqrt(0.5)));
              return s.times("a", s.times(s.plus(erf, 1), 0.5));
            }),
        new Named(
            "Gelu: (0.5 x) (1 + erf)",
            s -> {
              String erf = s.unary(UnaryOperator.ERF, s.times("a", Math.sqrt(0.5)));
              return s.times(s.times("a", 0.5), s.plus(erf, 1));
            }),
        new Named(
            "Gelu: tanh, cube by products",
            s -> {
              String cube = s.times(s.times("a", "a"), "a");
              String inner =
                  s.times(s.plus("a", 1, s.times(cube, 0.044715), 1), Math.sqrt(2 / Math.PI));
              return s.times(s.times("a", 0.5), s.plus(s.unary(UnaryOperator.TANH, inner), 1));
            }),
        new Named(
            "Gelu: tanh, cube by Pow",
            s -> {
              String cube = s.binary(BinaryOperator.POW, "a", 3);
              String inner =
                  s.times(s.plus("a", 1, s.times(cube, 0.044715), 1), Math.sqrt(2 / Math.PI));
              return s.times(s.times("a", s.plus(s.unary(UnaryOperator.TANH, inner), 1)), 0.5);
            }),
        new Named(
            "Gelu: x sigmoid(1.702 x)",
            s -> s.times("a", s.unary(UnaryOperator.SIGMOID, s.times("a", 1.702)))),
        new Named("SiLU: x sigmoid(x)", s -> s.times("a", s.unary(UnaryOperator.SIGMOID, "a"))),
        new Named(
            "SiLU: x / (1 + exp(-x))",
            s ->
                s.divide(
                    "a", s.plus(s.unary(UnaryOperator.EXP, s.unary(UnaryOperator.NEG, "a")), 1))),
        new Named(
            "Mish: x tanh(softplus(x))",
            s -> s.times("a", s.unary(UnaryOperator.TANH, s.unary(UnaryOperator.SOFTPLUS, "a")))),
        new Named(
            "Mish: x tanh(log(1 + exp(x)))",
            s ->
                s.times(
                    "a",
                    s.unary(
                        UnaryOperator.TANH,
                        s.unary(UnaryOperator.LOG, s.plus(s.unary(UnaryOperator.EXP, "a"), 1))))),
        new Named(
            "HardSwish: x clip(x + 3, 0, 6) / 6",
            s -> s.times(s.times("a", s.clip(s.plus("a", 3), 0, 6)), 1.0 / 6)),
        new Named(
            "HardSwish: x hardsigmoid(x)",
            s -> s.times("a", s.clip(s.plus(s.times("a", 1.0 / 6), 0.5), 0, 1))),
        new Named(
            "LeakyRelu by Where",
            s -> {
              String positive =
                  s.binary(BinaryOperator.LESS_OR_EQUAL, s.unary(UnaryOperator.NEG, "a"), 0);
              String negative = s.plus(s.times(positive, -1), 1);
              return s.plus(s.times(positive, "a"), 1, s.times(negative, s.times("a", 0.1)), 1);
            }),
        new Named(
            "Softsign: x / (1 + |x|)",
            s -> s.divide("a", s.plus(s.unary(UnaryOperator.ABS, "a"), 1))),
        new Named("square", s -> s.times("a", "a")));
  }

  @ParameterizedTest
  @MethodSource("spellings")
  void becomesOneFunction(Named named) {
    Steps steps = new Steps();
    FloatGraph graph = steps.graph(named.spelling().write(steps));
    Simplified simplified = Folding.simplify(graph);
    assertThat(simplified.graph().nodes()).hasSize(2);
    assertThat(simplified.graph().nodes().getLast())
        .isInstanceOfSatisfying(FloatNode.Apply.class, a -> assertThat(a.input()).isEqualTo("a"));
    assertThat(simplified.notes()).anyMatch(n -> n.startsWith("element-wise"));
    FoldingTest.assertSame(graph, simplified.graph(), new Random(8));
  }

  /** A function of a stored tensor that others read stays on its own. */
  @Test
  void sharedStepsStay() {
    Steps steps = new Steps();
    String relu = steps.unary(UnaryOperator.RELU, "a");
    String tanh = steps.unary(UnaryOperator.TANH, relu);
    FloatGraph one = steps.graph(tanh);
    FloatGraph graph =
        new FloatGraph(
            one.inputs(),
            List.of(one.outputs().getFirst(), RandomFloatGraph.port("z", relu, SHAPE)),
            one.constants(),
            one.nodes());
    assertThat(Folding.fold(graph).nodes()).hasSize(3);
    assertThat(Folding.fold(one).nodes()).hasSize(2);
  }

  /** A factor before ReLU stays a factor: ReLU of a sum needs no table. */
  @Test
  void factorsBeforeReluGoIntoTheWeights() {
    Steps steps = new Steps();
    FloatGraph graph = steps.graph(steps.unary(UnaryOperator.RELU, steps.times("a", 0.3)));
    FloatGraph folded = Folding.fold(graph);
    assertThat(folded.nodes()).hasSize(2);
    assertThat(folded.nodes().getLast())
        .isInstanceOfSatisfying(
            FloatNode.Apply.class,
            a -> assertThat(a.function()).isEqualTo(RealFunction.unary(UnaryOperator.RELU)));
    FoldingTest.assertSame(graph, folded, new Random(1));
  }
}
