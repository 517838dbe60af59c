package org.probity.model.quantize;

import java.util.List;
import java.util.Map;
import org.probity.graph.Port;
import org.probity.graph.execution.IntegerExecutor;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatExecutor;
import org.probity.model.floatgraph.FloatGraph;

/** How far an integer model is from its float graph. */
record Comparison(double largestError, double largestValue) {
  static Comparison of(
      FloatGraph graph, QuantizedModel model, List<Map<String, double[]>> samples, int output)
      throws ModelException {
    InputQuantizer inputs = new InputQuantizer(model.graph());
    Port port = model.graph().outputs().get(output);
    String tensor = graph.outputs().get(output).tensor();
    double error = 0;
    double value = 0;
    for (Map<String, double[]> sample : samples) {
      double[] expected = FloatExecutor.run(graph, sample).get(tensor);
      long[] actual =
          IntegerExecutor.run(model.graph(), model.parameters(), inputs.quantize(sample))
              .get(port.tensor());
      double[] reals = inputs.toReal(port, actual);
      for (int i = 0; i < reals.length; i++) {
        error = Math.max(error, Math.abs(reals[i] - expected[i]));
        value = Math.max(value, Math.abs(expected[i]));
      }
    }
    return new Comparison(error, value);
  }

  double relative() {
    return largestError / largestValue;
  }
}
