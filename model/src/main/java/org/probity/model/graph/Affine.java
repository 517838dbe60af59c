package org.probity.model.graph;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Accumulator {@code out[r,n] = input[r,n] * scale[n] + bias[n]} with a stored input. The fraction
 * of the output is that of input plus scale, and so is that of the bias.
 */
public record Affine(String output, String input, String scale, Optional<String> bias)
    implements Node {
  @Override
  public List<String> inputs() {
    return List.of(input);
  }

  @Override
  public List<String> parameters() {
    return Stream.concat(Stream.of(scale), bias.stream()).toList();
  }
}
