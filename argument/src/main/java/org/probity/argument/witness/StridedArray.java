package org.probity.argument.witness;

/**
 * Integers addressed with one stride for each axis of an index space. Those that fit are 32 bits
 * wide; exactly one of the two arrays is set.
 */
record StridedArray(int[] narrow, long[] wide, long[] strides) {
  static StridedArray of(int[] values, long[] strides) {
    return new StridedArray(values, null, strides);
  }

  /** Narrows the values if all of them fit. */
  static StridedArray of(long[] values, long[] strides) {
    int[] narrow = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      narrow[i] = (int) values[i];
      if (narrow[i] != values[i]) {
        return new StridedArray(null, values, strides);
      }
    }
    return new StridedArray(narrow, null, strides);
  }

  long get(int index) {
    return narrow != null ? narrow[index] : wide[index];
  }

  /** The largest absolute value; {@code Long.MAX_VALUE} for a wide array. */
  long magnitude() {
    if (narrow == null) {
      return Long.MAX_VALUE;
    }
    int low = 0;
    int high = 0;
    for (int value : narrow) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return Math.max(high, -(long) low);
  }

  @Override
  public String toString() {
    return "StridedArray";
  }
}
