package org.probity.argument.protocol;

import java.util.ArrayList;
import java.util.List;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.PrimeField;
import org.probity.argument.claim.AxisWeight;
import org.probity.argument.program.Shape;

/** Cutting points into the coordinates of prefixes, suffixes and axes. */
final class Points {
  private Points() {}

  static FieldElement[] suffix(FieldElement[] point, int bits) {
    return java.util.Arrays.copyOfRange(point, point.length - bits, point.length);
  }

  static FieldElement[] prefix(FieldElement[] point, int bits) {
    return java.util.Arrays.copyOf(point, bits);
  }

  /**
   * {@code eq(leading coordinates, prefix bits)} for an aligned block that ends in {@code bits}.
   */
  static FieldElement blockWeight(PrimeField field, FieldElement[] point, int offset, int bits) {
    FieldElement weight = field.one();
    int lead = point.length - bits;
    for (int d = 0; d < lead; d++) {
      boolean one = (offset >>> (point.length - 1 - d) & 1) == 1;
      weight = weight.multiply(one ? point[d] : field.one().subtract(point[d]));
    }
    return weight;
  }

  /** Splits the coordinates of a tensor into one masked weight for each axis. */
  static List<AxisWeight> axes(PrimeField field, Shape shape, FieldElement[] point) {
    List<AxisWeight> axes = new ArrayList<>();
    int position = 0;
    for (int d = 0; d < shape.axes(); d++) {
      int bits = shape.bits(d);
      FieldElement[] part = java.util.Arrays.copyOfRange(point, position, position + bits);
      axes.add(new AxisWeight.Eq(field, part, shape.size(d)));
      position += bits;
    }
    return axes;
  }

  static FieldElement[] concat(FieldElement[] first, FieldElement[] second) {
    FieldElement[] result = java.util.Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, result, first.length, second.length);
    return result;
  }
}
