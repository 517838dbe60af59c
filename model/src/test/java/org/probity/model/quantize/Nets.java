package org.probity.model.quantize;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.probity.graph.AxisIndex;
import org.probity.graph.RealFunction;
import org.probity.graph.RealFunction.UnaryOperator;
import org.probity.graph.Shapes;
import org.probity.graph.View;
import org.probity.model.floatgraph.Constant;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.floatgraph.FloatPort;
import org.probity.model.floatgraph.PortType;

/** Writes small nets with random weights, layer by layer. */
final class Nets {
  final Random random;
  final Map<String, Constant> constants = new HashMap<>();
  final List<FloatNode> nodes = new ArrayList<>();
  private final List<FloatPort> inputs = new ArrayList<>();
  private final List<FloatPort> outputs = new ArrayList<>();
  private final Map<String, List<Integer>> shapes = new HashMap<>();

  Nets(long seed) {
    random = new Random(seed);
  }

  Nets input(String name, Integer... shape) {
    inputs.add(port(name, name, List.of(shape), false));
    shapes.put(name, List.of(shape));
    return this;
  }

  Nets labels(String name, Integer... shape) {
    inputs.add(port(name, name, List.of(shape), true));
    shapes.put(name, List.of(shape));
    return this;
  }

  Nets output(String tensor) {
    outputs.add(port("out " + tensor, tensor, shapes.get(tensor), false));
    return this;
  }

  FloatGraph graph() {
    return new FloatGraph(inputs, outputs, constants, nodes);
  }

  static FloatPort port(String name, String tensor, List<Integer> shape, boolean integer) {
    PortType type = integer ? PortType.INTEGER : PortType.FLOAT32;
    return new FloatPort(name, tensor, shape.stream().map(Integer::longValue).toList(), type);
  }

  List<Integer> shape(String tensor) {
    return shapes.get(tensor);
  }

  Nets add(FloatNode node) {
    nodes.add(node);
    shapes.put(node.output(), node.shape());
    return this;
  }

  Nets constant(String name, double size, Integer... shape) {
    double[] values = random.doubles(Shapes.size(List.of(shape)), -size, size).toArray();
    return constant(name, values, shape);
  }

  Nets constant(String name, double[] values, Integer... shape) {
    constants.put(name, new Constant(List.of(shape), values));
    shapes.put(name, List.of(shape));
    return this;
  }

  /** {@code y = x * w + b} along the last axis. */
  Nets dense(String out, String in, int width, double size) {
    List<Integer> shape = shape(in);
    int last = shape.size() - 1;
    constant(out + ".w", size, shape.get(last), width);
    constant(out + ".b", size, width);
    List<Integer> result = new ArrayList<>(shape);
    result.set(last, width);
    List<AxisIndex> left = new ArrayList<>(View.identity(in, last + 1).axes());
    left.set(last, AxisIndex.along(last + 1));
    View right = new View(out + ".w", List.of(AxisIndex.along(last + 1), AxisIndex.along(last)));
    add(
        new FloatNode.Contract(
            out + ".mul",
            result,
            List.of(shape.get(last)),
            new View(in, left),
            Optional.of(right)));
    return bias(out, out + ".mul", out + ".b", last);
  }

  Nets bias(String out, String in, String bias, int axis) {
    return add(
        new FloatNode.Combine(
            out,
            shape(in),
            List.of(
                new FloatNode.Combine.Term(1, View.identity(in, shape(in).size())),
                new FloatNode.Combine.Term(1, new View(bias, List.of(AxisIndex.along(axis))))),
            0));
  }

  /** A 2-D convolution with padding that keeps the size at stride 1, of shape [1, c, h, w]. */
  Nets conv(String out, String in, int channels, int kernel, int stride, double size) {
    List<Integer> shape = shape(in);
    int c = shape.get(1);
    constant(out + ".w", size, channels, c, kernel, kernel);
    constant(out + ".b", size, channels);
    int pad = kernel / 2;
    List<Integer> result =
        List.of(
            1,
            channels,
            (shape.get(2) + 2 * pad - kernel) / stride + 1,
            (shape.get(3) + 2 * pad - kernel) / stride + 1);
    View left =
        new View(
            in,
            List.of(
                AxisIndex.along(0),
                AxisIndex.along(4),
                new AxisIndex.Strided(List.of(2, 5), List.of(stride, 1), -pad, 1),
                new AxisIndex.Strided(List.of(3, 6), List.of(stride, 1), -pad, 1)));
    View right =
        new View(
            out + ".w",
            List.of(
                AxisIndex.along(1), AxisIndex.along(4), AxisIndex.along(5), AxisIndex.along(6)));
    add(
        new FloatNode.Contract(
            out + ".mul", result, List.of(c, kernel, kernel), left, Optional.of(right)));
    return bias(out, out + ".mul", out + ".b", 1);
  }

  Nets maxPool(String out, String in, int kernel) {
    List<Integer> s = shape(in);
    View operand =
        new View(
            in,
            List.of(
                AxisIndex.along(0),
                AxisIndex.along(1),
                new AxisIndex.Strided(List.of(2, 4), List.of(kernel, 1), 0, 1),
                new AxisIndex.Strided(List.of(3, 5), List.of(kernel, 1), 0, 1)));
    return add(
        new FloatNode.Extremum(
            out,
            List.of(1, s.get(1), s.get(2) / kernel, s.get(3) / kernel),
            List.of(kernel, kernel),
            List.of(operand),
            false));
  }

  Nets flatten(String out, String in) {
    int rank = shape(in).size();
    int size = Shapes.size(shape(in)) / shape(in).getFirst();
    AxisIndex table = new AxisIndex.Table(rank - 1, List.of(1), IntStream.range(0, size).toArray());
    return add(
        new FloatNode.Layout(
            out,
            List.of(shape(in).getFirst(), size),
            new View(in, List.of(AxisIndex.along(0), table))));
  }

  Nets apply(String out, String in, RealFunction f) {
    return add(new FloatNode.Apply(out, shape(in), in, f));
  }

  Nets relu(String out, String in) {
    return apply(out, in, RealFunction.unary(UnaryOperator.RELU));
  }

  Nets sum(String out, String a, double ca, String b, double cb) {
    int rank = shape(a).size();
    return add(
        new FloatNode.Combine(
            out,
            shape(a),
            List.of(
                new FloatNode.Combine.Term(ca, View.identity(a, rank)),
                new FloatNode.Combine.Term(cb, View.identity(b, rank))),
            0));
  }

  /** Random samples of all inputs. */
  List<Map<String, double[]>> samples(int count, double limit) {
    List<Map<String, double[]>> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Map<String, double[]> sample = new HashMap<>();
      for (FloatPort port : inputs) {
        int size = Shapes.size(port.tensorShape());
        sample.put(port.name(), random.doubles(size, -limit, limit).toArray());
      }
      samples.add(sample);
    }
    return samples;
  }
}
