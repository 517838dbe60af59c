package org.probity.argument.program;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A public linear index {@code offset + sum_a stride_a * i_a} that differs in every cell of a
 * shape: each stride exceeds all that the smaller ones together reach. (A nonzero difference on the
 * axis of the largest stride cannot be made up for by the others.)
 */
public final class MixedRadix {
  /** Values stay below this, like those of all expressions. */
  private static final long LIMIT = 1L << 62;

  /** An axis of more than one index: its stride is positive, after a reflection if need be. */
  private record Digit(int size, long stride, boolean reflected, int cellStride) {}

  private final long first;
  private final List<Digit> digits;

  private MixedRadix(long first, List<Digit> digits) {
    this.first = first;
    this.digits = digits;
  }

  /**
   * Reads an expression as an index.
   *
   * @throws IllegalArgumentException if it holds anything but constants and {@linkplain
   *     Term.OfIndex indices}, or if two cells could have one value
   */
  public static MixedRadix of(Expression key) {
    if (key.contraction().isPresent()) {
      throw new IllegalArgumentException("a key must not have a contraction");
    }
    try {
      return of(key.shape(), key.terms());
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("a key is too large", e);
    }
  }

  private static MixedRadix of(Shape shape, List<Term> terms) {
    long offset = 0;
    long[] strides = new long[shape.axes()];
    for (Term term : terms) {
      switch (term) {
        case Term.OfIndex index ->
            strides[index.axis()] = Math.addExact(strides[index.axis()], index.coefficient());
        case Term.Constant constant -> {
          if (constant.weights().stream().anyMatch(w -> w.length > 0)) {
            throw new IllegalArgumentException("a key must not have weights along an axis");
          }
          offset = Math.addExact(offset, constant.coefficient());
        }
        case Term.OfColumn view ->
            throw new IllegalArgumentException(
                "a key must be public, without column " + view.column().name());
      }
    }
    List<Digit> digits = new ArrayList<>();
    int cellStride = 1;
    for (int d = shape.axes() - 1; d >= 0; d--) {
      int size = shape.size(d);
      if (size > 1) {
        digits.add(new Digit(size, Math.absExact(strides[d]), strides[d] < 0, cellStride));
        offset = Math.addExact(offset, Math.multiplyExact(Math.min(strides[d], 0), size - 1L));
      }
      cellStride *= size;
    }
    digits.sort(Comparator.comparingLong(Digit::stride));
    long reach = 0;
    for (Digit digit : digits) {
      if (digit.stride <= reach) {
        throw new IllegalArgumentException("a key could occur twice");
      }
      reach = Math.addExact(reach, Math.multiplyExact(digit.stride, digit.size - 1L));
    }
    if (Math.absExact(offset) >= LIMIT || Math.absExact(Math.addExact(offset, reach)) >= LIMIT) {
      throw new IllegalArgumentException("a key is too large");
    }
    return new MixedRadix(offset, List.copyOf(digits.reversed()));
  }

  /** The cell, row-major, with a value; -1 if there is none. */
  public int cell(long value) {
    // Beyond the limits the difference may wrap around, but no index that is left over fits then.
    if (value < first || value >= LIMIT) {
      return -1;
    }
    long rest = value - first;
    int cell = 0;
    for (Digit digit : digits) {
      long index = rest / digit.stride;
      if (index >= digit.size) {
        return -1;
      }
      rest -= index * digit.stride;
      cell += (int) (digit.reflected ? digit.size - 1 - index : index) * digit.cellStride;
    }
    return rest == 0 ? cell : -1;
  }
}
