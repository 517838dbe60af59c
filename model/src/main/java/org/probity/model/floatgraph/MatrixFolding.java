package org.probity.model.floatgraph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.probity.graph.AxisIndex;
import org.probity.graph.View;

/**
 * A product with weights of a product with weights is one product, with the product of the weights,
 * where that has no more of them: {@code (x w) v = x (w v)}. A bias in between has been moved
 * behind by {@link AffineFolding}.
 */
final class MatrixFolding implements Rewrite {
  /** Limit on the multiplications spent on one product of weights. */
  private static final long MAX_WORK = 1L << 31;

  @Override
  public FloatGraph apply(FloatGraph graph, Notes notes) {
    GraphIndex index = new GraphIndex(graph);
    Map<String, Constant> constants = new HashMap<>(graph.constants());
    Map<String, FloatNode> nodes = new HashMap<>();
    List<String> order = new ArrayList<>();
    Set<String> absorbed = new HashSet<>();
    for (FloatNode node : graph.nodes()) {
      FloatNode next = node;
      if (node instanceof FloatNode.Contract second
          && nodes.get(second.left().source()) instanceof FloatNode.Contract first
          && index.hasOneReader(first.output())) {
        Optional<FloatNode.Contract> joined = joined(first, second, constants, index);
        if (joined.isPresent()) {
          next = joined.get();
          absorbed.add(first.output());
          notes.add("consecutive products with weights joined", second.output());
        }
      }
      nodes.put(node.output(), next);
      order.add(node.output());
    }
    return absorbed.isEmpty()
        ? graph
        : new FloatGraph(
            graph.inputs(),
            graph.outputs(),
            constants,
            order.stream().filter(name -> !absorbed.contains(name)).map(nodes::get).toList());
  }

  /** Whether two products can be joined, as far as their forms go. */
  static boolean fit(
      FloatNode.Contract first, FloatNode.Contract second, Map<String, Constant> constants) {
    return middle(first, second, constants).isPresent();
  }

  /** The axis of the first output that the second product sums over. */
  private static Optional<Middle> middle(
      FloatNode.Contract first, FloatNode.Contract second, Map<String, Constant> constants) {
    if (!isWeighted(first, constants) || !isWeighted(second, constants)) {
      return Optional.empty();
    }
    int rank = first.shape().size();
    List<Integer> weightAxes = weights(first, constants).axes();
    List<Integer> columns = weightAxes.stream().filter(a -> a < rank).toList();
    if (columns.size() != 1 || second.left().axes().size() != rank) {
      return Optional.empty();
    }
    int column = columns.getFirst();
    AxisIndex entry = second.left().axes().get(column);
    if (entry.axes().size() != 1 || reads(first.left(), column)) {
      return Optional.empty();
    }
    int summed = entry.axes().getFirst();
    int own = summed - second.shape().size();
    boolean whole =
        own >= 0
            && entry.equals(AxisIndex.along(summed))
            && second.summed().get(own).equals(first.shape().get(column))
            && weights(second, constants).axes().contains(summed);
    return whole ? Optional.of(new Middle(column, summed)) : Optional.empty();
  }

  /**
   * Where two products meet.
   *
   * @param column axis of the first output
   * @param summed the same as an axis of the second product
   */
  private record Middle(int column, int summed) {}

  private static boolean reads(View view, int axis) {
    return view.axes().stream().anyMatch(e -> e.axes().contains(axis));
  }

  private static boolean isWeighted(FloatNode.Contract node, Map<String, Constant> constants) {
    return node.right().isPresent()
        && constants.containsKey(node.right().get().source())
        && !constants.containsKey(node.left().source());
  }

  private static ConstantView weights(FloatNode.Contract node, Map<String, Constant> constants) {
    View right = node.right().orElseThrow();
    return new ConstantView(right, constants.get(right.source()), FloatNodes.axes(node));
  }

  private static Optional<FloatNode.Contract> joined(
      FloatNode.Contract first,
      FloatNode.Contract second,
      Map<String, Constant> constants,
      GraphIndex index) {
    Optional<Middle> found = middle(first, second, constants);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Middle middle = found.get();
    int out = second.shape().size();
    int rank = first.shape().size();
    int inner = first.summed().size();
    // The new axes: the output, what the first product sums over, what else the second does.
    List<Integer> summed = new ArrayList<>(first.summed());
    int[] moved = IntStream.range(0, out + second.summed().size()).toArray();
    for (int a = out; a < moved.length; a++) {
      if (a != middle.summed()) {
        moved[a] = out + summed.size();
        summed.add(second.summed().get(a - out));
      }
    }
    List<AxisIndex> entries = new ArrayList<>();
    for (int d = 0; d < rank; d++) {
      entries.add(
          d == middle.column() ? AxisIndex.at(0) : renumbered(second.left().axes().get(d), moved));
    }
    for (int k = 0; k < inner; k++) {
      entries.add(AxisIndex.along(out + k));
    }
    int[] axes =
        IntStream.concat(
                second.shape().stream().mapToInt(Integer::intValue),
                summed.stream().mapToInt(Integer::intValue))
            .toArray();
    List<Integer> between = Arrays.stream(FloatNodes.axes(first)).boxed().toList();
    Optional<View> left =
        ViewComposition.compose(
            new View(first.output(), entries),
            axes,
            between,
            first.left(),
            index.shape(first.left().source()));
    return left.flatMap(
        view -> joined(first, second, middle, moved, summed, axes, view, constants));
  }

  private static AxisIndex renumbered(AxisIndex index, int[] moved) {
    List<Integer> axes = index.axes().stream().map(a -> moved[a]).toList();
    return switch (index) {
      case AxisIndex.Strided s -> new AxisIndex.Strided(axes, s.strides(), s.offset(), s.divisor());
      case AxisIndex.Table t -> new AxisIndex.Table(t.sourceAxes(), axes, t.cells());
    };
  }

  private static Optional<FloatNode.Contract> joined(
      FloatNode.Contract first,
      FloatNode.Contract second,
      Middle middle,
      int[] moved,
      List<Integer> summed,
      int[] axes,
      View left,
      Map<String, Constant> constants) {
    ConstantView w = weights(first, constants);
    ConstantView v = weights(second, constants);
    int rank = first.shape().size();
    int out = second.shape().size();
    List<Integer> rows = w.axes().stream().filter(a -> a >= rank).toList();
    List<Integer> columns = v.axes().stream().filter(a -> a != middle.summed()).toList();
    long depth = first.shape().get(middle.column());
    long height = rows.stream().mapToLong(a -> w.sizes()[a]).reduce(1, (a, b) -> a * b);
    long width = columns.stream().mapToLong(a -> v.sizes()[a]).reduce(1, (a, b) -> a * b);
    boolean worthwhile =
        height * width <= height * depth + depth * width && height * width * depth <= MAX_WORK;
    if (!worthwhile) {
      return Optional.empty();
    }
    List<Integer> order = new ArrayList<>(rows);
    order.add(middle.column());
    double[] a = w.over(order).values();
    order = new ArrayList<>(List.of(middle.summed()));
    order.addAll(columns);
    double[] b = v.over(order).values();
    double[] product = new double[(int) (height * width)];
    for (int i = 0; i < height; i++) {
      for (int k = 0; k < depth; k++) {
        double factor = a[(int) (i * depth) + k];
        for (int j = 0; j < width; j++) {
          product[(int) (i * width) + j] += factor * b[(int) (k * width) + j];
        }
      }
    }
    List<Integer> joinedAxes = new ArrayList<>();
    rows.forEach(r -> joinedAxes.add(out + r - rank));
    columns.forEach(c -> joinedAxes.add(moved[c]));
    String name = second.right().orElseThrow().source() + "/joined";
    for (int i = 2; constants.containsKey(name); i++) {
      name = second.right().orElseThrow().source() + "/joined" + i;
    }
    List<Integer> shape =
        joinedAxes.isEmpty() ? List.of(1) : joinedAxes.stream().map(x -> axes[x]).toList();
    constants.put(name, new Constant(shape, product));
    return Optional.of(
        new FloatNode.Contract(
            second.output(),
            second.shape(),
            summed,
            left,
            Optional.of(ConstantView.along(name, joinedAxes))));
  }
}
