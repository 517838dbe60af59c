package org.probity.model.booster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.probity.graph.AxisIndex;
import org.probity.graph.RealFunction;
import org.probity.graph.RealFunction.UnaryOperator;
import org.probity.graph.View;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.Constant;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.floatgraph.FloatPort;
import org.probity.model.floatgraph.PortType;
import org.probity.model.onnx.ImportOptions;
import org.probity.model.trees.Precision;

/**
 * The float graph of a booster: from one input, {@value #INPUT} of shape {@code [rows, width]}, to
 * what its library predicts. Outputs are {@code label} of shape {@code [rows]} if the booster
 * classifies, and of shape {@code [rows, scores]} {@code probability}, {@code probabilities} or
 * {@code prediction}.
 */
public final class BoosterGraph {
  /** Name of the input. */
  public static final String INPUT = "features";

  private static final long MAX_ENTRIES = 1L << 24;
  private static final String SCORES = "scores";

  private final Booster booster;
  private final int rows;
  private final Map<String, Constant> constants = new LinkedHashMap<>();
  private final List<FloatNode> nodes = new ArrayList<>();
  private final List<FloatPort> outputs = new ArrayList<>();

  private BoosterGraph(Booster booster, int rows) {
    this.booster = booster;
    this.rows = rows;
  }

  /**
   * The graph for one row of features, or for as many as the options give the input.
   *
   * @throws ModelException if the options are about anything else
   */
  public static FloatGraph of(Booster booster, ImportOptions options) throws ModelException {
    if (!options.dimensions().isEmpty()
        || !Set.of(INPUT).containsAll(options.inputShapes().keySet())) {
      throw new ModelException(
          booster.source()
              + " model: it has one input, \""
              + INPUT
              + "\", and no named dimensions");
    }
    long[] shape = options.inputShapes().getOrDefault(INPUT, new long[] {1, booster.width()});
    if (shape.length != 2
        || shape[1] != booster.width()
        || shape[0] < 1
        || shape[0] > MAX_ENTRIES / booster.width()) {
      throw new ModelException(
          "%s model: input \"%s\" has the shape [rows, %d], with at most 2^24 entries"
              .formatted(booster.source(), INPUT, booster.width()));
    }
    return new BoosterGraph(booster, (int) shape[0]).graph();
  }

  private FloatGraph graph() {
    switch (booster.scorer()) {
      case Scorer.Trees t ->
          nodes.add(
              new FloatNode.Forest(
                  SCORES,
                  List.of(rows, scores()),
                  List.of(booster.width()),
                  List.of(View.identity(INPUT, 2)),
                  t.ensemble()));
      case Scorer.Linear l -> addLinear(l);
    }
    switch (booster.link()) {
      case Link.Value v -> addFunction("prediction", v.function());
      case Link.Binary b -> {
        addBinaryLabel(b.threshold());
        addFunction("probability", sigmoid(b.slope()));
      }
      case Link.Hinge _ -> addBinaryLabel(0);
      case Link.Softmax _ -> {
        addLabel(SCORES, scores());
        nodes.add(new FloatNode.Softmax("probabilities", List.of(rows, scores()), SCORES, 1));
        addOutput("probabilities", "probabilities");
      }
      case Link.Largest _ -> addLabel(SCORES, scores());
      case Link.OneVersusAll o -> {
        addLabel(SCORES, scores());
        addFunction("probabilities", sigmoid(o.slope()));
      }
    }
    FloatPort input =
        new FloatPort(INPUT, INPUT, List.of((long) rows, (long) booster.width()), real());
    return new FloatGraph(List.of(input), outputs, constants, nodes);
  }

  private int scores() {
    return booster.scorer().scores();
  }

  private static RealFunction sigmoid(double slope) {
    RealFunction scaled =
        slope == 1
            ? RealFunction.X
            : new RealFunction.Binary(
                RealFunction.BinaryOperator.MUL, RealFunction.X, new RealFunction.Constant(slope));
    return scaled.then(RealFunction.unary(UnaryOperator.SIGMOID));
  }

  private void addLinear(Scorer.Linear linear) {
    constants.put("weights", new Constant(List.of(booster.width(), scores()), linear.weights()));
    constants.put("bias", new Constant(List.of(scores()), linear.bias()));
    nodes.add(
        new FloatNode.Contract(
            "products",
            List.of(rows, scores()),
            List.of(booster.width()),
            new View(INPUT, List.of(AxisIndex.along(0), AxisIndex.along(2))),
            Optional.of(new View("weights", List.of(AxisIndex.along(2), AxisIndex.along(1))))));
    nodes.add(
        new FloatNode.Combine(
            SCORES,
            List.of(rows, scores()),
            List.of(
                new FloatNode.Combine.Term(1, View.identity("products", 2)),
                new FloatNode.Combine.Term(1, new View("bias", List.of(AxisIndex.along(1))))),
            0));
  }

  private void addFunction(String name, RealFunction function) {
    if (function.equals(RealFunction.X)) {
      addOutput(name, SCORES);
      return;
    }
    nodes.add(new FloatNode.Apply(name, List.of(rows, scores()), SCORES, function));
    addOutput(name, name);
  }

  private void addOutput(String name, String tensor) {
    outputs.add(new FloatPort(name, tensor, List.of((long) rows, (long) scores()), real()));
  }

  /** The label 1 if the score is above a threshold, else 0: the place of the larger of both. */
  private void addBinaryLabel(double threshold) {
    View second = new View(SCORES, List.of(AxisIndex.along(0), AxisIndex.along(1, 1, -1)));
    List<FloatNode.Combine.Term> terms = new ArrayList<>();
    terms.add(new FloatNode.Combine.Term(1, second));
    if (threshold != 0) {
      constants.put("threshold", new Constant(List.of(2), new double[] {threshold, 0}));
      terms.add(new FloatNode.Combine.Term(1, new View("threshold", List.of(AxisIndex.along(1)))));
    }
    nodes.add(new FloatNode.Combine("both", List.of(rows, 2), terms, 0));
    addLabel("both", 2);
  }

  /** The index of the largest of a row, the first among equals. */
  private void addLabel(String tensor, int count) {
    View row = new View(tensor, List.of(AxisIndex.along(0), AxisIndex.along(2)));
    nodes.add(new FloatNode.Ranking("ranking", List.of(rows, 1), count, row, false, false));
    View first = new View("ranking", List.of(AxisIndex.along(0), AxisIndex.at(0)));
    nodes.add(new FloatNode.Layout("label", List.of(rows), first));
    outputs.add(new FloatPort("label", "label", List.of((long) rows), PortType.INTEGER));
  }

  /** The type of the numbers at the ports: that in which the library compares and adds up. */
  private PortType real() {
    boolean wide = booster.scorer() instanceof Scorer.Trees t && t.precision() == Precision.FLOAT64;
    return wide ? PortType.FLOAT64 : PortType.FLOAT32;
  }
}
