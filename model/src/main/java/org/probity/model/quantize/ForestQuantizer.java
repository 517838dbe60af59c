package org.probity.model.quantize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.probity.graph.AxisIndex;
import org.probity.graph.Bin;
import org.probity.graph.Contract;
import org.probity.graph.Encoding;
import org.probity.graph.Extremum;
import org.probity.graph.Format;
import org.probity.graph.OrderedCode;
import org.probity.graph.Parameter;
import org.probity.graph.RealFunction;
import org.probity.graph.Select;
import org.probity.graph.Shapes;
import org.probity.graph.Sum;
import org.probity.graph.Tensor;
import org.probity.graph.View;
import org.probity.graph.Walk;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.Constant;
import org.probity.model.floatgraph.ConstantView;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.trees.Aggregate;
import org.probity.model.trees.Ensemble;

/**
 * Writes a forest: what is derived from which entry (Select), ranks among thresholds (Bin), paths
 * (Walk), values of leaves (Select), sums. Conditions of all kinds become {@code rank > threshold}
 * of derived features.
 */
final class ForestQuantizer {
  /** Widths of ranks. */
  private static final int[] RANK_BITS = {4, 6, 8, 10, 12, 14, 16};

  private final Draft draft;
  private final ParameterQuantizer parameters;
  private final FloatNode.Forest node;
  private final Ensemble ensemble;
  private final String name;

  /** The output's axes without that of results. */
  private final List<Integer> batch;

  ForestQuantizer(Draft draft, ParameterQuantizer parameters, FloatNode.Forest node) {
    this.draft = draft;
    this.parameters = parameters;
    this.node = node;
    this.ensemble = node.ensemble();
    this.name = node.output();
    this.batch = node.shape().subList(0, node.shape().size() - 1);
  }

  /**
   * What an input of the forest is in the integer graph.
   *
   * @param ordered given if its integers are ordered codes
   */
  record Source(Tensor tensor, Optional<Encoding.Ordered> ordered) {
    int words() {
      return ordered.map(Encoding.Ordered::words).orElse(1);
    }

    CodeSet set(org.probity.model.trees.Condition condition) {
      return ordered
          .map(o -> CodeSet.of(condition, o))
          .orElseGet(() -> CodeSet.of(condition, tensor.format()));
    }
  }

  /** Where a feature is: which of the groups of one or two words, and in which column. */
  private record Column(int words, int number) {}

  /**
   * Adds the nodes.
   *
   * @param sources by input
   * @param values as integers
   * @return the results: an accumulator, or a stored tensor
   */
  Tensor write(List<Source> sources, LeafValues values) throws ModelException {
    Column[] columns = new Column[ensemble.features()];
    Map<Integer, Integer> widths = new HashMap<>();
    int feature = 0;
    for (int j = 0; j < sources.size(); j++) {
      for (int k = 0; k < node.counts().get(j); k++) {
        int words = sources.get(j).words();
        columns[feature++] = new Column(words, widths.merge(words, 1, Integer::sum) - 1);
      }
    }
    Decisions decisions = new Decisions(sources, columns);
    List<Tensor> ranks = new ArrayList<>();
    int bits = decisions.rankBits();
    Map<Integer, Integer> firsts = new HashMap<>();
    int features = 0;
    for (int words = 1; words <= 2; words++) {
      RankChain.Cover cover = decisions.covers.get(words);
      if (cover == null) {
        continue;
      }
      Tensor ranked = bin(words, cover, sources, widths.get(words), bits);
      firsts.put(words, features);
      features += ranked.shape().getLast();
      ranks.add(ranked);
    }
    Tensor rank = joined(ranks, features, bits);
    int[] roots = roots();
    WalkTable table =
        WalkTable.of(name, ensemble, roots, decisions.splits(firsts), (int) rankFormat(bits).max());
    return summed(walk(rank, table, roots.length), table, roots.length, values);
  }

  private static Format rankFormat(int bits) {
    return Format.unsigned(0, bits);
  }

  // ---- derived features

  /** Every branch as a comparison of a derived feature. */
  private final class Decisions {
    private final Column[] columns;
    private final RankChain.Place[] places = new RankChain.Place[ensemble.nodes()];
    final Map<Integer, RankChain.Cover> covers = new HashMap<>();

    Decisions(List<Source> sources, Column[] columns) {
      this.columns = columns;
      int[] inputOf =
          IntStream.range(0, sources.size())
              .flatMap(j -> IntStream.generate(() -> j).limit(node.counts().get(j)))
              .toArray();
      CodeSet[] sets = new CodeSet[ensemble.nodes()];
      Map<Integer, Map<Integer, List<CodeSet>>> asked = new HashMap<>();
      for (int n = 0; n < sets.length; n++) {
        if (!ensemble.isLeaf(n)) {
          int feature = ensemble.feature(n);
          sets[n] = sources.get(inputOf[feature]).set(ensemble.condition(n));
          Column column = columns[feature];
          asked
              .computeIfAbsent(column.words(), _ -> new LinkedHashMap<>())
              .computeIfAbsent(column.number(), _ -> new ArrayList<>())
              .add(sets[n]);
        }
      }
      if (asked.isEmpty()) {
        // No tree has a branch; there is something to compare all the same.
        asked.put(columns[0].words(), new LinkedHashMap<>());
      }
      asked.forEach((words, byColumn) -> covers.put(words, RankChain.cover(byColumn)));
      for (int n = 0; n < sets.length; n++) {
        if (!ensemble.isLeaf(n)) {
          Column column = columns[ensemble.feature(n)];
          places[n] =
              covers.get(column.words()).places().get(new RankChain.Key(column.number(), sets[n]));
        }
      }
    }

    int rankBits() throws ModelException {
      int largest =
          covers.values().stream()
              .flatMap(c -> c.chains().stream())
              .mapToInt(c -> c.sets().size())
              .max()
              .orElse(1);
      // The largest threshold is one that no rank is above.
      return Arrays.stream(RANK_BITS)
          .filter(b -> largest < 1 << b)
          .findFirst()
          .orElseThrow(
              () ->
                  new ModelException(
                      name
                          + ": a feature has "
                          + largest
                          + " different thresholds, more than 65535; train with fewer bins"));
    }

    WalkTable.Splits splits(Map<Integer, Integer> firsts) {
      return new WalkTable.Splits() {
        @Override
        public int feature(int n) {
          int words = columns[ensemble.feature(n)].words();
          return firsts.get(words) + covers.get(words).slot(places[n].chain());
        }

        @Override
        public int threshold(int n) {
          return places[n].rank();
        }

        @Override
        public boolean lowIsTrue(int n) {
          return !places[n].inverted();
        }
      };
    }
  }

  private Tensor bin(int words, RankChain.Cover cover, List<Source> sources, int columns, int bits)
      throws ModelException {
    boolean plain = cover.plain();
    int groups = plain ? columns : WalkTable.roundedUp(cover.chains().size());
    int rank = batch.size();
    View input = codes(words, sources, columns);
    String label = name + "/" + words;
    if (columns == 1) {
      // All derived features are of one entry.
      input = new View(input.source(), input.axes().stream().map(e -> without(e, rank)).toList());
    } else if (!plain) {
      int[] index = new int[groups];
      for (int c = 0; c < cover.chains().size(); c++) {
        index[c] = cover.chains().get(c).column();
      }
      Parameter chosen = parameters.column(label + "/entry", index, new Format(0, 0, columns - 1L));
      List<Integer> shape = withLast(groups);
      List<AxisIndex> data = new ArrayList<>();
      int count = words == 2 ? rank + 2 : rank + 1;
      for (AxisIndex entry : input.axes()) {
        data.add(renumbered(entry, Map.of(rank, count, rank + 1, rank + 1)));
      }
      if (words == 2) {
        shape.add(2);
      }
      Select select =
          new Select(
              label + "/selected",
              columns,
              new View(input.source(), data),
              new View(chosen.name(), List.of(AxisIndex.along(rank))));
      Tensor selected = draft.stored(select, shape, draft.tensor(input.source()).format());
      input = View.identity(selected.name(), shape.size());
    }
    Rows rows = Rows.of(cover, words, groups);
    Format format = rankFormat(bits);
    int fraction = draft.tensor(input.source()).format().fraction();
    List<String> bounds = new ArrayList<>();
    for (int w = 0; w < words; w++) {
      bounds.add(
          parameters
              .column(
                  label + "/bound" + w, rows.bounds().get(w), Format.signed(fraction, Integer.SIZE))
              .name());
    }
    Bin bin =
        new Bin(
            label + "/ranks",
            input,
            words,
            parameters.column(label + "/group", rows.group(), new Format(0, 0, groups)).name(),
            bounds,
            parameters.column(label + "/rank", rows.rank(), format).name());
    return draft.stored(bin, withLast(groups), format);
  }

  private List<Integer> withLast(int size) {
    List<Integer> shape = new ArrayList<>(batch);
    shape.add(size);
    return shape;
  }

  private record Rows(int[] group, List<int[]> bounds, int[] rank) {
    static Rows of(RankChain.Cover cover, int words, int groups) {
      long least =
          words == 1 ? Integer.MIN_VALUE : OrderedCode.join(Integer.MIN_VALUE, Integer.MIN_VALUE);
      List<Map.Entry<Integer, Map.Entry<Long, Integer>>> listed = new ArrayList<>();
      // Row 0 is not above any key, whether or not something is derived from the first column.
      listed.add(Map.entry(0, Map.entry(least, 0)));
      Map<Integer, RankChain> bySlot = new java.util.TreeMap<>();
      for (int c = 0; c < cover.chains().size(); c++) {
        bySlot.put(cover.slot(c), cover.chains().get(c));
      }
      bySlot.forEach(
          (slot, chain) -> {
            if (slot == 0) {
              listed.clear();
            }
            chain.steps(least).entrySet().forEach(step -> listed.add(Map.entry(slot, step)));
          });
      int used = listed.size();
      // One row at least lies above all keys.
      int rows = WalkTable.roundedUp(used + 1);
      int[] group = new int[rows];
      Arrays.fill(group, groups);
      int[][] bounds = new int[words][rows];
      int[] rank = new int[rows];
      for (int k = 0; k < used; k++) {
        long from = listed.get(k).getValue().getKey();
        group[k] = listed.get(k).getKey();
        rank[k] = listed.get(k).getValue().getValue();
        bounds[0][k] = words == 1 ? Math.toIntExact(from) : OrderedCode.high(from);
        if (words == 2) {
          bounds[1][k] = OrderedCode.low(from);
        }
      }
      return new Rows(group, List.of(bounds), rank);
    }
  }

  /**
   * The integers of all sources of a number of words: a view over the batch's axes, that of columns
   * and, for two words, one more.
   */
  private View codes(int words, List<Source> sources, int columns) {
    int rank = batch.size();
    List<Integer> inputs =
        IntStream.range(0, sources.size())
            .filter(j -> sources.get(j).words() == words)
            .boxed()
            .toList();
    if (inputs.size() == 1) {
      int j = inputs.getFirst();
      List<AxisIndex> axes = new ArrayList<>();
      for (AxisIndex entry : node.inputs().get(j).axes()) {
        axes.add(renumbered(entry, Map.of(node.shape().size() + j, rank)));
      }
      if (words == 2) {
        axes.add(AxisIndex.along(rank + 1));
      }
      return new View(sources.get(j).tensor().name(), axes);
    }
    List<Integer> shape = withLast(columns);
    if (words == 2) {
      shape.add(2);
    }
    List<Sum.Addend> addends = new ArrayList<>();
    int first = 0;
    for (int j : inputs) {
      Tensor tensor = sources.get(j).tensor();
      List<AxisIndex> axes = new ArrayList<>();
      axes.add(placed(j, first, columns, tensor.shape(), words));
      if (words == 2) {
        axes.add(AxisIndex.along(rank + 1));
      }
      addends.add(new Sum.Addend(new View(tensor.name(), axes), 1));
      first += node.counts().get(j);
    }
    String label = name + "/" + words + "/codes";
    Tensor sum = draft.ranged(new Sum(label + "/sum", addends, 0), shape, 0);
    Tensor stored = draft.rounded(label, sum, RealFunction.X, Encoding.Ordered.FORMAT);
    return View.identity(stored.name(), shape.size());
  }

  /** The cells of an input at its place among all columns; outside of it zero. */
  private AxisIndex placed(int j, int first, int columns, List<Integer> source, int words) {
    int rank = batch.size();
    List<Integer> shape = words == 2 ? source.subList(0, source.size() - 1) : source;
    double[] numbers = IntStream.rangeClosed(1, Shapes.size(shape)).asDoubleStream().toArray();
    int count = node.counts().get(j);
    int own = node.shape().size() + j;
    int[] sizes = new int[own + 1];
    Arrays.fill(sizes, 1);
    for (int d = 0; d < rank; d++) {
      sizes[d] = batch.get(d);
    }
    sizes[own] = count;
    List<Integer> axes = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
    axes.add(own);
    double[] read =
        new ConstantView(node.inputs().get(j), new Constant(shape, numbers), sizes)
            .over(axes)
            .values();
    int rows = read.length / count;
    int[] cells = new int[rows * columns];
    Arrays.fill(cells, -1);
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < count; k++) {
        cells[i * columns + first + k] = (int) read[i * count + k] - 1;
      }
    }
    return new AxisIndex.Table(
        shape.size(), IntStream.rangeClosed(0, rank).boxed().toList(), cells);
  }

  private static AxisIndex renumbered(AxisIndex index, Map<Integer, Integer> numbers) {
    List<Integer> axes = index.axes().stream().map(a -> numbers.getOrDefault(a, a)).toList();
    return switch (index) {
      case AxisIndex.Strided s -> new AxisIndex.Strided(axes, s.strides(), s.offset(), s.divisor());
      case AxisIndex.Table t -> new AxisIndex.Table(t.sourceAxes(), axes, t.cells());
    };
  }

  /** An index without an axis of size 1. */
  private static AxisIndex without(AxisIndex index, int axis) {
    int at = index.axes().indexOf(axis);
    if (at < 0) {
      return index;
    }
    List<Integer> axes = new ArrayList<>(index.axes());
    axes.subList(at, at + 1).clear();
    return switch (index) {
      case AxisIndex.Strided s -> {
        List<Integer> strides = new ArrayList<>(s.strides());
        strides.subList(at, at + 1).clear();
        yield new AxisIndex.Strided(axes, strides, s.offset(), s.divisor());
      }
      case AxisIndex.Table t -> new AxisIndex.Table(t.sourceAxes(), axes, t.cells());
    };
  }

  /** The ranks of both groups, one after the other. */
  private Tensor joined(List<Tensor> ranks, int features, int bits) {
    if (ranks.size() == 1) {
      return ranks.getFirst();
    }
    List<Sum.Addend> addends = new ArrayList<>();
    int first = 0;
    for (Tensor tensor : ranks) {
      List<AxisIndex> axes = batchAxes();
      axes.add(AxisIndex.along(batch.size(), 1, -first));
      addends.add(new Sum.Addend(new View(tensor.name(), axes), 1));
      first += tensor.shape().getLast();
    }
    Tensor sum = draft.ranged(new Sum(name + "/ranks/sum", addends, 0), withLast(features), 0);
    return draft.rounded(name + "/ranks", sum, RealFunction.X, rankFormat(bits));
  }

  private List<AxisIndex> batchAxes() {
    return new ArrayList<>(IntStream.range(0, batch.size()).mapToObj(AxisIndex::along).toList());
  }

  // ---- paths

  /** Whether all leaves of a tree have values of the same result alone. */
  private boolean hasOneResult() {
    return results() != null;
  }

  /** By tree the result that its leaves have values of, or null if some tree has several. */
  private int[] results() {
    int[] result = new int[ensemble.trees()];
    Arrays.fill(result, -1);
    int[] treeOf = new int[ensemble.nodes()];
    for (int n = 0; n < treeOf.length; n++) {
      int tree = n < ensemble.trees() ? n : treeOf[n];
      if (!ensemble.isLeaf(n)) {
        treeOf[ensemble.whenTrue(n)] = tree;
        treeOf[ensemble.whenFalse(n)] = tree;
        continue;
      }
      for (int i = 0; i < ensemble.values(n); i++) {
        int r = ensemble.result(n, i);
        if (result[tree] >= 0 && result[tree] != r) {
          return null;
        }
        result[tree] = r;
      }
    }
    return Arrays.stream(result).map(r -> Math.max(r, 0)).toArray();
  }

  /**
   * The trees in order, their number rounded up: round by round, a tree for each result, or all
   * trees where these have values of several results.
   */
  private int[] roots() throws ModelException {
    int width = hasOneResult() ? ensemble.results() : 1;
    int[] result = hasOneResult() ? results() : new int[ensemble.trees()];
    List<List<Integer>> byResult = new ArrayList<>();
    for (int r = 0; r < width; r++) {
      int wanted = r;
      byResult.add(
          IntStream.range(0, result.length).filter(t -> result[t] == wanted).boxed().toList());
    }
    int rounds = WalkTable.roundedUp(byResult.stream().mapToInt(List::size).max().orElse(1));
    int[] roots = new int[rounds * width];
    for (int i = 0; i < rounds; i++) {
      for (int r = 0; r < width; r++) {
        List<Integer> own = byResult.get(r);
        // A tree of no result more does not change a sum, nor does another copy an extremum.
        roots[i * width + r] =
            i < own.size()
                ? own.get(i)
                : isSum() || own.isEmpty() ? WalkTable.NO_LEAF : own.getFirst();
      }
    }
    return roots;
  }

  private boolean isSum() {
    return ensemble.aggregate() == Aggregate.SUM || ensemble.aggregate() == Aggregate.AVERAGE;
  }

  private Tensor walk(Tensor rank, WalkTable table, int trees) {
    int features = rank.shape().getLast();
    List<AxisIndex> axes = batchAxes();
    axes.add(AxisIndex.along(batch.size() + 1));
    int end = table.firstLeaf() + table.leaves().length;
    Walk walk =
        new Walk(
            name + "/leaves",
            new View(rank.name(), axes),
            features,
            table.depth(),
            table.firstLeaf(),
            parameters
                .column(name + "/feature", table.feature(), new Format(0, 0, features - 1L))
                .name(),
            parameters.column(name + "/threshold", table.threshold(), rank.format()).name(),
            parameters.column(name + "/child", table.child(), new Format(0, 0, end - 1L)).name());
    return draft.stored(walk, withLast(trees), new Format(0, 0, table.leaves().length - 1L));
  }

  // ---- values of leaves

  private Tensor summed(Tensor leaves, WalkTable table, int trees, LeafValues values)
      throws ModelException {
    int results = ensemble.results();
    boolean one = hasOneResult();
    if (!isSum()) {
      requireAllResults(one);
    }
    int width = one ? 1 : results;
    int[] entries = new int[table.leaves().length * width];
    for (int l = 0; l < table.leaves().length; l++) {
      int leaf = table.leaves()[l];
      for (int i = 0; leaf >= 0 && i < ensemble.values(leaf); i++) {
        int r = one ? 0 : ensemble.result(leaf, i);
        entries[l * width + r] = values.rounded(ensemble.value(leaf, i));
      }
    }
    List<Integer> tableShape =
        one ? List.of(table.leaves().length) : List.of(table.leaves().length, results);
    Parameter parameter = parameters.table(name + "/value", tableShape, entries, values.format());
    int rank = batch.size();
    List<Integer> shape = withLast(trees);
    List<AxisIndex> index = batchAxes();
    index.add(AxisIndex.along(rank));
    List<AxisIndex> data = new ArrayList<>();
    if (one) {
      data.add(AxisIndex.along(rank + 1));
    } else {
      shape.add(results);
      data.add(AxisIndex.along(rank + 2));
      data.add(AxisIndex.along(rank + 1));
    }
    Select select =
        new Select(
            name + "/values",
            table.leaves().length,
            new View(parameter.name(), data),
            new View(leaves.name(), index));
    Tensor selected = draft.stored(select, shape, values.format());
    // Over the batch, the results and what is joined.
    List<AxisIndex> view = batchAxes();
    int joined = one ? trees / results : trees;
    if (!one) {
      view.add(AxisIndex.along(rank + 1));
      view.add(AxisIndex.along(rank));
    } else if (results == 1) {
      view.add(AxisIndex.along(rank + 1));
    } else {
      view.add(new AxisIndex.Strided(List.of(rank, rank + 1), List.of(1, results), 0, 1));
    }
    View read = new View(selected.name(), view);
    boolean based = !values.baseIsZero();
    String out = based ? name + "/joined" : name;
    Tensor total =
        isSum()
            ? draft.ranged(
                new Contract(out, List.of(joined), read, Optional.empty()),
                node.shape(),
                values.format().fraction())
            : draft.stored(
                new Extremum(
                    out, List.of(joined), List.of(read), ensemble.aggregate() == Aggregate.MIN),
                node.shape(),
                values.format());
    if (!based) {
      return total;
    }
    Parameter base = parameters.column(name + "/base", values.base(), values.format());
    return draft.ranged(
        new Sum(
            name,
            List.of(
                new Sum.Addend(View.identity(total.name(), node.shape().size()), 1),
                new Sum.Addend(new View(base.name(), List.of(AxisIndex.along(rank))), 1)),
            0),
        node.shape(),
        values.format().fraction());
  }

  /** An extremum is one of values that every leaf has. */
  private void requireAllResults(boolean one) throws ModelException {
    int[] result = one ? results() : null;
    boolean complete =
        IntStream.range(0, ensemble.nodes())
            .filter(ensemble::isLeaf)
            .allMatch(n -> ensemble.values(n) == (one ? 1 : ensemble.results()));
    boolean all =
        !one
            || IntStream.range(0, ensemble.results())
                .allMatch(r -> Arrays.stream(result).anyMatch(t -> t == r));
    if (!complete || !all) {
      throw new ModelException(
          name
              + ": with the aggregate "
              + ensemble.aggregate()
              + " every leaf must have a value of every result");
    }
  }
}
