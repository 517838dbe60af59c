package org.probity.model.floatgraph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.probity.graph.AxisIndex;
import org.probity.graph.Shapes;
import org.probity.graph.View;

/** The meaning of a float graph, cell by cell and straight from the definitions. */
public final class NaiveExecutor {
  private final Map<String, double[]> values = new HashMap<>();
  private final Map<String, List<Integer>> shapes = new HashMap<>();

  private NaiveExecutor() {}

  /** The values of all tensors and constants by name. */
  public static Map<String, double[]> run(FloatGraph graph, Map<String, double[]> inputs) {
    NaiveExecutor e = new NaiveExecutor();
    graph.constants().forEach((name, c) -> e.values.put(name, c.values()));
    graph.constants().forEach((name, c) -> e.shapes.put(name, c.shape()));
    graph.inputs().forEach(p -> e.values.put(p.tensor(), inputs.get(p.name())));
    e.shapes.putAll(graph.shapes());
    for (FloatNode node : graph.nodes()) {
      double[] out = new double[Shapes.size(node.shape())];
      for (int i = 0; i < out.length; i++) {
        out[i] = e.cell(node, index(node.shape(), i));
      }
      e.values.put(node.output(), out);
    }
    return e.values;
  }

  private static List<Integer> index(List<Integer> shape, int cell) {
    List<Integer> index = new ArrayList<>();
    int rest = cell;
    for (int size : shape.reversed()) {
      index.addFirst(rest % size);
      rest /= size;
    }
    return index;
  }

  private double cell(FloatNode node, List<Integer> i) {
    return switch (node) {
      case FloatNode.Contract c ->
          windows(i, c.summed()).stream()
              .mapToDouble(k -> at(c.left(), c, k) * c.right().map(r -> at(r, c, k)).orElse(1.0))
              .sum();
      case FloatNode.Combine c ->
          c.constant()
              + c.terms().stream().mapToDouble(t -> t.coefficient() * at(t.view(), c, i)).sum();
      case FloatNode.Apply a -> a.function().at(at(View.identity(a.input(), i.size()), a, i));
      case FloatNode.Rescale r -> {
        int channel = 0;
        for (int axis : r.axes()) {
          channel = channel * r.shape().get(axis) + i.get(axis);
        }
        float x = (float) at(View.identity(r.input(), i.size()), r, i);
        double rounded = Math.rint(x * r.multipliers()[channel]);
        yield Math.max(r.min(), Math.min(r.max(), rounded));
      }
      case FloatNode.Tabulate t -> {
        long key = Math.round(at(View.identity(t.input(), i.size()), t, i)) - t.first();
        yield t.table()[(int) Math.max(0, Math.min(t.table().length - 1, key))];
      }
      case FloatNode.Lookup l -> {
        double x = at(l.input(), l, i);
        double[] keys = l.mapping().keys();
        yield IntStream.range(0, keys.length)
            .filter(k -> keys[k] == x || (Double.isNaN(keys[k]) && Double.isNaN(x)))
            .mapToDouble(k -> l.mapping().values()[k])
            .findFirst()
            .orElseGet(() -> l.mapping().replaces() ? x : l.mapping().otherwise());
      }
      case FloatNode.Divide d -> at(d.dividend(), d, i) / at(d.divisor(), d, i);
      case FloatNode.Extremum e -> {
        var cells =
            windows(i, e.window()).stream()
                .flatMap(k -> e.operands().stream().map(v -> at(v, e, k)));
        yield (e.minimum()
                ? cells.min(Comparator.naturalOrder())
                : cells.max(Comparator.naturalOrder()))
            .orElseThrow();
      }
      case FloatNode.Ranking r -> {
        List<List<Integer>> cells = windows(i, List.of(r.count()));
        Comparator<Integer> byValue =
            Comparator.comparingDouble(k -> at(r.input(), r, cells.get(k)));
        Comparator<Integer> byIndex =
            r.lastIndex() ? Comparator.reverseOrder() : Comparator.naturalOrder();
        yield IntStream.range(0, r.count())
            .boxed()
            .sorted((r.minimum() ? byValue : byValue.reversed()).thenComparing(byIndex))
            .toList()
            .get(i.getLast());
      }
      case FloatNode.Select s -> {
        int k = (int) at(s.index(), s, i);
        yield at(s.data(), s, windows(i, List.of(s.count())).get(k));
      }
      case FloatNode.Forest f -> {
        double[] x = new double[f.ensemble().features()];
        int first = 0;
        for (int j = 0; j < f.inputs().size(); j++) {
          for (int k = 0; k < f.counts().get(j); k++) {
            List<Integer> at = new ArrayList<>(i);
            for (int own = 0; own < f.inputs().size(); own++) {
              at.add(own == j ? k : 0);
            }
            x[first++] = at(f.inputs().get(j), f, at);
          }
        }
        yield f.ensemble().evaluate(x, 0)[i.getLast()];
      }
      case FloatNode.Softmax s -> {
        double sum = 0;
        for (int j = 0; j < s.shape().get(s.axis()); j++) {
          List<Integer> other = new ArrayList<>(i);
          other.set(s.axis(), j);
          sum += Math.exp(at(View.identity(s.input(), i.size()), s, other));
        }
        yield Math.exp(at(View.identity(s.input(), i.size()), s, i)) / sum;
      }
      case FloatNode.Layout l -> at(l.view(), l, i);
    };
  }

  /** All indices that start with {@code i} and go on over the sizes. */
  private static List<List<Integer>> windows(List<Integer> i, List<Integer> sizes) {
    return IntStream.range(0, sizes.isEmpty() ? 1 : Shapes.size(sizes))
        .mapToObj(
            k -> {
              List<Integer> whole = new ArrayList<>(i);
              whole.addAll(index(sizes, k));
              return whole;
            })
        .toList();
  }

  private double at(View view, FloatNode node, List<Integer> i) {
    List<Integer> shape = shapes.get(view.source());
    int[] sizes = FloatNodes.axes(node);
    int address = 0;
    int axis = 0;
    for (AxisIndex entry : view.axes()) {
      List<Integer> own = shape.subList(axis, axis + entry.sourceAxes());
      int position;
      switch (entry) {
        case AxisIndex.Strided s -> {
          position = s.offset();
          for (int j = 0; j < s.axes().size(); j++) {
            position += s.strides().get(j) * i.get(s.axes().get(j));
          }
          if (position < 0 || position % s.divisor() != 0 || position / s.divisor() >= own.get(0)) {
            return 0;
          }
          position /= s.divisor();
        }
        case AxisIndex.Table t -> {
          int row = 0;
          for (int a : t.axes()) {
            row = row * sizes[a] + i.get(a);
          }
          position = t.cells()[row];
          if (position < 0) {
            return 0;
          }
        }
      }
      address = address * Shapes.size(own) + position;
      axis += entry.sourceAxes();
    }
    return values.get(view.source())[address];
  }
}
