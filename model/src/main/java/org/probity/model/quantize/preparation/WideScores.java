package org.probity.model.quantize.preparation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.probity.graph.AxisIndex;
import org.probity.graph.View;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.quantize.calibration.Calibration;

/**
 * Scores of classes that are too large for the precision in which their differences count, as the
 * logarithms of naive Bayes are where a category never occurs in a class. They are written less the
 * largest of their row, which a softmax and a ranking do not see.
 */
public final class WideScores {
  /** Scores up to this have 16 fraction bits. */
  private static final double LARGEST = 1 << 12;

  private final FloatGraph graph;
  private final Map<String, FloatNode> producers = new HashMap<>();
  private final Map<String, List<FloatNode>> readers = new HashMap<>();
  private final List<FloatNode> nodes = new ArrayList<>();

  private WideScores(FloatGraph graph) {
    this.graph = graph;
    for (FloatNode node : graph.nodes()) {
      producers.put(node.output(), node);
      for (View view : node.views()) {
        readers.computeIfAbsent(view.source(), _ -> new ArrayList<>()).add(node);
      }
    }
    graph.outputs().forEach(port -> readers.remove(port.tensor()));
  }

  /** A graph with the same ports whose scores are precise; the same graph if they are already. */
  public static FloatGraph centred(FloatGraph graph, Calibration calibration) {
    return new WideScores(graph).run(calibration);
  }

  private FloatGraph run(Calibration calibration) {
    Map<String, Integer> axes = new HashMap<>();
    for (String scores : readers.keySet()) {
      Optional<Integer> axis = axis(scores);
      if (axis.isPresent() && isLarge(calibration.range(scores))) {
        axes.put(scores, axis.get());
      }
    }
    if (axes.isEmpty()) {
      return graph;
    }
    for (FloatNode node : graph.nodes()) {
      nodes.add(reading(node, axes.keySet()));
      if (axes.containsKey(node.output())) {
        addDistance(node, axes.get(node.output()));
      }
    }
    return new FloatGraph(graph.inputs(), graph.outputs(), graph.constants(), nodes);
  }

  private static boolean isLarge(Calibration.Range range) {
    return Math.max(Math.abs(range.min()), Math.abs(range.max())) > LARGEST;
  }

  // ---- distances from the largest

  /** The axis along which all readers of a computed tensor compare its entries. */
  private Optional<Integer> axis(String scores) {
    if (!(producers.get(scores) instanceof FloatNode.Combine)
        && !(producers.get(scores) instanceof FloatNode.Contract)) {
      return Optional.empty();
    }
    List<Optional<Integer>> axes = readers.get(scores).stream().map(WideScores::axis).toList();
    return axes.stream().distinct().count() == 1 ? axes.getFirst() : Optional.empty();
  }

  private static Optional<Integer> axis(FloatNode reader) {
    return switch (reader) {
      case FloatNode.Softmax s -> Optional.of(s.axis());
      case FloatNode.Ranking r -> {
        int axis = r.input().axes().indexOf(AxisIndex.along(r.shape().size()));
        yield axis < 0 ? Optional.empty() : Optional.of(axis);
      }
      default -> Optional.empty();
    };
  }

  private void addDistance(FloatNode scores, int axis) {
    List<Integer> shape = scores.shape();
    List<Integer> reduced = new ArrayList<>(shape);
    reduced.set(axis, 1);
    View window = along(scores.output(), axis, AxisIndex.along(shape.size()), shape.size());
    String largest = scores.output() + "/largest";
    nodes.add(
        new FloatNode.Extremum(largest, reduced, List.of(shape.get(axis)), List.of(window), false));
    nodes.add(
        new FloatNode.Combine(
            centredName(scores.output()),
            shape,
            List.of(
                new FloatNode.Combine.Term(1, View.identity(scores.output(), shape.size())),
                new FloatNode.Combine.Term(
                    -1, along(largest, axis, AxisIndex.at(0), shape.size()))),
            0));
  }

  private static View along(String tensor, int axis, AxisIndex special, int rank) {
    List<AxisIndex> axes = new ArrayList<>();
    for (int d = 0; d < rank; d++) {
      axes.add(d == axis ? special : AxisIndex.along(d));
    }
    return new View(tensor, axes);
  }

  private static String centredName(String scores) {
    return scores + "/centred";
  }

  private static FloatNode reading(FloatNode node, Set<String> centred) {
    return switch (node) {
      case FloatNode.Softmax s when centred.contains(s.input()) ->
          new FloatNode.Softmax(s.output(), s.shape(), centredName(s.input()), s.axis());
      case FloatNode.Ranking r when centred.contains(r.input().source()) ->
          new FloatNode.Ranking(
              r.output(),
              r.shape(),
              r.count(),
              new View(centredName(r.input().source()), r.input().axes()),
              r.lastIndex(),
              r.minimum());
      default -> node;
    };
  }
}
