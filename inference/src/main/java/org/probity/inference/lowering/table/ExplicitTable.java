package org.probity.inference.lowering.table;

import java.util.Arrays;
import java.util.List;

/**
 * Rows {@code (key, entry)} of an explicit table, for consecutive keys.
 *
 * @param start first key
 */
public record ExplicitTable(long start, long[] entries) implements TableSpec {
  @Override
  public String name() {
    return "explicit";
  }

  @Override
  public long size() {
    return entries.length;
  }

  @Override
  public List<long[]> values() {
    return List.of(entries);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ExplicitTable t
        && start == t.start
        && Arrays.equals(entries, t.entries);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(entries) + Long.hashCode(start);
  }
}
