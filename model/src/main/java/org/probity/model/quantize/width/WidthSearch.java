package org.probity.model.quantize.width;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatExecutor;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.quantize.Agreement;
import org.probity.model.quantize.QuantizedModel;
import org.probity.model.quantize.QuantizerOptions;
import org.probity.model.quantize.SensitivityTable;
import org.probity.model.quantize.Target;
import org.probity.model.quantize.calibration.Calibration;
import org.probity.model.quantize.format.Widths;
import org.probity.model.quantize.node.GraphQuantizer;

/**
 * Chooses widths for a target: first the smallest uniform width that attains it, by bisection; then
 * the layers to which the outputs are least sensitive give up bits, as many layers as the target
 * allows, again by bisection, one bit after the other. The number of trials depends on the number
 * of layers alone, so equal inputs give equal models.
 */
public final class WidthSearch {
  private static final int LEAST = 4;
  private static final int MOST = 16;

  /** Bits that single layers give up at most. */
  private static final int GIVEN_UP = 4;

  /** Cells of nodes times samples that trials of mixed widths may take together. */
  private static final long WORK = 1L << 34;

  private final FloatGraph graph;
  private final Calibration calibration;
  private final List<Map<String, double[]>> samples;
  private final QuantizerOptions options;
  private final List<Map<String, double[]>> expected = new ArrayList<>();
  private final Map<Integer, Trial> uniform = new HashMap<>();
  private int trials;

  /** One quantisation and how it does. */
  private record Trial(Widths widths, QuantizedModel model, Agreement agreement) {}

  /**
   * Prepares a search.
   *
   * @param graph prepared
   * @param samples for which the target is to be attained
   */
  public WidthSearch(
      FloatGraph graph,
      Calibration calibration,
      List<Map<String, double[]>> samples,
      QuantizerOptions options) {
    this.graph = graph;
    this.calibration = calibration;
    this.samples = samples;
    this.options = options;
    for (Map<String, double[]> sample : samples) {
      Map<String, double[]> values = FloatExecutor.run(graph, sample);
      Map<String, double[]> outputs = new HashMap<>();
      graph.outputs().forEach(port -> outputs.put(port.name(), values.get(port.tensor())));
      expected.add(outputs);
    }
  }

  /** Whether some width attains the target. */
  public boolean reaches(Target target) throws ModelException {
    return attains(uniform(MOST), target);
  }

  /** The narrowest model found that attains a target, which some width must. */
  public QuantizedModel run(Target target) throws ModelException {
    Trial best = smallestUniform(target);
    int width = best.widths().activations();
    List<String> notes = new ArrayList<>(best.model().notes());
    notes.add("width of weights and hidden tensors: " + width + " bits");
    Trial mixed = mixed(best, target);
    if (!mixed.widths().equals(best.widths())) {
      notes.add("narrower by sensitivity: " + narrower(mixed.widths(), width));
    }
    notes.add("attained on the samples: " + target.attained(mixed.agreement()));
    QuantizedModel model = mixed.model();
    return new QuantizedModel(model.graph(), model.parameters(), model.origins(), notes);
  }

  private static String narrower(Widths widths, int width) {
    Map<Integer, Integer> counts = new TreeMap<>();
    widths.exceptions().values().forEach(b -> counts.merge(b, 1, Integer::sum));
    StringBuilder text = new StringBuilder();
    counts.forEach(
        (bits, count) ->
            text.append(text.isEmpty() ? "" : ", ")
                .append(count)
                .append(" tensors and weights of ")
                .append(bits)
                .append(" bits"));
    return text.append(" instead of ").append(width).toString();
  }

  private Trial smallestUniform(Target target) throws ModelException {
    int low = LEAST;
    int high = MOST;
    while (low < high) {
      int middle = (low + high) / 2;
      if (attains(uniform(middle), target)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    Trial result = uniform(low);
    if (!attains(result, target)) {
      throw new ModelException(
          "the target is not reached with "
              + MOST
              + " bits: "
              + target.attained(result.agreement())
              + most(result)
              + "; a lower target or other samples would help");
    }
    return result;
  }

  private String most(Trial trial) {
    return SensitivityTable.ofPrepared(graph, trial.model(), samples).stream()
        .max(Comparator.comparingDouble(SensitivityTable.Row::error))
        .map(row -> "; the most sensitive layer is " + row.tensor())
        .orElse("");
  }

  private static boolean attains(Trial trial, Target target) {
    return target.isMetBy(trial.agreement());
  }

  private Trial uniform(int bits) throws ModelException {
    Trial known = uniform.get(bits);
    if (known == null) {
      int inputs = Math.max(bits, options.inputBits());
      int outputs = Math.max(bits, options.outputBits());
      known = trial(new Widths(bits, bits, inputs, outputs, Map.of()));
      uniform.put(bits, known);
    }
    return known;
  }

  private Trial trial(Widths widths) throws ModelException {
    trials++;
    QuantizedModel model = GraphQuantizer.quantize(graph, calibration, options, widths);
    return new Trial(widths, model, Agreement.measure(graph, model, samples, expected));
  }

  private Trial mixed(Trial start, Target target) throws ModelException {
    long allowed = trials + WORK / Math.max(1, Work.of(graph) * samples.size());
    List<SensitivityTable.Row> layers =
        new ArrayList<>(SensitivityTable.ofPrepared(graph, start.model(), samples));
    layers.removeIf(row -> graph.inputs().stream().anyMatch(p -> p.tensor().equals(row.tensor())));
    layers.sort(Comparator.comparingDouble(SensitivityTable.Row::error));
    Trial best = start;
    int width = start.widths().activations();
    int count = layers.size();
    for (int given = 1; given <= GIVEN_UP && width - given >= LEAST && count > 0; given++) {
      int low = 0;
      int high = count;
      while (low < high && trials < allowed) {
        int middle = (low + high + 1) / 2;
        Trial next = trial(narrowed(best.widths(), layers.subList(0, middle), width - given));
        boolean better = ProofCost.of(next.model().graph()) <= ProofCost.of(start.model().graph());
        if (attains(next, target) && better) {
          low = middle;
          best = next;
        } else {
          high = middle - 1;
        }
      }
      count = low;
    }
    return ProofCost.of(best.model().graph()) < ProofCost.of(start.model().graph()) ? best : start;
  }

  private Widths narrowed(Widths widths, List<SensitivityTable.Row> layers, int bits) {
    Map<String, Integer> exceptions = new HashMap<>(widths.exceptions());
    for (SensitivityTable.Row row : layers) {
      exceptions.put(row.tensor(), bits);
      SensitivityTable.weights(graph, row.tensor()).forEach(w -> exceptions.put(w, bits));
    }
    return new Widths(
        widths.activations(), widths.weights(), widths.inputs(), widths.outputs(), exceptions);
  }
}
