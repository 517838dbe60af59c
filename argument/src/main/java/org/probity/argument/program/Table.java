package org.probity.argument.program;

import java.util.List;

/**
 * A list of tuples that lookups are checked against. The first component is a key that no two rows
 * share, so that a lookup's key decides its other components.
 */
public sealed interface Table {
  /**
   * Position in {@link Program#tables()}; the tag {@code id + 1} separates tables in the lookup
   * argument.
   */
  int id();

  String name();

  /** The index space of the rows; multiplicities are counted in a column of this shape. */
  Shape shape();

  /** Number of components of a tuple. */
  int width();

  /** Number of rows. */
  default int size() {
    return shape().cells();
  }

  /**
   * A table of public numbers. The key of row {@code index} is {@code start + step * index}, the
   * other components are {@code values[c][index]}.
   */
  record Public(int id, String name, int size, long start, long step, List<long[]> values)
      implements Table {
    public Public {
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

    @Override
    public Shape shape() {
      return Shape.of(size);
    }

    @Override
    public int width() {
      return 1 + values.size();
    }

    /** Component {@code c} of row {@code index}. */
    public long get(int index, int c) {
      return c == 0 ? start + step * index : values.get(c - 1)[index];
    }
  }

  /**
   * A table whose rows are secret: cell by cell the values of linear expressions of one shape over
   * any columns, weight matrices included, without contractions. All those columns are fixed before
   * the first challenge, which is all that the lookup argument needs of a table.
   *
   * <p>The first expression, the key, is public and different in every row: a {@link MixedRadix}
   * index. Pad cells of the shape are no rows, whatever the columns hold there, because their
   * numerators are zero.
   */
  record Committed(int id, String name, List<Expression> row) implements Table {
    public Committed {
      row = List.copyOf(row);
      if (row.isEmpty()) {
        throw new IllegalArgumentException("table " + name + " needs a key");
      }
    }

    @Override
    public Shape shape() {
      return key().shape();
    }

    @Override
    public int width() {
      return row.size();
    }

    /** The first component. */
    public Expression key() {
      return row.get(0);
    }
  }
}
