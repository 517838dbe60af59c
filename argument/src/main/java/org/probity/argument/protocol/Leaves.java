package org.probity.argument.protocol;

import java.util.Arrays;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.field.PrimeField;
import org.probity.algebra.kernel.Kernel;
import org.probity.argument.program.Padding;
import org.probity.argument.program.Shape;

/**
 * The leaves of the lookup tree, computed on demand. A lookup's leaf is {@code mask / (alpha - (tag
 * + beta v_1 + beta^2 v_2 ...))}, a table's the same with numerator {@code -multiplicity}. Pad
 * cells have numerator 0 and all v zero.
 */
final class Leaves {
  private final PrimeField field;
  private final LeafLayout layout;
  private final LookupValues values;
  private final FieldElement alpha;
  private final FieldElement[] minusBetaPowers;

  Leaves(LeafLayout layout, LookupValues values, FieldElement alpha, FieldElement beta) {
    this.field = alpha.field();
    this.layout = layout;
    this.values = values;
    this.alpha = alpha;
    this.minusBetaPowers = new FieldElement[values.maxWidth()];
    FieldElement power = beta.negate();
    for (int i = 0; i < minusBetaPowers.length; i++) {
      minusBetaPowers[i] = power;
      power = power.multiply(beta);
    }
  }

  int bits() {
    return layout.bits();
  }

  /** Number of leaves in blocks; those beyond are 0/1. */
  int used() {
    return layout.used();
  }

  /** Writes leaves {@code [from, from + count)} to the vectors at {@code at}, a multiple of 8. */
  void fill(int from, int count, FieldVector p, FieldVector d, int at) {
    new Scaled(field.one()).fill(from, count, p, d, at);
  }

  /** Writes them to the beginning of the vectors, numerators and denominators times a scale. */
  void fillScaled(int from, int count, FieldElement scale, FieldVector p, FieldVector d) {
    new Scaled(scale).fill(from, count, p, d, 0);
  }

  /** Leaves, both parts times a scale. */
  private final class Scaled {
    private final FieldElement scale;
    private final FieldElement alpha;
    private final FieldElement[] minusBetaPowers;

    Scaled(FieldElement scale) {
      this.scale = scale;
      this.alpha = Leaves.this.alpha.multiply(scale);
      this.minusBetaPowers =
          Arrays.stream(Leaves.this.minusBetaPowers)
              .map(scale::multiply)
              .toArray(FieldElement[]::new);
    }

    void fill(int from, int count, FieldVector p, FieldVector d, int at) {
      int done = from;
      for (LeafLayout.Block block : layout.blocks()) {
        int start = Math.max(from, block.offset());
        int end = Math.min(from + count, block.offset() + (1 << block.bits()));
        if (start < end) {
          fillBlock(block, start - block.offset(), end - start, p, d, at + start - from);
          done = end;
        }
      }
      p.fill(at + done - from, from + count - done, field.zero());
      d.fill(at + done - from, from + count - done, scale);
    }

    private void fillBlock(
        LeafLayout.Block block, int from, int count, FieldVector p, FieldVector d, int at) {
      LookupValues.BlockValues values = Leaves.this.values.of(block);
      if (count % Kernel.LANES == 0) {
        fractions(values, from, count, p, d, at);
      } else {
        FieldVector numerators = FieldVector.zeros(field, count);
        FieldVector denominators = FieldVector.zeros(field, count);
        fractions(values, from, count, numerators, denominators, 0);
        p.copyFrom(numerators, 0, at, count);
        d.copyFrom(denominators, 0, at, count);
      }
    }

    private void fractions(
        LookupValues.BlockValues values,
        int from,
        int count,
        FieldVector p,
        FieldVector d,
        int at) {
      FieldElement start = alpha.subtract(scale.multiply(field.of(values.tag())));
      d.combine(at, start, minusBetaPowers, values.components(), from, count);
      if (values.multiplicities() != null) {
        p.scale(at, scale.negate(), values.multiplicities(), from, count);
      } else {
        mask(values.shape(), from, count, p, at);
      }
    }

    /** One, scaled, on real cells, zero on pad cells, run by run of the last axis. */
    private void mask(Shape shape, int from, int count, FieldVector p, int at) {
      if (shape.cells() == 1 << shape.bits()) {
        p.fill(at, count, scale);
        return;
      }
      int run = 1 << (shape.axes() == 0 ? 0 : shape.bits(shape.axes() - 1));
      int size = shape.axes() == 0 ? 1 : shape.size(shape.axes() - 1);
      p.fill(at, count, field.zero());
      for (int first = from / run * run; first < from + count; first += run) {
        int lo = Math.max(from, first);
        int hi = Math.min(from + count, first + size);
        if (lo < hi && Padding.isReal(shape, first)) {
          p.fill(at + lo - from, hi - lo, scale);
        }
      }
    }
  }
}
