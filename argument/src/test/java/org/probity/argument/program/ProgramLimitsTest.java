package org.probity.argument.program;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A hostile program is refused before anything of its size is allocated. */
class ProgramLimitsTest {
  private final ProgramBuilder builder = new ProgramBuilder();

  private void assertRefused(String message) {
    Table table = builder.table("range", 16, 0, 1, List.of());
    Column column = builder.column("column", Column.Kind.WITNESS, Shape.of(1));
    builder.lookup("lookup", table, Expression.linear(Shape.of(1), Term.of(1, column)));
    assertThatThrownBy(() -> builder.build(5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void axesThatAVerifierWouldWriteOut() {
    builder.column("long", Column.Kind.WITNESS, Shape.of(1 << 22));
    assertRefused("too long an axis");
  }

  @Test
  void cellsOfAllColumnsTogether() {
    for (int i = 0; i < 33; i++) {
      builder.column("c" + i, Column.Kind.WITNESS, Shape.of(1 << 21));
    }
    assertRefused("too many cells");
  }

  @Test
  void publicCells() {
    for (int i = 0; i < 9; i++) {
      builder.column("c" + i, Column.Kind.PUBLIC, Shape.of(1 << 21));
    }
    assertRefused("too many public cells");
  }

  @Test
  void weightMatrices() {
    builder.column("w", Column.Kind.WEIGHT_MATRIX, Shape.of(1 << 15, 1 << 14));
    assertRefused("is too large");
  }

  @Test
  void rowsOfCommittedTables() {
    Expression key =
        Expression.linear(
            Shape.of(1 << 15, 1 << 14), new Term.OfIndex(1 << 14, 0), new Term.OfIndex(1, 1));
    builder.committedTable("table", key);
    assertRefused("too many cells");
  }

  @Test
  void leavesOfCommittedTablesAndLookups() {
    for (int i = 0; i < 33; i++) {
      builder.committedTable(
          "table " + i, Expression.linear(Shape.of(1 << 21), new Term.OfIndex(1, 0)));
    }
    assertRefused("too many cells");
  }

  private static Expression read(Column column, Shape shape, AxisMap... axes) {
    return Expression.linear(shape, new Term.OfColumn(1, column, List.of(axes)));
  }

  @Test
  void mapsOverTooManyIndices() {
    Column column = builder.column("c", Column.Kind.WITNESS, Shape.of(8));
    AxisMap split = new AxisMap.Strided(List.of(0, 1), List.of(1 << 10, 1), 0, 1);
    builder.equality("e", read(column, Shape.of(1 << 11, 1 << 11), split));
    assertRefused("reads too long an axis");
  }

  @Test
  void mapsOverTooManyCells() {
    Column column = builder.column("c", Column.Kind.WITNESS, Shape.of(1 << 11, 1 << 11));
    builder.equality("e", read(column, Shape.of(2), new AxisMap.Table(2, List.of(0), new int[2])));
    assertRefused("reads too long an axis");
  }

  @Test
  void weightsOfAllMapsTogether() {
    Column column = builder.column("c", Column.Kind.WITNESS, Shape.of(1 << 20));
    // The first map costs nothing: a plain one keeps its closed form.
    builder.equality("plain", read(column, Shape.of(1 << 20), AxisMap.along(0)));
    for (int i = 0; i < 33; i++) {
      builder.equality("e" + i, read(column, Shape.of(1 << 20), AxisMap.along(0, 1, -1)));
    }
    assertRefused("too many weights");
  }

  @Test
  void plainMapsAreFree() {
    Column column = builder.column("c", Column.Kind.WITNESS, Shape.of(1 << 20));
    for (int i = 0; i < 200; i++) {
      builder.equality("e" + i, read(column, Shape.of(1 << 20), AxisMap.along(0)));
    }
    Table table = builder.table("range", 16, 0, 1, List.of());
    builder.lookup("lookup", table, Expression.linear(Shape.of(1 << 20), Term.of(1, column)));
    assertThatCode(() -> builder.build(5)).doesNotThrowAnyException();
  }

  @Test
  void contractions() {
    for (List<Integer> summed : List.of(List.of(1 << 22, 1), List.of(1 << 16, 1 << 16))) {
      ProgramLimitsTest fresh = new ProgramLimitsTest();
      Operand all = new Operand(List.of(1, 2), List.of(Term.constant(1, 2)));
      fresh.builder.equality(
          "e",
          new Expression(
              Shape.of(1), List.of(), Optional.of(new Contraction(1, summed, all, all))));
      fresh.assertRefused("a contraction is too long");
    }
  }
}
