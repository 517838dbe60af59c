package org.probity.model.quantize.format;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.probity.graph.View;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatNode;

/**
 * Scores less the largest of their row, of which only a softmax or a ranking makes use: whatever
 * lies far below zero may saturate, and neither an order that counts nor a probability changes.
 */
public final class CentredScores {
  private CentredScores() {}

  /** The tensors of a prepared graph that hold such scores. */
  public static Set<String> of(FloatGraph graph) {
    Map<String, FloatNode> producers = new HashMap<>();
    graph.nodes().forEach(node -> producers.put(node.output(), node));
    Set<String> centred = new HashSet<>();
    for (FloatNode node : graph.nodes()) {
      if (node instanceof FloatNode.Combine c && isDistance(c, producers)) {
        centred.add(c.output());
      }
    }
    graph.outputs().forEach(port -> centred.remove(port.tensor()));
    for (FloatNode node : graph.nodes()) {
      if (!(node instanceof FloatNode.Softmax) && !(node instanceof FloatNode.Ranking)) {
        node.views().forEach(view -> centred.remove(view.source()));
      }
    }
    return centred;
  }

  /** Whether a sum is {@code x - m} with m a maximum of x. */
  private static boolean isDistance(FloatNode.Combine sum, Map<String, FloatNode> producers) {
    List<FloatNode.Combine.Term> terms = sum.terms();
    if (sum.constant() != 0 || terms.size() != 2) {
      return false;
    }
    View scores = terms.getFirst().view();
    return terms.getFirst().coefficient() == 1
        && terms.getLast().coefficient() == -1
        && scores.isIdentity()
        && producers.get(terms.getLast().view().source()) instanceof FloatNode.Extremum e
        && !e.minimum()
        && e.operands().size() == 1
        && e.operands().getFirst().source().equals(scores.source());
  }
}
