package org.probity.model.quantize;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.probity.graph.Encoding;
import org.probity.graph.Format;
import org.probity.graph.Port;
import org.probity.graph.Tensor;
import org.probity.graph.execution.IntegerExecutor;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.floatgraph.FloatPort;

/**
 * How well a quantised model agrees with its float model on some samples.
 *
 * @param fidelity the least of all outputs, see {@link Target.Fidelity}
 * @param largestError largest absolute error of an entry of an output
 */
public record Agreement(double fidelity, double largestError) {
  /** Rank from which a tensor is taken for an image or a map of features. */
  private static final int IMAGE_RANK = 4;

  /**
   * Runs samples through the integer model.
   *
   * @param expected by sample: the outputs of the float graph by name of the port
   */
  public static Agreement measure(
      FloatGraph graph,
      QuantizedModel model,
      List<Map<String, double[]>> samples,
      List<Map<String, double[]>> expected)
      throws ModelException {
    InputQuantizer inputs = new InputQuantizer(model.graph());
    Map<String, Tensor> tensors = model.graph().tensorsByName();
    Set<String> labels = labels(graph);
    Map<String, Tally> tallies = new HashMap<>();
    for (FloatPort port : graph.outputs()) {
      tallies.put(
          port.name(), new Tally(labels.contains(port.tensor()), classes(port.tensorShape())));
    }
    for (int i = 0; i < samples.size(); i++) {
      Map<String, long[]> values =
          IntegerExecutor.run(model.graph(), model.parameters(), inputs.quantize(samples.get(i)));
      for (Port port : model.graph().outputs()) {
        Format format = tensors.get(port.tensor()).format();
        long[] integers = values.get(port.tensor());
        // As the float graph has them: codes of labels stay codes.
        double[] actual =
            port.encoding() instanceof Encoding.Ordered
                ? inputs.toReal(port, integers)
                : Arrays.stream(integers).mapToDouble(format::toReal).toArray();
        tallies.get(port.name()).add(expected.get(i).get(port.name()), actual);
      }
    }
    double fidelity = 1;
    double error = 0;
    for (Tally tally : tallies.values()) {
      fidelity = Math.min(fidelity, tally.fidelity());
      error = Math.max(error, tally.largestError);
    }
    return new Agreement(fidelity, error);
  }

  /** Number of scores in a row, or 1 if the output is none of scores: an image, or one quantity. */
  private static int classes(List<Integer> shape) {
    boolean image = shape.size() >= IMAGE_RANK && shape.get(shape.size() - 2) > 1;
    return image ? 1 : shape.getLast();
  }

  private static Set<String> labels(FloatGraph graph) {
    Set<String> labels = new HashSet<>();
    for (FloatNode node : graph.nodes()) {
      if (node instanceof FloatNode.Ranking
          || (node instanceof FloatNode.Combine c
              && c.terms().size() == 1
              && labels.contains(c.terms().getFirst().view().source()))) {
        labels.add(node.output());
      }
    }
    return labels;
  }

  /** Running comparison of one output. */
  private static final class Tally {
    private final boolean labels;
    private final int classes;
    private long decisions;
    private long agreeing;
    private double squaredError;
    private double squares;
    private double largestError;

    Tally(boolean labels, int classes) {
      this.labels = labels;
      this.classes = labels ? 1 : classes;
    }

    void add(double[] expected, double[] actual) {
      for (int row = 0; row < expected.length; row += classes) {
        for (int i = row; i < row + classes; i++) {
          double error = Math.abs(expected[i] - actual[i]);
          squaredError += error * error;
          squares += expected[i] * expected[i];
          largestError = Math.max(largestError, error);
        }
        boolean same =
            labels
                ? Math.abs(expected[row] - actual[row]) < 0.5
                : largest(expected, row) == largest(actual, row);
        decisions++;
        agreeing += same ? 1 : 0;
      }
    }

    private int largest(double[] x, int row) {
      int best = row;
      for (int i = row + 1; i < row + classes; i++) {
        best = x[i] > x[best] ? i : best;
      }
      return best;
    }

    double fidelity() {
      if (labels || classes > 1) {
        return (double) agreeing / decisions;
      }
      return squaredError == 0 ? 1 : Math.max(0, 1 - Math.sqrt(squaredError / squares));
    }
  }
}
