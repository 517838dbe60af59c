package org.probity.argument.protocol;

import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.field.PrimeField;
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

  /** Writes leaves {@code [from, from + count)} to the vectors at {@code at}. */
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
    d.fill(at + done - from, from + count - done, field.one());
  }

  private void fillBlock(
      LeafLayout.Block block, int from, int count, FieldVector p, FieldVector d, int at) {
    LookupValues.BlockValues values = this.values.of(block);
    FieldElement start = alpha.subtract(field.of(values.tag()));
    FieldVector denominators = FieldVector.zeros(field, count);
    denominators.fill(0, count, start);
    for (int c = 0; c < values.components().length; c++) {
      long[] slice =
          java.util.Arrays.copyOfRange(values.components()[c], from, Math.addExact(from, count));
      denominators.addScaled(FieldVector.ofLongs(field, slice), minusBetaPowers[c]);
    }
    d.copyFrom(denominators, 0, at, count);
    p.copyFrom(numerators(values, from, count), 0, at, count);
  }

  private FieldVector numerators(LookupValues.BlockValues block, int from, int count) {
    int[] numerators = new int[count];
    Shape shape = block.shape();
    int[] multiplicities = block.multiplicities();
    for (int i = 0; i < count; i++) {
      if (multiplicities != null) {
        numerators[i] = from + i < multiplicities.length ? -multiplicities[from + i] : 0;
      } else {
        numerators[i] = Padding.isReal(shape, from + i) ? 1 : 0;
      }
    }
    return FieldVector.ofInts(field, numerators, 0, count);
  }
}
