package org.probity.model.graph;

import java.util.List;

/**
 * Stored {@code out[i] =} the index k of the largest {@code input[i,k]}, or the smallest; among equal
 * values the smallest index, or the largest if {@code lastIndex}. The node's axes are those of the
 * output, then one axis of size {@code count}. The input is a view of a stored tensor that never
 * reads zero for an index outside.
 */
public record ArgMax(String output, int count, View input, boolean lastIndex, boolean minimum)
    implements Node {
  @Override
  public List<String> sources() {
    return List.of(input.source());
  }
}
