package org.probity.cli.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.probity.graph.AxisIndex;
import org.probity.graph.RealFunction;
import org.probity.graph.View;
import org.probity.model.floatgraph.Constant;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.floatgraph.FloatPort;
import org.probity.model.floatgraph.PortType;

/**
 * Builds nets to measure with, one layer after the other, as the importer would. Weights are drawn
 * at the scale of trained ones (He), so that values keep their size from layer to layer; the draw
 * is the same every time.
 */
final class BenchBuilder {
  private final SplittableRandom random = new SplittableRandom(7);
  private final List<FloatNode> nodes = new ArrayList<>();
  private final Map<String, Constant> constants = new HashMap<>();
  private final FloatPort input;

  /** A tensor of the net. */
  record Tensor(String name, List<Integer> shape) {}

  BenchBuilder(Integer... shape) {
    input =
        new FloatPort(
            "x",
            "x",
            IntStream.range(0, shape.length).mapToObj(d -> (long) shape[d]).toList(),
            PortType.FLOAT32);
  }

  Tensor input() {
    return new Tensor("x", input.tensorShape());
  }

  /** A square convolution with bias on {@code [1, channels, height, width]}. */
  Tensor convolution(Tensor x, int channels, int kernel, int stride, int pad) {
    int in = x.shape().get(1);
    int height = (x.shape().get(2) + 2 * pad - kernel) / stride + 1;
    int width = (x.shape().get(3) + 2 * pad - kernel) / stride + 1;
    View window =
        new View(
            x.name(),
            List.of(
                AxisIndex.along(0),
                AxisIndex.along(6),
                new AxisIndex.Strided(List.of(2, 4), List.of(stride, 1), -pad, 1),
                new AxisIndex.Strided(List.of(3, 5), List.of(stride, 1), -pad, 1)));
    View weight =
        new View(
            weights(in * kernel * kernel, kernel, kernel, in, channels),
            List.of(
                AxisIndex.along(4), AxisIndex.along(5), AxisIndex.along(6), AxisIndex.along(1)));
    return product(
        List.of(1, channels, height, width), List.of(kernel, kernel, in), window, weight);
  }

  /** A dense layer with bias on everything. */
  Tensor dense(Tensor x, int outputs) {
    int rank = x.shape().size();
    List<Integer> summed = x.shape().subList(1, rank);
    List<AxisIndex> all = new ArrayList<>();
    for (int d = 1; d < rank; d++) {
      all.add(AxisIndex.along(d + 1));
    }
    List<AxisIndex> source = new ArrayList<>(all);
    source.addFirst(AxisIndex.along(0));
    List<AxisIndex> weight = new ArrayList<>(all);
    weight.add(AxisIndex.along(1));
    int inputs = summed.stream().reduce(1, Math::multiplyExact);
    Integer[] shape = new Integer[rank];
    for (int d = 1; d < rank; d++) {
      shape[d - 1] = x.shape().get(d);
    }
    shape[rank - 1] = outputs;
    return product(
        List.of(1, outputs),
        summed,
        new View(x.name(), source),
        new View(weights(inputs, shape), weight));
  }

  private Tensor product(List<Integer> shape, List<Integer> summed, View left, View right) {
    Tensor product = new Tensor("product" + nodes.size(), shape);
    nodes.add(new FloatNode.Contract(product.name(), shape, summed, left, Optional.of(right)));
    View bias = new View(weights(1000, shape.get(1)), List.of(AxisIndex.along(1)));
    return combine(shape, View.identity(product.name(), shape.size()), bias);
  }

  Tensor relu(Tensor x) {
    Tensor y = new Tensor("relu" + nodes.size(), x.shape());
    RealFunction relu = RealFunction.unary(RealFunction.UnaryOperator.RELU);
    nodes.add(new FloatNode.Apply(y.name(), x.shape(), x.name(), relu));
    return y;
  }

  Tensor add(Tensor a, Tensor b) {
    int rank = a.shape().size();
    return combine(a.shape(), View.identity(a.name(), rank), View.identity(b.name(), rank));
  }

  private Tensor combine(List<Integer> shape, View a, View b) {
    Tensor sum = new Tensor("sum" + nodes.size(), shape);
    List<FloatNode.Combine.Term> terms =
        List.of(new FloatNode.Combine.Term(1, a), new FloatNode.Combine.Term(1, b));
    nodes.add(new FloatNode.Combine(sum.name(), shape, terms, 0));
    return sum;
  }

  /** Windows of two by two. */
  Tensor maxPool(Tensor x) {
    List<Integer> shape = List.of(1, x.shape().get(1), x.shape().get(2) / 2, x.shape().get(3) / 2);
    Tensor y = new Tensor("pool" + nodes.size(), shape);
    View window =
        new View(
            x.name(),
            List.of(
                AxisIndex.along(0),
                AxisIndex.along(1),
                new AxisIndex.Strided(List.of(2, 4), List.of(2, 1), 0, 1),
                new AxisIndex.Strided(List.of(3, 5), List.of(2, 1), 0, 1)));
    nodes.add(new FloatNode.Extremum(y.name(), shape, List.of(2, 2), List.of(window), false));
    return y;
  }

  /** The mean over height and width. */
  Tensor average(Tensor x) {
    List<Integer> window = x.shape().subList(2, 4);
    List<Integer> shape = List.of(1, x.shape().get(1));
    View all =
        new View(
            x.name(),
            List.of(
                AxisIndex.along(0), AxisIndex.along(1), AxisIndex.along(2), AxisIndex.along(3)));
    Tensor total = new Tensor("total" + nodes.size(), shape);
    nodes.add(new FloatNode.Contract(total.name(), shape, window, all, Optional.empty()));
    Tensor mean = new Tensor("mean" + nodes.size(), shape);
    double share = 1.0 / (window.get(0) * window.get(1));
    FloatNode.Combine.Term term = new FloatNode.Combine.Term(share, View.identity(total.name(), 2));
    nodes.add(new FloatNode.Combine(mean.name(), shape, List.of(term), 0));
    return mean;
  }

  private String weights(int inputs, Integer... shape) {
    List<Integer> sizes = List.of(shape);
    double scale = Math.sqrt(2.0 / inputs);
    double[] values = new double[sizes.stream().reduce(1, Math::multiplyExact)];
    for (int i = 0; i < values.length; i++) {
      values[i] = scale * random.nextGaussian();
    }
    String name = "weights" + constants.size();
    constants.put(name, new Constant(sizes, values));
    return name;
  }

  /** The net that ends in {@code y}. */
  FloatGraph graph(Tensor y) {
    List<Long> shape = y.shape().stream().map(Integer::longValue).toList();
    FloatPort output = new FloatPort("y", y.name(), shape, PortType.FLOAT32);
    return new FloatGraph(List.of(input), List.of(output), constants, nodes);
  }

  /** Inputs to calibrate on. */
  List<Map<String, double[]>> samples(int count) {
    int size = input.tensorShape().stream().reduce(1, Math::multiplyExact);
    return IntStream.range(0, count)
        .mapToObj(_ -> Map.of("x", random.doubles(size, -1, 1).toArray()))
        .toList();
  }
}
