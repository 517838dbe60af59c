package org.probity.argument.commitment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.probity.algebra.curve.Curve;
import org.probity.algebra.curve.Generators;
import org.probity.algebra.curve.Point;
import org.probity.algebra.curve.PointVector;
import org.probity.argument.program.Column;
import org.probity.argument.program.Group;
import org.probity.argument.program.GroupLayout;
import org.probity.argument.program.Shape;
import org.probity.argument.witness.ColumnValues;

class OpeningTest {
  private static final Curve CURVE = Curve.GRUMPKIN;
  private static final int CELLS = 64;
  private static final byte[] SEED = new byte[32];

  private static Opening opening(Shape shape, int rowBits, byte[] seed) {
    Column column = new Column(0, "weights", Column.Kind.WEIGHT_VECTOR, shape);
    Group group = new Group(0, "weights", Column.Kind.WEIGHT_VECTOR, List.of(column));
    ColumnValues values = new ColumnValues();
    int[] cells = new int[CELLS];
    for (int i = 0; i < CELLS; i++) {
      cells[i] = i - 7;
    }
    values.put(column, cells);
    return Opening.of(CURVE, new GroupLayout(group, rowBits), values, seed);
  }

  /** With equal blinders the difference would be a sum of small weights that anybody can guess. */
  @Test
  void oneSeedBlindsTwoRowLengthsDifferently() {
    PointVector shortRows = opening(Shape.of(CELLS), 5, SEED).commit().rows();
    PointVector longRow = opening(Shape.of(CELLS), 6, SEED).commit().rows();
    PointVector generators = Generators.of(CURVE).rows(CELLS);
    Point unblinded = CURVE.identity();
    for (int i = CELLS / 2; i < CELLS; i++) {
      unblinded = unblinded.add(generators.get(i).multiply(i - 7L));
    }
    assertThat(longRow.get(0).subtract(shortRows.get(0))).isNotEqualTo(unblinded);
  }

  @Test
  void oneSeedBlindsTwoShapesDifferently() {
    PointVector flat = opening(Shape.of(CELLS), 6, SEED).commit().rows();
    PointVector square = opening(Shape.of(8, 8), 6, SEED).commit().rows();
    assertThat(square.get(0)).isNotEqualTo(flat.get(0));
  }

  /** Else the difference of two commitments would be that of their values, which can be guessed. */
  @Test
  void oneSeedBlindsTwoContentsDifferently() {
    Point generator = Generators.of(CURVE).rows(1).get(0);
    for (int items = 1; items <= 2; items++) {
      List<byte[]> seeds = Collections.nCopies(items, SEED);
      PointVector one = port(items, seeds, 5, 5).commit().rows();
      PointVector other = port(items, seeds, 6, 5).commit().rows();
      assertThat(other.get(0).subtract(one.get(0))).isNotEqualTo(generator);
    }
    // In one batch: the same seed twice shows which items are equal, and nothing of the others.
    PointVector rows = port(3, List.of(SEED, SEED, SEED), 5, 6, 5).commit().rows();
    assertThat(rows.get(2)).isEqualTo(rows.get(0));
    assertThat(rows.get(1).subtract(rows.get(0))).isNotEqualTo(generator);
  }

  /** All weights of a model have one seed: equal tensors must not look equal. */
  @Test
  void oneSeedBlindsTwoGroupsOfWeightsDifferently() {
    PointVector one = named("first", Column.Kind.WEIGHT_MATRIX).commit().rows();
    PointVector other = named("second", Column.Kind.WEIGHT_MATRIX).commit().rows();
    assertThat(other.get(0)).isNotEqualTo(one.get(0));
    // Ports are committed alike under every name, so that they can be shared.
    assertThat(named("first", Column.Kind.PORT).commit().encode())
        .isEqualTo(named("second", Column.Kind.PORT).commit().encode());
    // And never like weights.
    assertThat(named("first", Column.Kind.PORT).commit().rows().get(0)).isNotEqualTo(one.get(0));
  }

  private static Opening named(String name, Column.Kind kind) {
    Column column = new Column(0, name, kind, Shape.of(4));
    Group group = new Group(0, name, kind, List.of(column));
    ColumnValues values = new ColumnValues();
    values.put(column, new int[] {1, 2, 3, 4});
    return Opening.of(CURVE, new GroupLayout(group, 5), values, SEED);
  }

  @Test
  void theSameOpeningCommitsTheSame() {
    assertThat(opening(Shape.of(CELLS), 5, SEED).commit().encode())
        .isEqualTo(opening(Shape.of(CELLS), 5, SEED).commit().encode());
  }

  private static Opening port(int items, List<byte[]> seeds, int... cells) {
    Shape shape = items == 1 ? Shape.of(cells.length) : Shape.of(items, cells.length / items);
    Column column = new Column(0, "x", Column.Kind.PORT, shape);
    ColumnValues values = new ColumnValues();
    values.put(column, cells);
    Group group = new Group(0, "x", Column.Kind.PORT, List.of(column), items);
    return Opening.of(CURVE, new GroupLayout(group, 9), values, seeds);
  }

  private static byte[] seed(int number) {
    byte[] seed = new byte[32];
    seed[0] = (byte) number;
    return seed;
  }

  /** Nothing tells whether a port was committed alone or among others. */
  @Test
  void itemsAreCommittedAsIfAlone() {
    PointVector batch =
        port(3, List.of(seed(1), seed(2), seed(3)), 7, 8, 9, -1, -2, -3, 0, 0, 5).commit().rows();
    assertThat(batch.length()).isEqualTo(3);
    int[][] items = {{7, 8, 9}, {-1, -2, -3}, {0, 0, 5}};
    for (int i = 0; i < items.length; i++) {
      PointVector alone = port(1, List.of(seed(i + 1)), items[i]).commit().rows();
      assertThat(batch.get(i)).isEqualTo(alone.get(0));
    }
  }

  @Test
  void equalItemsHaveDifferentCommitments() {
    PointVector rows = port(2, List.of(seed(1), seed(2)), 4, 4, 4, 4).commit().rows();
    assertThat(rows.get(0)).isNotEqualTo(rows.get(1));
  }

  @Test
  void everyItemNeedsASeed() {
    for (List<byte[]> seeds : List.of(List.of(seed(1)), List.of(seed(1), new byte[31]))) {
      assertThatThrownBy(() -> port(2, seeds, 1, 2)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aShortSeedIsRefused() {
    assertThatThrownBy(() -> opening(Shape.of(CELLS), 5, new byte[31]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
