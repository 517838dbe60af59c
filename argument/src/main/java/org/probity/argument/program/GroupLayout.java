package org.probity.argument.program;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Where the cells of a group lie in its vector of length {@code 2^bits}, and how that vector is cut
 * into rows of length {@code 2^rowBits}.
 */
public final class GroupLayout {
  private final Group group;
  private final int[] offsets;
  private final Map<Integer, Integer> positions = new HashMap<>();
  private final int used;
  private final int bits;
  private final int rowBits;
  private final int[] liveRows;

  /**
   * Lays out a group.
   *
   * @param longest the length that rows of its kind have in the program; short groups and ports
   *     have shorter rows
   */
  public GroupLayout(Group group, int longest) {
    this.group = group;
    this.offsets = new int[group.columns().size()];
    int end = 0;
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = end;
      positions.put(group.columns().get(i).id(), i);
      end = Math.addExact(end, 1 << group.columns().get(i).shape().bits());
    }
    this.used = end;
    this.bits = Shape.log2Ceil(end);
    // A row never holds cells of two items: a receipt opens whole rows.
    int part = group.items() == 1 ? bits : group.item().columns().get(0).shape().bits();
    int limit =
        group.kind() == Column.Kind.PORT ? Math.min(Program.PORT_ROW_BITS, longest) : longest;
    this.rowBits = Math.min(limit, part);
    this.liveRows = findLiveRows(end);
  }

  public static GroupLayout of(Program program, Group group) {
    return new GroupLayout(group, program.rowBits(group.kind()));
  }

  /**
   * The layout of one item alone. The items of a group follow one another: item i has the i-th part
   * of the cells in use and of the live rows.
   */
  public GroupLayout item() {
    return group.items() == 1 ? this : new GroupLayout(group.item(), rowBits);
  }

  public Group group() {
    return group;
  }

  /** Bits of the whole vector. */
  public int bits() {
    return bits;
  }

  /** Number of cells in blocks; those beyond are zero. */
  public int used() {
    return used;
  }

  /** Bits of one row. */
  public int rowBits() {
    return rowBits;
  }

  /** Number of rows of the vector, live or not. */
  public int rows() {
    return 1 << (bits - rowBits);
  }

  /**
   * The rows that contain a real cell, ascending; the others are the identity and not committed.
   */
  public int[] liveRows() {
    return liveRows.clone();
  }

  /** Row length and shapes, for hashing. */
  public String describe() {
    return "rows of 2^" + rowBits + ", " + group.columns().stream().map(Column::shape).toList();
  }

  /** First cell of the block of the group's {@code i}-th column. */
  public int offset(int i) {
    return offsets[i];
  }

  /** First cell of a column's block. */
  public int offset(Column column) {
    return offsets[positions.get(column.id())];
  }

  /**
   * Writes the real cells of a column into the padded vector.
   *
   * @param values real cells, row-major
   */
  public void place(Column column, int[] values, int[] vector) {
    Shape shape = column.shape();
    if (values.length != shape.cells()) {
      throw new IllegalArgumentException(
          "column " + column.name() + " has " + shape.cells() + " cells, not " + values.length);
    }
    int[] positions = Padding.positions(shape);
    int last = shape.axes() == 0 ? 1 : shape.size(shape.axes() - 1);
    int offset = offset(column);
    for (int run = 0; run < positions.length; run++) {
      System.arraycopy(values, run * last, vector, offset + positions[run], last);
    }
  }

  private int[] findLiveRows(int end) {
    int length = 1 << rowBits;
    int rows = Math.ceilDiv(end, length);
    return IntStream.range(0, rows).filter(row -> isLive(row * length)).toArray();
  }

  /** A row inside a block is an aligned sub-cube: it has a real cell iff its first cell is real. */
  private boolean isLive(int start) {
    int i = Arrays.binarySearch(offsets, start);
    if (i >= 0) {
      return true;
    }
    int block = -i - 2;
    return Padding.isReal(group.columns().get(block).shape(), start - offsets[block]);
  }
}
