package org.probity.inference.lowering;

import java.util.List;

/**
 * Rows {@code (d, max(d, 0))}. Requests for different intervals are served by one table that covers
 * them all.
 */
record ReluTable(long low, long high) implements TableSpec {
  @Override
  public String name() {
    return "positive part";
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
    long[] positive = new long[(int) size()];
    for (int i = 0; i < positive.length; i++) {
      positive[i] = Math.max(low + i, 0);
    }
    return List.of(positive);
  }

  @Override
  public Object key() {
    return ReluTable.class;
  }

  @Override
  public TableSpec cover(TableSpec other) {
    ReluTable o = (ReluTable) other;
    return new ReluTable(Math.min(low, o.low), Math.max(high, o.high));
  }
}
