package org.probity.model.fidelity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.probity.model.ModelException;
import org.probity.model.graph.ArgMax;
import org.probity.model.graph.IntegerExecutor;
import org.probity.model.graph.IntegerGraph;
import org.probity.model.graph.Port;
import org.probity.model.quantize.InputQuantizer;
import org.probity.model.quantize.QuantizedModel;

/** Measures an integer model against its original. */
public final class Fidelity {
  private final IntegerGraph graph;
  private final List<Tally> tallies = new ArrayList<>();

  private Fidelity(IntegerGraph graph) {
    this.graph = graph;
    graph.outputs().forEach(port -> tallies.add(new Tally(port, isLabels(port))));
  }

  /**
   * Runs every sample through both.
   *
   * @param samples row-major real entries by name of the input port
   * @throws ModelException if a sample lies outside the declared domain of the model, or the
   *     original cannot be run or has other outputs
   */
  public static FidelityReport measure(
      Reference reference, QuantizedModel model, List<Map<String, double[]>> samples)
      throws ModelException {
    if (samples.isEmpty()) {
      throw new ModelException("fidelity needs at least one sample");
    }
    Fidelity fidelity = new Fidelity(model.graph());
    InputQuantizer inputs = new InputQuantizer(model.graph());
    for (int i = 0; i < samples.size(); i++) {
      Map<String, double[]> expected = reference.run(samples.get(i));
      Map<String, int[]> rounded;
      try {
        rounded = inputs.quantize(samples.get(i));
      } catch (ModelException e) {
        throw new ModelException("sample " + i + ": " + e.getMessage(), e);
      }
      Map<String, long[]> actual = IntegerExecutor.run(model.graph(), model.parameters(), rounded);
      for (Tally tally : fidelity.tallies) {
        tally.add(
            expected.get(tally.port.name()),
            inputs.toReal(tally.port, actual.get(tally.port.tensor())));
      }
    }
    List<FidelityReport.Output> outputs =
        fidelity.tallies.stream().map(t -> t.result(samples.size())).toList();
    return new FidelityReport(reference.name(), samples.size(), outputs);
  }

  private boolean isLabels(Port port) {
    return graph.nodes().stream()
        .anyMatch(n -> n instanceof ArgMax a && a.output().equals(port.tensor()));
  }

  /** Running comparison of one output. */
  private static final class Tally {
    private final Port port;
    private final boolean labels;
    private int entries;
    private int agreeing;
    private double largestError;
    private double totalError;
    private double largestValue;

    Tally(Port port, boolean labels) {
      this.port = port;
      this.labels = labels;
    }

    void add(double[] expected, double[] actual) throws ModelException {
      if (expected == null || expected.length != actual.length) {
        throw new ModelException("output " + port.name() + " of the original has another shape");
      }
      entries = actual.length;
      boolean same = labels || largest(expected) == largest(actual);
      for (int i = 0; i < entries; i++) {
        if (!Double.isFinite(expected[i])) {
          throw new ModelException("output " + port.name() + " of the original is not finite");
        }
        double error = Math.abs(actual[i] - expected[i]);
        largestError = Math.max(largestError, error);
        totalError += error;
        largestValue = Math.max(largestValue, Math.abs(expected[i]));
        same &= !labels || error == 0;
      }
      agreeing += same ? 1 : 0;
    }

    private static int largest(double[] x) {
      int best = 0;
      for (int i = 1; i < x.length; i++) {
        if (x[i] > x[best]) {
          best = i;
        }
      }
      return best;
    }

    FidelityReport.Output result(int samples) {
      OptionalDouble agreement =
          labels || entries > 1
              ? OptionalDouble.of((double) agreeing / samples)
              : OptionalDouble.empty();
      double mean = totalError / ((double) samples * entries);
      return new FidelityReport.Output(
          port.name(), entries, agreement, largestError, mean, largestValue);
    }
  }
}
