package org.probity.model.floatgraph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.probity.graph.View;

/** Sums of sums that nothing else reads become one; a sum that changes nothing becomes a layout. */
final class SumFolding implements Rewrite {
  /** A sum with more terms stays on its own. */
  private static final int MAX_TERMS = 16;

  @Override
  public FloatGraph apply(FloatGraph graph, Notes notes) {
    GraphIndex index = new GraphIndex(graph);
    Map<String, FloatNode> nodes = new HashMap<>();
    List<String> order = new ArrayList<>();
    Set<String> absorbed = new HashSet<>();
    boolean changed = false;
    for (FloatNode node : graph.nodes()) {
      FloatNode folded = node;
      if (node instanceof FloatNode.Combine c) {
        List<FloatNode.Combine.Term> terms = new ArrayList<>();
        double constant = c.constant();
        for (FloatNode.Combine.Term term : c.terms()) {
          String source = term.view().source();
          boolean inlined =
              nodes.get(source) instanceof FloatNode.Combine inner
                  && index.hasOneReader(source)
                  && readsOnce(c, source)
                  && inner.terms().size() + c.terms().size() <= MAX_TERMS
                  && ViewComposition.isWhole(term.view(), c.shape(), inner.shape());
          if (inlined) {
            FloatNode.Combine inner = (FloatNode.Combine) nodes.get(source);
            for (FloatNode.Combine.Term t : inner.terms()) {
              terms.add(new FloatNode.Combine.Term(t.coefficient() * term.coefficient(), t.view()));
            }
            constant += term.coefficient() * inner.constant();
            absorbed.add(source);
            notes.add("sums joined", c.output());
          } else {
            terms.add(term);
          }
        }
        folded = simplest(new FloatNode.Combine(c.output(), c.shape(), merged(terms), constant));
        changed |= !folded.equals(node);
      }
      nodes.put(folded.output(), folded);
      order.add(folded.output());
    }
    return changed
        ? new FloatGraph(
            graph.inputs(),
            graph.outputs(),
            graph.constants(),
            order.stream().filter(name -> !absorbed.contains(name)).map(nodes::get).toList())
        : graph;
  }

  private static boolean readsOnce(FloatNode node, String source) {
    return node.views().stream().map(View::source).filter(source::equals).count() == 1;
  }

  /** Terms with the same view become one, and none if they cancel. */
  private static List<FloatNode.Combine.Term> merged(List<FloatNode.Combine.Term> terms) {
    Map<View, Double> coefficients = new LinkedHashMap<>();
    terms.forEach(t -> coefficients.merge(t.view(), t.coefficient(), Double::sum));
    return coefficients.entrySet().stream()
        .filter(e -> e.getValue() != 0)
        .map(e -> new FloatNode.Combine.Term(e.getValue(), e.getKey()))
        .toList();
  }

  private static FloatNode simplest(FloatNode.Combine node) {
    boolean copies =
        node.terms().size() == 1
            && node.terms().getFirst().coefficient() == 1
            && node.constant() == 0;
    return copies
        ? new FloatNode.Layout(node.output(), node.shape(), node.terms().getFirst().view())
        : node;
  }
}
