package org.probity.inference.lowering.table;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongUnaryOperator;

/**
 * Rows {@code (d, f(d), ..)} for all {@code d} of an interval. Requests for different intervals are
 * served by one table that covers them all.
 */
public record IntervalTable(Kind kind, long low, long high) implements TableSpec {
  /** What the rows hold besides {@code d}. */
  public enum Kind {
    /** {@code [d > 0]}. */
    STEP("step"),

    /** {@code [d = 0]} and {@code [d > 0]}. */
    SIGN("sign"),

    /** {@code max(d, 0)}. */
    POSITIVE_PART("positive part"),

    /** The {@link Side} of a window on which a digit {@code d} lies. */
    SIDE("side");

    private final String label;

    Kind(String label) {
      this.label = label;
    }
  }

  @Override
  public String name() {
    return kind.label;
  }

  @Override
  public long size() {
    return high - low + 1;
  }

  @Override
  public long start() {
    return low;
  }

  @Override
  public List<long[]> values() {
    return switch (kind) {
      case STEP -> List.of(column(d -> d > 0 ? 1 : 0));
      case SIGN -> List.of(column(d -> d == 0 ? 1 : 0), column(d -> d > 0 ? 1 : 0));
      case POSITIVE_PART -> List.of(column(d -> Math.max(d, 0)));
      case SIDE -> List.of(column(Side::of));
    };
  }

  private long[] column(LongUnaryOperator function) {
    long[] column = new long[(int) size()];
    Arrays.setAll(column, i -> function.applyAsLong(low + i));
    return column;
  }

  @Override
  public Object key() {
    return kind;
  }

  @Override
  public TableSpec cover(TableSpec other) {
    IntervalTable o = (IntervalTable) other;
    return new IntervalTable(kind, Math.min(low, o.low), Math.max(high, o.high));
  }
}
