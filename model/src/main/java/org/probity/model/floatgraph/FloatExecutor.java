package org.probity.model.floatgraph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.probity.graph.AxisIndex;
import org.probity.graph.Shapes;
import org.probity.graph.View;

/**
 * Executes a float graph in double precision. The result does not depend on the number of cores.
 */
public final class FloatExecutor {
  private final Map<String, double[]> values = new LinkedHashMap<>();
  private final Map<String, List<Integer>> shapes;

  private FloatExecutor(FloatGraph graph) {
    shapes = new LinkedHashMap<>(graph.shapes());
    graph.constants().forEach((name, constant) -> shapes.put(name, constant.shape()));
    graph.constants().forEach((name, constant) -> values.put(name, constant.values()));
  }

  /**
   * The values of all tensors by name, in order of definition, and of constants that are outputs.
   *
   * @param inputs row-major entries by name of the input port
   * @throws IllegalArgumentException if an input is missing or has the wrong number of entries, or
   *     a computed index lies outside of what it selects from
   */
  public static Map<String, double[]> run(FloatGraph graph, Map<String, double[]> inputs) {
    FloatExecutor executor = new FloatExecutor(graph);
    Map<String, double[]> results = new LinkedHashMap<>();
    for (FloatPort port : graph.inputs()) {
      double[] entries = inputs.get(port.name());
      int size = Shapes.size(port.tensorShape());
      if (entries == null || entries.length != size) {
        throw new IllegalArgumentException(
            "input " + port.name() + " must have " + size + " entries");
      }
      double[] values =
          port.codes().map(c -> Arrays.stream(entries).map(c::entry).toArray()).orElse(entries);
      results.put(port.tensor(), values);
      executor.values.put(port.tensor(), values);
    }
    for (FloatNode node : graph.nodes()) {
      double[] out = executor.compute(node);
      results.put(node.output(), out);
      executor.values.put(node.output(), out);
    }
    for (FloatPort port : graph.outputs()) {
      results.putIfAbsent(port.tensor(), executor.values.get(port.tensor()));
    }
    return results;
  }

  /**
   * The values of all tensors if some had others: what depends on those is computed again.
   *
   * @param values what {@link #run} gave
   * @param changes other values of tensors or constants, by name
   */
  public static Map<String, double[]> rerun(
      FloatGraph graph, Map<String, double[]> values, Map<String, double[]> changes) {
    FloatExecutor executor = new FloatExecutor(graph);
    executor.values.putAll(values);
    executor.values.putAll(changes);
    Map<String, double[]> results = new LinkedHashMap<>(values);
    Set<String> changed = new HashSet<>(changes.keySet());
    for (FloatNode node : graph.nodes()) {
      String out = node.output();
      boolean depends = node.views().stream().anyMatch(v -> changed.contains(v.source()));
      if (depends && !changes.containsKey(out)) {
        executor.values.put(out, executor.compute(node));
        changed.add(out);
      }
      results.put(out, executor.values.get(out));
    }
    return results;
  }

  /** The value of one node. */
  public static double[] compute(FloatNode node, Map<String, Constant> operands) {
    FloatExecutor executor =
        new FloatExecutor(new FloatGraph(List.of(), List.of(), operands, List.of()));
    return executor.compute(node);
  }

  private double[] compute(FloatNode node) {
    return switch (node) {
      case FloatNode.Contract c -> contract(c);
      case FloatNode.Combine c -> combine(c);
      case FloatNode.Apply a -> apply(a);
      case FloatNode.Rescale r -> rescale(r);
      case FloatNode.Tabulate t -> tabulate(t);
      case FloatNode.Lookup l ->
          Arrays.stream(whole(l.input(), l.shape())).map(l.mapping()::at).toArray();
      case FloatNode.Divide d -> divide(d);
      case FloatNode.Extremum e -> extremum(e);
      case FloatNode.Ranking r -> ranking(r);
      case FloatNode.Select s -> select(s);
      case FloatNode.Forest f -> forest(f);
      case FloatNode.Softmax s -> softmax(s);
      case FloatNode.Layout l -> whole(l.view(), l.shape());
    };
  }

  private double[] contract(FloatNode.Contract node) {
    int[] sizes = sizes(node.shape(), node.summed());
    ViewReader left = reader(node.left(), sizes);
    double[] x = values.get(node.left().source());
    if (node.right().isEmpty()) {
      return WindowSum.of(left, x, sizes, node.shape().size());
    }
    View right = node.right().orElseThrow();
    return new ContractKernel(sizes, node.shape().size())
        .run(left, x, reader(right, sizes), values.get(right.source()));
  }

  private double[] combine(FloatNode.Combine node) {
    double[] out = new double[Shapes.size(node.shape())];
    Arrays.fill(out, node.constant());
    for (FloatNode.Combine.Term term : node.terms()) {
      double[] x = whole(term.view(), node.shape());
      double c = term.coefficient();
      for (int i = 0; i < out.length; i++) {
        out[i] += c * x[i];
      }
    }
    return out;
  }

  private double[] apply(FloatNode.Apply node) {
    double[] x = values.get(node.input());
    if (x.length != Shapes.size(node.shape())) {
      throw new IllegalArgumentException(node.output() + " has another shape than its input");
    }
    double[] out = new double[x.length];
    IntStream cells = IntStream.range(0, x.length);
    (x.length < 1 << 12 ? cells : cells.parallel()).forEach(i -> out[i] = node.function().at(x[i]));
    return out;
  }

  private double[] rescale(FloatNode.Rescale node) {
    double[] x = values.get(node.input());
    float[] multipliers = node.multipliers();
    int inner = 1;
    int rank = node.shape().size();
    for (int d = node.axes().isEmpty() ? rank : node.axes().getLast() + 1; d < rank; d++) {
      inner *= node.shape().get(d);
    }
    double[] out = new double[x.length];
    for (int i = 0; i < out.length; i++) {
      float m = multipliers[i / inner % multipliers.length];
      out[i] = Math.clamp(Math.rint((float) x[i] * m), (double) node.min(), (double) node.max());
    }
    return out;
  }

  private double[] tabulate(FloatNode.Tabulate node) {
    double[] x = values.get(node.input());
    double[] out = new double[x.length];
    int last = node.table().length - 1;
    Arrays.setAll(
        out, i -> node.table()[(int) Math.clamp(Math.rint(x[i]) - node.first(), 0.0, last)]);
    return out;
  }

  private double[] divide(FloatNode.Divide node) {
    double[] dividend = whole(node.dividend(), node.shape());
    double[] divisor = whole(node.divisor(), node.shape());
    double[] out = new double[dividend.length];
    Arrays.setAll(out, i -> dividend[i] / divisor[i]);
    return out;
  }

  private double[] extremum(FloatNode.Extremum node) {
    int[] sizes = sizes(node.shape(), node.window());
    int rank = node.shape().size();
    int[] outAxes = IntStream.range(0, rank).toArray();
    double[] out = new double[Shapes.size(node.shape())];
    Arrays.fill(out, node.minimum() ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY);
    double[] cells = new double[out.length];
    for (View operand : node.operands()) {
      ViewReader reader = reader(operand, sizes);
      double[] x = values.get(operand.source());
      Windows.forEach(
          reader,
          sizes,
          rank,
          start -> {
            reader.copy(x, start, outAxes, cells, 0);
            for (int i = 0; i < out.length; i++) {
              out[i] = node.minimum() ? Math.min(out[i], cells[i]) : Math.max(out[i], cells[i]);
            }
          });
    }
    return out;
  }

  private double[] ranking(FloatNode.Ranking node) {
    int ranks = node.shape().getLast();
    int rank = node.shape().size();
    int[] sizes = sizes(node.shape(), List.of(node.count()));
    int[] axes = IntStream.concat(IntStream.range(0, rank - 1), IntStream.of(rank)).toArray();
    double[] out = new double[Shapes.size(node.shape())];
    double[] x = new double[out.length / ranks * node.count()];
    ViewReader reader = reader(node.input(), sizes);
    reader.copy(values.get(node.input().source()), reader.origin(), axes, x, 0);
    int sign = node.minimum() ? 1 : -1;
    for (int row = 0; row * ranks < out.length; row++) {
      int from = row * node.count();
      int[] order =
          IntStream.range(0, node.count())
              .map(k -> node.lastIndex() ? node.count() - 1 - k : k)
              .boxed()
              // -0.0 and 0.0 are equal in ONNX.
              .sorted((a, b) -> Double.compare(sign * x[from + a] + 0.0, sign * x[from + b] + 0.0))
              .mapToInt(Integer::intValue)
              .toArray();
      for (int r = 0; r < ranks; r++) {
        out[row * ranks + r] = order[r];
      }
    }
    return out;
  }

  private double[] select(FloatNode.Select node) {
    int rank = node.shape().size();
    int[] sizes = sizes(node.shape(), List.of(node.count()));
    double[] index = whole(node.index(), node.shape());
    double[] data = values.get(node.data().source());
    ViewReader reader = reader(node.data(), sizes);
    double[] out = new double[index.length];
    int[] start = reader.origin();
    int[] counter = new int[rank];
    for (int i = 0; i < out.length; i++) {
      double k = index[i];
      if (!(k >= 0 && k < node.count()) || k != Math.rint(k)) {
        throw new IllegalArgumentException(
            node.output() + ": an index lies outside of [0, " + node.count() + ")");
      }
      reader.move(start, rank, (int) k);
      out[i] = reader.at(data, start);
      reader.move(start, rank, -(int) k);
      Windows.next(reader, start, counter, sizes, 0, rank);
    }
    return out;
  }

  private double[] forest(FloatNode.Forest node) {
    int rank = node.shape().size() - 1;
    int features = node.ensemble().features();
    int rows = Shapes.size(node.shape()) / node.ensemble().results();
    double[] x = new double[Math.multiplyExact(rows, features)];
    int first = 0;
    for (int j = 0; j < node.inputs().size(); j++) {
      // The input over the rows and its own axis, written out.
      View view = node.inputs().get(j);
      int count = node.counts().get(j);
      List<Integer> shape = new ArrayList<>(node.shape().subList(0, rank));
      shape.add(count);
      int own = rank + 1 + j;
      double[] part = whole(renumbered(view, own, rank), shape);
      for (int i = 0; i < rows; i++) {
        System.arraycopy(part, i * count, x, i * features + first, count);
      }
      first += count;
    }
    double[] out = new double[Shapes.size(node.shape())];
    IntStream.range(0, rows)
        .parallel()
        .forEach(
            i -> {
              double[] results = node.ensemble().evaluate(x, i * features);
              System.arraycopy(results, 0, out, i * results.length, results.length);
            });
    return out;
  }

  /** The view with one axis of the reader under another number. */
  private static View renumbered(View view, int axis, int number) {
    List<AxisIndex> entries = new ArrayList<>();
    for (AxisIndex e : view.axes()) {
      List<Integer> axes = e.axes().stream().map(a -> a == axis ? number : a).toList();
      entries.add(
          switch (e) {
            case AxisIndex.Strided s ->
                new AxisIndex.Strided(axes, s.strides(), s.offset(), s.divisor());
            case AxisIndex.Table t -> new AxisIndex.Table(t.sourceAxes(), axes, t.cells());
          });
    }
    return new View(view.source(), entries);
  }

  private double[] softmax(FloatNode.Softmax node) {
    double[] x = values.get(node.input());
    int size = node.shape().get(node.axis());
    int stride = Shapes.strides(node.shape())[node.axis()];
    double[] out = new double[x.length];
    for (int cell = 0; cell < x.length; cell++) {
      if (cell / stride % size != 0) {
        continue;
      }
      double max = Double.NEGATIVE_INFINITY;
      for (int j = 0; j < size; j++) {
        max = Math.max(max, x[cell + j * stride]);
      }
      double sum = 0;
      for (int j = 0; j < size; j++) {
        double e = StrictMath.exp(x[cell + j * stride] - max);
        out[cell + j * stride] = e;
        sum += e;
      }
      for (int j = 0; j < size; j++) {
        out[cell + j * stride] /= sum;
      }
    }
    return out;
  }

  /** A view over the axes of a shape, written out; callers must not modify it. */
  private double[] whole(View view, List<Integer> shape) {
    double[] x = values.get(view.source());
    if (view.isIdentity() && shape.equals(shapes.get(view.source()))) {
      return x;
    }
    double[] out = new double[Shapes.size(shape)];
    ViewReader reader = reader(view, sizes(shape, List.of()));
    reader.copy(x, reader.origin(), IntStream.range(0, shape.size()).toArray(), out, 0);
    return out;
  }

  private ViewReader reader(View view, int[] sizes) {
    return new ViewReader(view, shapes.get(view.source()), sizes);
  }

  private static int[] sizes(List<Integer> shape, List<Integer> own) {
    return IntStream.concat(
            shape.stream().mapToInt(Integer::intValue), own.stream().mapToInt(Integer::intValue))
        .toArray();
  }
}
