package org.probity.argument.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What the soundness of the argument relies on must not get past the builder. */
class ProgramLintTest {
  private final ProgramBuilder builder = new ProgramBuilder();
  private final Column x = builder.column("x", Column.Kind.WITNESS, Shape.of(3, 5));
  private final Column matrix = builder.column("w", Column.Kind.WEIGHT_MATRIX, Shape.of(5, 6));
  private final Column square = builder.column("s", Column.Kind.WEIGHT_MATRIX, Shape.of(4, 4));
  private final Table range = builder.table("range", 16, 0, 1, List.of());
  private final Shape shape = Shape.of(3, 5);

  private void looksUp(Expression e) {
    builder.lookup("looked up", range, e);
  }

  private void rejected(String message) {
    assertThatThrownBy(() -> builder.build(5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  private void rejectedTerm(Term term, String message) {
    looksUp(Expression.linear(shape, term));
    rejected(message);
  }

  private static Term view(Column column, AxisMap... axes) {
    return new Term.OfColumn(1, column, List.of(axes));
  }

  private static Expression contraction(
      Shape shape, List<Integer> summed, Operand left, Operand right) {
    return new Expression(shape, List.of(), Optional.of(new Contraction(1, summed, left, right)));
  }

  private static Operand operand(List<Integer> axes, Term... terms) {
    return new Operand(axes, List.of(terms));
  }

  @Test
  void honest() {
    looksUp(Expression.linear(shape, Term.of(1, x)));
    looksUp(
        contraction(
            Shape.of(3, 6),
            List.of(5),
            operand(List.of(0, 2), Term.of(1, x)),
            operand(List.of(1, 2), view(matrix, AxisMap.along(1), AxisMap.along(0)))));
    assertThatCode(() -> builder.build(5)).doesNotThrowAnyException();
  }

  @Test
  void rowBits() {
    looksUp(Expression.linear(shape, Term.of(1, x)));
    for (int bits : new int[] {-1, 0, 4, 17, 40}) {
      assertThatThrownBy(() -> builder.build(bits)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void noLookup() {
    builder.equality("e", Expression.linear(shape, Term.of(1, x)));
    rejected("at least one lookup");
  }

  @Test
  void equalNames() {
    builder.column("x", Column.Kind.WITNESS, Shape.of(1));
    looksUp(Expression.linear(shape, Term.of(1, x)));
    rejected("two columns named x");
  }

  /** A matrix and the bundle of vectors: one would be opened as the other. */
  @Test
  void equalNamesOfGroups() {
    builder.column("all weight vectors", Column.Kind.WEIGHT_MATRIX, Shape.of(4, 4));
    builder.column("v", Column.Kind.WEIGHT_VECTOR, Shape.of(16));
    looksUp(Expression.linear(shape, Term.of(1, x)));
    rejected("two groups named all weight vectors");
  }

  @Test
  void columnWithoutAxes() {
    builder.column("number", Column.Kind.PUBLIC, Shape.of());
    looksUp(Expression.linear(shape, Term.of(1, x)));
    rejected("needs an axis");
  }

  @Test
  void foreignParts() {
    Column foreign = new Column(0, "x", Column.Kind.PUBLIC, Shape.of(3, 5));
    rejectedTerm(Term.of(1, foreign), "foreign column");
  }

  @Test
  void foreignTable() {
    Table foreign = new Table.Public(0, "range", 1 << 20, 0, 1, List.of());
    builder.lookup("looked up", foreign, Expression.linear(shape, Term.of(1, x)));
    rejected("foreign table");
  }

  @Test
  void tupleOfUnequalShapes() {
    Table pair = builder.table("pair", 2, 0, 1, List.of(new long[] {1, 2}));
    builder.lookup(
        "pair",
        pair,
        Expression.linear(shape, Term.of(1, x)),
        Expression.linear(Shape.of(3), Term.constant(1, 1)));
    rejected("shapes differ");
  }

  @Test
  void tupleOfTheWrongWidth() {
    assertThatThrownBy(() -> builder.lookup("l", range))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static AxisMap strided(
      List<Integer> axes, List<Integer> strides, int offset, int divisor) {
    return new AxisMap.Strided(axes, strides, offset, divisor);
  }

  /** Reads zero outside, so these are views; what cannot be counted is none. */
  @Test
  void viewBeyondTheColumn() {
    for (AxisMap map :
        List.of(
            AxisMap.along(1, 2, 0),
            AxisMap.along(1, 1, -1),
            AxisMap.along(1, -1, 4),
            AxisMap.at(-1),
            AxisMap.at(Integer.MAX_VALUE),
            strided(List.of(1), List.of(1), 0, 7))) {
      ProgramLintTest fresh = new ProgramLintTest();
      fresh.looksUp(Expression.linear(fresh.shape, view(fresh.x, AxisMap.along(0), map)));
      assertThatCode(() -> fresh.builder.build(5)).doesNotThrowAnyException();
    }
    for (AxisMap map :
        List.of(
            AxisMap.along(1, Integer.MAX_VALUE, 0),
            AxisMap.along(1, 1, Integer.MAX_VALUE - 3),
            AxisMap.along(1, 1, Integer.MIN_VALUE),
            AxisMap.along(1, Integer.MIN_VALUE, 0))) {
      ProgramLintTest fresh = new ProgramLintTest();
      fresh.rejectedTerm(view(fresh.x, AxisMap.along(0), map), "index is too large");
    }
  }

  @Test
  void stridesAndDivisors() {
    rejectedTerm(view(x, AxisMap.along(0), AxisMap.along(1, 0, 0)), "must not be zero");
    for (int divisor : new int[] {0, -1}) {
      ProgramLintTest fresh = new ProgramLintTest();
      fresh.rejectedTerm(
          view(fresh.x, AxisMap.along(0), strided(List.of(1), List.of(1), 0, divisor)),
          "divisor must be positive");
    }
    for (List<Integer> strides : List.of(List.<Integer>of(), List.of(1, 1))) {
      ProgramLintTest fresh = new ProgramLintTest();
      fresh.rejectedTerm(
          view(fresh.x, AxisMap.along(0), strided(List.of(1), strides, 0, 1)),
          "a stride for each axis");
    }
  }

  @Test
  void tables() {
    AxisMap reversed = new AxisMap.Table(2, List.of(1), new int[] {14, 13, 12, -1, 0});
    looksUp(Expression.linear(shape, view(x, reversed)));
    assertThatCode(() -> builder.build(5)).doesNotThrowAnyException();
  }

  @Test
  void tablesThatDoNotFit() {
    for (int[] cells : new int[][] {{}, {0, 1, 2, 3}, {0, 1, 2, 3, 4, 5}}) {
      ProgramLintTest fresh = new ProgramLintTest();
      fresh.rejectedTerm(
          view(fresh.x, new AxisMap.Table(2, List.of(1), cells)), "table of the wrong length");
    }
    for (int cell : new int[] {-2, 15, Integer.MIN_VALUE}) {
      ProgramLintTest fresh = new ProgramLintTest();
      fresh.rejectedTerm(
          view(fresh.x, new AxisMap.Table(2, List.of(1), new int[] {0, 1, cell, 3, 4})),
          "table leaves its column");
    }
    // The first map covers the whole column, and the second one nothing of it.
    ProgramLintTest fresh = new ProgramLintTest();
    fresh.rejectedTerm(
        view(
            fresh.x,
            new AxisMap.Table(2, List.of(1), new int[5]),
            new AxisMap.Table(0, List.of(0), new int[3])),
        "table needs a column axis");
    assertThatThrownBy(() -> view(x, new AxisMap.Table(3, List.of(1), new int[5])))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void axisThatIsNotThere() {
    rejectedTerm(view(x, AxisMap.along(0), AxisMap.along(2)), "no axis 2");
    for (AxisMap map :
        List.of(
            strided(List.of(-1), List.of(1), 0, 1),
            new AxisMap.Table(1, List.of(-1), new int[5]))) {
      ProgramLintTest fresh = new ProgramLintTest();
      fresh.rejectedTerm(view(fresh.x, AxisMap.along(0), map), "no axis -1");
    }
  }

  @Test
  void diagonal() {
    for (AxisMap map :
        List.of(
            AxisMap.along(0),
            strided(List.of(1, 0), List.of(1, 1), 0, 1),
            strided(List.of(1, 1), List.of(1, 1), 0, 1),
            new AxisMap.Table(1, List.of(0), new int[3]),
            new AxisMap.Table(1, List.of(1, 1), new int[25]))) {
      ProgramLintTest fresh = new ProgramLintTest();
      fresh.rejectedTerm(view(fresh.x, AxisMap.along(0), map), "used twice");
    }
  }

  @Test
  void weightsOfTheWrongLength() {
    rejectedTerm(view(x, AxisMap.along(0), AxisMap.sum(8)), "weights of the wrong length");
  }

  @Test
  void constantsThatDoNotFit() {
    rejectedTerm(Term.constant(1, 1), "wrong rank");
  }

  @Test
  void constantOfTheWrongLength() {
    rejectedTerm(
        new Term.Constant(1, List.of(new long[3], new long[8])), "constant of the wrong length");
  }

  @Test
  void summedAxisOfOneSideOnly() {
    looksUp(
        contraction(
            shape,
            List.of(5),
            operand(List.of(0, 2), Term.of(1, x)),
            operand(List.of(1), Term.constant(1, 1))));
    rejected("summed axis must be read by both sides");
  }

  @Test
  void operandAxesOutOfOrder() {
    for (List<Integer> axes :
        List.of(List.of(2, 0), List.of(0, 0), List.of(0, 3), List.of(-1, 2))) {
      ProgramLintTest fresh = new ProgramLintTest();
      fresh.looksUp(
          contraction(
              fresh.shape,
              List.of(5),
              operand(axes, Term.of(1, fresh.x)),
              operand(List.of(1, 2), Term.constant(1, 2))));
      fresh.rejected("operand axes must ascend");
    }
  }

  private void rejectedMatrix(String message, Consumer<ProgramLintTest> use) {
    ProgramLintTest fresh = new ProgramLintTest();
    use.accept(fresh);
    fresh.rejected(message);
  }

  @Test
  void weightMatrixOnTheMaskedSide() {
    rejectedMatrix(
        "on a masked side",
        t ->
            t.looksUp(
                contraction(
                    Shape.of(6),
                    List.of(5),
                    operand(List.of(0, 1), view(t.matrix, AxisMap.along(1), AxisMap.along(0))),
                    operand(List.of(1), Term.constant(1, 1)))));
  }

  @Test
  void weightMatrixWithCompany() {
    rejectedMatrix(
        "alone on its side",
        t ->
            t.looksUp(
                contraction(
                    Shape.of(6),
                    List.of(5),
                    operand(List.of(1), Term.constant(1, 1)),
                    operand(
                        List.of(0, 1),
                        view(t.matrix, AxisMap.along(1), AxisMap.along(0)),
                        Term.constant(1, 2)))));
  }

  @Test
  void weightMatrixThatIsNotReadWhole() {
    rejectedMatrix(
        "must be read whole",
        t ->
            t.looksUp(
                Expression.linear(
                    Shape.of(5, 5), view(t.matrix, AxisMap.along(0), AxisMap.along(1)))));
    rejectedMatrix(
        "must be read whole",
        t ->
            t.looksUp(
                Expression.linear(
                    Shape.of(5, 2), view(t.matrix, AxisMap.along(0), AxisMap.along(1, 3, 0)))));
    for (AxisMap map :
        List.of(
            AxisMap.along(1, 1, 1),
            AxisMap.along(1, -1, 5),
            strided(List.of(1), List.of(1), 0, 2),
            new AxisMap.Table(1, List.of(1), new int[] {0, 1, 2, 3, 4, 5}))) {
      rejectedMatrix(
          "must be read whole",
          t -> t.looksUp(Expression.linear(Shape.of(5, 6), view(t.matrix, AxisMap.along(0), map))));
    }
    rejectedMatrix(
        "must not be broadcast",
        t ->
            t.looksUp(
                Expression.linear(
                    Shape.of(5, 6),
                    view(t.matrix, new AxisMap.Table(2, List.of(0, 1), new int[30])))));
    // Both axes have three bits, but not the same cells.
    rejectedMatrix(
        "must be read whole",
        t ->
            t.looksUp(
                Expression.linear(
                    Shape.of(5, 7), view(t.matrix, AxisMap.along(0), AxisMap.along(1)))));
    rejectedMatrix(
        "must be read whole",
        t ->
            t.looksUp(
                Expression.linear(
                    Shape.of(5, 1), view(t.matrix, AxisMap.along(0), AxisMap.sum(6)))));
    rejectedMatrix(
        "must not be broadcast",
        t ->
            t.looksUp(
                Expression.linear(
                    Shape.of(5, 6, 2), view(t.matrix, AxisMap.along(0), AxisMap.along(1)))));
  }

  @Test
  void padCellsOfAWeightMatrixInAnEquality() {
    rejectedMatrix(
        "pad cells of w would be read",
        t -> {
          t.looksUp(Expression.linear(t.shape, Term.of(1, t.x)));
          t.builder.equality("e", Expression.linear(Shape.of(5, 6), Term.of(1, t.matrix)));
        });
    rejectedMatrix(
        "pad cells of w would be read",
        t -> {
          t.looksUp(Expression.linear(t.shape, Term.of(1, t.x)));
          t.builder.equality(
              "e",
              contraction(
                  Shape.of(3, 6),
                  List.of(5),
                  operand(List.of(0, 2), Term.of(1, t.x)),
                  operand(List.of(1, 2), view(t.matrix, AxisMap.along(1), AxisMap.along(0)))));
        });
    looksUp(Expression.linear(shape, Term.of(1, x)));
    builder.equality("e", Expression.linear(Shape.of(4, 4), Term.of(1, square)));
    assertThatCode(() -> builder.build(5)).doesNotThrowAnyException();
  }

  @Test
  void weightMatrixTimesZero() {
    rejectedMatrix(
        "coefficient zero",
        t ->
            t.looksUp(
                contraction(
                    Shape.of(6),
                    List.of(5),
                    operand(List.of(1), Term.constant(1, 1)),
                    operand(
                        List.of(0, 1),
                        new Term.OfColumn(
                            0, t.matrix, List.of(AxisMap.along(1), AxisMap.along(0)))))));
  }

  @Test
  void oneContractionAtTwoShapes() {
    // Both have two axes, but their points differ: one contraction is claimed at one point.
    Contraction product =
        new Contraction(
            1,
            List.of(5),
            operand(List.of(2), Term.constant(1, 1)),
            operand(List.of(2), Term.constant(1, 1)));
    for (int last : new int[] {5, 6}) {
      looksUp(new Expression(Shape.of(3, last), List.of(), Optional.of(product)));
    }
    rejected("under two shapes");
  }

  // Committed tables.

  private static Term index(long coefficient, int axis) {
    return new Term.OfIndex(coefficient, axis);
  }

  private Expression key() {
    return Expression.linear(shape, index(5, 0), index(1, 1));
  }

  private void rejectedTable(String message, Consumer<ProgramLintTest> declare) {
    ProgramLintTest fresh = new ProgramLintTest();
    fresh.looksUp(Expression.linear(fresh.shape, Term.of(1, fresh.x)));
    declare.accept(fresh);
    fresh.rejected(message);
  }

  @Test
  void committedTables() {
    Shape five = Shape.of(5, 6);
    Table table =
        builder.committedTable(
            "t",
            Expression.linear(five, index(1, 0), index(-5, 1), Term.constant(9, 2)),
            Expression.linear(five, Term.of(3, matrix), Term.constant(1, 2), index(7, 1)));
    Expression e = Expression.linear(shape, Term.of(1, x));
    builder.lookup("l", table, e, e);
    Program program = builder.build(5);
    assertThat(program.multiplicities().get(table.id()).shape()).isEqualTo(five);
  }

  @Test
  void keysOfCommittedTables() {
    rejectedTable(
        "table t: a key could occur twice",
        t -> t.builder.committedTable("t", Expression.linear(t.shape, index(4, 0), index(1, 1))));
    rejectedTable(
        "table t: a key must be public",
        t -> t.builder.committedTable("t", Expression.linear(t.shape, Term.of(1, t.x))));
    rejectedTable(
        "table t: no axis 2",
        t -> t.builder.committedTable("t", Expression.linear(t.shape, index(5, 0), index(1, 2))));
    rejectedTable(
        "needs an axis",
        t -> t.builder.committedTable("t", Expression.linear(Shape.of(), Term.constant(1, 0))));
    assertThatThrownBy(() -> builder.committedTable("t"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs a key");
  }

  @Test
  void componentsOfCommittedTables() {
    rejectedTable(
        "table t: shapes differ",
        t ->
            t.builder.committedTable(
                "t", t.key(), Expression.linear(Shape.of(5, 3), Term.constant(1, 2))));
    rejectedTable(
        "must not have a contraction",
        t ->
            t.builder.committedTable(
                "t",
                t.key(),
                contraction(
                    t.shape,
                    List.of(2),
                    operand(List.of(2), Term.constant(1, 1)),
                    operand(List.of(2), Term.constant(1, 1)))));
    rejectedTable(
        "must be read whole",
        t ->
            t.builder.committedTable(
                "t",
                t.key(),
                Expression.linear(t.shape, view(t.matrix, AxisMap.along(0), AxisMap.along(1)))));
    Column foreign = new Column(0, "x", Column.Kind.PUBLIC, Shape.of(3, 5));
    rejectedTable(
        "foreign column",
        t ->
            t.builder.committedTable(
                "t", t.key(), Expression.linear(t.shape, Term.of(1, foreign))));
  }

  @Test
  void foreignCommittedTable() {
    Table foreign = new ProgramBuilder().committedTable("range", key());
    builder.lookup("looked up", foreign, Expression.linear(shape, Term.of(1, x)));
    rejected("foreign table");
  }

  @Test
  void indexOfAnAxisThatIsNotThere() {
    rejectedTerm(index(1, 2), "no axis 2");
    ProgramLintTest fresh = new ProgramLintTest();
    fresh.rejectedTerm(index(1, -1), "no axis -1");
  }

  @Test
  void shapesAndTables() {
    assertThatThrownBy(() -> Shape.of(3, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Shape.of(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Shape.of(1 << 20, 1 << 20))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Table.Public(0, "t", 0, 0, 1, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Table.Public(0, "t", 2, 0, 0, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Table.Public(0, "t", 2, 0, 1, List.of(new long[3])))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Term.OfColumn(1, x, List.of(AxisMap.along(0))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
