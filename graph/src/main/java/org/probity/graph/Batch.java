package org.probity.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.probity.graph.lint.GraphLint;

/**
 * The graph of several executions at once: every tensor gets a further first axis, the items of the
 * batch, along which every node works item by item. Parameters are those of the graph and shared by
 * all items. Item i of every tensor is what the graph itself gives for item i of the inputs.
 */
public final class Batch {
  private final Map<String, Tensor> tensors;
  private final int count;

  private Batch(IntegerGraph graph, int count) {
    this.tensors = graph.tensorsByName();
    this.count = count;
  }

  /**
   * The graph of a batch.
   *
   * @param graph has passed {@link GraphLint}; so has the result
   * @param count number of items, at least 1; the graph of one item has the further axis, too
   * @throws IllegalArgumentException if a tensor has the most axes that a tensor can have already,
   *     or a limit on sizes is exceeded
   */
  public static IntegerGraph of(IntegerGraph graph, int count) {
    if (count < 1) {
      throw new IllegalArgumentException("a batch of " + count + " items");
    }
    Batch batch = new Batch(graph, count);
    IntegerGraph batched;
    try {
      batched =
          new IntegerGraph(
              graph.inputs().stream().map(batch::of).toList(),
              graph.outputs().stream().map(batch::of).toList(),
              graph.tensors().stream().map(batch::of).toList(),
              graph.parameters(),
              graph.nodes().stream().map(batch::of).toList());
      // Sizes, and whatever else could depend on them.
      GraphLint.check(batched);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the model cannot run " + count + " items at once: " + e.getMessage(), e);
    }
    return batched;
  }

  private Tensor of(Tensor tensor) {
    if (tensor.rank() == Shapes.MAX_RANK) {
      throw new IllegalArgumentException(
          "tensor " + tensor.name() + " has " + tensor.rank() + " axes and no room for another");
    }
    return new Tensor(tensor.name(), with(count, tensor.shape()), tensor.format());
  }

  private Port of(Port port) {
    // Exponents lie along a last axis, which a single number does not have.
    List<Long> shape = port.shape().isEmpty() ? List.of(1L) : port.shape();
    return new Port(port.name(), port.tensor(), with((long) count, shape), port.encoding());
  }

  private Node of(Node node) {
    return switch (node) {
      case Contract(String out, List<Integer> summed, View left, var right) ->
          new Contract(out, summed, of(left), right.map(this::of));
      case Sum(String out, List<Sum.Addend> addends, long bias) ->
          new Sum(
              out,
              addends.stream().map(a -> new Sum.Addend(of(a.view()), a.multiplier())).toList(),
              bias);
      case Requantize _, Tabulate _, Interpolate _ -> node;
      case Rescale n -> new Rescale(n.output(), n.input(), shifted(n.axes()), n.multipliers());
      case Divide(String out, String dividend, View divisor, int shift) ->
          new Divide(out, dividend, of(divisor), shift);
      case Extremum(String out, List<Integer> window, List<View> operands, boolean minimum) ->
          new Extremum(out, window, operands.stream().map(this::of).toList(), minimum);
      case Ranking(String out, int size, View input, boolean lastIndex, boolean minimum) ->
          new Ranking(out, size, of(input), lastIndex, minimum);
      case Select(String out, int size, View data, View index) ->
          new Select(out, size, of(data), of(index));
      case Softmax(String out, String input, int axis, int exponentFraction) ->
          new Softmax(out, input, axis + 1, exponentFraction);
      case Bin(String out, View input, int words, String group, var bounds, String rank) ->
          new Bin(out, of(input), words, group, bounds, rank);
      case Walk n ->
          new Walk(
              n.output(),
              of(n.ranks()),
              n.features(),
              n.depth(),
              n.firstLeaf(),
              n.feature(),
              n.threshold(),
              n.child());
    };
  }

  /** A view by a reader whose axes are numbered one higher; of a tensor, item by item. */
  private View of(View view) {
    List<AxisIndex> axes = new ArrayList<>();
    if (tensors.containsKey(view.source())) {
      axes.add(AxisIndex.along(0));
    }
    for (AxisIndex entry : view.axes()) {
      axes.add(
          switch (entry) {
            case AxisIndex.Strided s ->
                new AxisIndex.Strided(shifted(s.axes()), s.strides(), s.offset(), s.divisor());
            case AxisIndex.Table t ->
                new AxisIndex.Table(t.sourceAxes(), shifted(t.axes()), t.cells());
          });
    }
    return new View(view.source(), axes);
  }

  private static List<Integer> shifted(List<Integer> axes) {
    return axes.stream().map(a -> a + 1).toList();
  }

  private static <T> List<T> with(T first, List<T> rest) {
    List<T> all = new ArrayList<>(rest);
    all.addFirst(first);
    return all;
  }
}
