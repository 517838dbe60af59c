package org.probity.argument.program;

import java.util.List;

/**
 * A public table of tuples. The first component is the key, {@code start + step * index}, so that
 * no key can occur twice; the others are {@code values[c][index]}.
 *
 * @param id position in {@link Program#tables()}; the tag {@code id + 1} separates tables in the
 *     lookup argument
 */
public record Table(int id, String name, int size, long start, long step, List<long[]> values) {
  public Table {
    values = List.copyOf(values);
    if (size < 1 || step == 0) {
      throw new IllegalArgumentException("table " + name + " needs rows and a non-zero step");
    }
    // A key that wraps around could occur twice.
    Math.addExact(start, Math.multiplyExact(step, size - 1L));
    for (long[] column : values) {
      if (column.length != size) {
        throw new IllegalArgumentException("table " + name + " has columns of unequal length");
      }
    }
  }

  /** Number of components of a tuple. */
  public int width() {
    return 1 + values.size();
  }

  /** Component {@code c} of row {@code index}. */
  public long get(int index, int c) {
    return c == 0 ? start + step * index : values.get(c - 1)[index];
  }
}
