package org.probity.graph;

import java.util.List;

/**
 * Stored {@code out[i,r] =} the index k of the r-th largest {@code input[i,k]} (r = 0 is the
 * largest), or the r-th smallest: ArgMax, ArgMin, and the indices of TopK. Among equal values the
 * smaller index comes first, or the larger if {@code lastIndex}. The output's last axis is r; the
 * node's axes are those of the output, then one axis of size {@code count}; the input does not read
 * axis r. The input is a view of a stored tensor that never reads zero for an index outside. The
 * output's format is {@code (0, 0, count - 1)}.
 */
public record Ranking(String output, int count, View input, boolean lastIndex, boolean minimum)
    implements Node {
  @Override
  public List<String> sources() {
    return List.of(input.source());
  }
}
