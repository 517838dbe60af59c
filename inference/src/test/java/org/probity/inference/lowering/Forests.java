package org.probity.inference.lowering;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.probity.graph.AxisIndex;
import org.probity.graph.Bin;
import org.probity.graph.Contract;
import org.probity.graph.Format;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Node;
import org.probity.graph.Parameter;
import org.probity.graph.Port;
import org.probity.graph.RealFunction;
import org.probity.graph.Requantize;
import org.probity.graph.Select;
import org.probity.graph.Tensor;
import org.probity.graph.View;
import org.probity.graph.Walk;
import org.probity.graph.bound.AccumulatorRange;

/**
 * Forests as integer graphs: {@code x [B, F]} of one or two words, {@code used [B, G]} the features
 * that a secret parameter picks, {@code ranks [B, G]}, {@code leaves [B, T]}, {@code values [B, T]}
 * and the outputs {@code score [B]}, the sum over the trees, and {@code positive [B]}.
 */
public final class Forests {
  /** A tree over numbers that stand in the order of keys; a row goes up where x > threshold. */
  public sealed interface Tree {
    /** A leaf. */
    record Leaf(int value) implements Tree {}

    /** A comparison with a used feature. */
    record Inner(int feature, long threshold, Tree below, Tree above) implements Tree {}
  }

  /** What a forest is made of; sizes need be no powers of two. */
  public record Spec(
      int batch, int features, int used, int words, int rankBits, int depth, List<Tree> trees) {}

  /** A graph with values. */
  public record Sample(
      IntegerGraph graph, Map<String, int[]> parameters, Map<String, int[]> inputs, int[] scores) {}

  private static final Format LEAF = Format.signed(10, 24);

  private final Spec spec;
  private final Random random;
  private final Map<String, int[]> values = new HashMap<>();
  private final List<Parameter> parameters = new ArrayList<>();
  private final List<TreeSet<Long>> thresholds = new ArrayList<>();

  // Rows of the table of nodes.
  private final List<Integer> feature = new ArrayList<>();
  private final List<Integer> threshold = new ArrayList<>();
  private final List<Child> child = new ArrayList<>();
  private final List<Integer> early = new ArrayList<>();
  private final List<Integer> last = new ArrayList<>();

  /** What a row leads to. */
  private enum Target {
    INNER,
    EARLY_LEAF,
    LAST_LEAF
  }

  /** Where a row leads: the position among inner rows, early leaves, or last leaves. */
  private record Child(Target target, int position) {
    int number(int firstLeaf, int rows) {
      return switch (target) {
        case INNER -> position;
        case EARLY_LEAF -> firstLeaf + position;
        case LAST_LEAF -> rows + position;
      };
    }
  }

  private Forests(Spec spec, Random random) {
    this.spec = spec;
    this.random = random;
  }

  /** Random trees, some full, some paths, some single leaves. */
  public static List<Tree> trees(Random random, int count, int depth, int used, long... cuts) {
    return IntStream.range(0, count)
        .mapToObj(t -> tree(random, random.nextInt(5) == 0 ? 0 : depth, used, t % 3, cuts))
        .toList();
  }

  private static Tree tree(Random random, int depth, int used, int kind, long... cuts) {
    boolean ends = kind == 1 ? random.nextInt(4) == 0 : kind == 2 && random.nextInt(8) == 0;
    if (depth == 0 || ends) {
      return new Tree.Leaf(random.nextInt(1 << 24) - (1 << 23));
    }
    boolean path = kind == 2 && random.nextBoolean();
    return new Tree.Inner(
        random.nextInt(used),
        cuts[random.nextInt(cuts.length)],
        tree(random, path ? 0 : depth - 1, used, kind, cuts),
        tree(random, depth - 1, used, kind, cuts));
  }

  /** The graph of a forest with random inputs around its thresholds. */
  public static Sample of(Spec spec, Random random) {
    return new Forests(spec, random).build();
  }

  /** A random forest. */
  public static Sample random(Random random) {
    int used = 1 + random.nextInt(6);
    int depth = 1 + random.nextInt(5);
    int words = 1 + random.nextInt(2);
    long[] cuts = random.longs(1 + random.nextInt(20)).map(c -> words == 1 ? (int) c : c).toArray();
    cuts[0] = 0;
    List<Tree> trees = trees(random, 1 + random.nextInt(9), random.nextInt(depth + 1), used, cuts);
    return of(
        new Spec(1 + random.nextInt(3), used + random.nextInt(4), used, words, 7, depth, trees),
        random);
  }

  private Sample build() {
    for (int g = 0; g < spec.used(); g++) {
      thresholds.add(new TreeSet<>());
    }
    spec.trees().forEach(this::collect);
    int[] picked =
        IntStream.range(0, spec.used()).map(g -> (g * 7 + 3) % spec.features()).toArray();
    int[] x = inputs();
    List<Node> nodes = new ArrayList<>();
    List<Tensor> tensors = new ArrayList<>();
    parameter("picked", new Format(0, 0, spec.features() - 1L), picked);
    pick(nodes, tensors);
    bin(nodes, tensors);
    walk(nodes, tensors);
    score(nodes, tensors);
    IntegerGraph graph =
        new IntegerGraph(
            List.of(port(tensors.get(0))),
            Stream.of("score", "positive")
                .map(
                    n -> tensors.stream().filter(t -> t.name().equals(n)).findFirst().orElseThrow())
                .map(Forests::port)
                .toList(),
            tensors,
            parameters,
            nodes);
    int[] scores =
        IntStream.range(0, spec.batch())
            .map(b -> spec.trees().stream().mapToInt(t -> value(t, b, x, picked)).sum())
            .toArray();
    return new Sample(graph, Map.copyOf(values), Map.of("x", x), scores);
  }

  private static Port port(Tensor tensor) {
    return new Port(
        tensor.name(), tensor.name(), tensor.shape().stream().map(d -> (long) d).toList());
  }

  private void parameter(String name, Format format, int... entries) {
    parameters.add(new Parameter(name, List.of(entries.length), format));
    values.put(name, entries);
  }

  private void collect(Tree tree) {
    if (tree instanceof Tree.Inner(int f, long cut, Tree below, Tree above)) {
      thresholds.get(f).add(cut);
      collect(below);
      collect(above);
    }
  }

  private int[] inputs() {
    int[] x = new int[spec.batch() * spec.features() * spec.words()];
    for (int i = 0; i < x.length; i += spec.words()) {
      // Next to a threshold, or anywhere.
      TreeSet<Long> near = thresholds.get(random.nextInt(spec.used()));
      long key =
          near.isEmpty() || random.nextInt(3) == 0
              ? random.nextLong()
              : near.stream().skip(random.nextInt(near.size())).findFirst().orElseThrow()
                  + random.nextInt(3)
                  - 1;
      if (spec.words() == 1) {
        x[i] = Math.clamp(key, Integer.MIN_VALUE, Integer.MAX_VALUE);
      } else {
        x[i] = high(key);
        x[i + 1] = low(key);
      }
    }
    return x;
  }

  private static int high(long key) {
    return (int) (key >> 32);
  }

  private static int low(long key) {
    return (int) ((key & 0xffffffffL) + Integer.MIN_VALUE);
  }

  private int value(Tree tree, int b, int[] x, int... picked) {
    return switch (tree) {
      case Tree.Leaf(int value) -> value;
      case Tree.Inner(int f, long cut, Tree below, Tree above) -> {
        int at = (b * spec.features() + picked[f]) * spec.words();
        long key =
            spec.words() == 1
                ? x[at]
                : ((long) x[at] << 32) + ((long) x[at + 1] - Integer.MIN_VALUE);
        yield value(key > cut ? above : below, b, x, picked);
      }
    };
  }

  // --- nodes

  private void pick(List<Node> nodes, List<Tensor> tensors) {
    List<AxisIndex> axes = new ArrayList<>(List.of(AxisIndex.along(0)));
    List<Integer> shape = new ArrayList<>(List.of(spec.batch(), spec.features()));
    List<Integer> usedShape = new ArrayList<>(List.of(spec.batch(), spec.used()));
    if (spec.words() == 2) {
      shape.add(2);
      usedShape.add(2);
      axes.add(AxisIndex.along(3));
      axes.add(AxisIndex.along(2));
    } else {
      axes.add(AxisIndex.along(2));
    }
    tensors.add(new Tensor("x", shape, Format.signed(0, 32)));
    tensors.add(new Tensor("used", usedShape, Format.signed(0, 32)));
    nodes.add(
        new Select(
            "used",
            spec.features(),
            new View("x", axes),
            new View("picked", List.of(AxisIndex.along(1)))));
  }

  private void bin(List<Node> nodes, List<Tensor> tensors) {
    List<int[]> rows = new ArrayList<>();
    for (int g = 0; g < spec.used(); g++) {
      rows.add(new int[] {g, Integer.MIN_VALUE, Integer.MIN_VALUE, 0});
      for (long cut : thresholds.get(g)) {
        rows.add(
            spec.words() == 1
                ? new int[] {g, Math.toIntExact(cut + 1), 0, rank(g, cut) + 1}
                : new int[] {g, high(cut + 1), low(cut + 1), rank(g, cut) + 1});
      }
    }
    rows.add(new int[] {spec.used(), 0, 0, 0});
    rows.add(new int[] {spec.used(), 0, 0, 0});
    Format format = Format.unsigned(0, spec.rankBits());
    List<String> bounds = List.of("bound", "low bound").subList(0, spec.words());
    parameter("group", new Format(0, 0, spec.used()), column(rows, 0));
    for (int w = 0; w < spec.words(); w++) {
      parameter(bounds.get(w), Format.signed(0, 32), column(rows, w + 1));
    }
    parameter("rank", format, column(rows, 3));
    tensors.add(new Tensor("ranks", List.of(spec.batch(), spec.used()), format));
    View input = View.identity("used", spec.words() + 1);
    nodes.add(new Bin("ranks", input, spec.words(), "group", bounds, "rank"));
  }

  private static int[] column(List<int[]> rows, int c) {
    return rows.stream().mapToInt(row -> row[c]).toArray();
  }

  private int rank(int feature, long cut) {
    return thresholds.get(feature).headSet(cut).size();
  }

  private void walk(List<Node> nodes, List<Tensor> tensors) {
    List<Tree> level = spec.trees();
    for (int l = 0; l < spec.depth(); l++) {
      List<Tree> next = new ArrayList<>();
      int nextRow = feature.size() + level.size();
      for (Tree tree : level) {
        row(tree, nextRow, next, l == spec.depth() - 1);
      }
      level = next;
    }
    int firstLeaf = feature.size();
    int n = firstLeaf + early.size();
    int[] children =
        IntStream.range(0, n)
            .map(k -> k >= firstLeaf ? k : child.get(k).number(firstLeaf, n))
            .toArray();
    int[] features = IntStream.range(0, n).map(k -> k < firstLeaf ? feature.get(k) : 0).toArray();
    int[] cuts =
        IntStream.range(0, n).map(k -> k < firstLeaf ? threshold.get(k) : largest()).toArray();
    int m = n + last.size();
    parameter("feature", new Format(0, 0, spec.used() - 1L), features);
    parameter("threshold", Format.unsigned(0, spec.rankBits()), cuts);
    parameter("child", new Format(0, 0, m - 1L), children);
    int count = m - firstLeaf;
    parameter(
        "leaf",
        LEAF,
        Stream.concat(early.stream(), last.stream()).mapToInt(Integer::intValue).toArray());
    List<Integer> shape = List.of(spec.batch(), spec.trees().size());
    tensors.add(new Tensor("leaves", shape, new Format(0, 0, count - 1L)));
    View ranks = new View("ranks", List.of(AxisIndex.along(0), AxisIndex.along(2)));
    nodes.add(
        new Walk(
            "leaves",
            ranks,
            spec.used(),
            spec.depth(),
            firstLeaf,
            "feature",
            "threshold",
            "child"));
    tensors.add(new Tensor("values", shape, LEAF));
    nodes.add(
        new Select(
            "values",
            count,
            new View("leaf", List.of(AxisIndex.along(2))),
            View.identity("leaves", 2)));
  }

  private int largest() {
    return (1 << spec.rankBits()) - 1;
  }

  /** A node of one level, and what it makes of the next. */
  private void row(Tree tree, int nextRow, List<Tree> next, boolean atEnd) {
    switch (tree) {
      case Tree.Leaf(int value) -> {
        // Never goes up, so that no second child is needed.
        feature.add(random.nextInt(spec.used()));
        threshold.add(largest());
        child.add(leaves(atEnd, value));
      }
      case Tree.Inner(int f, long cut, Tree below, Tree above) -> {
        feature.add(f);
        threshold.add(rank(f, cut));
        if (below instanceof Tree.Leaf(int low) && above instanceof Tree.Leaf(int high)) {
          child.add(leaves(atEnd, low, high));
        } else {
          child.add(new Child(Target.INNER, nextRow + next.size()));
          next.add(below);
          next.add(above);
        }
      }
    }
  }

  private Child leaves(boolean atEnd, int... leafValues) {
    Target target = atEnd && random.nextInt(4) > 0 ? Target.LAST_LEAF : Target.EARLY_LEAF;
    List<Integer> where = target == Target.LAST_LEAF ? last : early;
    Child to = new Child(target, where.size());
    for (int v : leafValues) {
      where.add(v);
    }
    return to;
  }

  private void score(List<Node> nodes, List<Tensor> tensors) {
    Map<String, Tensor> byName = new HashMap<>();
    tensors.forEach(t -> byName.put(t.name(), t));
    Contract sum =
        new Contract(
            "sum",
            List.of(spec.trees().size()),
            new View("values", List.of(AxisIndex.along(0), AxisIndex.along(1))),
            Optional.empty());
    List<Integer> shape = List.of(spec.batch());
    Format wide = AccumulatorRange.format(sum, shape, LEAF.fraction(), byName, Map.of());
    nodes.add(sum);
    tensors.add(new Tensor("sum", shape, wide));
    nodes.add(new Requantize("score", "sum", 0, RealFunction.X));
    tensors.add(new Tensor("score", shape, Format.signed(LEAF.fraction(), 32)));
    RealFunction step =
        new RealFunction.Binary(
            RealFunction.BinaryOperator.LESS, new RealFunction.Constant(0), RealFunction.X);
    nodes.add(new Requantize("positive", "sum", 0, step));
    tensors.add(new Tensor("positive", shape, new Format(0, 0, 1)));
  }
}
