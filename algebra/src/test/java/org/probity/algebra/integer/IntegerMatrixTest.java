package org.probity.algebra.integer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.field.PrimeField;
import org.probity.algebra.field.Samples;

class IntegerMatrixTest {
  private static final int[][] SHAPES = {
    {0, 0}, {0, 3}, {3, 0}, {1, 1}, {1, 9}, {9, 1}, {8, 8}, {24, 64}, {25, 65}, {100, 70},
    {70, 300}, {3000, 3}, {3, 6000}
  };

  @ParameterizedTest
  @MethodSource("org.probity.algebra.field.Samples#fields")
  void productsOfAllWidths(PrimeField f) {
    for (int[] shape : SHAPES) {
      for (int bits : new int[] {1, 8, 9, 16, 17, 32}) {
        check(f, shape[0], shape[1], bits);
      }
    }
  }

  private static void check(PrimeField f, int rows, int cols, int bits) {
    int offset = 3;
    int[] m = new int[offset + rows * cols];
    Random random = new Random(rows * 31L + cols);
    for (int i = offset; i < m.length; i++) {
      int x = random.nextInt() >> (32 - bits);
      // extremes of both signs now and then
      m[i] =
          i % 5 == 0 ? (int) (-1L << (bits - 1)) : i % 7 == 0 ? (int) ((1L << (bits - 1)) - 1) : x;
    }
    FieldElement[] w = Samples.elements(f, rows + 2, 41);
    FieldElement[] v = Samples.elements(f, cols, 42);
    FieldElement[] combined = new FieldElement[cols];
    FieldElement[] dots = new FieldElement[rows];
    java.util.Arrays.fill(combined, f.zero());
    java.util.Arrays.fill(dots, f.zero());
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < cols; j++) {
        int x = m[offset + i * cols + j];
        combined[j] = combined[j].add(w[i + 2].multiply(x));
        dots[i] = dots[i].add(v[j].multiply(x));
      }
    }
    FieldVector weights = FieldVector.of(f, w);
    assertThat(IntegerMatrix.combineRows(f, m, offset, rows, cols, weights, 2).toArray())
        .isEqualTo(combined);
    assertThat(IntegerMatrix.dotRows(f, m, offset, rows, cols, FieldVector.of(f, v)).toArray())
        .isEqualTo(dots);
  }
}
