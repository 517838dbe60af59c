package org.probity.inference.lowering.table;

import java.util.List;

/**
 * A public table before its rows are computed. Equal keys are one table in the program.
 *
 * <p>The first component of row {@code i} is {@code start + i}.
 */
public interface TableSpec {
  /** Largest table that a program may have. */
  long MAX_SIZE = 1L << 20;

  /** What the table is, for messages. */
  String name();

  /** Number of rows. */
  long size();

  /** About how many steps it takes to compute the rows. */
  default long work() {
    return size();
  }

  /** First key. */
  long start();

  /** The components after the key. */
  List<long[]> values();

  /** What makes two requested tables one. */
  default Object key() {
    return this;
  }

  /** One table that serves both requests; both have the same key. */
  default TableSpec cover(TableSpec other) {
    return this;
  }

  /** {@code [0, size)}. */
  record Range(long size) implements TableSpec {
    @Override
    public String name() {
      return "range";
    }

    @Override
    public long start() {
      return 0;
    }

    @Override
    public List<long[]> values() {
      return List.of();
    }
  }
}
