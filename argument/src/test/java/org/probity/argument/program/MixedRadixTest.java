package org.probity.argument.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.probity.argument.Reference;
import org.probity.testing.Seeds;

class MixedRadixTest {
  private static Term index(long coefficient, int axis) {
    return new Term.OfIndex(coefficient, axis);
  }

  private static MixedRadix of(Shape shape, Term... terms) {
    return MixedRadix.of(Expression.linear(shape, terms));
  }

  private static void rejected(String message, Shape shape, Term... terms) {
    assertThatThrownBy(() -> of(shape, terms))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  /** Small strides, so that many keys coincide; accepted ones never do, and are found again. */
  @Seeds(500)
  void acceptedKeysAreDifferentAndFound(long seed) {
    Random random = new Random(seed);
    Integer[] sizes = new Integer[1 + random.nextInt(3)];
    Term[] terms = new Term[sizes.length + 1];
    for (int d = 0; d < sizes.length; d++) {
      sizes[d] = 1 + random.nextInt(5);
      terms[d] = index(random.nextInt(41) - 20, d);
    }
    Shape shape = Shape.of(sizes);
    terms[sizes.length] = Term.constant(random.nextInt(100) - 50, sizes.length);
    Expression key = Expression.linear(shape, terms);
    Map<Long, Integer> cells = new HashMap<>();
    for (int i = 0; i < shape.cells(); i++) {
      cells.put(Reference.value(key, Reference.index(shape.sizes(), i), Map.of()), i);
    }
    MixedRadix radix;
    try {
      radix = MixedRadix.of(key);
    } catch (IllegalArgumentException e) {
      return;
    }
    assertThat(cells).hasSize(shape.cells());
    for (long value = -700; value <= 700; value++) {
      assertThat(radix.cell(value)).isEqualTo(cells.getOrDefault(value, -1));
    }
  }

  @Test
  void rowMajorIndices() {
    MixedRadix radix = of(Shape.of(3, 5, 7), index(35, 0), index(7, 1), index(1, 2));
    for (int i = 0; i < 105; i++) {
      assertThat(radix.cell(i)).isEqualTo(i);
    }
    for (long value : new long[] {-1, 105, 106, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 62}) {
      assertThat(radix.cell(value)).isEqualTo(-1);
    }
  }

  @Test
  void anyOrderAndDirection() {
    // Axis 1 counts down by one, axis 0 up by five, from 4 on.
    MixedRadix radix = of(Shape.of(3, 5), index(5, 0), index(-1, 1), Term.constant(4, 2));
    assertThat(radix.cell(4)).isZero();
    assertThat(radix.cell(0)).isEqualTo(4);
    assertThat(radix.cell(9)).isEqualTo(5);
    assertThat(of(Shape.of(3, 5), index(1, 0), index(3, 1)).cell(3)).isEqualTo(1);
    // Gaps hold no cell, and axes of size one need no stride.
    assertThat(of(Shape.of(3, 1), index(10, 0)).cell(15)).isEqualTo(-1);
    assertThat(of(Shape.of(1, 1), Term.constant(9, 2)).cell(9)).isZero();
  }

  @Test
  void keysThatCouldOccurTwice() {
    rejected("could occur twice", Shape.of(3, 5), index(4, 0), index(1, 1));
    rejected("could occur twice", Shape.of(3, 5), index(-4, 0), index(1, 1));
    rejected("could occur twice", Shape.of(3, 5), index(5, 0));
    rejected("could occur twice", Shape.of(2), Term.constant(1, 1));
    // Two terms that cancel.
    rejected("could occur twice", Shape.of(2), index(3, 0), index(-3, 0));
    assertThatCode(() -> of(Shape.of(3, 5), index(5, 0), index(1, 1))).doesNotThrowAnyException();
  }

  @Test
  void whatIsNoIndex() {
    Column column = new Column(0, "x", Column.Kind.PUBLIC, Shape.of(3));
    rejected("must be public", Shape.of(3), index(1, 0), Term.of(1, column));
    rejected(
        "weights along an axis", Shape.of(3), new Term.Constant(1, List.of(new long[] {0, 1, 2})));
    Operand one = new Operand(List.of(), List.of(Term.constant(1, 0)));
    Expression contraction =
        new Expression(
            Shape.of(3),
            List.of(index(1, 0)),
            Optional.of(new Contraction(1, List.of(), one, one)));
    assertThatThrownBy(() -> MixedRadix.of(contraction)).hasMessageContaining("contraction");
  }

  /** A key that wraps around could occur twice, as an integer or in the field. */
  @Test
  void largeKeys() {
    rejected("too large", Shape.of(3), index(1L << 62, 0));
    rejected("too large", Shape.of(3), index(Long.MIN_VALUE, 0));
    rejected("too large", Shape.of(3), index(1, 0), Term.constant(Long.MAX_VALUE, 1));
    rejected("too large", Shape.of(3), index(1L << 61, 0), Term.constant(1, 1));
    rejected("too large", Shape.of(2), index(Long.MAX_VALUE, 0), index(Long.MAX_VALUE, 0));
    MixedRadix large = of(Shape.of(3), index(1L << 60, 0), Term.constant(-(1L << 61), 1));
    assertThat(large.cell(-(1L << 60))).isEqualTo(1);
    assertThat(large.cell(Long.MIN_VALUE)).isEqualTo(-1);
    assertThat(large.cell(Long.MAX_VALUE)).isEqualTo(-1);
  }
}
