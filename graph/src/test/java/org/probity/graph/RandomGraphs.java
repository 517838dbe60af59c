package org.probity.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.probity.graph.bound.AccumulatorRange;
import org.probity.graph.lint.GraphLint;

/** Random small graphs that {@link GraphLint} accepts, with every kind of node and view. */
public final class RandomGraphs {
  private final Random random;
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private final List<Node> nodes = new ArrayList<>();
  private final List<String> stored = new ArrayList<>();
  private final Map<String, int[]> tables = new HashMap<>();

  private RandomGraphs(Random random) {
    this.random = random;
  }

  /** A graph with values for its parameters and inputs. */
  record Sample(IntegerGraph graph, Map<String, int[]> parameters, Map<String, int[]> inputs) {}

  static Sample sample(Random random, int nodes) {
    return new RandomGraphs(random).sample(nodes);
  }

  private Sample sample(int count) {
    List<Port> inputs = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(2); i++) {
      Tensor x = declare("x" + i, shape(3), storedFormat());
      stored.add(x.name());
      inputs.add(new Port(x.name(), x.name(), x.shape().stream().map(d -> (long) d).toList()));
    }
    for (int i = 0; i < count || nodes.isEmpty(); i++) {
      addNode(i);
    }
    Set<String> read = new HashSet<>();
    nodes.forEach(node -> read.addAll(node.sources()));
    List<Port> outputs = new ArrayList<>();
    for (Node node : nodes) {
      Tensor t = tensors.get(node.output());
      if (stored.contains(t.name()) && (!read.contains(t.name()) || random.nextInt(4) == 0)) {
        outputs.add(new Port("out " + t.name(), t.name(), List.of((long) t.size())));
      }
    }
    if (outputs.isEmpty()) {
      return sample(random, count);
    }
    IntegerGraph graph =
        new IntegerGraph(
            inputs,
            outputs,
            List.copyOf(tensors.values()),
            List.copyOf(parameters.values()),
            nodes);
    Map<String, int[]> weights = new HashMap<>();
    parameters.forEach((name, p) -> weights.put(name, values(p.size(), p.format())));
    weights.putAll(tables);
    Map<String, int[]> entries = new HashMap<>();
    inputs.forEach(
        p ->
            entries.put(
                p.name(),
                values(tensors.get(p.tensor()).size(), tensors.get(p.tensor()).format())));
    return new Sample(graph, weights, entries);
  }

  private int[] values(int size, Format format) {
    return IntStream.range(0, size)
        .map(
            i ->
                switch (random.nextInt(8)) {
                  case 0 -> (int) format.min();
                  case 1 -> (int) format.max();
                  default -> (int) random.nextLong(format.min(), format.max() + 1);
                })
        .toArray();
  }

  private List<Integer> shape(int maxRank) {
    return IntStream.range(0, 1 + random.nextInt(maxRank))
        .mapToObj(i -> random.nextInt(5) == 0 ? 1 + random.nextInt(20) : 1 + random.nextInt(5))
        .toList();
  }

  private List<Integer> ownAxes() {
    return random.nextInt(4) == 0 ? List.of() : shape(2);
  }

  private Format storedFormat() {
    return switch (random.nextInt(4)) {
      case 0 -> Format.signed(random.nextInt(6), 16);
      case 1 -> Format.unsigned(random.nextInt(6), 4);
      case 2 -> new Format(random.nextInt(6), 3, 40);
      default -> Format.signed(random.nextInt(6), 8);
    };
  }

  private Tensor declare(String name, List<Integer> shape, Format format) {
    Tensor t = new Tensor(name, shape, format);
    tensors.put(name, t);
    return t;
  }

  private String anyStored() {
    return stored.get(random.nextInt(stored.size()));
  }

  /** A parameter with a view of it for a reader of the given axes. */
  private View parameter(List<Integer> axes, int maxBits) {
    if (random.nextInt(3) > 0) {
      // A matrix over some of the axes.
      List<Integer> read =
          new ArrayList<>(
              IntStream.range(0, axes.size()).filter(a -> random.nextInt(4) > 0).boxed().toList());
      if (read.isEmpty()) {
        read.add(0);
      }
      java.util.Collections.shuffle(read, random);
      Parameter p = newParameter(read.stream().map(axes::get).toList(), maxBits);
      return new View(p.name(), read.stream().map(AxisIndex::along).toList());
    }
    Parameter p = newParameter(shape(3), maxBits);
    return view(p.name(), p.shape(), axes, Set.of(), false);
  }

  private Parameter newParameter(List<Integer> shape, int maxBits) {
    int bits = 2 + random.nextInt(maxBits - 1);
    Parameter p =
        new Parameter("w" + parameters.size(), shape, Format.signed(random.nextInt(6), bits));
    parameters.put(p.name(), p);
    return p;
  }

  private View storedView(List<Integer> axes, boolean inside) {
    String name = anyStored();
    return view(name, tensors.get(name).shape(), axes, Set.of(), inside);
  }

  /** A random view; of cells inside of the source only if {@code inside}. */
  public static View view(
      Random random, String source, List<Integer> shape, List<Integer> axes, boolean inside) {
    return new RandomGraphs(random).view(source, shape, axes, Set.of(), inside);
  }

  /** A random view that reads none of the forbidden axes. */
  private View view(
      String source,
      List<Integer> sourceShape,
      List<Integer> nodeAxes,
      Set<Integer> forbidden,
      boolean inside) {
    List<Integer> free =
        new ArrayList<>(
            IntStream.range(0, nodeAxes.size())
                .filter(a -> !forbidden.contains(a))
                .boxed()
                .toList());
    java.util.Collections.shuffle(free, random);
    List<AxisIndex> entries = new ArrayList<>();
    for (int d = 0; d < sourceShape.size(); ) {
      int covered = random.nextInt(4) == 0 ? Math.min(2, sourceShape.size() - d) : 1;
      int size = sourceShape.get(d) * (covered == 2 ? sourceShape.get(d + 1) : 1);
      List<Integer> axes = new ArrayList<>();
      while (!free.isEmpty() && random.nextInt(4) > 0 && axes.size() < 2) {
        axes.add(free.removeLast());
      }
      boolean whole = axes.size() == 1 && nodeAxes.get(axes.getFirst()) <= size;
      if (covered == 2 || random.nextInt(5) == 0) {
        int cells = axes.stream().mapToInt(nodeAxes::get).reduce(1, (a, b) -> a * b);
        int from = inside || random.nextBoolean() ? 0 : -1;
        int[] table =
            IntStream.range(0, cells)
                .map(i -> random.nextInt(8) == 0 ? from : from + random.nextInt(size - from))
                .toArray();
        if (random.nextInt(3) == 0) {
          Arrays.setAll(table, i -> Math.min(i, size - 1));
        }
        entries.add(new AxisIndex.Table(covered, axes, table));
      } else if (inside && !whole) {
        free.addAll(axes);
        entries.add(AxisIndex.at(random.nextInt(size)));
      } else if (whole && (inside || random.nextBoolean())) {
        boolean flip = random.nextInt(4) == 0;
        int n = nodeAxes.get(axes.getFirst());
        int offset = random.nextInt(size - n + 1);
        entries.add(
            AxisIndex.along(axes.getFirst(), flip ? -1 : 1, flip ? offset + n - 1 : offset));
      } else {
        List<Integer> strides =
            axes.stream().map(a -> random.nextInt(4) == 0 ? -2 : 1 + random.nextInt(3)).toList();
        int divisor = random.nextInt(3) == 0 ? 2 : 1;
        entries.add(new AxisIndex.Strided(axes, strides, random.nextInt(7) - 3, divisor));
      }
      d += covered;
    }
    return new View(source, entries);
  }

  private void add(Node node, List<Integer> shape, Format format) {
    nodes.add(node);
    declare(node.output(), shape, format);
  }

  private void addStored(Node node, List<Integer> shape, Format format) {
    add(node, shape, format);
    stored.add(node.output());
  }

  private void addAccumulator(Node node, List<Integer> shape, int fraction) {
    add(node, shape, AccumulatorRange.format(node, shape, fraction, tensors, parameters));
  }

  private void addNode(int i) {
    String name = "t" + i;
    switch (random.nextInt(13)) {
      case 0, 1, 2 -> addContract(name);
      case 3, 4 -> addSum(name);
      case 5 -> addDivide(name);
      case 6 -> addExtremum(name);
      case 7 -> addRanking(name);
      case 8 -> addRescale(name);
      case 9 -> addTabulate(name);
      case 10 -> addBin(name);
      case 11 -> addWalk(name);
      default -> {
        if (random.nextBoolean()) {
          addSelect(name);
        } else {
          addSoftmax(name);
        }
      }
    }
  }

  private int fraction(View view) {
    return tensors.containsKey(view.source())
        ? tensors.get(view.source()).format().fraction()
        : parameters.get(view.source()).format().fraction();
  }

  private void addContract(String name) {
    List<Integer> shape = shape(3);
    List<Integer> summed = ownAxes();
    List<Integer> axes = new ArrayList<>(shape);
    axes.addAll(summed);
    View left = storedView(axes, false);
    Optional<View> right =
        switch (random.nextInt(5)) {
          case 0 -> Optional.empty();
          case 1, 2 -> Optional.of(parameter(axes, 16));
          default -> Optional.of(storedView(axes, false));
        };
    Contract node = new Contract(name, summed, left, right);
    addAccumulator(node, shape, fraction(left) + right.map(this::fraction).orElse(0));
    finish(name);
  }

  private void addSum(String name) {
    List<Integer> shape = shape(3);
    List<Sum.Addend> addends = new ArrayList<>();
    for (int j = 0; j <= random.nextInt(4); j++) {
      View view = random.nextInt(3) == 0 ? parameter(shape, 32) : storedView(shape, false);
      long multiplier = 1L + random.nextInt(1000);
      addends.add(new Sum.Addend(view, random.nextBoolean() ? multiplier : -multiplier));
    }
    addAccumulator(new Sum(name, addends, random.nextInt(100) - 50), shape, 4);
    finish(name);
  }

  /** Sums over an accumulator now and then; at the end a stored tensor. */
  private void finish(String accumulator) {
    String input = accumulator;
    Tensor t = tensors.get(input);
    while (random.nextInt(3) == 0) {
      List<Sum.Addend> addends = new ArrayList<>();
      addends.add(new Sum.Addend(View.identity(input, t.rank()), random.nextBoolean() ? 1 : -3));
      addends.add(new Sum.Addend(storedView(t.shape(), false), 5));
      input = input + "+";
      addAccumulator(new Sum(input, addends, 1), t.shape(), t.format().fraction());
    }
    Format format = storedFormat();
    Format from = tensors.get(input).format();
    int width = 64 - Long.numberOfLeadingZeros(Math.max(from.magnitude(), 1));
    int shift = Math.clamp(width - 10 + random.nextInt(6), 0, 40);
    Node node = new Requantize(accumulator + "q", input, shift, function());
    int argument = from.fraction() - shift;
    int slope = format.fraction() + 12 - argument;
    int degree = 1 + random.nextInt(2);
    int curvature = degree == 1 ? 0 : 14 + slope - argument;
    if (random.nextInt(4) == 0 && Math.max(Math.abs(slope), Math.abs(curvature)) <= 62) {
      node = new Interpolate(accumulator + "q", input, shift, degree, slope, curvature, function());
    }
    addStored(node, t.shape(), format);
  }

  private RealFunction function() {
    return switch (random.nextInt(5)) {
      case 0 -> RealFunction.X;
      case 1 -> RealFunction.unary(RealFunction.UnaryOperator.RELU);
      case 2 -> RealFunction.unary(RealFunction.UnaryOperator.TANH);
      case 3 -> FunctionNotation.parse("mul(x,sigmoid(x))");
      default -> FunctionNotation.parse("min(mul(0.001,abs(x)),3.5)");
    };
  }

  private void addDivide(String name) {
    String divisor =
        stored.stream().filter(s -> tensors.get(s).format().min() >= 1).findAny().orElse(null);
    if (divisor == null) {
      Tensor x = tensors.get(anyStored());
      addStored(new Requantize(name, x.name(), 0, RealFunction.X), x.shape(), new Format(2, 3, 40));
      return;
    }
    String dividend = anyStored();
    Tensor x = tensors.get(dividend);
    View view = view(divisor, tensors.get(divisor).shape(), x.shape(), Set.of(), true);
    int shift = random.nextInt(12);
    Divide node = new Divide(name, dividend, view, shift);
    int fraction = x.format().fraction() - fraction(view) + shift;
    Format format = AccumulatorRange.format(node, x.shape(), fraction, tensors, parameters);
    add(node, x.shape(), format);
    // Wide or not, it may be requantised.
    addStored(
        new Requantize(name + "q", name, random.nextInt(4), RealFunction.X),
        x.shape(),
        storedFormat());
  }

  private void addExtremum(String name) {
    List<Integer> shape = shape(3);
    List<Integer> window = ownAxes();
    List<Integer> axes = new ArrayList<>(shape);
    axes.addAll(window);
    View first = storedView(axes, true);
    List<View> operands = new ArrayList<>(List.of(first));
    for (int j = 0; j < random.nextInt(3); j++) {
      View other = storedView(axes, true);
      if (fraction(other) == fraction(first)) {
        operands.add(other);
      } else if (!other.source().equals(first.source())) {
        operands.add(
            view(first.source(), tensors.get(first.source()).shape(), axes, Set.of(), true));
      }
    }
    Format format =
        operands.stream()
            .map(v -> tensors.get(v.source()).format())
            .reduce(
                (a, b) ->
                    new Format(
                        a.fraction(), Math.min(a.min(), b.min()), Math.max(a.max(), b.max())))
            .orElseThrow();
    addStored(new Extremum(name, window, operands, random.nextBoolean()), shape, format);
  }

  private void addRanking(String name) {
    int count = 1 + random.nextInt(9);
    List<Integer> shape = new ArrayList<>(shape(2));
    shape.add(1 + random.nextInt(random.nextBoolean() ? 1 : count));
    List<Integer> axes = new ArrayList<>(shape);
    axes.add(count);
    String source = anyStored();
    View input = view(source, tensors.get(source).shape(), axes, Set.of(shape.size() - 1), true);
    addStored(
        new Ranking(name, count, input, random.nextBoolean(), random.nextBoolean()),
        shape,
        new Format(0, 0, count - 1L));
  }

  /** A sum that is taken to have no fraction. */
  private Tensor integerSum(String name, int terms) {
    List<Integer> shape = shape(3);
    List<Sum.Addend> addends = new ArrayList<>();
    for (int j = 0; j < terms; j++) {
      addends.add(new Sum.Addend(storedView(shape, false), 1L + random.nextInt(20)));
    }
    addAccumulator(new Sum(name, addends, random.nextInt(100) - 50), shape, 0);
    return tensors.get(name);
  }

  private void addRescale(String name) {
    Tensor sum = integerSum(name + "s", 1 + random.nextInt(3));
    int from = random.nextInt(sum.rank() + 1);
    int to = from + random.nextInt(sum.rank() - from + 1);
    List<Integer> axes = IntStream.range(from, to).boxed().toList();
    float[] multipliers =
        new float[axes.stream().mapToInt(sum.shape()::get).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < multipliers.length; i++) {
      // Halves make ties.
      multipliers[i] = random.nextInt(3) == 0 ? 0.5f : (random.nextFloat() + 1e-3f) / 10;
    }
    addStored(
        new Rescale(name, sum.name(), axes, multipliers), sum.shape(), new Format(0, -128, 127));
  }

  private void addTabulate(String name) {
    Tensor sum = integerSum(name + "s", 1);
    long first = sum.format().min() - random.nextInt(3);
    long size = sum.format().max() - first + 1 + random.nextInt(3);
    if (size > 1 << 14) {
      addStored(new Requantize(name, sum.name(), 10, RealFunction.X), sum.shape(), storedFormat());
      return;
    }
    int[] table = random.ints(size, -50, 51).toArray();
    addStored(new Tabulate(name, sum.name(), first, table), sum.shape(), new Format(0, -50, 50));
  }

  private void addSelect(String name) {
    List<String> indices =
        stored.stream()
            .filter(s -> tensors.get(s).format().fraction() == 0)
            .filter(s -> tensors.get(s).format().min() >= 0 && tensors.get(s).format().max() < 300)
            .toList();
    if (indices.isEmpty()) {
      addRanking(name);
      return;
    }
    String index = indices.get(random.nextInt(indices.size()));
    int count = (int) tensors.get(index).format().max() + 1 + random.nextInt(3);
    List<Integer> shape = shape(3);
    List<Integer> axes = new ArrayList<>(shape);
    axes.add(count);
    View indexView =
        view(index, tensors.get(index).shape(), axes, Set.of(shape.size()), random.nextBoolean());
    Parameter table = newParameter(List.of(count, shape.getLast()), 16);
    View data =
        new View(
            table.name(),
            List.of(AxisIndex.along(shape.size()), AxisIndex.along(shape.size() - 1)));
    addStored(new Select(name, count, data, indexView), shape, table.format());
  }

  private void addSoftmax(String name) {
    String input = anyStored();
    List<Integer> shape = tensors.get(input).shape();
    int fraction = 1 + random.nextInt(12);
    addStored(
        new Softmax(name, input, random.nextInt(shape.size()), 1 + random.nextInt(20)),
        shape,
        new Format(fraction, 0, 1L << fraction));
  }

  private void addColumn(String name, Format format, int[] values) {
    parameters.put(name, new Parameter(name, List.of(values.length), format));
    tables.put(name, values);
  }

  private void addBin(String name) {
    List<Integer> shape = shape(3);
    int words = 1 + random.nextInt(2);
    List<Integer> axes = new ArrayList<>(shape);
    if (words == 2) {
      axes.add(2);
    }
    View input = storedView(axes, true);
    Format format = tensors.get(input.source()).format();
    int groups = shape.getLast();
    List<int[]> rows = new ArrayList<>();
    rows.add(new int[] {0, Integer.MIN_VALUE, Integer.MIN_VALUE});
    rows.add(new int[] {groups, random.nextInt(), random.nextInt()});
    for (int k = random.nextInt(20); k > 0; k--) {
      int[] bounds = values(2, format);
      rows.add(new int[] {random.nextInt(groups + 1), bounds[0], bounds[1]});
    }
    rows.sort((a, b) -> Arrays.compare(a, 0, words + 1, b, 0, words + 1));
    Format ranks = Format.unsigned(0, 8);
    List<String> bounds = List.of(name + " high", name + " low").subList(0, words);
    addColumn(
        name + " group", new Format(0, 0, groups), rows.stream().mapToInt(r -> r[0]).toArray());
    for (int w = 0; w < words; w++) {
      int word = w + 1;
      addColumn(
          bounds.get(w),
          Format.signed(format.fraction(), 32),
          rows.stream().mapToInt(r -> r[word]).toArray());
    }
    addColumn(name + " rank", ranks, values(rows.size(), ranks));
    addStored(new Bin(name, input, words, name + " group", bounds, name + " rank"), shape, ranks);
  }

  private void addWalk(String name) {
    List<Integer> shape = shape(2);
    int trees = shape.getLast();
    int features = 1 + random.nextInt(5);
    List<Integer> axes = new ArrayList<>(shape);
    axes.add(features);
    String source = anyStored();
    View ranks = view(source, tensors.get(source).shape(), axes, Set.of(shape.size() - 1), true);
    Format format = tensors.get(source).format();
    RandomTrees table = RandomTrees.of(random, trees, 1 + random.nextInt(6), features, format);
    addColumn(name + " feature", new Format(0, 0, features - 1), table.feature());
    addColumn(name + " threshold", format, table.threshold());
    addColumn(name + " child", new Format(0, 0, table.numbers() - 1), table.child());
    Walk walk =
        new Walk(
            name,
            ranks,
            features,
            table.depth(),
            table.firstLeaf(),
            name + " feature",
            name + " threshold",
            name + " child");
    addStored(walk, shape, new Format(0, 0, table.numbers() - 1 - table.firstLeaf()));
  }
}
