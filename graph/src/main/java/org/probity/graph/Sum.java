package org.probity.graph;

import java.util.List;

/**
 * Accumulator {@code out[i] = sum_j multiplier_j * view_j[i] + bias} with a public integer {@code
 * bias}. Stored tensors and parameters are read through any view, accumulators whole ({@link
 * View#isIdentity()}, same shape). At most one addend is an accumulator with a {@link Contract}
 * beneath it. Multipliers are public and non-zero.
 */
public record Sum(String output, List<Addend> addends, long bias) implements Node {
  public Sum {
    addends = List.copyOf(addends);
  }

  /** One weighted operand. */
  public record Addend(View view, long multiplier) {}

  @Override
  public List<String> sources() {
    return addends.stream().map(a -> a.view().source()).toList();
  }
}
