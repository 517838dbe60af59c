package org.probity.model.quantize;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.probity.graph.Format;
import org.probity.graph.Tensor;
import org.probity.graph.execution.IntegerExecutor;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatExecutor;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.quantize.preparation.InputScaling;

/** How far the stored tensors of a quantised model are from those of its float graph. */
public final class LayerErrors {
  private LayerErrors() {}

  /**
   * One stored tensor.
   *
   * @param tensor name in the integer graph
   * @param origin name in the float graph, which is that of the ONNX model unless steps were joined
   * @param bits width of its format
   * @param decibels ratio of signal to noise: 10 times the decimal logarithm of the mean square of
   *     the float values over that of the differences; infinite if there are none
   */
  public record Layer(String tensor, String origin, int bits, double decibels) {}

  /**
   * Runs samples through both graphs.
   *
   * @param graph the graph that the model was quantised from
   * @return layers in the order of the integer graph
   */
  public static List<Layer> measure(
      FloatGraph graph, QuantizedModel model, List<Map<String, double[]>> samples)
      throws ModelException {
    InputScaling scaling = InputScaling.of(model.graph());
    FloatGraph prepared = scaling.prepared(graph);
    InputQuantizer inputs = new InputQuantizer(model.graph());
    Map<String, double[]> sums = new LinkedHashMap<>();
    for (Map<String, double[]> sample : samples) {
      Map<String, double[]> reals = FloatExecutor.run(prepared, scaling.sample(sample));
      Map<String, long[]> integers =
          IntegerExecutor.run(model.graph(), model.parameters(), inputs.quantize(sample));
      for (Tensor tensor : model.graph().tensors()) {
        double[] real = reals.get(model.origins().get(tensor.name()));
        if (real != null) {
          add(
              sums.computeIfAbsent(tensor.name(), _ -> new double[2]),
              real,
              integers.get(tensor.name()),
              tensor.format());
        }
      }
    }
    List<Layer> layers = new ArrayList<>();
    for (Tensor tensor : model.graph().tensors()) {
      double[] sum = sums.get(tensor.name());
      if (sum != null) {
        double decibels = sum[1] == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(sum[0] / sum[1]);
        Format f = tensor.format();
        int bits = 64 - Long.numberOfLeadingZeros(f.max() - f.min());
        layers.add(new Layer(tensor.name(), model.origins().get(tensor.name()), bits, decibels));
      }
    }
    return layers;
  }

  private static void add(double[] sums, double[] reals, long[] integers, Format format) {
    for (int i = 0; i < reals.length; i++) {
      double error = format.toReal(integers[i]) - reals[i];
      sums[0] += reals[i] * reals[i];
      sums[1] += error * error;
    }
  }
}
