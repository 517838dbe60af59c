package org.probity.model.fidelity;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.probity.graph.Contract;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Shapes;
import org.probity.graph.Tensor;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.quantize.LayerErrors;
import org.probity.model.quantize.QuantizedModel;
import org.probity.model.quantize.SensitivityTable;

/**
 * The quality of the layers and what each of them costs, on as many of the samples as can be run in
 * a few seconds to a minute. How many that are depends on the network only, so that equal models
 * and samples give equal reports.
 */
final class LayerMeasurements {
  /** Multiplications that a measurement may take. */
  private static final double MOST_WORK = 2e10;

  private static final int QUALITY_SAMPLES = 64;
  private static final int SENSITIVITY_SAMPLES = 8;

  private final FloatGraph graph;
  private final QuantizedModel model;
  private final List<Map<String, double[]>> samples;
  private final LayerNames names;

  /** Multiplications of one sample. */
  private final double work;

  LayerMeasurements(FloatGraph graph, QuantizedModel model, List<Map<String, double[]>> samples) {
    this.graph = graph;
    this.model = model;
    this.samples = samples;
    this.names = new LayerNames(model.graph());
    this.work = multiplications(model.graph());
  }

  private static double multiplications(IntegerGraph graph) {
    Map<String, Tensor> tensors = graph.tensorsByName();
    return graph.nodes().stream()
        .mapToDouble(
            n ->
                n instanceof Contract c
                    ? (double) tensors.get(c.output()).size() * Shapes.size(c.summed())
                    : tensors.get(n.output()).size())
        .sum();
  }

  List<LayerQuality> quality() throws ModelException {
    int used = affordable(work, QUALITY_SAMPLES).orElse(1);
    return LayerErrors.measure(graph, model, samples.subList(0, used)).stream()
        .map(l -> new LayerQuality(l.origin(), names.operator(l.tensor()), l.bits(), l.decibels()))
        .toList();
  }

  /** Empty if even one sample takes too long, since all layers are run for each. */
  Optional<List<LayerSensitivity>> sensitivity() {
    Map<String, String> operators = new HashMap<>();
    for (Tensor tensor : model.graph().tensors()) {
      String origin = model.origins().get(tensor.name());
      if (origin != null) {
        operators.putIfAbsent(origin, names.operator(tensor.name()));
      }
    }
    // Each layer runs what comes after it, twice where it has weights.
    return affordable(work * operators.size(), SENSITIVITY_SAMPLES)
        .map(
            used ->
                SensitivityTable.measure(graph, model, samples.subList(0, used)).stream()
                    .map(
                        r ->
                            new LayerSensitivity(
                                r.tensor(),
                                operators.get(r.tensor()),
                                r.bits(),
                                r.weightBits(),
                                r.error()))
                    .toList());
  }

  private Optional<Integer> affordable(double perSample, int most) {
    int used = (int) Math.min(Math.min(most, samples.size()), MOST_WORK / perSample);
    return used == 0 ? Optional.empty() : Optional.of(used);
  }
}
