package org.probity.argument.program;

import java.util.List;

/** Which cells an {@link AxisMap} reads, written out. */
public final class Addresses {
  private Addresses() {}

  /**
   * For each index of the map's axes, row-major in the map's order, the row-major index over the
   * real cells of the column axes that the map addresses, or -1 where the view reads zero. Callers
   * must not modify the array.
   *
   * @param sizes of all axes of the expression
   * @param columnSizes of the column axes that the map addresses
   * @throws IllegalArgumentException for a weighted map, which reads all cells
   */
  public static int[] of(AxisMap map, List<Integer> sizes, List<Integer> columnSizes) {
    return switch (map) {
      case AxisMap.Strided strided -> strided(strided, sizes, columnSizes.get(0));
      case AxisMap.Table table -> table.cells();
      case AxisMap.Weighted _ ->
          throw new IllegalArgumentException("a weighted axis has no single address");
    };
  }

  private static int[] strided(AxisMap.Strided map, List<Integer> sizes, int size) {
    int[] addresses = indices(map, sizes);
    for (int i = 0; i < addresses.length; i++) {
      boolean inside = addresses[i] >= 0 && addresses[i] % map.divisor() == 0;
      int index = addresses[i] / map.divisor();
      addresses[i] = inside && index < size ? index : -1;
    }
    return addresses;
  }

  /** The sums of a map before they are divided and cut to the column; a new array. */
  public static int[] indices(AxisMap.Strided map, List<Integer> sizes) {
    int[] sums = {map.offset()};
    for (int k = 0; k < map.axes().size(); k++) {
      int n = sizes.get(map.axes().get(k));
      int stride = map.strides().get(k);
      int[] next = new int[Math.multiplyExact(sums.length, n)];
      for (int i = 0; i < sums.length; i++) {
        for (int j = 0; j < n; j++) {
          next[i * n + j] = sums[i] + j * stride;
        }
      }
      sums = next;
    }
    return sums;
  }

  /**
   * The number of indices of a map's axes, which is the length of what {@link #of} returns; at most
   * {@code Integer.MAX_VALUE}.
   */
  static long count(AxisMap map, List<Integer> sizes) {
    long count = 1;
    for (int axis : map.axes()) {
      count = Math.min(count * sizes.get(axis), Integer.MAX_VALUE);
    }
    return count;
  }

  /**
   * The padded index of each real cell of some axes, both row-major.
   *
   * @param columnSizes sizes of the axes
   */
  public static int[] padded(List<Integer> columnSizes) {
    Shape shape = new Shape(columnSizes);
    int[] runs = Padding.positions(shape);
    int last = shape.cells() / runs.length;
    int[] positions = new int[shape.cells()];
    for (int run = 0; run < runs.length; run++) {
      for (int i = 0; i < last; i++) {
        positions[run * last + i] = runs[run] + i;
      }
    }
    return positions;
  }
}
