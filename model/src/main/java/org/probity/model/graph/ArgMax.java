package org.probity.model.graph;

import java.util.List;

/**
 * Stored {@code out[r,0] =} the index of the largest {@code input[r,.]}; among equal values the
 * smallest index, or the largest if {@code lastIndex}. The input is a stored tensor.
 */
public record ArgMax(String output, String input, boolean lastIndex) implements Node {
  @Override
  public List<String> inputs() {
    return List.of(input);
  }
}
