package org.probity.inference.lowering;

import java.util.List;

/** Rows {@code (d, [d > 0])}. Requests for different intervals are served by one table. */
record StepTable(long low, long high) implements TableSpec {
  private static final Object KEY = StepTable.class;

  @Override
  public String name() {
    return "step";
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
      positive[i] = low + i > 0 ? 1 : 0;
    }
    return List.of(positive);
  }

  @Override
  public Object key() {
    return KEY;
  }

  @Override
  public TableSpec cover(TableSpec other) {
    StepTable o = (StepTable) other;
    return new StepTable(Math.min(low, o.low), Math.max(high, o.high));
  }
}
