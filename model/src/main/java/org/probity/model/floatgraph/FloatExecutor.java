package org.probity.model.floatgraph;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.probity.model.graph.AxisIndex;
import org.probity.model.graph.Shapes;
import org.probity.model.graph.View;

/** Runs a float graph. */
public final class FloatExecutor {
  private final Map<String, double[]> values = new LinkedHashMap<>();
  private final Map<String, List<Integer>> shapes = new HashMap<>();

  private FloatExecutor() {}

  /** The values of all tensors by name, given those of the input ports by port name. */
  public static Map<String, double[]> run(FloatGraph graph, Map<String, double[]> inputs) {
    FloatExecutor executor = new FloatExecutor();
    graph
        .constants()
        .forEach(
            (name, c) -> {
              executor.values.put(name, c.values());
              executor.shapes.put(name, c.shape());
            });
    for (FloatPort port : graph.inputs()) {
      double[] x = inputs.get(port.name());
      if (x == null || x.length != Shapes.size(port.tensorShape())) {
        throw new IllegalArgumentException("input " + port.name() + " is missing or of the wrong size");
      }
      executor.values.put(port.tensor(), x);
    }
    executor.shapes.putAll(graph.shapes());
    for (FloatNode node : graph.nodes()) {
      executor.values.put(node.output(), executor.evaluate(node));
    }
    return executor.values;
  }

  /** For every index over the shape, the index into the source, or -1. */
  private int[] index(View view, int[] shape) {
    List<Integer> source = shapes.get(view.source());
    int[] strides = Shapes.strides(source);
    int size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    int[] index = new int[size];
    int[] at = new int[shape.length];
    for (int i = 0; i < size; i++) {
      int rest = i;
      for (int d = shape.length - 1; d >= 0; d--) {
        at[d] = rest % shape[d];
        rest /= shape[d];
      }
      index[i] = address(view, source, strides, shape, at);
    }
    return index;
  }

  private static int address(
      View view, List<Integer> source, int[] strides, int[] shape, int[] at) {
    int axis = 0;
    int address = 0;
    for (AxisIndex entry : view.axes()) {
      switch (entry) {
        case AxisIndex.Strided s -> {
          int n = s.offset();
          for (int j = 0; j < s.axes().size(); j++) {
            n += s.strides().get(j) * at[s.axes().get(j)];
          }
          if (n < 0 || n % s.divisor() != 0 || n / s.divisor() >= source.get(axis)) {
            return -1;
          }
          address += n / s.divisor() * strides[axis];
        }
        case AxisIndex.Table t -> {
          int cell = 0;
          for (int a : t.axes()) {
            cell = cell * shape[a] + at[a];
          }
          if (t.cells()[cell] < 0) {
            return -1;
          }
          address += t.cells()[cell] * strides[axis + t.sourceAxes() - 1];
        }
      }
      axis += entry.sourceAxes();
    }
    if (axis != source.size()) {
      throw new IllegalStateException("a view of " + view.source() + " does not cover its axes");
    }
    return address;
  }

  private static int[] concat(List<Integer> shape, List<Integer> own) {
    int[] all = new int[shape.size() + own.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = i < shape.size() ? shape.get(i) : own.get(i - shape.size());
    }
    return all;
  }

  private double[] read(View view, int[] shape) {
    double[] source = values.get(view.source());
    return Arrays.stream(index(view, shape)).mapToDouble(i -> i < 0 ? 0 : source[i]).toArray();
  }

  private double[] evaluate(FloatNode node) {
    int size = Shapes.size(node.shape());
    double[] out = new double[size];
    switch (node) {
      case FloatNode.Contract c -> {
        int[] all = concat(c.shape(), c.summed());
        double[] left = read(c.left(), all);
        double[] right = c.right().isPresent() ? read(c.right().get(), all) : null;
        int window = left.length / size;
        for (int i = 0; i < left.length; i++) {
          out[i / window] += right == null ? left[i] : left[i] * right[i];
        }
      }
      case FloatNode.Combine c -> {
        Arrays.fill(out, c.constant());
        for (FloatNode.Combine.Term term : c.terms()) {
          double[] x = read(term.view(), concat(c.shape(), List.of()));
          for (int i = 0; i < size; i++) {
            out[i] += term.coefficient() * x[i];
          }
        }
      }
      case FloatNode.Apply a -> {
        double[] x = values.get(a.input());
        Arrays.setAll(out, i -> a.function().at(x[i]));
      }
      case FloatNode.Divide d -> {
        double[] x = read(d.dividend(), concat(d.shape(), List.of()));
        double[] y = read(d.divisor(), concat(d.shape(), List.of()));
        Arrays.setAll(out, i -> x[i] / y[i]);
      }
      case FloatNode.Extremum e -> {
        Arrays.fill(out, e.minimum() ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY);
        for (View view : e.operands()) {
          double[] x = read(view, concat(e.shape(), e.window()));
          int window = x.length / size;
          for (int i = 0; i < x.length; i++) {
            out[i / window] =
                e.minimum() ? Math.min(out[i / window], x[i]) : Math.max(out[i / window], x[i]);
          }
        }
      }
      case FloatNode.Ranking r -> {
        double[] x = read(r.input(), concat(r.shape(), List.of(r.count())));
        int ranks = r.shape().getLast();
        for (int i = 0; i < size; i++) {
          int start = i * r.count();
          Integer[] order = new Integer[r.count()];
          Arrays.setAll(order, k -> r.lastIndex() ? r.count() - 1 - k : k);
          Arrays.sort(
              order,
              (p, q) ->
                  r.minimum()
                      ? Double.compare(x[start + p], x[start + q])
                      : Double.compare(x[start + q], x[start + p]));
          out[i] = order[i % ranks];
        }
      }
      case FloatNode.Select s -> {
        int[] data = index(s.data(), concat(s.shape(), List.of(s.count())));
        double[] index = read(s.index(), concat(s.shape(), List.of()));
        double[] source = values.get(s.data().source());
        for (int i = 0; i < size; i++) {
          int at = data[i * s.count() + (int) index[i]];
          out[i] = at < 0 ? 0 : source[at];
        }
      }
      case FloatNode.Softmax s -> softmax(s, values.get(s.input()), out);
      case FloatNode.Layout l -> {
        return read(l.view(), concat(l.shape(), List.of()));
      }
    }
    return out;
  }

  private static void softmax(FloatNode.Softmax s, double[] x, double[] out) {
    int n = s.shape().get(s.axis());
    int stride = Shapes.strides(s.shape())[s.axis()];
    for (int i = 0; i < x.length; i++) {
      if (i / stride % n != 0) {
        continue;
      }
      double max = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < n; k++) {
        max = Math.max(max, x[i + k * stride]);
      }
      double sum = 0;
      for (int k = 0; k < n; k++) {
        out[i + k * stride] = StrictMath.exp(x[i + k * stride] - max);
        sum += out[i + k * stride];
      }
      for (int k = 0; k < n; k++) {
        out[i + k * stride] /= sum;
      }
    }
  }
}
