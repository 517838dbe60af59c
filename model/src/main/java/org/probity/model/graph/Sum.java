package org.probity.model.graph;

import java.util.List;

/**
 * Accumulator {@code out = sum_i multiplier_i * tensor_i + bias}, element-wise over tensors of one
 * shape, where {@code bias} is a public integer. At most one addend is itself an accumulator with a
 * contraction. Multipliers are public and non-zero.
 */
public record Sum(String output, List<Addend> addends, long bias) implements Node {
  public Sum {
    addends = List.copyOf(addends);
  }

  /** One weighted operand. */
  public record Addend(String tensor, long multiplier) {}

  @Override
  public List<String> inputs() {
    return addends.stream().map(Addend::tensor).toList();
  }
}
