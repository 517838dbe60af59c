package org.probity.model.quantize.forest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.probity.graph.AxisIndex;
import org.probity.graph.Encoding;
import org.probity.graph.Format;
import org.probity.graph.Tensor;
import org.probity.graph.View;
import org.probity.graph.Walk;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.quantize.draft.Draft;
import org.probity.model.quantize.draft.ParameterQuantizer;
import org.probity.model.quantize.draft.Quantization;
import org.probity.model.quantize.draft.TensorForms;
import org.probity.model.quantize.format.LeafValues;
import org.probity.model.trees.Ensemble;

/**
 * Writes a forest: the ranks of what is compared ({@link RankQuantizer}), paths (Walk), the values
 * of leaves and what becomes of them ({@link LeafQuantizer}). Conditions of all kinds become {@code
 * rank > threshold} of derived features.
 */
public final class ForestQuantizer {
  private final Quantization quantization;
  private final TensorForms forms;
  private final Draft draft;
  private final FloatNode.Forest node;
  private final Ensemble ensemble;
  private final String name;
  private final BatchAxes batch;

  /** Prepares to write one forest. */
  public ForestQuantizer(Quantization quantization, TensorForms forms, FloatNode.Forest node) {
    this.quantization = quantization;
    this.forms = forms;
    this.draft = quantization.draft();
    this.node = node;
    this.ensemble = node.ensemble();
    this.name = node.output();
    this.batch = BatchAxes.of(node);
  }

  /** Adds the nodes; returns what the owner should know of them. */
  public List<String> write() throws ModelException {
    List<String> notes = new ArrayList<>();
    List<ForestSource> sources = sources(notes);
    LeafValues values = new LeafValues(name, ensemble);
    Tensor results = results(new ForestColumns(draft, node, sources), values);
    if (draft.isAccumulator(results.name())) {
      forms.accumulate(name, results);
    } else {
      forms.store(name, results);
    }
    notes.add(
        String.format(
            Locale.ROOT,
            "trees %s: leaf values have %d fraction bits; sums are within %.1e of the exact ones",
            name,
            values.format().fraction(),
            values.error()));
    return notes;
  }

  private List<ForestSource> sources(List<String> notes) throws ModelException {
    List<ForestSource> sources = new ArrayList<>();
    for (View view : node.inputs()) {
      Optional<Encoding.Ordered> codes = quantization.ordered().of(view.source());
      if (codes.isEmpty()) {
        notes.add(
            "trees "
                + name
                + " compare "
                + view.source()
                + " as it is rounded, so that a decision next to a threshold may be another");
      }
      sources.add(new ForestSource(forms.stored(view.source()), codes));
    }
    return sources;
  }

  private Tensor results(ForestColumns columns, LeafValues values) throws ModelException {
    ForestDecisions decisions = new ForestDecisions(name, ensemble, columns);
    Format format = Format.unsigned(0, decisions.rankBits());
    RankQuantizer ranks = new RankQuantizer(quantization, name, batch, columns, format);
    List<Tensor> byWords = new ArrayList<>();
    Map<Integer, Integer> firsts = new HashMap<>();
    int features = 0;
    for (int words = 1; words <= 2; words++) {
      Optional<RankChain.Cover> cover = decisions.cover(words);
      if (cover.isPresent()) {
        Tensor ranked = ranks.ranks(words, cover.get());
        firsts.put(words, features);
        features += ranked.shape().getLast();
        byWords.add(ranked);
      }
    }
    Tensor rank = ranks.joined(byWords);
    TreeOrder order = new TreeOrder(ensemble);
    int[] roots = order.roots();
    int never = (int) format.max();
    WalkTable table = WalkTable.of(name, ensemble, roots, decisions.splits(firsts), never);
    Tensor leaves = walk(rank, table, roots.length);
    return new LeafQuantizer(quantization, node, order, values).results(leaves, table);
  }

  /** The leaves that walks reach. */
  private Tensor walk(Tensor rank, WalkTable table, int trees) {
    int features = rank.shape().getLast();
    List<AxisIndex> axes = batch.indices();
    axes.add(AxisIndex.along(batch.rank() + 1));
    int end = table.firstLeaf() + table.leaves().length;
    ParameterQuantizer parameters = quantization.parameters();
    Walk walk =
        new Walk(
            draft.part(name, "leaves"),
            new View(rank.name(), axes),
            features,
            table.depth(),
            table.firstLeaf(),
            parameters
                .column(
                    draft.part(name, "feature"), table.feature(), new Format(0, 0, features - 1L))
                .name(),
            parameters
                .column(draft.part(name, "threshold"), table.threshold(), rank.format())
                .name(),
            parameters
                .column(draft.part(name, "child"), table.child(), new Format(0, 0, end - 1L))
                .name());
    return draft.stored(walk, batch.with(trees), new Format(0, 0, table.leaves().length - 1L));
  }
}
