package org.probity.inference.lowering;

import java.util.Arrays;
import java.util.List;

/**
 * Rows {@code (h, side)}: on which side of a window a digit {@code h} lies, {@link #BELOW} for
 * negative ones, {@link #INSIDE} for 0, {@link #ABOVE} for positive ones. Requests for different
 * intervals are served by one table that covers them all.
 */
record SideTable(long low, long high) implements TableSpec {
  static final int BELOW = 0;
  static final int INSIDE = 1;
  static final int ABOVE = 2;
  static final int SIDES = 3;

  static long side(long digit) {
    return digit < 0 ? BELOW : digit == 0 ? INSIDE : ABOVE;
  }

  @Override
  public String name() {
    return "side";
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
    long[] sides = new long[(int) size()];
    Arrays.setAll(sides, i -> side(low + i));
    return List.of(sides);
  }

  @Override
  public Object key() {
    return SideTable.class;
  }

  @Override
  public TableSpec cover(TableSpec other) {
    SideTable o = (SideTable) other;
    return new SideTable(Math.min(low, o.low), Math.max(high, o.high));
  }
}
