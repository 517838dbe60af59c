package org.probity.model.quantize.node;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.probity.graph.AxisIndex;
import org.probity.graph.Parameter;
import org.probity.graph.Shapes;
import org.probity.graph.View;
import org.probity.model.floatgraph.Constant;
import org.probity.model.floatgraph.FloatExecutor;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.floatgraph.FloatPort;
import org.probity.model.floatgraph.PortType;
import org.probity.model.quantize.calibration.Calibration;
import org.probity.model.quantize.draft.ParameterQuantizer;

/**
 * Rounded weights shift the mean of what a layer computes. On the mean of its input over the
 * samples the shift is known exactly, for the layer is linear, and the bias takes it back. After M.
 * Nagel et al., "Data-Free Quantization Through Weight Equalization and Bias Correction" (2019),
 * section 4.2.
 */
final class BiasCorrection {
  private final FloatGraph graph;
  private final Calibration calibration;
  private final ParameterQuantizer parameters;
  private final Map<String, FloatNode> producers = new HashMap<>();
  private final Map<String, Integer> reads = new HashMap<>();

  BiasCorrection(FloatGraph graph, Calibration calibration, ParameterQuantizer parameters) {
    this.graph = graph;
    this.calibration = calibration;
    this.parameters = parameters;
    for (FloatNode node : graph.nodes()) {
      producers.put(node.output(), node);
      node.views().forEach(v -> reads.merge(v.source(), 1, Integer::sum));
    }
  }

  /**
   * What to add to the bias of a sum, by entry of the constant; all zero where the sum has no layer
   * with weights, or the bias belongs to several sums or is read in parts.
   */
  double[] of(FloatNode.Combine sum, FloatNode.Combine.Term bias) {
    String name = bias.view().source();
    Constant constant = graph.constants().get(name);
    double[] correction = new double[constant.values().length];
    if (reads.get(name) > 1 || bias.coefficient() == 0 || !isWholeAlongAxes(bias.view(), sum)) {
      return correction;
    }
    for (FloatNode.Combine.Term term : sum.terms()) {
      if (producers.get(term.view().source()) instanceof FloatNode.Contract layer
          && layer.right().isPresent()
          && parameters.declared().containsKey(layer.right().get().source())
          && term.view().isIdentity()
          && layer.shape().equals(sum.shape())) {
        add(correction, meanError(layer), term.coefficient() / bias.coefficient(), sum, bias);
      }
    }
    return correction;
  }

  private boolean isWholeAlongAxes(View view, FloatNode.Combine sum) {
    List<Integer> shape = graph.constants().get(view.source()).shape();
    for (int d = 0; d < shape.size(); d++) {
      AxisIndex index = view.axes().get(d);
      if (index.axes().size() != 1
          || !index.equals(AxisIndex.along(index.axes().getFirst()))
          || !sum.shape().get(index.axes().getFirst()).equals(shape.get(d))) {
        return false;
      }
    }
    return true;
  }

  /** The layer with exact weights less the layer with rounded ones, on the mean input. */
  private double[] meanError(FloatNode.Contract layer) {
    String input = layer.left().source();
    String weights = layer.right().orElseThrow().source();
    Parameter parameter = parameters.declared().get(weights);
    int[] rounded = parameters.values().get(weights);
    double[] lost = graph.constants().get(weights).values().clone();
    Arrays.setAll(lost, i -> lost[i] - parameter.format().toReal(rounded[i]));
    List<Integer> shape = graph.shapes().get(input);
    FloatPort port =
        new FloatPort(
            input, input, shape.stream().map(Integer::longValue).toList(), PortType.FLOAT32);
    FloatGraph one =
        new FloatGraph(
            List.of(port),
            List.of(),
            Map.of(weights, new Constant(parameter.shape(), lost)),
            List.of(layer));
    return FloatExecutor.run(one, Map.of(input, calibration.mean(input))).get(layer.output());
  }

  /** Adds the mean over the axes that the bias does not have. */
  private static void add(
      double[] correction,
      double[] error,
      double factor,
      FloatNode.Combine sum,
      FloatNode.Combine.Term bias) {
    List<Integer> axes = new ArrayList<>();
    bias.view().axes().forEach(e -> axes.add(e.axes().getFirst()));
    int[] strides = Shapes.strides(sum.shape());
    double share = factor * correction.length / error.length;
    for (int i = 0; i < error.length; i++) {
      int entry = 0;
      for (int a : axes) {
        entry = entry * sum.shape().get(a) + i / strides[a] % sum.shape().get(a);
      }
      correction[entry] += share * error[i];
    }
  }
}
