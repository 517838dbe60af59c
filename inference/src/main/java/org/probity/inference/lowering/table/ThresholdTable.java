package org.probity.inference.lowering.table;

import java.util.Arrays;
import java.util.List;
import org.probity.inference.lowering.function.IntegerFunction;

/**
 * Rows {@code (q, lo_q, hi_q)}: the result of a requantisation is {@code q} exactly for inputs in
 * {@code [lo_q, hi_q]}. The first row is open downwards and the last one upwards as far as {@code
 * bits} go. A value that the function skips has {@code lo_q = hi_q + 1}: no input satisfies it.
 *
 * @param function the function after the shift
 * @param bits inputs lie in {@code [-2^bits, 2^bits)}
 */
public record ThresholdTable(IntegerFunction function, int shift, int bits) implements TableSpec {
  public ThresholdTable {
    if (bits > 61) {
      throw new IllegalArgumentException("an intermediate value could exceed 2^62");
    }
  }

  @Override
  public String name() {
    return "thresholds";
  }

  @Override
  public long size() {
    return last() - start() + 1;
  }

  /** Both ends of each row are sought by bisection. */
  @Override
  public long work() {
    return 2 * Long.SIZE * size() * function.function().nodes();
  }

  @Override
  public long start() {
    return function.apply(function.low());
  }

  private long last() {
    return function.apply(function.high());
  }

  /** Smallest input with a result of {@code q}. */
  public long lower(long q) {
    return q <= start() ? -(1L << bits) : threshold(q);
  }

  /** Largest input with a result of {@code q}. */
  public long upper(long q) {
    return q >= last() ? (1L << bits) - 1 : threshold(q + 1) - 1;
  }

  /** The smallest input that rounds to an argument with a value of at least {@code q}. */
  private long threshold(long q) {
    long half = shift == 0 ? 0 : 1L << (shift - 1);
    return (function.firstAtLeast(q) << shift) - half;
  }

  /** More than the distance of any two inputs. */
  public long widest() {
    return 1L << (bits + 1);
  }

  @Override
  public List<long[]> values() {
    long[] lower = new long[(int) size()];
    long[] upper = new long[(int) size()];
    Arrays.setAll(lower, i -> lower(start() + i));
    Arrays.setAll(upper, i -> upper(start() + i));
    return List.of(lower, upper);
  }
}
