package org.probity.argument.program;

/** Index arithmetic between real cells and the padded tensor. */
public final class Padding {
  private Padding() {}

  /**
   * Padded index of the first cell of each run of the last axis: entry {@code j} belongs to the
   * real cells {@code [j * last, (j + 1) * last)}, which are contiguous in the padded tensor too.
   */
  public static int[] positions(Shape shape) {
    int axes = shape.axes();
    int runs = axes == 0 ? 1 : shape.cells() / shape.size(axes - 1);
    int[] positions = new int[runs];
    for (int run = 0; run < runs; run++) {
      int rest = run;
      int position = 0;
      int shift = axes == 0 ? 0 : shape.bits(axes - 1);
      for (int d = axes - 2; d >= 0; d--) {
        position |= (rest % shape.size(d)) << shift;
        rest /= shape.size(d);
        shift += shape.bits(d);
      }
      positions[run] = position;
    }
    return positions;
  }

  /**
   * The padded tensor, zero on pad cells; the array itself where there are none.
   *
   * @param cells real cells, row-major
   */
  public static int[] pad(Shape shape, int[] cells) {
    if (cells.length == 1 << shape.bits()) {
      return cells;
    }
    int[] padded = new int[1 << shape.bits()];
    int[] positions = positions(shape);
    int last = cells.length / positions.length;
    for (int run = 0; run < positions.length; run++) {
      System.arraycopy(cells, run * last, padded, positions[run], last);
    }
    return padded;
  }

  /** Whether a padded index is a real cell. */
  public static boolean isReal(Shape shape, int index) {
    int rest = index;
    for (int d = shape.axes() - 1; d >= 0; d--) {
      int bits = shape.bits(d);
      if ((rest & ((1 << bits) - 1)) >= shape.size(d)) {
        return false;
      }
      rest >>>= bits;
    }
    return rest == 0;
  }
}
