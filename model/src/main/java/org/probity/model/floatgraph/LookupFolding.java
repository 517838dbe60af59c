package org.probity.model.floatgraph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A function of what was looked up, if nothing else reads that, is computed by the lookup. */
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
      Optional<Mapping> mapping =
          inner == null ? Optional.empty() : composed(inner.mapping(), node);
      if (mapping.isPresent()
          && index.hasOneReader(inner.output())
          && ViewComposition.isWhole(node.views().getFirst(), node.shape(), inner.shape())) {
        folded = new FloatNode.Lookup(node.output(), node.shape(), inner.input(), mapping.get());
        nodes.remove(inner);
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

  /** What a node makes of a lookup that it reads and nothing else; empty if that is no lookup. */
  private static Optional<Mapping> composed(Mapping inner, FloatNode node) {
    if (node instanceof FloatNode.Lookup outer) {
      return Optional.of(inner.then(outer.mapping()));
    }
    if (inner.replaces()) {
      return Optional.empty();
    }
    return switch (node) {
      case FloatNode.Apply a -> Optional.of(inner.then(a.function()::at));
      case FloatNode.Combine c -> {
        double coefficient = c.terms().getFirst().coefficient();
        yield Optional.of(inner.then(x -> coefficient * x + c.constant()));
      }
      default -> Optional.empty();
    };
  }
}
