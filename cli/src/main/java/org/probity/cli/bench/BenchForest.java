package org.probity.cli.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.probity.graph.AxisIndex;
import org.probity.graph.Bin;
import org.probity.graph.Contract;
import org.probity.graph.Format;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Node;
import org.probity.graph.Parameter;
import org.probity.graph.Parameters;
import org.probity.graph.Port;
import org.probity.graph.RealFunction;
import org.probity.graph.Requantize;
import org.probity.graph.Select;
import org.probity.graph.Tensor;
import org.probity.graph.View;
import org.probity.graph.Walk;
import org.probity.graph.bound.AccumulatorRange;

/**
 * A forest to be measured: full trees with random thresholds, one score and its sign, padded to
 * powers of two as the quantiser pads: what a gradient-boosted binary classifier becomes.
 *
 * @param trees number of trees
 * @param features number of inputs, all used
 * @param rankBits bits of the ranks; each feature has two thresholds less than they can number
 */
public record BenchForest(int trees, int depth, int features, int rankBits) {
  private static final Format LEAF = Format.signed(26, 32);

  private int cuts() {
    return (1 << rankBits) - 2;
  }

  private static int padded(int n) {
    return n <= 1 ? 1 : Integer.highestOneBit(n - 1) << 1;
  }

  /** Rows of the table of nodes: all inner nodes, roots of padding, and the leaf of those. */
  private int rows() {
    return padded(trees * ((1 << depth) - 1) + padded(trees) - trees + 1);
  }

  private int leaves() {
    return padded((trees << depth) + 1);
  }

  private int groups() {
    return padded(features);
  }

  private int binRows() {
    return padded(features * (cuts() + 1) + 1);
  }

  /** The forests that {@code probity bench} measures. */
  public static List<BenchForest> all() {
    return List.of(new BenchForest(100, 6, 20, 8), new BenchForest(1000, 8, 20, 8));
  }

  public String name() {
    return trees + " trees";
  }

  /** The integer graph; its input is {@code x}, its outputs {@code score} and {@code label}. */
  public IntegerGraph graph() {
    Format code = Format.signed(0, 32);
    Format rank = Format.unsigned(0, rankBits);
    int firstLeaf = rows() - 1;
    List<Integer> perTree = List.of(1, padded(trees));
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    List<Node> nodes = new ArrayList<>();
    declare(tensors, "x", code, List.of(1, features));
    declare(tensors, "ranks", rank, List.of(1, groups()));
    // Padded features read zero.
    int[] padded = new int[groups()];
    Arrays.setAll(padded, g -> g < features ? g : 0);
    nodes.add(
        new Bin(
            "ranks",
            new View("x", List.of(AxisIndex.along(0), new AxisIndex.Table(1, List.of(1), padded))),
            1,
            "group",
            List.of("bound"),
            "rank"));
    declare(tensors, "leaves", new Format(0, 0, leaves() - 1L), perTree);
    nodes.add(
        new Walk(
            "leaves",
            new View("ranks", List.of(AxisIndex.along(0), AxisIndex.along(2))),
            groups(),
            depth,
            firstLeaf,
            "feature",
            "threshold",
            "child"));
    declare(tensors, "values", LEAF, perTree);
    nodes.add(
        new Select(
            "values",
            leaves(),
            new View("leaf", List.of(AxisIndex.along(2))),
            View.identity("leaves", 2)));
    Contract sum =
        new Contract(
            "sum",
            List.of(padded(trees)),
            new View("values", List.of(AxisIndex.along(0), AxisIndex.along(1))),
            Optional.empty());
    nodes.add(sum);
    declare(
        tensors,
        "sum",
        AccumulatorRange.format(sum, List.of(1), LEAF.fraction(), tensors, Map.of()),
        List.of(1));
    int shift = 32 - Integer.numberOfLeadingZeros(padded(trees) - 1);
    nodes.add(new Requantize("score", "sum", shift, RealFunction.X));
    declare(tensors, "score", Format.signed(LEAF.fraction() - shift, 32), List.of(1));
    RealFunction positive =
        new RealFunction.Binary(
            RealFunction.BinaryOperator.LESS, new RealFunction.Constant(0), RealFunction.X);
    nodes.add(new Requantize("label", "sum", 0, positive));
    declare(tensors, "label", new Format(0, 0, 1), List.of(1));
    return new IntegerGraph(
        List.of(new Port("x", "x", List.of(1L, (long) features))),
        List.of(new Port("score", "score", List.of(1L)), new Port("label", "label", List.of(1L))),
        List.copyOf(tensors.values()),
        List.of(
            new Parameter("group", List.of(binRows()), new Format(0, 0, groups())),
            new Parameter("bound", List.of(binRows()), code),
            new Parameter("rank", List.of(binRows()), rank),
            new Parameter("feature", List.of(rows()), new Format(0, 0, groups() - 1L)),
            new Parameter("threshold", List.of(rows()), rank),
            new Parameter("child", List.of(rows()), new Format(0, 0, firstLeaf + leaves() - 1L)),
            new Parameter("leaf", List.of(leaves()), LEAF)),
        nodes);
  }

  private static void declare(
      Map<String, Tensor> tensors, String name, Format format, List<Integer> shape) {
    tensors.put(name, new Tensor(name, shape, format));
  }

  /** Random tables. */
  public Parameters parameters(SplittableRandom random) {
    Map<String, int[]> values = new HashMap<>();
    putBins(values, random);
    putNodes(values, random);
    values.put("leaf", random.ints(leaves(), -(1 << 24), 1 << 24).toArray());
    return new Parameters(values);
  }

  private void putBins(Map<String, int[]> values, SplittableRandom random) {
    int[] group = new int[binRows()];
    int[] bound = new int[binRows()];
    int[] rank = new int[binRows()];
    Arrays.fill(group, groups());
    int row = 0;
    for (int g = 0; g < features; g++) {
      int[] cuts = random.ints(cuts()).sorted().toArray();
      for (int j = 0; j <= cuts.length; j++) {
        group[row] = g;
        bound[row] = j == 0 ? Integer.MIN_VALUE : cuts[j - 1];
        rank[row++] = j;
      }
    }
    values.put("group", group);
    values.put("bound", bound);
    values.put("rank", rank);
  }

  private void putNodes(Map<String, int[]> values, SplittableRandom random) {
    int n = rows();
    int[] feature = new int[n];
    int[] threshold = new int[n];
    int[] child = new int[n];
    // Padding, roots included, leads to the one leaf in the table, which has the last row.
    Arrays.fill(threshold, (1 << rankBits) - 1);
    Arrays.fill(child, n - 1);
    int level = 0;
    int size = padded(trees);
    int inner = trees;
    for (int l = 0; l < depth; l++) {
      int next = l == depth - 1 ? n : level + size;
      for (int k = 0; k < inner; k++) {
        feature[level + k] = random.nextInt(features);
        threshold[level + k] = random.nextInt(cuts());
        child[level + k] = next + 2 * k;
      }
      level += size;
      inner *= 2;
      size = inner;
    }
    values.put("feature", feature);
    values.put("threshold", threshold);
    values.put("child", child);
  }

  /** A random input. */
  public Map<String, int[]> input(SplittableRandom random) {
    return Map.of("x", random.ints(features).toArray());
  }
}
