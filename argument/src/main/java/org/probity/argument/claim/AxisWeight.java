package org.probity.argument.claim;

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
  }

  private static FieldVector masked(FieldVector weights, int size) {
    for (int i = size; i < weights.length(); i++) {
      weights.set(i, weights.field().zero());
    }
    return weights;
  }
}
