package org.probity.model.graph;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Accumulator {@code out[r,n] = sum_k input[r,k] * weight[k,n] + bias[n]}. The input is a stored
 * tensor; the fraction of the output is that of input plus weight, and so is that of the bias.
 */
public record Linear(String output, String input, String weight, Optional<String> bias)
    implements Node {
  @Override
  public List<String> inputs() {
    return List.of(input);
  }

  @Override
  public List<String> parameters() {
    return Stream.concat(Stream.of(weight), bias.stream()).toList();
  }
}
