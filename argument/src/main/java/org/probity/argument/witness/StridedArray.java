package org.probity.argument.witness;

/**
 * Integers addressed with one stride for each axis of an index space; narrow ones stay 32 bits
 * wide. Exactly one of the two arrays is set.
 */
record StridedArray(int[] narrow, long[] wide, int start, long[] strides) {
  static StridedArray of(int[] values, int start, long[] strides) {
    return new StridedArray(values, null, start, strides);
  }

  static StridedArray of(long[] values, int start, long[] strides) {
    return new StridedArray(null, values, start, strides);
  }

  long get(int index) {
    return narrow != null ? narrow[index] : wide[index];
  }

  @Override
  public String toString() {
    return "StridedArray";
  }
}
