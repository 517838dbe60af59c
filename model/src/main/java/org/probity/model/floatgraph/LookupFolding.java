package org.probity.model.floatgraph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.probity.graph.View;

/**
 * A function of what was looked up, if nothing else reads that, and what is looked up of it, is
 * computed by the lookup.
 */
final class LookupFolding implements Rewrite {
  @Override
  public FloatGraph apply(FloatGraph graph, Notes notes) {
    GraphIndex index = new GraphIndex(graph);
    Map<String, FloatNode.Lookup> lookups = new HashMap<>();
    List<FloatNode> nodes = new ArrayList<>();
    boolean changed = false;
    for (FloatNode node : graph.nodes()) {
      FloatNode folded = node;
      FloatNode.Lookup inner =
          node.views().size() == 1 ? lookups.get(node.views().getFirst().source()) : null;
      Optional<FloatNode> joined = inner == null ? Optional.empty() : joined(inner, node, index);
      if (joined.isPresent()) {
        folded = joined.get();
        changed = true;
        notes.add("function of looked-up values tabulated", node.output());
      }
      if (folded instanceof FloatNode.Lookup lookup) {
        lookups.put(lookup.output(), lookup);
      }
      nodes.add(folded);
    }
    return changed
        ? new FloatGraph(graph.inputs(), graph.outputs(), graph.constants(), nodes)
        : graph;
  }

  /** A node that reads a lookup and nothing else as a lookup of what that reads. */
  private static Optional<FloatNode> joined(
      FloatNode.Lookup inner, FloatNode node, GraphIndex index) {
    if (node instanceof FloatNode.Lookup outer) {
      // However many read the inner one: its values may be numbers of texts, which are not stored.
      return through(outer, inner, index)
          .map(
              view ->
                  new FloatNode.Lookup(
                      outer.output(), outer.shape(), view, inner.mapping().then(outer.mapping())));
    }
    if (inner.mapping().replaces()
        || !index.hasOneReader(inner.output())
        || !ViewComposition.isWhole(node.views().getFirst(), node.shape(), inner.shape())) {
      return Optional.empty();
    }
    Mapping mapping = inner.mapping();
    Optional<Mapping> joined =
        switch (node) {
          case FloatNode.Apply a -> Optional.of(mapping.then(a.function()::at));
          case FloatNode.Combine c -> {
            double coefficient = c.terms().getFirst().coefficient();
            yield Optional.of(mapping.then(x -> coefficient * x + c.constant()));
          }
          default -> Optional.empty();
        };
    return joined.map(m -> new FloatNode.Lookup(node.output(), node.shape(), inner.input(), m));
  }

  private static Optional<View> through(
      FloatNode.Lookup outer, FloatNode.Lookup inner, GraphIndex index) {
    int[] sizes = FloatNodes.axes(outer);
    List<Integer> source = index.shape(inner.input().source());
    return ViewComposition.compose(outer.input(), sizes, inner.shape(), inner.input(), source)
        .filter(v -> !ViewComposition.readsOutside(v, sizes, source));
  }
}
