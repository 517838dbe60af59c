package org.probity.model.floatgraph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.probity.graph.AxisIndex;
import org.probity.graph.RealFunction;
import org.probity.graph.RealFunction.BinaryOperator;
import org.probity.graph.RealFunction.UnaryOperator;
import org.probity.graph.Shapes;
import org.probity.graph.View;

/** Random float graphs of small tensors with all kinds of nodes and views. */
public final class RandomFloatGraph {
  private static final int MAX_SIZE = 400;

  private final Random random;
  private final Map<String, List<Integer>> shapes = new HashMap<>();
  private final List<String> tensors = new ArrayList<>();
  private final Map<String, Constant> constants = new HashMap<>();
  private final List<FloatNode> nodes = new ArrayList<>();

  private RandomFloatGraph(Random random) {
    this.random = random;
  }

  /** A graph with input "x" and a few outputs; entries stay of the order of 1. */
  public static FloatGraph of(Random random, int steps) {
    RandomFloatGraph g = new RandomFloatGraph(random);
    List<Integer> shape = g.shape(3);
    g.tensors.add("x");
    g.shapes.put("x", shape);
    for (int i = 0; i < steps; i++) {
      g.step();
    }
    List<FloatPort> outputs = new ArrayList<>();
    for (String t : List.of(g.nodes.getLast().output(), g.recent())) {
      outputs.add(port("port" + outputs.size(), t, g.shapes.get(t)));
    }
    return new FloatGraph(List.of(port("x", "x", shape)), outputs, g.constants, g.nodes);
  }

  static FloatPort port(String name, String tensor, List<Integer> shape) {
    return new FloatPort(
        name, tensor, shape.stream().map(Integer::longValue).toList(), PortType.FLOAT32);
  }

  /** An input of such a graph. */
  public static Map<String, double[]> input(FloatGraph graph, Random random) {
    int size = Shapes.size(graph.inputs().getFirst().tensorShape());
    return Map.of("x", random.doubles(size, -1, 1).toArray());
  }

  private List<Integer> shape(int rank) {
    return IntStream.range(0, rank).mapToObj(_ -> 1 + random.nextInt(4)).toList();
  }

  private String recent() {
    return tensors.get(Math.max(0, tensors.size() - 1 - random.nextInt(4)));
  }

  private String constant(List<Integer> shape, double size) {
    String name = "w" + constants.size();
    double[] values = random.doubles(Shapes.size(shape), -size, size).toArray();
    constants.put(name, new Constant(shape, values));
    shapes.put(name, shape);
    return name;
  }

  private void step() {
    String x = recent();
    List<Integer> shape = shapes.get(x);
    String out = "t" + nodes.size();
    FloatNode node =
        switch (random.nextInt(12)) {
          case 0, 1, 2 -> layout(out, x, shape);
          case 3, 4 -> new FloatNode.Apply(out, shape, x, function());
          case 5 -> combine(out, x, shape);
          case 6 -> window(out, x, shape);
          case 7 -> matrix(out, x, shape);
          case 8 -> pointwise(out, x, shape);
          case 9 -> new FloatNode.Softmax(out, shape, x, random.nextInt(shape.size()));
          case 10 -> divide(out, x, shape);
          default -> choose(out, x, shape);
        };
    if (Shapes.size(node.shape()) > MAX_SIZE || node.shape().size() > 5) {
      return;
    }
    nodes.add(node);
    tensors.add(out);
    shapes.put(out, node.shape());
  }

  private RealFunction function() {
    RealFunction x = RealFunction.X;
    return switch (random.nextInt(6)) {
      case 0 -> RealFunction.unary(UnaryOperator.RELU);
      case 1 -> RealFunction.unary(UnaryOperator.SIGMOID);
      case 2 ->
          new RealFunction.Binary(BinaryOperator.MUL, x, RealFunction.unary(UnaryOperator.SIGMOID));
      case 3 -> RealFunction.unary(UnaryOperator.ABS);
      case 4 -> new RealFunction.Binary(BinaryOperator.ADD, x, new RealFunction.Constant(0.25));
      default -> RealFunction.unary(UnaryOperator.TANH);
    };
  }

  private FloatNode layout(String out, String x, List<Integer> shape) {
    int rank = shape.size();
    int axis = random.nextInt(rank);
    int size = shape.get(axis);
    List<AxisIndex> entries = new ArrayList<>(View.identity(x, rank).axes());
    List<Integer> result = new ArrayList<>(shape);
    switch (random.nextInt(8)) {
      case 0 -> {
        List<Integer> order = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
        Collections.shuffle(order, random);
        for (int d = 0; d < rank; d++) {
          entries.set(d, AxisIndex.along(order.get(d)));
          result.set(order.get(d), shape.get(d));
        }
      }
      case 1 -> {
        // A slice, perhaps backwards.
        int length = 1 + random.nextInt(size);
        result.set(axis, length);
        entries.set(
            axis,
            random.nextBoolean()
                ? AxisIndex.along(axis, 1, size - length)
                : AxisIndex.along(axis, -1, length - 1));
      }
      case 2 -> {
        result.set(axis, size + 2);
        entries.set(axis, AxisIndex.along(axis, 1, -1));
      }
      case 3 -> {
        // All axes merged into one, then one more of any size.
        int total = Shapes.size(shape);
        entries.clear();
        entries.add(new AxisIndex.Table(rank, List.of(0), IntStream.range(0, total).toArray()));
        result.clear();
        result.add(total);
      }
      case 4 -> {
        // A split of one axis.
        int factor = size % 2 == 0 ? 2 : 1;
        entries.clear();
        result.clear();
        for (int d = 0; d < rank; d++) {
          int first = result.size();
          if (d == axis) {
            result.add(size / factor);
            result.add(factor);
            entries.add(new AxisIndex.Strided(List.of(first, first + 1), List.of(factor, 1), 0, 1));
          } else {
            result.add(shape.get(d));
            entries.add(AxisIndex.along(first));
          }
        }
      }
      case 5 -> {
        // Zeros between the entries.
        result.set(axis, 2 * size - 1);
        entries.set(axis, new AxisIndex.Strided(List.of(axis), List.of(1), 0, 2));
      }
      case 6 -> {
        // Broadcast along a new last axis.
        result.add(2);
      }
      default -> {
        // Selection by constants.
        int[] cells = random.ints(3, 0, size).toArray();
        result.set(axis, 3);
        entries.set(axis, new AxisIndex.Table(1, List.of(axis), cells));
      }
    }
    return new FloatNode.Layout(out, result, new View(x, entries));
  }

  private FloatNode combine(String out, String x, List<Integer> shape) {
    List<FloatNode.Combine.Term> terms = new ArrayList<>();
    View whole = View.identity(x, shape.size());
    terms.add(new FloatNode.Combine.Term(random.nextInt(-2, 3) * 0.5 + 0.25, whole));
    for (String t : tensors) {
      if (shapes.get(t).equals(shape) && random.nextInt(3) == 0) {
        terms.add(new FloatNode.Combine.Term(-0.5, View.identity(t, shape.size())));
      }
    }
    int axis = random.nextInt(shape.size());
    String vector = constant(List.of(shape.get(axis)), 1);
    terms.add(new FloatNode.Combine.Term(1, new View(vector, List.of(AxisIndex.along(axis)))));
    return new FloatNode.Combine(out, shape, terms, random.nextInt(3) * 0.125);
  }

  /** A convolution, a window sum or a window maximum along one axis. */
  private FloatNode window(String out, String x, List<Integer> shape) {
    int rank = shape.size();
    int axis = random.nextInt(rank);
    int size = shape.get(axis);
    int kernel = 1 + random.nextInt(Math.min(3, size));
    List<Integer> result = new ArrayList<>(shape);
    List<AxisIndex> entries = new ArrayList<>(View.identity(x, rank).axes());
    if (random.nextBoolean()) {
      result.set(axis, size - kernel + 1);
      entries.set(axis, new AxisIndex.Strided(List.of(axis, rank), List.of(1, 1), 0, 1));
      return new FloatNode.Extremum(
          out, result, List.of(kernel), List.of(new View(x, entries)), random.nextBoolean());
    }
    // Padded, with stride 2.
    result.set(axis, (size + 1) / 2);
    entries.set(axis, new AxisIndex.Strided(List.of(axis, rank), List.of(2, 1), -1, 1));
    View left = new View(x, entries);
    if (random.nextBoolean()) {
      return new FloatNode.Contract(out, result, List.of(kernel), left, Optional.empty());
    }
    View right = new View(constant(List.of(kernel), 1), List.of(AxisIndex.along(rank)));
    return new FloatNode.Contract(out, result, List.of(kernel), left, Optional.of(right));
  }

  private FloatNode matrix(String out, String x, List<Integer> shape) {
    int rank = shape.size();
    int depth = shape.getLast();
    int width = 1 + random.nextInt(4);
    List<Integer> result = new ArrayList<>(shape);
    result.set(rank - 1, width);
    List<AxisIndex> left = new ArrayList<>(View.identity(x, rank).axes());
    left.set(rank - 1, AxisIndex.along(rank));
    boolean transposed = random.nextBoolean();
    String w = constant(transposed ? List.of(width, depth) : List.of(depth, width), 1);
    AxisIndex k = AxisIndex.along(rank);
    AxisIndex n = AxisIndex.along(rank - 1);
    View right = new View(w, transposed ? List.of(n, k) : List.of(k, n));
    return new FloatNode.Contract(
        out, result, List.of(depth), new View(x, left), Optional.of(right));
  }

  private FloatNode pointwise(String out, String x, List<Integer> shape) {
    int axis = random.nextInt(shape.size());
    View whole = View.identity(x, shape.size());
    View right =
        random.nextBoolean()
            ? new View(constant(List.of(shape.get(axis)), 1), List.of(AxisIndex.along(axis)))
            : random.nextBoolean()
                ? new View(constant(List.of(1), 1), List.of(AxisIndex.at(0)))
                : whole;
    return new FloatNode.Contract(out, shape, List.of(), whole, Optional.of(right));
  }

  private FloatNode divide(String out, String x, List<Integer> shape) {
    String positive = out + "p";
    RealFunction f =
        RealFunction.unary(UnaryOperator.ABS)
            .then(
                new RealFunction.Binary(
                    BinaryOperator.ADD, RealFunction.X, new RealFunction.Constant(0.5)));
    nodes.add(new FloatNode.Apply(positive, shape, recentOf(shape, x), f));
    shapes.put(positive, shape);
    return new FloatNode.Divide(
        out, shape, View.identity(x, shape.size()), View.identity(positive, shape.size()));
  }

  private String recentOf(List<Integer> shape, String otherwise) {
    return tensors.stream()
        .filter(t -> shapes.get(t).equals(shape))
        .reduce((_, b) -> b)
        .orElse(otherwise);
  }

  /** The largest entries along the last axis, by their ranks. */
  private FloatNode choose(String out, String x, List<Integer> shape) {
    int rank = shape.size();
    int count = shape.getLast();
    List<Integer> result = new ArrayList<>(shape);
    result.set(rank - 1, 1 + random.nextInt(count));
    List<AxisIndex> entries = new ArrayList<>(View.identity(x, rank).axes());
    entries.set(rank - 1, AxisIndex.along(rank));
    View row = new View(x, entries);
    String indices = out + "i";
    nodes.add(
        new FloatNode.Ranking(
            indices, result, count, row, random.nextBoolean(), random.nextBoolean()));
    shapes.put(indices, result);
    return new FloatNode.Select(out, result, count, row, View.identity(indices, rank));
  }
}
