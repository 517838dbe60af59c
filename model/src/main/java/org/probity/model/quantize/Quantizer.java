package org.probity.model.quantize;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatExecutor;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.quantize.calibration.Calibration;
import org.probity.model.quantize.format.Widths;
import org.probity.model.quantize.node.GraphQuantizer;
import org.probity.model.quantize.preparation.AlikePorts;
import org.probity.model.quantize.preparation.Classical;
import org.probity.model.quantize.preparation.Divisors;
import org.probity.model.quantize.preparation.InputScaling;
import org.probity.model.quantize.preparation.Preparation;
import org.probity.model.quantize.preparation.WideScores;
import org.probity.model.quantize.width.WidthSearch;

/**
 * Turns a float graph into an integer graph. Scales are powers of two; those of tensors come from
 * the samples, those of weights are the largest with which the weights fit their width.
 */
public final class Quantizer {
  private Quantizer() {}

  /**
   * Quantises a model.
   *
   * @param samples representative inputs, each the row-major entries by name of the input port
   * @throws ModelException if the samples do not fit the model or do not exercise it, or the model
   *     has no integer form, or the target of the options is not reached
   */
  public static QuantizedModel quantize(
      FloatGraph graph, List<Map<String, double[]>> samples, QuantizerOptions options)
      throws ModelException {
    for (String port : options.domains().keySet()) {
      if (graph.inputs().stream().noneMatch(p -> p.name().equals(port))) {
        throw new ModelException("a domain is declared for " + port + ", which is not an input");
      }
    }
    AlikePorts alike = new AlikePorts(options.alike());
    alike.check(graph);
    return alike.restore(graph, quantized(alike.reshape(graph), samples, options));
  }

  private static QuantizedModel quantized(
      FloatGraph graph, List<Map<String, double[]>> samples, QuantizerOptions options)
      throws ModelException {
    FloatGraph prepared = Preparation.prepare(graph);
    if (options.fine()) {
      return fine(graph, samples, options);
    }
    if (options.automatic() && Classical.is(prepared)) {
      try {
        return fine(graph, samples, options.refined());
      } catch (ModelException e) {
        QuantizedModel coarse = quantized(graph, samples, options.withAutomatic(false));
        return coarse.withNote(
            "not quantised to "
                + QuantizerOptions.FINE_BITS
                + " bits: "
                + e.getMessage()
                + "; "
                + deviation(graph, coarse, samples));
      }
    }
    Optional<QuantizedModel> model = scaled(graph, samples, options);
    // Where 16 bits are not enough for a target, these are the last ones to try.
    return model.isPresent() ? model.get() : fine(graph, samples, options.refined());
  }

  /** With formats of up to 31 bits. */
  private static QuantizedModel fine(
      FloatGraph graph, List<Map<String, double[]>> samples, QuantizerOptions options)
      throws ModelException {
    QuantizedModel model = scaled(graph, samples, options).orElseThrow();
    return options.target().isEmpty()
        ? model
        : attaining(graph, model, samples, options.target().get());
  }

  /** With exponents for inputs of different size; empty if no width attains the target. */
  private static Optional<QuantizedModel> scaled(
      FloatGraph graph, List<Map<String, double[]>> samples, QuantizerOptions options)
      throws ModelException {
    InputScaling scaling = InputScaling.of(graph, samples, options).folded(graph);
    List<Map<String, double[]>> scaled = scaling.calibrating(samples);
    QuantizerOptions bounded = options.withDomains(scaling.domains(options.domains(), scaled));
    return calibrated(scaling.prepared(graph), scaled, bounded).map(scaling::restore);
  }

  /** A model whose widths leave no choice. */
  private static QuantizedModel attaining(
      FloatGraph graph, QuantizedModel model, List<Map<String, double[]>> samples, Target target)
      throws ModelException {
    Agreement agreement = agreement(graph, model, samples);
    if (!target.isMetBy(agreement)) {
      throw new ModelException(
          "the target is not reached with "
              + QuantizerOptions.FINE_BITS
              + " bits: "
              + target.attained(agreement)
              + SensitivityTable.measure(graph, model, samples).stream()
                  .max(Comparator.comparingDouble(SensitivityTable.Row::error))
                  .map(row -> "; the most sensitive layer is " + row.tensor())
                  .orElse("")
              + "; a lower target or other samples would help");
    }
    return model.withNote("attained on the samples: " + target.attained(agreement));
  }

  /** What the results are like on the samples, in words. */
  private static String deviation(
      FloatGraph graph, QuantizedModel model, List<Map<String, double[]>> samples)
      throws ModelException {
    Agreement agreement = agreement(graph, model, samples);
    return String.format(
        Locale.ROOT,
        "on the samples the agreement is %.2f %%, the largest error %.2g",
        100 * agreement.fidelity(),
        agreement.largestError());
  }

  private static Agreement agreement(
      FloatGraph graph, QuantizedModel model, List<Map<String, double[]>> samples)
      throws ModelException {
    List<Map<String, double[]>> expected = new ArrayList<>();
    for (Map<String, double[]> sample : samples) {
      Map<String, double[]> values = FloatExecutor.run(graph, sample);
      Map<String, double[]> outputs = new HashMap<>();
      graph.outputs().forEach(port -> outputs.put(port.name(), values.get(port.tensor())));
      expected.add(outputs);
    }
    return Agreement.measure(graph, model, samples, expected);
  }

  /** Empty if no width attains the target. */
  private static Optional<QuantizedModel> calibrated(
      FloatGraph preparedGraph, List<Map<String, double[]>> samples, QuantizerOptions options)
      throws ModelException {
    FloatGraph prepared = preparedGraph;
    Calibration calibration = Calibration.of(prepared, samples);
    FloatGraph divisible = Divisors.positive(prepared, calibration);
    if (!divisible.equals(prepared)) {
      prepared = divisible;
      calibration = Calibration.of(prepared, samples);
    }
    FloatGraph centred = options.fine() ? WideScores.centred(prepared, calibration) : prepared;
    if (!centred.equals(prepared)) {
      prepared = centred;
      calibration = Calibration.of(prepared, samples);
    }
    calibration.complete(prepared, options.domains());
    if (options.target().isPresent() && !options.fine()) {
      Target target = options.target().get();
      WidthSearch search = new WidthSearch(prepared, calibration, samples, options);
      return search.reaches(target) ? Optional.of(search.run(target)) : Optional.empty();
    }
    return Optional.of(GraphQuantizer.quantize(prepared, calibration, options, Widths.of(options)));
  }
}
