package org.probity.inference.lowering.table;

import java.util.List;

/**
 * Rows {@code (d, [d = 0])} for {@code d} in {@code [0, size)}. Requests for different sizes are
 * served by the largest.
 */
public record DistanceTable(long size) implements TableSpec {
  @Override
  public String name() {
    return "distance";
  }

  @Override
  public long start() {
    return 0;
  }

  @Override
  public List<long[]> values() {
    long[] zero = new long[(int) size];
    zero[0] = 1;
    return List.of(zero);
  }

  @Override
  public Object key() {
    return DistanceTable.class;
  }

  @Override
  public TableSpec cover(TableSpec other) {
    return new DistanceTable(Math.max(size, other.size()));
  }
}
