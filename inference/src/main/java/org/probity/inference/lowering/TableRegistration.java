package org.probity.inference.lowering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.probity.argument.program.AxisMap;
import org.probity.argument.program.Column;
import org.probity.argument.program.Shape;
import org.probity.argument.program.Term;
import org.probity.graph.Bin;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Node;
import org.probity.graph.Tensor;
import org.probity.graph.Walk;

/** What is proven of secret tables beyond the ranges of their entries. */
final class TableRegistration {
  private final Map<String, Column> columns;
  private final Draft draft;
  private final Ranges ranges;

  TableRegistration(Map<String, Column> columns, Draft draft, Ranges ranges) {
    this.columns = columns;
    this.draft = draft;
    this.ranges = ranges;
  }

  void lower(IntegerGraph graph) {
    Map<String, Tensor> tensors = graph.tensorsByName();
    for (Node node : graph.nodes()) {
      if (node instanceof Bin bin) {
        lower(bin, tensors.get(bin.output()));
      } else if (node instanceof Walk walk) {
        lower(walk, graph.parametersByName().get(walk.child()).format().max());
      }
    }
  }

  /** {@code child_k - k >= 0}: no walk goes back. */
  private void lower(Walk node, long last) {
    Column child = columns.get(node.child());
    Virtual index = Virtual.index(child.shape(), 0);
    Virtual forward =
        Virtual.of(child, trace -> trace.wideParameter(node.child()), 0, last).minus(index);
    ranges.notNegative("children of " + node.output(), forward.knownWithin(0, last), last + 1);
  }

  /** Each row is not above the next one, and the last one is above all keys. */
  private void lower(Bin node, Tensor out) {
    String name = node.output();
    BinKeys keys = BinKeys.of(node, out, columns::get);
    Virtual high = difference(keys, 0);
    if (node.words() == 1) {
      ranges.notNegative("order of rows of " + name, high, keys.widest());
    } else {
      // As for distances of keys of two words in an inference, with the borrow b.
      Virtual low = difference(keys, 1);
      Virtual borrow =
          draft.commit(
              "borrow of rows of " + name, low.shape(), low.each(d -> d < 0 ? 1 : 0), 0, 1);
      ranges.notNegative(
          "order of low words of " + name,
          low.plus(borrow.times(BinKeys.WORD)).knownWithin(0, 2 * BinKeys.WORD - 1),
          2 * BinKeys.WORD);
      ranges.notNegative(
          "order of high words of " + name,
          high.minus(borrow).knownWithin(0, keys.widest() - 1),
          keys.widest());
    }
    Column group = columns.get(node.group());
    Term last = new Term.OfColumn(1, group, List.of(AxisMap.at(keys.rows() - 1)));
    Values values = trace -> new long[] {trace.parameter(node.group())[keys.rows() - 1]};
    Virtual lastGroup =
        new Virtual(Shape.of(1), List.of(last), Optional.empty(), values, 0, keys.groups());
    draft.zero("last row of " + name, lastGroup.plus(-keys.groups()));
  }

  /** Word w of each row's key less that of the row before. */
  private static Virtual difference(BinKeys keys, int w) {
    List<Term> terms = new ArrayList<>(keys.terms(w, 1));
    keys.terms(w, 0).forEach(term -> terms.add(negative(term)));
    int pairs = keys.rows() - 1;
    Values values =
        trace -> {
          long[] key = keys.values(w, 0, trace);
          long[] d = new long[pairs];
          Arrays.setAll(d, i -> key[i + 1] - key[i]);
          return d;
        };
    long widest = w == 0 ? keys.widest() : BinKeys.WORD;
    long least = w == 0 ? 0 : -widest;
    return new Virtual(Shape.of(pairs), terms, Optional.empty(), values, least, widest - 1);
  }

  private static Term negative(Term term) {
    Term.OfColumn view = (Term.OfColumn) term;
    return new Term.OfColumn(-view.coefficient(), view.column(), view.axes());
  }
}
