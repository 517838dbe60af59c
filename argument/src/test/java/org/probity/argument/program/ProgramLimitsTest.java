package org.probity.argument.program;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
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
}
