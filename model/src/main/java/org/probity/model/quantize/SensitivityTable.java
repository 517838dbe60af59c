package org.probity.model.quantize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.probity.graph.Format;
import org.probity.graph.Parameter;
import org.probity.graph.Tensor;
import org.probity.graph.View;
import org.probity.model.floatgraph.FloatExecutor;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.floatgraph.FloatPort;
import org.probity.model.quantize.format.FixedPoint;
import org.probity.model.quantize.preparation.InputScaling;
import org.probity.model.quantize.width.Work;

/** Which layer costs the accuracy: what quantising each one alone does to the outputs. */
public final class SensitivityTable {
  /** Samples beyond these are not needed to rank layers. */
  private static final int MAX_SAMPLES = 8;

  /** Cells of nodes times samples times layers. */
  private static final long WORK = 1L << 35;

  private SensitivityTable() {}

  /**
   * One layer: a stored tensor with the weights that are multiplied into it.
   *
   * @param tensor name in the float graph
   * @param bits width of the tensor
   * @param weightBits largest width of its weights, 0 without
   * @param error root mean square of what it changes of the outputs, relative to that of the output
   *     that it changes most
   */
  public record Row(String tensor, int bits, int weightBits, double error) {}

  /**
   * Quantises layer by layer, everything else in double precision.
   *
   * @param graph the graph that the model was quantised from
   * @param samples of which the first few are used
   * @return rows in the order of the graph; inputs are layers, too
   */
  public static List<Row> measure(
      FloatGraph graph, QuantizedModel model, List<Map<String, double[]>> samples) {
    InputScaling scaling = InputScaling.of(model.graph());
    FloatGraph prepared = scaling.prepared(graph);
    return ofPrepared(prepared, model, scaling.apply(samples));
  }

  public static List<Row> ofPrepared(
      FloatGraph graph, QuantizedModel model, List<Map<String, double[]>> samples) {
    List<Map<String, double[]>> clean = new ArrayList<>();
    long affordable = WORK / Math.max(1, Work.of(graph) * model.origins().size());
    int used = (int) Math.max(1, Math.min(Math.min(MAX_SAMPLES, samples.size()), affordable));
    for (Map<String, double[]> sample : samples.subList(0, used)) {
      clean.add(FloatExecutor.run(graph, sample));
    }
    Set<String> tensors = graph.shapes().keySet();
    List<Row> rows = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Tensor tensor : model.graph().tensors()) {
      String origin = model.origins().get(tensor.name());
      if (origin != null && tensors.contains(origin) && seen.add(origin)) {
        Layer layer = new Layer(origin, tensor.format(), weights(graph, origin));
        rows.add(layer.row(graph, model, clean));
      }
    }
    return rows;
  }

  /** Constants that are multiplied into a tensor before another one is stored. */
  public static Set<String> weights(FloatGraph graph, String tensor) {
    Map<String, FloatNode> producers = new HashMap<>();
    graph.nodes().forEach(n -> producers.put(n.output(), n));
    Set<String> weights = new HashSet<>();
    collect(graph, producers, producers.get(tensor), weights);
    return weights;
  }

  private static void collect(
      FloatGraph graph, Map<String, FloatNode> producers, FloatNode node, Set<String> weights) {
    switch (node) {
      case FloatNode.Contract c ->
          c.right()
              .map(View::source)
              .filter(graph.constants()::containsKey)
              .ifPresent(weights::add);
      case FloatNode.Apply a when producers.get(a.input()) instanceof FloatNode.Contract c ->
          collect(graph, producers, c, weights);
      case FloatNode.Apply a when producers.get(a.input()) instanceof FloatNode.Combine c ->
          collect(graph, producers, c, weights);
      case FloatNode.Combine c -> {
        for (View view : c.views()) {
          if (producers.get(view.source()) instanceof FloatNode.Contract p) {
            collect(graph, producers, p, weights);
          }
        }
      }
      case FloatNode.Select s when graph.constants().containsKey(s.data().source()) ->
          weights.add(s.data().source());
      case null, default -> {}
    }
  }

  private record Layer(String tensor, Format format, Set<String> weights) {
    Row row(FloatGraph graph, QuantizedModel model, List<Map<String, double[]>> clean) {
      Map<String, Parameter> parameters = model.graph().parametersByName();
      Map<String, double[]> rounded = new HashMap<>();
      int weightBits = 0;
      for (String weight : weights) {
        Parameter parameter = parameters.get(weight);
        if (parameter != null) {
          int[] integers = model.parameters().get(weight);
          rounded.put(
              weight, Arrays.stream(integers).mapToDouble(parameter.format()::toReal).toArray());
          weightBits = Math.max(weightBits, bits(parameter.format()));
        }
      }
      Map<String, double[]> squares = new HashMap<>();
      for (Map<String, double[]> values : clean) {
        Map<String, double[]> reweighted =
            rounded.isEmpty() ? values : FloatExecutor.rerun(graph, values, rounded);
        double[] stored =
            Arrays.stream(reweighted.get(tensor)).map(v -> nearest(v, format)).toArray();
        Map<String, double[]> changed =
            FloatExecutor.rerun(graph, reweighted, Map.of(tensor, stored));
        for (FloatPort port : graph.outputs()) {
          double[] before = values.get(port.tensor());
          double[] after = changed.get(port.tensor());
          double[] sums = squares.computeIfAbsent(port.name(), _ -> new double[2]);
          for (int i = 0; before != null && i < before.length; i++) {
            sums[0] += (after[i] - before[i]) * (after[i] - before[i]);
            sums[1] += before[i] * before[i];
          }
        }
      }
      double error =
          squares.values().stream()
              .mapToDouble(s -> s[0] == 0 ? 0 : Math.sqrt(s[0] / s[1]))
              .max()
              .orElse(0);
      return new Row(tensor, bits(format), weightBits, error);
    }

    private static double nearest(double real, Format format) {
      double rounded = FixedPoint.round(real, format.fraction());
      double clamped = Math.clamp(rounded, (double) format.min(), (double) format.max());
      return Math.scalb(clamped, -format.fraction());
    }

    private static int bits(Format format) {
      return 64 - Long.numberOfLeadingZeros(format.max() - format.min());
    }
  }
}
