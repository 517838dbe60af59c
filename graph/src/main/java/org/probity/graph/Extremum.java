package org.probity.graph;

import java.util.List;

/**
 * Stored {@code out[i] = max_{v, k} view_v[i,k]} over all operands and all window cells k, or the
 * minimum: pools, reductions, and the larger of two tensors. The node's axes are those of the
 * output, then {@code window}. All operands are stored tensors of one fraction, which is the
 * output's; the output's format contains theirs. Views here never read zero for an index outside.
 *
 * @param window sizes of the axes searched over; may be empty
 */
public record Extremum(String output, List<Integer> window, List<View> operands, boolean minimum)
    implements Node {
  public Extremum {
    window = List.copyOf(window);
    operands = List.copyOf(operands);
  }

  @Override
  public List<String> sources() {
    return operands.stream().map(View::source).toList();
  }
}
