package org.probity.model.floatgraph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.probity.graph.AxisIndex;
import org.probity.graph.Shapes;
import org.probity.graph.View;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.CellOrigins.Origin;
import org.probity.model.trees.Condition;
import org.probity.model.trees.Ensemble;
import org.probity.model.trees.EnsembleBuilder;

/**
 * Folds what is done to single features before a forest into the forest: scaling, imputation,
 * encoding of categories, functions, layouts. Each condition is moved to the entry that the feature
 * comes from, exactly, in the arithmetic of the original model; the forest then reads the model's
 * inputs as they are. What cannot be moved past, as a projection, is where a feature begins.
 *
 * <p>A forest reads whole rows of a tensor, so that which entries matter stays part of the trees.
 */
public final class TreeFolding {
  /** Limit on the features of all rows. */
  private static final int MAX_FEATURES = 1 << 20;

  private final FloatGraph graph;
  private final Set<String> single;
  private final Map<String, List<Integer>> shapes;
  private final Notes notes = new Notes();

  private TreeFolding(FloatGraph graph, Set<String> single) {
    this.graph = graph;
    this.single = single;
    this.shapes = graph.shapes();
  }

  /**
   * Folds preprocessing into all forests.
   *
   * @param graph as imported, step by step
   * @param single tensors whose entries the original model rounds to float32
   */
  public static Simplified fold(FloatGraph graph, Set<String> single) throws ModelException {
    return new TreeFolding(graph, single).run();
  }

  private Simplified run() throws ModelException {
    Set<String> read = new HashSet<>();
    for (FloatNode node : graph.nodes()) {
      if (node instanceof FloatNode.Forest f) {
        f.inputs().forEach(v -> read.add(v.source()));
      }
    }
    if (read.isEmpty()) {
      return new Simplified(graph, List.of());
    }
    CellOrigins origins = new CellOrigins(graph, single, read);
    List<FloatNode> nodes = new ArrayList<>();
    for (FloatNode node : graph.nodes()) {
      nodes.add(node instanceof FloatNode.Forest f ? new Pass(f, origins).folded() : node);
    }
    FloatGraph folded = new FloatGraph(graph.inputs(), graph.outputs(), graph.constants(), nodes);
    return new Simplified(new UnusedRemoval().apply(folded, notes), notes.lines());
  }

  /** One forest. */
  private final class Pass {
    private final FloatNode.Forest forest;
    private final CellOrigins origins;
    private final int rows;
    private final int rank;

    /** By tensor that is read: what of each row. */
    private final Map<String, Columns> columns = new LinkedHashMap<>();

    /** By tensor: the number of its first feature. */
    private final Map<String, Integer> firsts = new HashMap<>();

    Pass(FloatNode.Forest forest, CellOrigins origins) {
      this.forest = forest;
      this.origins = origins;
      this.rank = forest.shape().size();
      this.rows = Shapes.size(forest.shape()) / forest.ensemble().results();
    }

    FloatNode folded() throws ModelException {
      Ensemble ensemble = forest.ensemble();
      if ((long) rows * ensemble.features() > MAX_FEATURES) {
        return forest;
      }
      Feature[] features = features(used(ensemble));
      List<View> views = new ArrayList<>();
      List<Integer> counts = new ArrayList<>();
      int first = 0;
      for (var entry : columns.entrySet()) {
        Columns read = entry.getValue();
        read.close();
        firsts.put(entry.getKey(), first);
        counts.add(read.count());
        first += read.count();
      }
      int[] axes =
          IntStream.concat(
                  forest.shape().stream().mapToInt(Integer::intValue),
                  counts.stream().mapToInt(Integer::intValue))
              .toArray();
      for (var entry : columns.entrySet()) {
        Optional<View> view = view(entry.getKey(), entry.getValue(), axes, rank + views.size());
        if (view.isEmpty()) {
          return forest;
        }
        views.add(view.get());
      }
      if (columns.isEmpty()) {
        return forest;
      }
      Ensemble moved =
          EnsembleBuilder.rewritten(
              forest.output(), ensemble, first, (f, condition) -> moved(features[f], condition));
      if (Arrays.stream(features).anyMatch(f -> f != null && f.folded())) {
        notes.add("preprocessing folded into trees", forest.output());
      }
      return new FloatNode.Forest(forest.output(), forest.shape(), counts, views, moved);
    }

    private EnsembleBuilder.Split moved(Feature feature, Condition condition) {
      if (feature.constant() != null) {
        boolean holds = condition.holds(feature.constant());
        return new EnsembleBuilder.Split(0, holds ? Condition.NEVER.not() : Condition.NEVER);
      }
      int number = firsts.get(feature.tensor()) + columns.get(feature.tensor()).number(feature);
      return new EnsembleBuilder.Split(number, feature.moved(condition));
    }

    /** The features of the ensemble as given; null for those that are not used. */
    private Feature[] features(boolean[] used) {
      Feature[] features = new Feature[used.length];
      int number = 0;
      for (int j = 0; j < forest.inputs().size(); j++) {
        View view = forest.inputs().get(j);
        int count = forest.counts().get(j);
        int[] cells = cells(view, rank + j, count);
        for (int k = 0; k < count; k++, number++) {
          if (used[number]) {
            features[number] = feature(view.source(), cells, k, count);
          }
        }
      }
      return features;
    }

    /** The cells of the source that an input reads: [rows, count]. */
    private int[] cells(View view, int own, int count) {
      int[] axes = FloatNodes.axes(forest);
      // Results and the own axes of other inputs are not read.
      for (int d = rank - 1; d < axes.length; d++) {
        axes[d] = d == own ? count : 1;
      }
      return origins.cells(view, axes);
    }

    private Feature feature(String source, int[] cells, int k, int count) {
      Origin[] given = new Origin[rows];
      for (int i = 0; i < rows; i++) {
        given[i] = origins.of(source, cells[i * count + k]);
      }
      Origin first = given[0];
      boolean alike =
          Arrays.stream(given)
              .allMatch(
                  o ->
                      o.isConstant() == first.isConstant()
                          && o.scalar().equals(first.scalar())
                          && (o.isConstant() || o.tensor().equals(first.tensor())));
      if (alike && first.isConstant()) {
        return new Feature(null, null, null, first.scalar().at(0));
      }
      if (alike) {
        Optional<Pieces> pieces = first.isEntry() ? Optional.empty() : Pieces.of(first.scalar());
        if (first.isEntry() || pieces.isPresent()) {
          int[] from = Arrays.stream(given).mapToInt(Origin::cell).toArray();
          return add(new Feature(first.tensor(), from, pieces.map(Moving::new).orElse(null), null));
        }
      }
      int[] from = IntStream.range(0, rows).map(i -> cells[i * count + k]).toArray();
      return add(new Feature(source, from, null, null));
    }

    private Feature add(Feature feature) {
      columns
          .computeIfAbsent(feature.tensor(), t -> new Columns(Shapes.size(shapes.get(t)), rows))
          .add(feature.cells());
      return feature;
    }

    /** The view of the cells that are read of a tensor. */
    private Optional<View> view(String tensor, Columns read, int[] axes, int own) {
      int[] batch = IntStream.range(0, rank - 1).filter(d -> axes[d] > 1).toArray();
      int[] readers = IntStream.concat(IntStream.of(batch), IntStream.of(own)).toArray();
      return new IndexTable(shapes.get(tensor), readers, axes, read.cells())
          .factor()
          .map((List<AxisIndex> entries) -> new View(tensor, entries));
    }
  }

  private static boolean[] used(Ensemble ensemble) {
    boolean[] used = new boolean[ensemble.features()];
    for (int n = 0; n < ensemble.nodes(); n++) {
      if (!ensemble.isLeaf(n)) {
        used[ensemble.feature(n)] = true;
      }
    }
    return used;
  }

  /** Moves conditions from a value to the entry that it comes from. */
  private static final class Moving {
    private final Pieces pieces;
    private final double[] startValues;
    private final Map<Condition, Condition> known = new HashMap<>();

    Moving(Pieces pieces) {
      this.pieces = pieces;
      startValues = pieces.startValues();
    }

    Condition moved(Condition condition) {
      return known.computeIfAbsent(condition, c -> pieces.preimage(c, startValues));
    }
  }

  /**
   * A feature as the folded forest reads it.
   *
   * @param tensor that it is an entry of; null if it is constant
   * @param cells by row
   * @param moving what is folded in, or null
   * @param constant its value, or null
   */
  private record Feature(String tensor, int[] cells, Moving moving, Double constant) {
    boolean folded() {
      return moving != null || constant != null;
    }

    Condition moved(Condition condition) {
      return moving == null ? condition : moving.moved(condition);
    }
  }

  /**
   * What is read of each row of a tensor: all of it if its entries are in order, else some cells.
   */
  private static final class Columns {
    private final int size;
    private final int rows;

    /** Cells by row, in the order of features. */
    private final Map<List<Integer>, Integer> listed = new LinkedHashMap<>();

    private boolean whole;

    Columns(int size, int rows) {
      this.size = size;
      this.rows = rows;
      whole = size % rows == 0;
    }

    void add(int[] cells) {
      int stride = size / rows;
      for (int i = 0; i < rows; i++) {
        whole &= cells[0] < stride && cells[i] == cells[0] + i * stride;
      }
      listed.putIfAbsent(key(cells), listed.size());
    }

    private static List<Integer> key(int[] cells) {
      return Arrays.stream(cells).boxed().toList();
    }

    /** All features have been added. */
    void close() {
      if (whole) {
        listed.clear();
      }
    }

    int count() {
      return whole ? size / rows : listed.size();
    }

    int number(Feature feature) {
      return whole ? feature.cells()[0] : listed.get(key(feature.cells()));
    }

    /** [rows, count]. */
    int[] cells() {
      int[] cells = new int[rows * count()];
      if (whole) {
        return IntStream.range(0, size).toArray();
      }
      listed.forEach(
          (key, k) -> {
            for (int i = 0; i < rows; i++) {
              cells[i * listed.size() + k] = key.get(i);
            }
          });
      return cells;
    }
  }
}
