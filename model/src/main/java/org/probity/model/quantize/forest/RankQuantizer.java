package org.probity.model.quantize.forest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.probity.graph.AxisIndex;
import org.probity.graph.Bin;
import org.probity.graph.Format;
import org.probity.graph.Parameter;
import org.probity.graph.RealFunction;
import org.probity.graph.Select;
import org.probity.graph.Sum;
import org.probity.graph.Tensor;
import org.probity.graph.View;
import org.probity.model.quantize.draft.Draft;
import org.probity.model.quantize.draft.ParameterQuantizer;
import org.probity.model.quantize.draft.Quantization;

/**
 * The ranks of derived features: which column each is derived from (Select), and where that column
 * lies among its thresholds (Bin).
 */
final class RankQuantizer {
  private final Draft draft;
  private final ParameterQuantizer parameters;
  private final String name;
  private final BatchAxes batch;
  private final ForestColumns columns;
  private final Format format;

  /**
   * Prepares to write.
   *
   * @param name of the forest
   * @param format of all ranks
   */
  RankQuantizer(
      Quantization quantization,
      String name,
      BatchAxes batch,
      ForestColumns columns,
      Format format) {
    this.draft = quantization.draft();
    this.parameters = quantization.parameters();
    this.name = name;
    this.batch = batch;
    this.columns = columns;
    this.format = format;
  }

  /** The ranks of what is derived from the columns of a number of words. */
  Tensor ranks(int words, RankChain.Cover cover) {
    boolean plain = cover.plain();
    int groups = plain ? columns.width(words) : WalkTable.roundedUp(cover.chains().size());
    View input = columns.codes(words);
    if (columns.width(words) == 1) {
      input = withoutColumns(input);
    } else if (!plain) {
      input = selected(words, cover, groups, input);
    }
    String label = label(words);
    BinRows rows = BinRows.of(cover, words, groups);
    Format key = Format.signed(draft.tensor(input.source()).format().fraction(), Integer.SIZE);
    List<String> bounds = new ArrayList<>();
    for (int w = 0; w < words; w++) {
      bounds.add(
          parameters.column(draft.part(label, "bound" + w), rows.bounds().get(w), key).name());
    }
    String group =
        parameters
            .column(draft.part(label, "group"), rows.group(), new Format(0, 0, groups))
            .name();
    String rank = parameters.column(draft.part(label, "rank"), rows.rank(), format).name();
    Bin bin = new Bin(draft.part(label, "ranks"), input, words, group, bounds, rank);
    return draft.stored(bin, batch.with(groups), format);
  }

  private String label(int words) {
    return draft.part(name, Integer.toString(words));
  }

  /** All derived features are of one entry. */
  private View withoutColumns(View codes) {
    return new View(
        codes.source(),
        codes.axes().stream().map(e -> AxisRenumbering.without(e, batch.rank())).toList());
  }

  /** The columns in the order of what is derived from them; which they are is secret. */
  private View selected(int words, RankChain.Cover cover, int groups, View codes) {
    String label = label(words);
    int rank = batch.rank();
    int width = columns.width(words);
    int[] index = new int[groups];
    for (int c = 0; c < cover.chains().size(); c++) {
      index[c] = cover.chains().get(c).column();
    }
    Parameter chosen =
        parameters.column(draft.part(label, "entry"), index, new Format(0, 0, width - 1L));
    List<Integer> shape = batch.with(groups);
    List<AxisIndex> data = new ArrayList<>();
    int count = words == 2 ? rank + 2 : rank + 1;
    for (AxisIndex entry : codes.axes()) {
      data.add(AxisRenumbering.renumbered(entry, Map.of(rank, count, rank + 1, rank + 1)));
    }
    if (words == 2) {
      shape.add(2);
    }
    Select select =
        new Select(
            draft.part(label, "selected"),
            width,
            new View(codes.source(), data),
            new View(chosen.name(), List.of(AxisIndex.along(rank))));
    Tensor selected = draft.stored(select, shape, draft.tensor(codes.source()).format());
    return View.identity(selected.name(), shape.size());
  }

  /** Ranks one after the other along the last axis. */
  Tensor joined(List<Tensor> ranks) {
    if (ranks.size() == 1) {
      return ranks.getFirst();
    }
    List<Sum.Addend> addends = new ArrayList<>();
    int first = 0;
    for (Tensor tensor : ranks) {
      List<AxisIndex> axes = batch.indices();
      axes.add(AxisIndex.along(batch.rank(), 1, -first));
      addends.add(new Sum.Addend(new View(tensor.name(), axes), 1));
      first += tensor.shape().getLast();
    }
    Tensor sum =
        draft.ranged(new Sum(draft.part(name, "ranks/sum"), addends, 0), batch.with(first), 0);
    return draft.rounded(draft.part(name, "ranks"), sum, RealFunction.X, format);
  }
}
