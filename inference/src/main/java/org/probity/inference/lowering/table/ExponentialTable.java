package org.probity.inference.lowering.table;

import java.util.Arrays;
import java.util.List;
import org.probity.graph.Softmax;

/** Rows {@code (d, E(d), [d = 0])} of a softmax for distances {@code d} below the maximum. */
public record ExponentialTable(int exponentFraction, int inputFraction, long size)
    implements TableSpec {
  @Override
  public String name() {
    return "exponential";
  }

  @Override
  public long start() {
    return 0;
  }

  @Override
  public List<long[]> values() {
    long[] exponentials = new long[(int) size];
    long[] zero = new long[(int) size];
    zero[0] = 1;
    Softmax formula = new Softmax("", "", 0, exponentFraction);
    Arrays.setAll(exponentials, d -> formula.exponential(d, inputFraction));
    return List.of(exponentials, zero);
  }
}
