package org.probity.model.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.probity.graph.AxisIndex;
import org.probity.graph.View;
import org.probity.model.floatgraph.FloatExecutor;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.floatgraph.Folding;

/** Normalisations and other affine steps around convolutions and matrix products vanish. */
class AffineFoldingTest {
  private static Nets scale(Nets net, String out, String in, int axis) {
    net.constant(out + ".s", 2, net.shape(in).get(axis));
    return net.add(
        new FloatNode.Contract(
            out,
            net.shape(in),
            List.of(),
            View.identity(in, net.shape(in).size()),
            Optional.of(new View(out + ".s", List.of(AxisIndex.along(axis))))));
  }

  private static Nets shift(Nets net, String out, String in, int axis) {
    net.constant(out + ".t", 2, net.shape(in).get(axis));
    return net.bias(out, in, out + ".t", axis);
  }

  private static List<String> folded(Nets net) {
    FloatGraph graph = net.graph();
    FloatGraph folded = Folding.fold(graph);
    Map<String, double[]> sample = net.samples(1, 1).getFirst();
    double[] expected = FloatExecutor.run(graph, sample).get(graph.outputs().getFirst().tensor());
    double[] actual = FloatExecutor.run(folded, sample).get(folded.outputs().getFirst().tensor());
    assertThat(actual).containsExactly(expected, Offset.offset(1e-9));
    return folded.nodes().stream().map(n -> n.getClass().getSimpleName()).toList();
  }

  @Test
  void batchNormalisationBehindAConvolution() {
    Nets net = new Nets(1).input("x", 1, 3, 6, 6).conv("a", "x", 4, 3, 1, 1);
    shift(scale(net, "b", "a", 1), "c", "b", 1).relu("y", "c").output("y");
    assertThat(folded(net)).containsExactly("Contract", "Combine", "Apply");
  }

  @Test
  void affineStepsBeforeAMatrixProduct() {
    Nets net = new Nets(2).input("x", 2, 5);
    shift(scale(net, "b", "x", 1), "c", "b", 1).dense("y", "c", 4, 1).output("y");
    assertThat(folded(net)).containsExactly("Contract", "Combine");
  }

  /** The padding is zero, which a constant that was moved behind the window would not know. */
  @Test
  void addendsBeforeAPaddedConvolutionStay() {
    Nets net = new Nets(3).input("x", 1, 3, 6, 6);
    shift(scale(net, "b", "x", 1), "c", "b", 1).conv("y", "c", 4, 3, 1, 1).output("y");
    assertThat(folded(net)).containsExactly("Contract", "Combine", "Contract", "Combine");
    Nets scaled = new Nets(3).input("x", 1, 3, 6, 6);
    scale(scaled, "b", "x", 1).conv("y", "b", 4, 3, 1, 1).output("y");
    assertThat(folded(scaled)).containsExactly("Contract", "Combine");
  }

  @Test
  void consecutiveMatrixProducts() {
    Nets net = new Nets(6).input("x", 2, 5).dense("a", "x", 6, 1).dense("b", "a", 5, 1);
    assertThat(folded(net.dense("y", "b", 3, 1).output("y")))
        .containsExactly("Contract", "Combine");
  }

  @Test
  void aNarrowMiddleStays() {
    Nets net = new Nets(7).input("x", 2, 5).dense("a", "x", 1, 1).dense("y", "a", 5, 1);
    assertThat(folded(net.output("y"))).containsExactly("Contract", "Contract", "Combine");
  }

  /** A convolution and a flattened matrix product behind it, as if written by hand. */
  @Test
  void aConvolutionOfOneCellJoinsWhatFollows() {
    Nets net = new Nets(8).input("x", 1, 3, 4, 4).conv("a", "x", 6, 1, 1, 1);
    assertThat(folded(net.conv("y", "a", 2, 1, 1, 1).output("y")))
        .containsExactly("Contract", "Combine");
  }

  @Test
  void factorsOfSums() {
    Nets net = new Nets(4).input("x", 2, 5).dense("a", "x", 5, 1).sum("y", "a", 0.3, "x", 2);
    assertThat(folded(net.output("y"))).containsExactly("Contract", "Combine");
    FloatNode.Combine sum = (FloatNode.Combine) Folding.fold(net.graph()).nodes().getLast();
    assertThat(sum.terms()).extracting(FloatNode.Combine.Term::coefficient).contains(1.0, 2.0);
  }

  @Test
  void sharedWeightsStayShared() {
    Nets net = new Nets(5).input("x", 2, 5).dense("a", "x", 5, 1);
    scale(net, "b", "a", 1);
    net.add(
            new FloatNode.Contract(
                "c",
                List.of(2, 5),
                List.of(5),
                new View("b", List.of(AxisIndex.along(0), AxisIndex.along(2))),
                Optional.of(new View("a.w", List.of(AxisIndex.along(2), AxisIndex.along(1))))))
        .output("c");
    folded(net);
    assertThat(Folding.fold(net.graph()).constants()).containsKey("a.w");
  }
}
