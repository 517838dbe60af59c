package org.probity.model.quantize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatExecutor;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.floatgraph.FloatPort;
import org.probity.model.graph.Shapes;

/**
 * Finds tensors that are zero on all samples: nothing is known of their range. Where that says
 * something about the samples, as of a mask that never masks or a branch that is never taken, it is
 * an error. A function that gives zero for arguments that are not, as a ReLU that died in training,
 * a product with zero weights, and what is zero on random inputs, too, say something about the model:
 * that is noted.
 */
final class Exercise {
  private static final int PROBES = 2;

  private final FloatGraph graph;
  private final Calibration calibration;
  private final Map<String, FloatNode> producers = new HashMap<>();
  private final Set<String> dead = new LinkedHashSet<>();

  private final Map<String, Domain> domains;

  /** Tensors that are not zero on random inputs; null before it is known. */
  private Set<String> reachable;

  Exercise(FloatGraph graph, Calibration calibration, Map<String, Domain> domains) {
    this.graph = graph;
    this.calibration = calibration;
    this.domains = domains;
    graph.nodes().forEach(node -> producers.put(node.output(), node));
  }

  /** Checks a tensor whose range is going to be a format. */
  void check(String tensor) throws ModelException {
    if (!calibration.range(tensor).isZero() || !producers.containsKey(tensor)) {
      return;
    }
    if (!isDead(producers.get(tensor)) && reachable().contains(tensor)) {
      throw new ModelException(
          "tensor "
              + tensor
              + " is zero on all samples, so its range is unknown; add samples that exercise it");
    }
    dead.add(tensor);
  }

  private boolean isDead(FloatNode node) {
    return switch (node) {
      case FloatNode.Apply a ->
          a.function().at(0) != 0
              || !calibration.range(a.input()).isZero()
              || dead.contains(a.input());
      case FloatNode.Contract _, FloatNode.Combine _, FloatNode.Divide _, FloatNode.Select _,
          FloatNode.Extremum _, FloatNode.Layout _ ->
          node.views().stream()
              .map(v -> v.source())
              .filter(s -> calibration.range(s).isZero())
              .anyMatch(s -> graph.constants().containsKey(s) || isDeadTensor(s));
      case FloatNode.Ranking _, FloatNode.Softmax _ -> true;
    };
  }

  private boolean isDeadTensor(String tensor) {
    return producers.containsKey(tensor) && isDead(producers.get(tensor));
  }

  private Set<String> reachable() {
    if (reachable != null) {
      return reachable;
    }
    reachable = new HashSet<>();
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < PROBES; i++) {
      Map<String, double[]> inputs = new HashMap<>();
      graph.inputs().forEach(port -> inputs.put(port.name(), probe(port, random)));
      FloatExecutor.run(graph, inputs)
          .forEach(
              (tensor, values) -> {
                if (Arrays.stream(values).anyMatch(v -> v != 0)) {
                  reachable.add(tensor);
                }
              });
    }
    return reachable;
  }

  /** Random entries from zero to what the samples show, or from the declared domain. */
  private double[] probe(FloatPort port, SplittableRandom random) {
    Calibration.Range range = calibration.range(port.tensor());
    Domain domain =
        domains.getOrDefault(
            port.name(), new Domain(Math.min(0, range.min()), Math.max(0, range.max())));
    double[] values = new double[Shapes.size(port.tensorShape())];
    Arrays.setAll(
        values,
        _ -> {
          double v = domain.min() + random.nextDouble() * (domain.max() - domain.min());
          return port.integer() ? Math.rint(v) : v;
        });
    return values;
  }

  /** One line for each tensor that is zero on all samples by the weights. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    dead.forEach(t -> notes.add("tensor " + t + " is zero on all samples"));
    return notes;
  }
}
