package org.probity.model.floatgraph;

import java.util.function.Consumer;

/** Loops over the cells of some axes of a reader. */
final class Windows {
  private Windows() {}

  /** Calls for each index on the axes from {@code first} on, with the start of a view there. */
  static void forEach(ViewReader reader, int[] sizes, int first, Consumer<int[]> body) {
    int[] start = reader.origin();
    int[] counter = new int[sizes.length - first];
    do {
      body.accept(start);
    } while (next(reader, start, counter, sizes, first, sizes.length));
  }

  /**
   * Moves to the next index on the axes {@code [first, end)}, row-major.
   *
   * @param counter the index on those axes
   * @return false after the last one, when all is back at zero
   */
  static boolean next(
      ViewReader reader, int[] start, int[] counter, int[] sizes, int first, int end) {
    for (int axis = end - 1; axis >= first; axis--) {
      reader.move(start, axis, 1);
      if (++counter[axis - first] < sizes[axis]) {
        return true;
      }
      reader.move(start, axis, -sizes[axis]);
      counter[axis - first] = 0;
    }
    return false;
  }
}
