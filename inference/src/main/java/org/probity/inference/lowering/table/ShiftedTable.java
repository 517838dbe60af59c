package org.probity.inference.lowering.table;

import java.util.Arrays;
import java.util.List;
import org.probity.graph.Format;
import org.probity.graph.RealFunction;
import org.probity.inference.lowering.function.IntegerFunction;

/**
 * Rows {@code (t, f(t >> shift))}: a function together with its rounding shift, on all of its
 * arguments. Requests for several intervals are served by one table that covers them all.
 */
public record ShiftedTable(IntegerFunction function, int shift) implements TableSpec {
  /** A function without its interval. */
  private record Key(RealFunction function, int fromFraction, Format to, int shift) {}

  @Override
  public String name() {
    return "shifted function";
  }

  @Override
  public long size() {
    return function.arguments() << shift;
  }

  @Override
  public long start() {
    return function.low() << shift;
  }

  @Override
  public List<long[]> values() {
    long[] results = new long[(int) size()];
    for (int x = 0; x < function.arguments(); x++) {
      Arrays.fill(results, x << shift, (x + 1) << shift, function.apply(function.low() + x));
    }
    return List.of(results);
  }

  @Override
  public Object key() {
    return new Key(function.function(), function.fromFraction(), function.to(), shift);
  }

  @Override
  public TableSpec cover(TableSpec other) {
    IntegerFunction o = ((ShiftedTable) other).function;
    return new ShiftedTable(
        function.on(Math.min(function.low(), o.low()), Math.max(function.high(), o.high())), shift);
  }
}
