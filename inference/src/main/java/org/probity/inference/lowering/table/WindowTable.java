package org.probity.inference.lowering.table;

import java.util.Arrays;
import java.util.List;
import org.probity.inference.lowering.function.IntegerFunction;

/**
 * A function on a window of arguments and on both sides of it, before its rounding shift: rows
 * {@code (t + L side, side, q)} for {@code 0 <= t < L = 2^shift * size}. Inside, {@code q} is the
 * function at {@code t >> shift} from the start of the window; on the sides it is that at the
 * window's ends.
 */
public record WindowTable(IntegerFunction window, int shift) implements TableSpec {
  /** Number of rows for each side. */
  public long length() {
    return window.arguments() << shift;
  }

  @Override
  public String name() {
    return "window";
  }

  @Override
  public long size() {
    return Side.COUNT * length();
  }

  @Override
  public long start() {
    return 0;
  }

  @Override
  public List<long[]> values() {
    int length = (int) length();
    long[] sides = new long[Side.COUNT * length];
    long[] results = new long[sides.length];
    Arrays.fill(results, 0, length, window.apply(window.low()));
    Arrays.fill(results, 2 * length, 3 * length, window.apply(window.high()));
    for (int x = 0; x < window.arguments(); x++) {
      int from = length + (x << shift);
      Arrays.fill(results, from, from + (1 << shift), window.apply(window.low() + x));
    }
    Arrays.fill(sides, length, 2 * length, Side.INSIDE);
    Arrays.fill(sides, 2 * length, 3 * length, Side.ABOVE);
    return List.of(sides, results);
  }
}
