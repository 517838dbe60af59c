package org.probity.inference.key;

import java.nio.ByteBuffer;

/** Integers of one width each, in two's complement and big-endian. */
final class PackedIntegers {
  private PackedIntegers() {}

  /** The smallest width in bytes, 1, 2 or 4, that all values fit. */
  static int width(int[] values) {
    int width = 1;
    for (int v : values) {
      width = Math.max(width, v == (byte) v ? 1 : v == (short) v ? 2 : 4);
    }
    return width;
  }

  /** Whether a width is one that values may have. */
  static boolean isWidth(int width) {
    return width == 1 || width == 2 || width == 4;
  }

  static void put(int[] values, int width, ByteBuffer out) {
    for (int v : values) {
      switch (width) {
        case 1 -> out.put((byte) v);
        case 2 -> out.putShort((short) v);
        default -> out.putInt(v);
      }
    }
  }

  /**
   * Reads values.
   *
   * @param size their number, which the rest of the buffer has room for
   */
  static int[] get(ByteBuffer in, int width, int size) {
    int[] values = new int[size];
    for (int i = 0; i < size; i++) {
      values[i] =
          switch (width) {
            case 1 -> in.get();
            case 2 -> in.getShort();
            default -> in.getInt();
          };
    }
    return values;
  }
}
