package org.probity.model.floatgraph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.probity.model.Seeds;
import org.probity.model.graph.Activation;

class FoldingTest {
  private static final int SIZE = 4;

  private static FloatNode.Scale scale(String out, String in, Random random) {
    return new FloatNode.Scale(
        out, in, random.doubles(SIZE, -2, 2).toArray(), random.doubles(SIZE, -2, 2).toArray());
  }

  private static FloatNode.Dense dense(String out, String in, Random random) {
    Matrix weight = new Matrix(SIZE, SIZE, random.doubles(SIZE * SIZE, -2, 2).toArray());
    return new FloatNode.Dense(out, in, weight, random.doubles(SIZE, -2, 2).toArray());
  }

  private static FloatNode.Scale identity(String out, String in) {
    return new FloatNode.Scale(out, in, new double[] {1, 1, 1, 1}, new double[SIZE]);
  }

  private static FloatGraph graph(List<FloatNode> nodes, String... outputs) {
    List<FloatPort> ports = new ArrayList<>();
    for (String output : outputs) {
      ports.add(new FloatPort("port " + output, output, List.of((long) SIZE), false));
    }
    FloatPort input = new FloatPort("x", "x", List.of((long) SIZE), false);
    return new FloatGraph(List.of(input), ports, nodes);
  }

  private static void assertSame(FloatGraph graph, FloatGraph folded, Random random) {
    double[] x = random.doubles(SIZE, -1, 1).toArray();
    Map<String, double[]> expected = FloatExecutor.run(graph, Map.of("x", x));
    Map<String, double[]> actual = FloatExecutor.run(folded, Map.of("x", x));
    for (int i = 0; i < graph.outputs().size(); i++) {
      double[] before = expected.get(graph.outputs().get(i).tensor());
      double[] after = actual.get(folded.outputs().get(i).tensor());
      for (int n = 0; n < SIZE; n++) {
        assertThat(Math.abs(after[n] - before[n])).isLessThan(1e-9 * (1 + Math.abs(before[n])));
      }
    }
  }

  /** Random graphs, with tensors that are read more than once and outputs in the middle. */
  @Seeds(fixed = 1000)
  void foldingKeepsTheFunction(long seed) {
    Random random = new Random(seed);
    List<String> tensors = new ArrayList<>(List.of("x"));
    List<FloatNode> nodes = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      String in = tensors.get(Math.max(0, tensors.size() - 1 - random.nextInt(3)));
      String other = tensors.get(random.nextInt(tensors.size()));
      String out = "t" + i;
      nodes.add(
          switch (random.nextInt(6)) {
            case 0, 1 -> scale(out, in, random);
            case 2, 3 -> dense(out, in, random);
            case 4 ->
                random.nextBoolean()
                    ? identity(out, in)
                    : new FloatNode.Apply(out, in, new Activation.Tanh());
            default ->
                new FloatNode.Combine(
                    out,
                    List.of(
                        new FloatNode.Combine.Term(in, 1), new FloatNode.Combine.Term(other, -1)));
          });
      tensors.add(out);
    }
    FloatGraph graph = graph(nodes, "t9", "t" + random.nextInt(10), "t4");
    FloatGraph folded = Folding.fold(graph);
    assertThat(folded.nodes()).hasSizeLessThanOrEqualTo(nodes.size());
    assertSame(graph, folded, random);
  }

  @Test
  void affineStepsAroundADenseLayerVanish() {
    Random random = new Random(1);
    FloatGraph graph =
        graph(
            List.of(
                scale("a", "x", random),
                scale("b", "a", random),
                identity("c", "b"),
                dense("d", "c", random),
                scale("e", "d", random),
                dense("f", "e", random),
                new FloatNode.Apply("g", "f", new Activation.Relu()),
                scale("h", "g", random),
                dense("i", "h", random)),
            "i");
    FloatGraph folded = Folding.fold(graph);
    assertThat(folded.nodes()).extracting(FloatNode::output).containsExactly("f", "g", "i");
    assertSame(graph, folded, random);
  }

  @Test
  void aNarrowMiddleStays() {
    Matrix down = new Matrix(4, 1, new double[] {1, 2, 3, 4});
    Matrix up = new Matrix(1, 4, new double[] {1, 2, 3, 4});
    FloatGraph graph =
        graph(
            List.of(
                new FloatNode.Dense("a", "x", down, new double[1]),
                new FloatNode.Dense("b", "a", up, new double[4])),
            "b");
    // Folded it would have 16 weights instead of 8.
    assertThat(Folding.fold(graph).nodes()).hasSize(2);
  }

  @Test
  void aLayerThatIsReadTwiceStays() {
    Random random = new Random(2);
    FloatGraph graph = graph(List.of(dense("a", "x", random), scale("b", "a", random)), "a", "b");
    assertThat(Folding.fold(graph).nodes()).hasSize(2);
  }
}
