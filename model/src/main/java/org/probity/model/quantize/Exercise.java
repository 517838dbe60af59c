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
import org.probity.model.floatgraph.FloatPort;
import org.probity.model.graph.Shapes;

/**
 * Finds tensors that are zero on all samples: nothing is known of their range. If random inputs
 * within the range of the samples reach them, as with a mask that never masks or a branch that is
 * never taken, the samples are at fault, which is an error. If those do not either, as with a ReLU
 * that died in training or weights of zero, the model is so, which is noted.
 */
final class Exercise {
  private static final int PROBES = 2;

  private final FloatGraph graph;
  private final Calibration calibration;
  private final Set<String> computed = new HashSet<>();
  private final Set<String> dead = new LinkedHashSet<>();

  private final Map<String, Domain> domains;

  /** Tensors that are not zero on random inputs; null before it is known. */
  private Set<String> reachable;

  Exercise(FloatGraph graph, Calibration calibration, Map<String, Domain> domains) {
    this.graph = graph;
    this.calibration = calibration;
    this.domains = domains;
    graph.nodes().forEach(node -> computed.add(node.output()));
  }

  /** Checks a tensor whose range is going to be a format. */
  void check(String tensor) throws ModelException {
    if (!calibration.range(tensor).isZero() || !computed.contains(tensor)) {
      return;
    }
    if (reachable().contains(tensor)) {
      throw new ModelException(
          "tensor "
              + tensor
              + " is zero on all samples, so its range is unknown; add samples that exercise it");
    }
    dead.add(tensor);
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

  /** One line for each tensor that is zero on all samples and on random inputs. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    dead.forEach(t -> notes.add("tensor " + t + " is zero on all samples"));
    return notes;
  }
}
