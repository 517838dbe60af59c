package org.probity.inference.lowering.table;

import java.util.Arrays;
import java.util.List;
import org.probity.graph.Format;
import org.probity.graph.RealFunction;
import org.probity.inference.lowering.function.IntegerFunction;

/**
 * Rows {@code (x, f(x))} for {@code x} in the function's interval. Requests for one function on
 * several intervals are served by one table that covers them all.
 */
public record FunctionTable(IntegerFunction function) implements TableSpec {
  /** A function without its interval. */
  private record Key(RealFunction function, int fromFraction, Format to) {}

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

  @Override
  public Object key() {
    return new Key(function.function(), function.fromFraction(), function.to());
  }

  @Override
  public TableSpec cover(TableSpec other) {
    IntegerFunction o = ((FunctionTable) other).function;
    return new FunctionTable(
        function.on(Math.min(function.low(), o.low()), Math.max(function.high(), o.high())));
  }
}
