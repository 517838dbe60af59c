package org.probity.argument.claim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.LongStream;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.field.PrimeField;
import org.probity.algebra.multilinear.Multilinear;
import org.probity.argument.program.Shape;

/**
 * One factor of a separable functional: a weight for each cell of one padded axis, or of several
 * consecutive ones, zero on pad cells.
 */
public sealed interface AxisWeight {
  /** Bits of the padded axis, or axes. */
  int bits();

  /** Number of leading weights beyond which all are zero. */
  int size();

  /** These weights for indices below {@code size}, zero beyond. */
  AxisWeight below(int size);

  /** All {@code 2^bits} weights. */
  FieldVector dense();

  /** The multilinear extension of the weights at a point. */
  FieldElement evaluate(FieldElement[] at);

  /** The sum of the weights: what a broadcast axis contributes. */
  FieldElement sum();

  /** The sum of each index times its weight. */
  FieldElement indexSum();

  /**
   * The same weights as a sum of outer products, of weights on the leading bits times weights on
   * the last {@code low} ones.
   */
  List<Split> split(int low);

  /** The most outer products that a split may have. */
  int splits(int low);

  /** One outer product. */
  record Split(FieldVector leading, AxisWeight trailing) {}

  /** {@code eq(point, i)} for {@code i < size}. */
  record Eq(PrimeField field, FieldElement[] point, int size) implements AxisWeight {
    @Override
    public AxisWeight below(int size) {
      return size >= this.size ? this : new Eq(field, point, size);
    }

    @Override
    public int bits() {
      return point.length;
    }

    @Override
    public FieldVector dense() {
      return masked(Multilinear.eqTable(field, point), size);
    }

    @Override
    public FieldElement evaluate(FieldElement[] at) {
      return MaskedEq.evaluate(field, size, point, at);
    }

    @Override
    public FieldElement sum() {
      return MaskedEq.evaluate(field, size, point);
    }

    @Override
    public FieldElement indexSum() {
      return MaskedEq.evaluateIndex(field, size, point);
    }

    @Override
    public List<Split> split(int low) {
      int top = point.length - low;
      FieldVector leading = Multilinear.eqTable(field, Arrays.copyOf(point, top));
      FieldElement[] rest = Arrays.copyOfRange(point, top, point.length);
      return AxisWeight.split(leading, size, low, n -> new Eq(field, rest, n));
    }

    @Override
    public int splits(int low) {
      return 2;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Eq o && size == o.size && Arrays.equals(point, o.point);
    }

    @Override
    public int hashCode() {
      return 31 * size + Arrays.hashCode(point);
    }
  }

  /** {@code eq(first, i) * eq(second, i)} for {@code i < size}. */
  record EqProduct(PrimeField field, FieldElement[] first, FieldElement[] second, int size)
      implements AxisWeight {
    @Override
    public AxisWeight below(int size) {
      return size >= this.size ? this : new EqProduct(field, first, second, size);
    }

    @Override
    public int bits() {
      return first.length;
    }

    @Override
    public FieldVector dense() {
      FieldVector product = Multilinear.eqTable(field, first);
      product.multiply(product, Multilinear.eqTable(field, second));
      return masked(product, size);
    }

    @Override
    public FieldElement evaluate(FieldElement[] at) {
      return MaskedEq.evaluate(field, size, first, second, at);
    }

    @Override
    public FieldElement sum() {
      return MaskedEq.evaluate(field, size, first, second);
    }

    @Override
    public FieldElement indexSum() {
      return MaskedEq.evaluateIndex(field, size, first, second);
    }

    @Override
    public List<Split> split(int low) {
      int top = first.length - low;
      FieldVector leading = Multilinear.eqTable(field, Arrays.copyOf(first, top));
      leading.multiply(leading, Multilinear.eqTable(field, Arrays.copyOf(second, top)));
      FieldElement[] a = Arrays.copyOfRange(first, top, first.length);
      FieldElement[] b = Arrays.copyOfRange(second, top, second.length);
      return AxisWeight.split(leading, size, low, n -> new EqProduct(field, a, b, n));
    }

    @Override
    public int splits(int low) {
      return 2;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof EqProduct o
          && size == o.size
          && Arrays.equals(first, o.first)
          && Arrays.equals(second, o.second);
    }

    @Override
    public int hashCode() {
      return 31 * (31 * size + Arrays.hashCode(first)) + Arrays.hashCode(second);
    }
  }

  /** Any weights, given in full; zero from {@code size} on. */
  record Dense(PrimeField field, FieldVector weights, int size) implements AxisWeight {
    @Override
    public AxisWeight below(int size) {
      return size >= this.size ? this : new Dense(field, masked(weights.copy(), size), size);
    }

    @Override
    public int bits() {
      return Shape.log2Ceil(weights.length());
    }

    @Override
    public FieldVector dense() {
      return weights;
    }

    @Override
    public FieldElement evaluate(FieldElement[] at) {
      return weights.dot(Multilinear.eqTable(field, at));
    }

    @Override
    public FieldElement sum() {
      return weights.sum();
    }

    @Override
    public FieldElement indexSum() {
      return weights.dot(LongStream.range(0, size).toArray());
    }

    @Override
    public int splits(int low) {
      return Math.ceilDiv(size, 1 << low);
    }

    @Override
    public List<Split> split(int low) {
      List<Split> rows = new ArrayList<>();
      int rowCount = weights.length() >> low;
      for (int row = 0; row << low < size; row++) {
        FieldVector leading = FieldVector.zeros(field, rowCount);
        leading.set(row, field.one());
        int from = row << low;
        int end = Math.min(size - from, 1 << low);
        rows.add(new Split(leading, new Dense(field, weights.slice(from, 1 << low), end)));
      }
      return rows;
    }
  }

  /** Whole rows of a product are one outer product, the row in which the weights end another. */
  private static List<Split> split(
      FieldVector leading, int size, int low, IntFunction<AxisWeight> trailing) {
    int whole = size >> low;
    int rest = size - (whole << low);
    List<Split> result = new ArrayList<>();
    if (rest > 0) {
      FieldVector last = FieldVector.zeros(leading.field(), leading.length());
      last.copyFrom(leading, whole, whole, 1);
      result.add(new Split(last, trailing.apply(rest)));
    }
    if (whole > 0) {
      result.add(new Split(masked(leading, whole), trailing.apply(1 << low)));
    }
    return result;
  }

  private static FieldVector masked(FieldVector weights, int size) {
    for (int i = size; i < weights.length(); i++) {
      weights.set(i, weights.field().zero());
    }
    return weights;
  }
}
