package org.probity.model.fidelity;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.probity.graph.Encoding;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Node;
import org.probity.graph.Port;
import org.probity.graph.Ranking;
import org.probity.graph.RealFunction;
import org.probity.graph.Requantize;
import org.probity.graph.Select;
import org.probity.graph.Tensor;
import org.probity.graph.execution.IntegerExecutor;
import org.probity.model.ModelException;
import org.probity.model.SampleException;
import org.probity.model.floatgraph.Simplified;
import org.probity.model.quantize.InputQuantizer;
import org.probity.model.quantize.QuantizedModel;

/** Measures an integer model against its original. */
public final class Fidelity {
  private Fidelity() {}

  /**
   * {@link #measure(Reference, QuantizedModel, List, FidelityOptions)}, and the layers, and what
   * became of the imported graph.
   *
   * @param imported what the model was quantised from
   */
  public static FidelityReport report(
      Reference reference,
      Simplified imported,
      QuantizedModel model,
      List<Map<String, double[]>> samples,
      FidelityOptions options)
      throws ModelException {
    List<Map<String, double[]>> provable =
        options.calibration() ? samples : provable(model, samples);
    FidelityReport report = measure(reference, model, provable, options);
    LayerMeasurements layers = new LayerMeasurements(imported.graph(), model, provable);
    Optional<List<LayerSensitivity>> sensitivity = layers.sensitivity();
    return report
        .withRefused(samples.size() - provable.size())
        .withLayers(layers.quality(), sensitivity.orElse(List.of()))
        .withNotes(ImportNotes.ofImport(imported))
        .withNotes(ImportNotes.ofChoices(model, sensitivity.isPresent()));
  }

  /**
   * The samples that lie in the model's domains, which calibration samples always do.
   *
   * @throws ModelException if there are none
   */
  private static List<Map<String, double[]>> provable(
      QuantizedModel model, List<Map<String, double[]>> samples) throws ModelException {
    InputQuantizer inputs = new InputQuantizer(model.graph());
    List<Map<String, double[]>> provable = new ArrayList<>();
    Optional<ModelException> fault = Optional.empty();
    for (Map<String, double[]> sample : samples) {
      try {
        inputs.quantize(sample);
        provable.add(sample);
      } catch (ModelException e) {
        fault = Optional.of(e);
      }
    }
    if (provable.isEmpty() && fault.isPresent()) {
      throw new ModelException(
          "none of the held-out samples can be proven: " + fault.get().getMessage(), fault.get());
    }
    return provable;
  }

  /** {@link #measure(Reference, QuantizedModel, List, FidelityOptions)} with the defaults. */
  public static FidelityReport measure(
      Reference reference, QuantizedModel model, List<Map<String, double[]>> samples)
      throws ModelException {
    return measure(reference, model, samples, FidelityOptions.defaults());
  }

  /**
   * Runs every sample through both. Outputs of the original that the model does not have are
   * ignored.
   *
   * @param samples row-major real entries by name of the input port
   * @throws ModelException if a sample lies outside the declared domain of the model, or the
   *     original cannot be run or has other outputs
   */
  public static FidelityReport measure(
      Reference reference,
      QuantizedModel model,
      List<Map<String, double[]>> samples,
      FidelityOptions options)
      throws ModelException {
    if (samples.isEmpty()) {
      throw new ModelException("fidelity needs at least one sample");
    }
    IntegerGraph graph = model.graph();
    Map<String, Tensor> tensors = graph.tensorsByName();
    List<OutputTally> tallies = new ArrayList<>();
    for (Port port : graph.outputs()) {
      boolean label =
          port.encoding() instanceof Encoding.Category
              || reference.isLabel(port.name())
              || isRanking(graph, port.tensor());
      tallies.add(new OutputTally(port, tensors.get(port.tensor()).format(), label, options));
    }
    ImportNotes notes = new ImportNotes(model);
    InputQuantizer inputs = new InputQuantizer(graph);
    for (int i = 0; i < samples.size(); i++) {
      Map<String, double[]> sample = samples.get(i);
      Map<String, double[]> original = reference.run(sample);
      Map<String, int[]> rounded;
      try {
        rounded = inputs.quantize(sample);
      } catch (ModelException e) {
        throw new SampleException(i, e.getMessage());
      }
      Map<String, long[]> proven = IntegerExecutor.run(graph, model.parameters(), rounded);
      notes.add(proven);
      for (OutputTally tally : tallies) {
        Port port = tally.port();
        double[] reals = inputs.toReal(port, proven.get(port.tensor()));
        tally.add(i, sample, original.get(port.name()), reals);
      }
    }
    return new FidelityReport(
        reference.name(),
        samples.size(),
        0,
        options.calibration(),
        tallies.stream().map(OutputTally::result).toList(),
        List.of(),
        List.of(),
        notes.notes());
  }

  /** Whether a tensor is a choice among positions, or of the names that a parameter gives them. */
  private static boolean isRanking(IntegerGraph graph, String tensor) {
    Map<String, Node> definitions = new HashMap<>();
    graph.nodes().forEach(node -> definitions.put(node.output(), node));
    var parameters = graph.parametersByName();
    Node node = definitions.get(tensor);
    while (node != null) {
      switch (node) {
        case Ranking _ -> {
          return true;
        }
        case Select s when parameters.containsKey(s.data().source()) ->
            node = definitions.get(s.index().source());
        case Requantize r when r.function().equals(RealFunction.X) ->
            node = definitions.get(r.input());
        default -> {
          return false;
        }
      }
    }
    return false;
  }
}
