package org.probity.model.quantize.forest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.probity.graph.AxisIndex;
import org.probity.graph.Encoding;
import org.probity.graph.RealFunction;
import org.probity.graph.Shapes;
import org.probity.graph.Sum;
import org.probity.graph.Tensor;
import org.probity.graph.View;
import org.probity.model.floatgraph.Constant;
import org.probity.model.floatgraph.ConstantView;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.quantize.draft.Draft;

/**
 * The features of a forest in columns: those of one word and those of two are apart, each in the
 * order of the inputs.
 */
final class ForestColumns {
  /** Where a feature is: which of the groups of one or two words, and in which column. */
  record Column(int words, int number) {}

  private final Draft draft;
  private final FloatNode.Forest node;
  private final BatchAxes batch;
  private final List<ForestSource> sources;
  private final Column[] columns;
  private final ForestSource[] sourceOf;
  private final Map<Integer, Integer> widths = new HashMap<>();

  /**
   * Assigns the columns.
   *
   * @param sources by input
   */
  ForestColumns(Draft draft, FloatNode.Forest node, List<ForestSource> sources) {
    this.draft = draft;
    this.node = node;
    this.batch = BatchAxes.of(node);
    this.sources = sources;
    this.columns = new Column[node.ensemble().features()];
    this.sourceOf = new ForestSource[columns.length];
    int feature = 0;
    for (int j = 0; j < sources.size(); j++) {
      for (int k = 0; k < node.counts().get(j); k++) {
        int words = sources.get(j).words();
        sourceOf[feature] = sources.get(j);
        columns[feature++] = new Column(words, widths.merge(words, 1, Integer::sum) - 1);
      }
    }
  }

  /** Where a feature is. */
  Column of(int feature) {
    return columns[feature];
  }

  /** The input that a feature comes from. */
  ForestSource source(int feature) {
    return sourceOf[feature];
  }

  /** How many columns have a number of words. */
  int width(int words) {
    return widths.get(words);
  }

  /**
   * The integers of all sources of a number of words: a view over the batch's axes, that of columns
   * and, for two words, one more.
   */
  View codes(int words) {
    int rank = batch.rank();
    int width = width(words);
    List<Integer> inputs =
        IntStream.range(0, sources.size())
            .filter(j -> sources.get(j).words() == words)
            .boxed()
            .toList();
    if (inputs.size() == 1) {
      int j = inputs.getFirst();
      List<AxisIndex> axes = new ArrayList<>();
      for (AxisIndex entry : node.inputs().get(j).axes()) {
        axes.add(AxisRenumbering.renumbered(entry, Map.of(node.shape().size() + j, rank)));
      }
      if (words == 2) {
        axes.add(AxisIndex.along(rank + 1));
      }
      return new View(sources.get(j).tensor().name(), axes);
    }
    List<Integer> shape = batch.with(width);
    if (words == 2) {
      shape.add(2);
    }
    List<Sum.Addend> addends = new ArrayList<>();
    int first = 0;
    for (int j : inputs) {
      Tensor tensor = sources.get(j).tensor();
      List<AxisIndex> axes = new ArrayList<>();
      axes.add(placed(j, first, width, tensor.shape(), words));
      if (words == 2) {
        axes.add(AxisIndex.along(rank + 1));
      }
      addends.add(new Sum.Addend(new View(tensor.name(), axes), 1));
      first += node.counts().get(j);
    }
    String label = draft.part(node.output(), words + "/codes");
    Tensor sum = draft.ranged(new Sum(draft.part(label, "sum"), addends, 0), shape, 0);
    Tensor stored = draft.rounded(label, sum, RealFunction.X, Encoding.Ordered.FORMAT);
    return View.identity(stored.name(), shape.size());
  }

  /** The cells of an input at its place among all columns; outside of it zero. */
  private AxisIndex placed(int j, int first, int width, List<Integer> source, int words) {
    int rank = batch.rank();
    List<Integer> shape = words == 2 ? source.subList(0, source.size() - 1) : source;
    double[] numbers = IntStream.rangeClosed(1, Shapes.size(shape)).asDoubleStream().toArray();
    int count = node.counts().get(j);
    int own = node.shape().size() + j;
    int[] sizes = new int[own + 1];
    Arrays.fill(sizes, 1);
    for (int d = 0; d < rank; d++) {
      sizes[d] = batch.sizes().get(d);
    }
    sizes[own] = count;
    List<Integer> axes = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
    axes.add(own);
    double[] read =
        new ConstantView(node.inputs().get(j), new Constant(shape, numbers), sizes)
            .over(axes)
            .values();
    int rows = read.length / count;
    int[] cells = new int[rows * width];
    Arrays.fill(cells, -1);
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < count; k++) {
        cells[i * width + first + k] = (int) read[i * count + k] - 1;
      }
    }
    return new AxisIndex.Table(
        shape.size(), IntStream.rangeClosed(0, rank).boxed().toList(), cells);
  }
}
