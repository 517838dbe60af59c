package org.probity.model.floatgraph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.probity.graph.AxisIndex;
import org.probity.graph.Shapes;
import org.probity.graph.View;

/**
 * A lookup of entries that all lie in one part of a concatenation reads that part. So columns that
 * were only put together to be taken apart again stay inputs of their own.
 */
final class ConcatFolding implements Rewrite {
  @Override
  public FloatGraph apply(FloatGraph graph, Notes notes) {
    Map<String, List<Integer>> shapes = new HashMap<>(graph.shapes());
    graph.constants().forEach((name, c) -> shapes.put(name, c.shape()));
    Map<String, FloatNode.Combine> sums = new HashMap<>();
    List<FloatNode> nodes = new ArrayList<>();
    for (FloatNode node : graph.nodes()) {
      FloatNode folded = node;
      if (node instanceof FloatNode.Lookup lookup && sums.containsKey(lookup.input().source())) {
        Optional<View> part = part(lookup, sums.get(lookup.input().source()), shapes);
        if (part.isPresent()) {
          folded =
              new FloatNode.Lookup(lookup.output(), lookup.shape(), part.get(), lookup.mapping());
          notes.add("concatenation read part by part", lookup.output());
        }
      }
      if (folded instanceof FloatNode.Combine sum && isCopy(sum)) {
        sums.put(sum.output(), sum);
      }
      nodes.add(folded);
    }
    return nodes.equals(graph.nodes())
        ? graph
        : new FloatGraph(graph.inputs(), graph.outputs(), graph.constants(), nodes);
  }

  /** Whether every entry is a sum of entries, most of them zero if this is a concatenation. */
  private static boolean isCopy(FloatNode.Combine sum) {
    return sum.constant() == 0
        && sum.terms().size() > 1
        && sum.terms().stream().allMatch(t -> t.coefficient() == 1);
  }

  /** The view of the one part that a lookup reads. */
  private static Optional<View> part(
      FloatNode.Lookup lookup, FloatNode.Combine sum, Map<String, List<Integer>> shapes) {
    int[] sizes = FloatNodes.axes(lookup);
    Optional<View> found = Optional.empty();
    for (FloatNode.Combine.Term term : sum.terms()) {
      List<Integer> source = shapes.get(term.view().source());
      Optional<View> read =
          ViewComposition.compose(lookup.input(), sizes, sum.shape(), term.view(), source);
      if (read.isEmpty()) {
        return Optional.empty();
      }
      if (!ViewComposition.readsOutside(read.get(), sizes, source)) {
        if (found.isPresent()) {
          return Optional.empty();
        }
        found = read;
      } else if (!readsNothing(read.get(), sizes, source)) {
        return Optional.empty();
      }
    }
    return found;
  }

  /** Whether some entry of a view lies outside for every index of the reader. */
  private static boolean readsNothing(View view, int[] sizes, List<Integer> source) {
    int axis = 0;
    for (AxisIndex entry : view.axes()) {
      List<Integer> shape = source.subList(axis, axis + entry.sourceAxes());
      int[] cells = AxisTable.of(entry, shape, sizes).cells();
      boolean nowhere = true;
      for (int cell : cells) {
        nowhere &= cell < 0 || cell >= Shapes.size(shape);
      }
      if (nowhere) {
        return true;
      }
      axis += entry.sourceAxes();
    }
    return false;
  }
}
