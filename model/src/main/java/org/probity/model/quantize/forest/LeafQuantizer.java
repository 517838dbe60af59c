package org.probity.model.quantize.forest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.probity.graph.AxisIndex;
import org.probity.graph.Contract;
import org.probity.graph.Extremum;
import org.probity.graph.Parameter;
import org.probity.graph.Select;
import org.probity.graph.Sum;
import org.probity.graph.Tensor;
import org.probity.graph.View;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.quantize.draft.Draft;
import org.probity.model.quantize.draft.ParameterQuantizer;
import org.probity.model.quantize.draft.Quantization;
import org.probity.model.quantize.format.LeafValues;
import org.probity.model.trees.Aggregate;
import org.probity.model.trees.Ensemble;

/** The values of the leaves that walks reach, and what becomes of them: sums or extrema. */
final class LeafQuantizer {
  private final Draft draft;
  private final ParameterQuantizer parameters;
  private final FloatNode.Forest node;
  private final Ensemble ensemble;
  private final String name;
  private final BatchAxes batch;
  private final TreeOrder order;
  private final LeafValues values;

  LeafQuantizer(
      Quantization quantization, FloatNode.Forest node, TreeOrder order, LeafValues values) {
    this.draft = quantization.draft();
    this.parameters = quantization.parameters();
    this.node = node;
    this.ensemble = node.ensemble();
    this.name = node.output();
    this.batch = BatchAxes.of(node);
    this.order = order;
    this.values = values;
  }

  /**
   * The results: an accumulator, or a stored tensor.
   *
   * @param leaves by walk
   */
  Tensor results(Tensor leaves, WalkTable table) throws ModelException {
    if (!order.isSum()) {
      order.requireAllResults(name);
    }
    int walks = leaves.shape().getLast();
    View read = byResult(selected(leaves, table));
    List<Integer> joined = List.of(order.hasOneResult() ? walks / ensemble.results() : walks);
    String out = values.baseIsZero() ? name : draft.part(name, "joined");
    Tensor total =
        order.isSum()
            ? draft.ranged(
                new Contract(out, joined, read, Optional.empty()),
                node.shape(),
                values.format().fraction())
            : draft.stored(
                new Extremum(out, joined, List.of(read), ensemble.aggregate() == Aggregate.MIN),
                node.shape(),
                values.format());
    return values.baseIsZero() ? total : withBase(total);
  }

  /** The values of leaves: over the batch, the walks and, where trees have several, the results. */
  private Tensor selected(Tensor leaves, WalkTable table) {
    int rank = batch.rank();
    List<Integer> shape = batch.with(leaves.shape().getLast());
    List<AxisIndex> index = batch.indices();
    index.add(AxisIndex.along(rank));
    List<AxisIndex> data = new ArrayList<>();
    if (order.hasOneResult()) {
      data.add(AxisIndex.along(rank + 1));
    } else {
      shape.add(ensemble.results());
      data.add(AxisIndex.along(rank + 2));
      data.add(AxisIndex.along(rank + 1));
    }
    Select select =
        new Select(
            draft.part(name, "values"),
            table.leaves().length,
            new View(table(table).name(), data),
            new View(leaves.name(), index));
    return draft.stored(select, shape, values.format());
  }

  /** By leaf its value, or its values of all results. */
  private Parameter table(WalkTable table) {
    boolean one = order.hasOneResult();
    int leaves = table.leaves().length;
    int width = one ? 1 : ensemble.results();
    int[] entries = new int[leaves * width];
    double[] neutral = order.neutral();
    for (int l = 0; l < leaves; l++) {
      int leaf = table.leaves()[l];
      for (int r = 0; !one && r < width; r++) {
        entries[l * width + r] = values.rounded(neutral[r]);
      }
      for (int i = 0; leaf >= 0 && i < ensemble.values(leaf); i++) {
        int r = one ? 0 : ensemble.result(leaf, i);
        entries[l * width + r] = values.rounded(ensemble.value(leaf, i));
      }
    }
    List<Integer> shape = one ? List.of(leaves) : List.of(leaves, width);
    return parameters.table(draft.part(name, "value"), shape, entries, values.format());
  }

  /** The selected values over the batch, the results and what is joined. */
  private View byResult(Tensor selected) {
    int rank = batch.rank();
    int results = ensemble.results();
    List<AxisIndex> view = batch.indices();
    if (!order.hasOneResult()) {
      view.add(AxisIndex.along(rank + 1));
      view.add(AxisIndex.along(rank));
    } else if (results == 1) {
      view.add(AxisIndex.along(rank + 1));
    } else {
      view.add(new AxisIndex.Strided(List.of(rank, rank + 1), List.of(1, results), 0, 1));
    }
    return new View(selected.name(), view);
  }

  private Tensor withBase(Tensor total) {
    Parameter base = parameters.column(draft.part(name, "base"), values.base(), values.format());
    View own = View.identity(total.name(), node.shape().size());
    View added = new View(base.name(), List.of(AxisIndex.along(batch.rank())));
    return draft.ranged(
        new Sum(name, List.of(new Sum.Addend(own, 1), new Sum.Addend(added, 1)), 0),
        node.shape(),
        values.format().fraction());
  }
}
