package org.probity.graph;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Executes an integer graph as the definitions of its nodes read, cell by cell, without limits. */
public final class NaiveExecutor {
  private final IntegerGraph graph;
  private final Map<String, List<Integer>> shapes = new HashMap<>();
  private final Map<String, BigInteger[]> values = new HashMap<>();

  private NaiveExecutor(IntegerGraph graph) {
    this.graph = graph;
  }

  static Map<String, BigInteger[]> run(
      IntegerGraph graph, Map<String, int[]> parameters, Map<String, int[]> inputs) {
    NaiveExecutor executor = new NaiveExecutor(graph);
    graph.tensors().forEach(t -> executor.shapes.put(t.name(), t.shape()));
    graph.parameters().forEach(p -> executor.shapes.put(p.name(), p.shape()));
    graph.inputs().forEach(p -> executor.values.put(p.tensor(), big(inputs.get(p.name()))));
    parameters.forEach((name, v) -> executor.values.put(name, big(v)));
    graph.nodes().forEach(executor::compute);
    parameters.keySet().forEach(executor.values::remove);
    return executor.values;
  }

  private static BigInteger[] big(int[] values) {
    return IntStream.of(values).mapToObj(BigInteger::valueOf).toArray(BigInteger[]::new);
  }

  /** All cells over the axes, row-major. */
  public static List<int[]> cells(List<Integer> axes) {
    List<int[]> cells = new ArrayList<>();
    cells.add(new int[0]);
    for (int size : axes) {
      List<int[]> longer = new ArrayList<>();
      for (int[] cell : cells) {
        for (int i = 0; i < size; i++) {
          longer.add(concat(cell, new int[] {i}));
        }
      }
      cells = longer;
    }
    return cells;
  }

  private static int[] concat(int[] a, int[] b) {
    return IntStream.concat(IntStream.of(a), IntStream.of(b)).toArray();
  }

  /** The flat index that a view addresses, or -1. */
  public static int index(
      View view, List<Integer> nodeAxes, List<Integer> sourceShape, int[] cell) {
    int flat = 0;
    int axis = 0;
    for (AxisIndex entry : view.axes()) {
      long size = 1;
      for (int d = axis; d < axis + entry.sourceAxes(); d++) {
        size *= sourceShape.get(d);
      }
      axis += entry.sourceAxes();
      long at;
      switch (entry) {
        case AxisIndex.Strided s -> {
          long sum = s.offset();
          for (int j = 0; j < s.axes().size(); j++) {
            sum += (long) s.strides().get(j) * cell[s.axes().get(j)];
          }
          at = sum % s.divisor() == 0 ? sum / s.divisor() : -1;
        }
        case AxisIndex.Table t -> {
          int row = 0;
          for (int a : t.axes()) {
            row = row * nodeAxes.get(a) + cell[a];
          }
          at = t.cells()[row];
        }
      }
      if (at < 0 || at >= size) {
        return -1;
      }
      flat = (int) (flat * size + at);
    }
    return flat;
  }

  private BigInteger read(View view, List<Integer> nodeAxes, int[] cell) {
    int index = index(view, nodeAxes, shapes.get(view.source()), cell);
    return index < 0 ? BigInteger.ZERO : values.get(view.source())[index];
  }

  private List<BigInteger> row(List<String> columns, int row) {
    return columns.stream().map(c -> values.get(c)[row]).toList();
  }

  /** Lexicographic order. */
  private static int compare(List<BigInteger> a, List<BigInteger> b) {
    for (int i = 0; i < a.size(); i++) {
      if (!a.get(i).equals(b.get(i))) {
        return a.get(i).compareTo(b.get(i));
      }
    }
    return 0;
  }

  private void compute(Node node) {
    List<Integer> shape = shapes.get(node.output());
    List<BigInteger> out = new ArrayList<>();
    for (int[] cell : cells(shape)) {
      out.add(compute(node, shape, cell));
    }
    values.put(node.output(), out.toArray(BigInteger[]::new));
  }

  private BigInteger compute(Node node, List<Integer> shape, int[] cell) {
    return switch (node) {
      case Contract n -> {
        List<Integer> axes = new ArrayList<>(shape);
        axes.addAll(n.summed());
        BigInteger sum = BigInteger.ZERO;
        for (int[] k : cells(n.summed())) {
          BigInteger left = read(n.left(), axes, concat(cell, k));
          BigInteger right =
              n.right().map(r -> read(r, axes, concat(cell, k))).orElse(BigInteger.ONE);
          sum = sum.add(left.multiply(right));
        }
        yield sum;
      }
      case Sum n ->
          n.addends().stream()
              .map(a -> read(a.view(), shape, cell).multiply(BigInteger.valueOf(a.multiplier())))
              .reduce(BigInteger.valueOf(n.bias()), BigInteger::add);
      case Requantize n -> {
        BigInteger x = read(View.identity(n.input(), shape.size()), shape, cell);
        if (n.shift() > 0) {
          x = x.add(BigInteger.ONE.shiftLeft(n.shift() - 1)).shiftRight(n.shift());
        }
        int fraction = graph.tensorsByName().get(n.input()).format().fraction() - n.shift();
        Format to = graph.tensorsByName().get(n.output()).format();
        yield BigInteger.valueOf(n.function().apply(x.longValueExact(), fraction, to));
      }
      case Rescale n -> {
        int row = 0;
        for (int axis : n.axes()) {
          row = row * shape.get(axis) + cell[axis];
        }
        BigInteger x = read(View.identity(n.input(), shape.size()), shape, cell);
        BigDecimal product =
            new BigDecimal(x.floatValue()).multiply(new BigDecimal(n.multipliers()[row]));
        BigInteger rounded =
            new BigDecimal(product.floatValue())
                .setScale(0, RoundingMode.HALF_EVEN)
                .toBigIntegerExact();
        Format to = graph.tensorsByName().get(n.output()).format();
        yield rounded.max(BigInteger.valueOf(to.min())).min(BigInteger.valueOf(to.max()));
      }
      case Tabulate n -> {
        BigInteger x = read(View.identity(n.input(), shape.size()), shape, cell);
        yield BigInteger.valueOf(
            n.table()[x.subtract(BigInteger.valueOf(n.first())).intValueExact()]);
      }
      case Interpolate n -> {
        BigInteger x = read(View.identity(n.input(), shape.size()), shape, cell);
        if (n.shift() > 0) {
          x = x.add(BigInteger.ONE.shiftLeft(n.shift() - 1)).shiftRight(n.shift());
        }
        Map<String, Tensor> tensors = graph.tensorsByName();
        yield polynomial(
            PiecewisePolynomial.of(
                n, tensors.get(n.input()).format(), tensors.get(n.output()).format()),
            x);
      }
      case Divide n -> {
        BigInteger x = read(View.identity(n.dividend(), shape.size()), shape, cell);
        BigInteger d = read(n.divisor(), shape, cell);
        BigInteger[] q = x.shiftLeft(n.shift() + 1).add(d).divideAndRemainder(d.shiftLeft(1));
        yield q[1].signum() < 0 ? q[0].subtract(BigInteger.ONE) : q[0];
      }
      case Extremum n -> {
        List<Integer> axes = new ArrayList<>(shape);
        axes.addAll(n.window());
        List<BigInteger> all = new ArrayList<>();
        for (View operand : n.operands()) {
          cells(n.window()).forEach(k -> all.add(read(operand, axes, concat(cell, k))));
        }
        yield all.stream().reduce((a, b) -> n.minimum() ? a.min(b) : a.max(b)).orElseThrow();
      }
      case Ranking n -> {
        List<Integer> axes = new ArrayList<>(shape);
        axes.add(n.count());
        Comparator<Integer> byValue =
            Comparator.comparing(k -> read(n.input(), axes, concat(cell, new int[] {k})));
        Comparator<Integer> byIndex = Comparator.naturalOrder();
        List<Integer> order =
            IntStream.range(0, n.count())
                .boxed()
                .sorted(
                    (n.minimum() ? byValue : byValue.reversed())
                        .thenComparing(n.lastIndex() ? byIndex.reversed() : byIndex))
                .toList();
        yield BigInteger.valueOf(order.get(cell[cell.length - 1]));
      }
      case Select n -> {
        List<Integer> axes = new ArrayList<>(shape);
        axes.add(n.count());
        int k = read(n.index(), axes, concat(cell, new int[] {0})).intValueExact();
        yield read(n.data(), axes, concat(cell, new int[] {k}));
      }
      case Bin n -> {
        List<Integer> axes = new ArrayList<>(shape);
        axes.addAll(NodeAxes.own(n));
        List<BigInteger> key = new ArrayList<>();
        key.add(BigInteger.valueOf(cell[cell.length - 1]));
        for (int[] word : cells(NodeAxes.own(n))) {
          key.add(read(n.input(), axes, concat(cell, word)));
        }
        int row = 0;
        while (compare(row(n.keyColumns(), row + 1), key) <= 0) {
          row++;
        }
        yield values.get(n.rank())[row];
      }
      case Walk n -> {
        List<Integer> axes = new ArrayList<>(shape);
        axes.add(n.features());
        int id = cell[cell.length - 1];
        for (int l = 0; l < n.depth(); l++) {
          int feature = values.get(n.feature())[id].intValueExact();
          BigInteger rank = read(n.ranks(), axes, concat(cell, new int[] {feature}));
          boolean above = rank.compareTo(values.get(n.threshold())[id]) > 0;
          id = values.get(n.child())[id].intValueExact() + (above ? 1 : 0);
        }
        yield BigInteger.valueOf(id - n.firstLeaf());
      }
      case Softmax n -> {
        View whole = View.identity(n.input(), shape.size());
        List<BigInteger> line = new ArrayList<>();
        for (int i = 0; i < shape.get(n.axis()); i++) {
          int[] there = cell.clone();
          there[n.axis()] = i;
          line.add(read(whole, shape, there));
        }
        BigInteger max = line.stream().reduce(BigInteger::max).orElseThrow();
        int fraction = graph.tensorsByName().get(n.input()).format().fraction();
        List<BigInteger> e =
            line.stream()
                .map(x -> n.exponential(max.subtract(x).longValueExact(), fraction))
                .map(BigInteger::valueOf)
                .toList();
        BigInteger s = e.stream().reduce(BigInteger::add).orElseThrow();
        int o = graph.tensorsByName().get(n.output()).format().fraction();
        yield e.get(cell[n.axis()]).shiftLeft(o + 1).add(s).divide(s.shiftLeft(1));
      }
    };
  }

  private static BigInteger polynomial(PiecewisePolynomial p, BigInteger y) {
    int row = 0;
    while (y.compareTo(BigInteger.valueOf(p.end(row))) > 0) {
      row++;
    }
    BigInteger d = y.subtract(BigInteger.valueOf(p.start(row)));
    BigInteger u = halfUp(d.multiply(BigInteger.valueOf(p.curvature(row))), p.slopeShift());
    BigInteger slope = BigInteger.valueOf(p.slope(row)).add(u);
    return halfUp(BigInteger.valueOf(p.base(row)).add(d.multiply(slope)), p.resultShift());
  }

  private static BigInteger halfUp(BigInteger x, int shift) {
    return shift == 0 ? x : x.add(BigInteger.ONE.shiftLeft(shift - 1)).shiftRight(shift);
  }
}
