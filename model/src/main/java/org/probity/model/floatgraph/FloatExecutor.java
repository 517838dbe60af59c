package org.probity.model.floatgraph;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Executes a float graph in double precision. */
public final class FloatExecutor {
  private FloatExecutor() {}

  /**
   * The values of all tensors by name.
   *
   * @param inputs row-major entries by name of the input port
   * @throws IllegalArgumentException if an input is missing or has the wrong number of entries
   */
  public static Map<String, double[]> run(FloatGraph graph, Map<String, double[]> inputs) {
    Map<String, Integer> sizes = graph.sizes();
    Map<String, double[]> values = new LinkedHashMap<>();
    for (FloatPort port : graph.inputs()) {
      double[] entries = inputs.get(port.name());
      if (entries == null || entries.length != sizes.get(port.tensor())) {
        throw new IllegalArgumentException(
            "input " + port.name() + " must have " + sizes.get(port.tensor()) + " entries");
      }
      values.put(port.tensor(), entries);
    }
    for (FloatNode node : graph.nodes()) {
      values.put(node.output(), compute(node, values));
    }
    return values;
  }

  private static double[] compute(FloatNode node, Map<String, double[]> values) {
    double[] x = values.get(node.inputs().getFirst());
    return switch (node) {
      case FloatNode.Dense d -> dense(d, x);
      case FloatNode.Scale s -> {
        double[] y = new double[x.length];
        Arrays.setAll(y, i -> x[i] * s.scale()[i] + s.bias()[i]);
        yield y;
      }
      case FloatNode.Combine c -> combine(c, values, x.length);
      case FloatNode.Apply a -> Arrays.stream(x).map(a.activation()::real).toArray();
      case FloatNode.ArgMax a -> new double[] {argMax(x, a.lastIndex())};
      case FloatNode.Softmax _ -> softmax(x);
    };
  }

  private static double[] dense(FloatNode.Dense node, double[] x) {
    double[] y = node.bias().clone();
    double[] w = node.weight().values();
    for (int k = 0, at = 0; k < x.length; k++) {
      for (int n = 0; n < y.length; n++) {
        y[n] += x[k] * w[at++];
      }
    }
    return y;
  }

  private static double[] combine(
      FloatNode.Combine node, Map<String, double[]> values, int length) {
    double[] y = new double[length];
    for (FloatNode.Combine.Term term : node.terms()) {
      double[] x = values.get(term.tensor());
      for (int i = 0; i < length; i++) {
        y[i] += term.sign() * x[i];
      }
    }
    return y;
  }

  private static int argMax(double[] x, boolean lastIndex) {
    int best = 0;
    for (int i = 1; i < x.length; i++) {
      if (lastIndex ? x[i] >= x[best] : x[i] > x[best]) {
        best = i;
      }
    }
    return best;
  }

  private static double[] softmax(double[] x) {
    double max = Arrays.stream(x).max().orElseThrow();
    double[] e = Arrays.stream(x).map(v -> Math.exp(v - max)).toArray();
    double sum = Arrays.stream(e).sum();
    return Arrays.stream(e).map(v -> v / sum).toArray();
  }
}
