package org.probity.inference.lowering;

import java.util.List;

/**
 * Rows {@code (h, [h = 0], [h > 0])}. Requests for different intervals are served by one table that
 * covers them all.
 */
record SignTable(long low, long high) implements TableSpec {
  private static final Object KEY = SignTable.class;

  @Override
  public String name() {
    return "sign";
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
    long[] zero = new long[(int) size()];
    long[] positive = new long[(int) size()];
    for (int i = 0; i < zero.length; i++) {
      zero[i] = low + i == 0 ? 1 : 0;
      positive[i] = low + i > 0 ? 1 : 0;
    }
    return List.of(zero, positive);
  }

  @Override
  public Object key() {
    return KEY;
  }

  @Override
  public TableSpec cover(TableSpec other) {
    SignTable o = (SignTable) other;
    return new SignTable(Math.min(low, o.low), Math.max(high, o.high));
  }
}
