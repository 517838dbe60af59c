package org.probity.inference.lowering;

import java.util.Arrays;
import java.util.List;

/** Rows {@code (x, f(x))} for {@code x} in the function's interval. */
record FunctionTable(StepFunction function) implements TableSpec {
  @Override
  public String name() {
    return "function";
  }

  @Override
  public long size() {
    return function.arguments();
  }

  @Override
  public long start() {
    return function.low();
  }

  @Override
  public List<long[]> values() {
    long[] results = new long[(int) size()];
    Arrays.setAll(results, i -> function.apply(start() + i));
    return List.of(results);
  }
}
