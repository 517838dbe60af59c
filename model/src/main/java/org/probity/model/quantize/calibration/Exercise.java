package org.probity.model.quantize.calibration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.probity.graph.Shapes;
import org.probity.graph.View;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatExecutor;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.floatgraph.FloatPort;
import org.probity.model.quantize.Domain;
import org.probity.model.quantize.format.FunctionShape;

/**
 * Finds what the samples do not exercise. A condition that decides between branches and is the same
 * in all samples is an error. A tensor that is zero on all samples, as the penalties of a mask that
 * masks nothing, takes its range from random inputs within the range of the samples, which is
 * noted.
 */
final class Exercise {
  private static final int PROBES = 4;

  private final FloatGraph graph;
  private final Calibration calibration;
  private final Map<String, Domain> domains;
  private final List<String> notes = new ArrayList<>();

  private Exercise(FloatGraph graph, Calibration calibration, Map<String, Domain> domains) {
    this.graph = graph;
    this.calibration = calibration;
    this.domains = domains;
  }

  /**
   * Completes a calibration.
   *
   * @return notes, one for each tensor that the samples do not exercise
   * @throws ModelException if a branch is never taken
   */
  static List<String> complete(
      FloatGraph graph, Calibration calibration, Map<String, Domain> domains)
      throws ModelException {
    Exercise exercise = new Exercise(graph, calibration, domains);
    exercise.checkBranches();
    exercise.fillRanges();
    return exercise.notes;
  }

  private void checkBranches() throws ModelException {
    for (FloatNode node : graph.nodes()) {
      if (node instanceof FloatNode.Apply a
          && Shapes.size(a.shape()) == 1
          && FunctionShape.isCondition(a.function())
          && decides(a)) {
        Calibration.Range range = calibration.range(a.output());
        if (range.min() == range.max()) {
          throw new ModelException(
              "condition "
                  + a.output()
                  + " is "
                  + (range.min() == 0 ? "false" : "true")
                  + " in all samples, so one branch is never exercised; add samples that take it");
        }
      }
    }
  }

  /** Whether one condition is multiplied with more than one entry. */
  private boolean decides(FloatNode.Apply condition) {
    return graph.nodes().stream()
        .anyMatch(
            n ->
                n instanceof FloatNode.Contract c
                    && c.right().isPresent()
                    && Shapes.size(c.shape()) > 1
                    && c.views().stream().map(View::source).anyMatch(condition.output()::equals));
  }

  private void fillRanges() {
    for (FloatPort port : graph.inputs()) {
      if (isZero(port.tensor()) && !domains.containsKey(port.name())) {
        notes.add(
            "input "
                + port.name()
                + " is zero in all samples; its domain reaches to 1 unless another is declared");
      }
    }
    List<String> zero = graph.nodes().stream().map(FloatNode::output).filter(this::isZero).toList();
    if (zero.isEmpty()) {
      return;
    }
    List<String> sums = sumsOf(zero);
    Map<String, double[]> seen = probe(Stream.concat(zero.stream(), sums.stream()).toList());
    sums.forEach(t -> calibration.widen(t, seen.get(t)));
    for (String tensor : zero) {
      double[] values = seen.get(tensor);
      boolean reached = Arrays.stream(values).anyMatch(v -> v != 0);
      if (reached && Arrays.stream(values).allMatch(Double::isFinite)) {
        calibration.replace(tensor, values);
        notes.add(
            "tensor " + tensor + " is zero on all samples; its range is that of random inputs");
      } else {
        notes.add("tensor " + tensor + " is zero on all samples");
      }
    }
  }

  /** Sums with such a tensor, directly or by way of other sums. */
  private List<String> sumsOf(List<String> zero) {
    Set<String> reached = new LinkedHashSet<>(zero);
    for (FloatNode node : graph.nodes()) {
      if (node instanceof FloatNode.Combine c
          && c.views().stream().map(View::source).anyMatch(reached::contains)) {
        reached.add(c.output());
      }
    }
    zero.forEach(reached::remove);
    return List.copyOf(reached);
  }

  private boolean isZero(String tensor) {
    return calibration.range(tensor).isZero();
  }

  private Map<String, double[]> probe(List<String> tensors) {
    SplittableRandom random = new SplittableRandom(1);
    Map<String, double[]> seen = new HashMap<>();
    for (int i = 0; i < PROBES; i++) {
      Map<String, double[]> inputs = new HashMap<>();
      graph.inputs().forEach(port -> inputs.put(port.name(), inputs(port, random)));
      Map<String, double[]> values = FloatExecutor.run(graph, inputs);
      tensors.forEach(t -> seen.merge(t, values.get(t), Exercise::joined));
    }
    return seen;
  }

  private static double[] joined(double[] a, double[] b) {
    double[] joined = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, joined, a.length, b.length);
    return joined;
  }

  /** Random entries from zero to what the samples show, or from the declared domain. */
  private double[] inputs(FloatPort port, SplittableRandom random) {
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
}
