package org.probity.model.quantize.width;

import java.util.Map;
import org.probity.graph.Bin;
import org.probity.graph.Divide;
import org.probity.graph.Extremum;
import org.probity.graph.Format;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Node;
import org.probity.graph.Ranking;
import org.probity.graph.Requantize;
import org.probity.graph.Select;
import org.probity.graph.Softmax;
import org.probity.graph.Tensor;
import org.probity.graph.Walk;

/**
 * An estimate of what a proof of a graph costs, to compare widths by: for each stored cell, the
 * lookups of itself and of the limbs that its check needs.
 */
final class ProofCost {
  /** Bits of one limb. */
  private static final int LIMB = 12;

  private ProofCost() {}

  static long of(IntegerGraph graph) {
    Map<String, Tensor> tensors = graph.tensorsByName();
    return graph.nodes().stream().mapToLong(node -> of(node, tensors)).sum();
  }

  private static long of(Node node, Map<String, Tensor> tensors) {
    Tensor out = tensors.get(node.output());
    long cells = out.size();
    return switch (node) {
      case Requantize r -> cells * (1 + limbs(tensors.get(r.input()).format()));
      case Divide d -> cells * (2 + 2L * limbs(tensors.get(d.dividend()).format()));
      case Extremum e ->
          cells
              * e.operands().size()
              * e.window().stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
      case Ranking r -> cells * r.count() * 2;
      case Select s -> cells + (long) tensors.get(s.index().source()).size() * s.count();
      case Softmax _ -> cells * 4;
      case Bin b -> cells * (1 + 6L * b.words());
      case Walk w -> cells * w.depth() * 4;
      default -> 0;
    };
  }

  /** In bits, so that a narrower tensor is a cheaper one even within the same limbs. */
  private static long limbs(Format format) {
    int bits = 64 - Long.numberOfLeadingZeros(Math.max(1, format.max() - format.min()));
    return (bits + LIMB - 1L) / LIMB;
  }
}
