package org.probity.graph.execution;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.probity.graph.Bin;
import org.probity.graph.Contract;
import org.probity.graph.Divide;
import org.probity.graph.Extremum;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Interpolate;
import org.probity.graph.Node;
import org.probity.graph.NodeAxes;
import org.probity.graph.Parameter;
import org.probity.graph.Parameters;
import org.probity.graph.PiecewisePolynomial;
import org.probity.graph.Port;
import org.probity.graph.Ranking;
import org.probity.graph.Requantize;
import org.probity.graph.Rescale;
import org.probity.graph.Select;
import org.probity.graph.Shapes;
import org.probity.graph.Softmax;
import org.probity.graph.Sum;
import org.probity.graph.Tabulate;
import org.probity.graph.Tensor;
import org.probity.graph.View;
import org.probity.graph.Walk;
import org.probity.graph.lint.GraphLint;

/**
 * Executes an integer graph exactly. The graph must have passed {@link
 * GraphLint#check(IntegerGraph, Parameters)}, so no accumulator can overflow a long.
 */
public final class IntegerExecutor {
  /** What a ranking numbers has at most 2^16 + 1 entries; beside it there is room for 33 bits. */
  private static final int POSITION_BITS = 17;

  private final IntegerGraph graph;
  private final Parameters parameters;
  private final Map<String, Tensor> tensors;
  private final Map<String, Parameter> declared;

  /** Values of stored tensors, and of accumulators. */
  private final Map<String, int[]> stored = new HashMap<>();

  private final Map<String, long[]> accumulators = new HashMap<>();

  private IntegerExecutor(IntegerGraph graph, Parameters parameters) {
    this.graph = graph;
    this.parameters = parameters;
    this.tensors = graph.tensorsByName();
    this.declared = graph.parametersByName();
  }

  /**
   * The values of all tensors by name, row-major, in order of definition.
   *
   * @param inputs row-major entries by name of the input port
   * @throws IllegalArgumentException if an input is missing, has the wrong number of entries, or
   *     has an entry outside its format, or a {@link Bin} or a {@link Walk} finds no row for one;
   *     the message names the position, not the value
   */
  public static Map<String, long[]> run(
      IntegerGraph graph, Parameters parameters, Map<String, int[]> inputs) {
    return new IntegerExecutor(graph, parameters).run(inputs);
  }

  private Map<String, long[]> run(Map<String, int[]> inputs) {
    for (Port port : graph.inputs()) {
      stored.put(port.tensor(), checked(port, inputs.get(port.name())));
    }
    for (Node node : graph.nodes()) {
      Tensor out = tensors.get(node.output());
      switch (node) {
        case Contract contract -> accumulators.put(node.output(), contract(contract, out));
        case Sum sum -> accumulators.put(node.output(), sum(sum, out));
        case Requantize requantize -> stored.put(node.output(), requantize(requantize, out));
        case Rescale rescale -> stored.put(node.output(), rescale(rescale, out));
        case Tabulate tabulate -> stored.put(node.output(), tabulate(tabulate));
        case Interpolate interpolate -> stored.put(node.output(), interpolate(interpolate, out));
        case Divide divide -> stored.put(node.output(), divide(divide, out));
        case Extremum extremum -> stored.put(node.output(), extremum(extremum, out));
        case Ranking ranking -> stored.put(node.output(), ranking(ranking, out));
        case Select select -> stored.put(node.output(), select(select, out));
        case Bin bin -> stored.put(node.output(), bin(bin, out));
        case Walk walk -> stored.put(node.output(), walk(walk, out));
        case Softmax softmax -> stored.put(node.output(), softmax(softmax, out));
      }
    }
    Map<String, long[]> values = new LinkedHashMap<>();
    graph.inputs().forEach(port -> values.put(port.tensor(), wide(port.tensor())));
    graph.nodes().forEach(node -> values.put(node.output(), wide(node.output())));
    return values;
  }

  private int[] checked(Port port, int[] entries) {
    Tensor tensor = tensors.get(port.tensor());
    if (entries == null || entries.length != tensor.size()) {
      throw new IllegalArgumentException(
          "input " + port.name() + " must have " + tensor.size() + " entries");
    }
    for (int i = 0; i < entries.length; i++) {
      if (!tensor.format().contains(entries[i])) {
        throw new IllegalArgumentException(
            "input " + port.name() + ": entry " + i + " is outside the declared domain");
      }
    }
    return entries.clone();
  }

  /** The values of a tensor as longs; not to be modified. */
  private long[] wide(String tensor) {
    long[] accumulator = accumulators.get(tensor);
    if (accumulator != null) {
      return accumulator;
    }
    int[] narrow = stored.get(tensor);
    long[] values = new long[narrow.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = narrow[i];
    }
    return values;
  }

  /** The values of a stored tensor or a parameter. */
  private int[] values(View view) {
    int[] values = stored.get(view.source());
    return values != null ? values : parameters.get(view.source());
  }

  private ViewReader reader(View view, List<Integer> axes) {
    Tensor tensor = tensors.get(view.source());
    List<Integer> shape = tensor != null ? tensor.shape() : declared.get(view.source()).shape();
    return ViewReader.of(view, axes, shape);
  }

  private long[] contract(Contract node, Tensor out) {
    List<Integer> axes = NodeAxes.sizes(node, out.shape());
    return IntegerContraction.run(
        node,
        out,
        side(node.left(), axes),
        node.right().map(right -> side(right, axes)).orElse(null));
  }

  private IntegerContraction.Side side(View view, List<Integer> axes) {
    return new IntegerContraction.Side(reader(view, axes), values(view));
  }

  private long[] sum(Sum node, Tensor out) {
    long[] y = new long[out.size()];
    Arrays.fill(y, node.bias());
    for (Sum.Addend addend : node.addends()) {
      long[] x = accumulators.get(addend.view().source());
      long multiplier = addend.multiplier();
      if (x != null) {
        for (int i = 0; i < y.length; i++) {
          y[i] += multiplier * x[i];
        }
      } else {
        int[] values = values(addend.view());
        forEachBlock(
            addend.view(),
            out,
            (rows, cell, at) -> {
              int[] block = new int[rows.length()];
              rows.gather(values, cell, block, 0);
              for (int j = 0; j < block.length; j++) {
                y[at + j] += multiplier * block[j];
              }
            });
      }
    }
    return y;
  }

  /** Work on a block of the output: rows of a view over it, its first cell, its flat position. */
  private interface BlockTask {
    void run(ViewRows rows, int[] cell, int at);
  }

  /** Runs over blocks of trailing output axes, for a node without axes of its own. */
  private void forEachBlock(View view, Tensor out, BlockTask task) {
    int[] sizes = out.shape().stream().mapToInt(d -> d).toArray();
    int start = Cells.blockStart(sizes, sizes.length);
    int[] outer = Cells.axes(0, start);
    ViewRows rows = new ViewRows(reader(view, out.shape()), Cells.axes(start, sizes.length));
    Cells.inParallel(
        out.size() / rows.length(),
        1 + (1 << 15) / rows.length(),
        (from, to) -> {
          int[] cell = new int[sizes.length];
          for (int i = from; i < to; i++) {
            Cells.locate(i, sizes, outer, cell);
            task.run(rows, cell, i * rows.length());
          }
        });
  }

  private int[] requantize(Requantize node, Tensor out) {
    long[] x = wide(node.input());
    int fraction = tensors.get(node.input()).format().fraction() - node.shift();
    return FunctionMap.map(
        i -> node.shifted(x[i]), x.length, v -> node.function().apply(v, fraction, out.format()));
  }

  private int[] rescale(Rescale node, Tensor out) {
    long[] x = wide(node.input());
    float[] multipliers = node.multipliers();
    long min = out.format().min();
    long max = out.format().max();
    int count = multipliers.length;
    // Axes behind those of the multipliers.
    int inner = 1;
    for (int d = count == 1 ? out.rank() : node.axes().getLast() + 1; d < out.rank(); d++) {
      inner *= out.shape().get(d);
    }
    int stride = inner;
    int[] y = new int[x.length];
    Cells.inParallel(
        y.length,
        1 << 12,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            y[i] = (int) Rescale.apply(x[i], multipliers[i / stride % count], min, max);
          }
        });
    return y;
  }

  private int[] tabulate(Tabulate node) {
    long[] x = wide(node.input());
    int[] y = new int[x.length];
    Arrays.setAll(y, i -> node.at(x[i]));
    return y;
  }

  private int[] interpolate(Interpolate node, Tensor out) {
    long[] x = wide(node.input());
    PiecewisePolynomial p =
        PiecewisePolynomial.of(node, tensors.get(node.input()).format(), out.format());
    int[] y = new int[x.length];
    Cells.inParallel(
        y.length,
        1 << 10,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            y[i] = Math.toIntExact(p.apply(node.shifted(x[i])));
          }
        });
    return y;
  }

  private int[] divide(Divide node, Tensor out) {
    long[] x = wide(node.dividend());
    int[] values = values(node.divisor());
    int[] y = new int[out.size()];
    forEachBlock(
        node.divisor(),
        out,
        (rows, cell, at) -> {
          rows.gather(values, cell, y, at);
          for (int i = at; i < at + rows.length(); i++) {
            long d = y[i];
            y[i] = Math.toIntExact(Math.floorDiv((x[i] << (node.shift() + 1)) + d, 2 * d));
          }
        });
    return y;
  }

  private int[] extremum(Extremum node, Tensor out) {
    List<Integer> axes = NodeAxes.sizes(node, out.shape());
    int[] sizes = axes.stream().mapToInt(d -> d).toArray();
    int[] window = Cells.axes(out.rank(), sizes.length);
    int start = Cells.blockStart(sizes, out.rank());
    int[] outer = Cells.axes(0, start);
    int[] inner = Cells.axes(start, out.rank());
    int block = Cells.product(sizes, inner);
    int[] y = new int[out.size()];
    Arrays.fill(y, node.minimum() ? Integer.MAX_VALUE : Integer.MIN_VALUE);
    for (View operand : node.operands()) {
      int[] values = values(operand);
      ViewRows rows = new ViewRows(reader(operand, axes), inner);
      Cells.inParallel(
          y.length / block,
          1 + (1 << 14) / block,
          (from, to) -> {
            int[] cell = new int[sizes.length];
            int[] row = new int[block];
            for (int i = from; i < to; i++) {
              Cells.locate(i, sizes, outer, cell);
              do {
                rows.gather(values, cell, row, 0);
                combine(row, y, i * block, node.minimum());
              } while (Cells.next(sizes, window, cell));
            }
          });
    }
    return y;
  }

  private static void combine(int[] row, int[] y, int at, boolean minimum) {
    if (minimum) {
      for (int j = 0; j < row.length; j++) {
        y[at + j] = Math.min(y[at + j], row[j]);
      }
    } else {
      for (int j = 0; j < row.length; j++) {
        y[at + j] = Math.max(y[at + j], row[j]);
      }
    }
  }

  private int[] ranking(Ranking node, Tensor out) {
    List<Integer> axes = NodeAxes.sizes(node, out.shape());
    int[] sizes = axes.stream().mapToInt(d -> d).toArray();
    int[] values = values(node.input());
    int places = out.shape().getLast();
    int[] outer = Cells.axes(0, out.rank() - 1);
    ViewRows rows = new ViewRows(reader(node.input(), axes), out.rank());
    int[] y = new int[out.size()];
    Cells.inParallel(
        y.length / places,
        1 + (1 << 12) / node.count(),
        (from, to) -> {
          int[] cell = new int[sizes.length];
          int[] row = new int[node.count()];
          for (int i = from; i < to; i++) {
            Cells.locate(i, sizes, outer, cell);
            rows.gather(values, cell, row, 0);
            rank(node, row, y, i * places, places);
          }
        });
    return y;
  }

  private static void rank(Ranking node, int[] row, int[] y, int at, int places) {
    long[] keys = new long[row.length];
    for (int k = 0; k < keys.length; k++) {
      long value = node.minimum() ? row[k] : -(long) row[k];
      keys[k] = (value << POSITION_BITS) + (node.lastIndex() ? row.length - 1 - k : k);
    }
    if (places == 1) {
      keys[0] = Arrays.stream(keys).min().orElseThrow();
    } else {
      Arrays.sort(keys);
    }
    for (int r = 0; r < places; r++) {
      int k = (int) (keys[r] & ((1L << POSITION_BITS) - 1));
      y[at + r] = node.lastIndex() ? row.length - 1 - k : k;
    }
  }

  private int[] select(Select node, Tensor out) {
    List<Integer> axes = NodeAxes.sizes(node, out.shape());
    int[] sizes = axes.stream().mapToInt(d -> d).toArray();
    int[] data = values(node.data());
    int[] index = values(node.index());
    ViewReader dataReader = reader(node.data(), axes);
    ViewReader indexReader = reader(node.index(), axes);
    int rank = out.rank();
    int[] output = Cells.axes(0, rank);
    int[] y = new int[out.size()];
    Cells.inParallel(
        y.length,
        1 << 12,
        (from, to) -> {
          int[] cell = new int[sizes.length];
          Cells.locate(from, sizes, output, cell);
          for (int i = from; i < to; i++) {
            int where = indexReader.at(cell);
            cell[rank] = where < 0 ? 0 : index[where];
            y[i] = data[dataReader.at(cell)];
            cell[rank] = 0;
            Cells.next(sizes, output, cell);
          }
        });
    return y;
  }

  private int[] bin(Bin node, Tensor out) {
    List<Integer> axes = NodeAxes.sizes(node, out.shape());
    int[] rows =
        BinExecutor.rows(
            node,
            out.shape(),
            reader(node.input(), axes),
            values(node.input()),
            parameters.get(node.group()),
            node.bounds().stream().map(parameters::get).toList());
    int[] ranks = parameters.get(node.rank());
    Arrays.setAll(rows, i -> ranks[rows[i]]);
    return rows;
  }

  private int[] walk(Walk node, Tensor out) {
    WalkExecutor walk =
        new WalkExecutor(
            node,
            parameters.get(node.feature()),
            parameters.get(node.threshold()),
            parameters.get(node.child()));
    ViewReader reader = reader(node.ranks(), NodeAxes.sizes(node, out.shape()));
    return walk.leaves(
        out.shape(), walk.ids(out.shape(), reader, values(node.ranks())), out.format());
  }

  private int[] softmax(Softmax node, Tensor out) {
    int[] x = stored.get(node.input());
    int length = out.shape().get(node.axis());
    int stride = Shapes.strides(out.shape())[node.axis()];
    int inputFraction = tensors.get(node.input()).format().fraction();
    int shift = out.format().fraction() + 1;
    int[] y = new int[x.length];
    Cells.inParallel(
        x.length / length,
        1 + (1 << 10) / length,
        (from, to) -> {
          long[] e = new long[length];
          for (int line = from; line < to; line++) {
            int start = line / stride * stride * length + line % stride;
            int max = Integer.MIN_VALUE;
            for (int j = 0; j < length; j++) {
              max = Math.max(max, x[start + j * stride]);
            }
            long sum = 0;
            for (int j = 0; j < length; j++) {
              e[j] = node.exponential((long) max - x[start + j * stride], inputFraction);
              sum += e[j];
            }
            for (int j = 0; j < length; j++) {
              y[start + j * stride] = (int) (((e[j] << shift) + sum) / (2 * sum));
            }
          }
        });
    return y;
  }
}
