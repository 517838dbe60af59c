package org.probity.argument.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** No field of a map may be changed under a proof. */
class ProgramDigestTest {
  private static String digest(AxisMap... maps) {
    ProgramBuilder builder = new ProgramBuilder();
    Column x = builder.column("x", Column.Kind.WITNESS, Shape.of(2, 3));
    Table range = builder.table("range", 16, 0, 1, List.of());
    builder.lookup(
        "l", range, Expression.linear(Shape.of(2, 2), new Term.OfColumn(1, x, List.of(maps))));
    return HexFormat.of().formatHex(ProgramDigest.of(builder.build(5)));
  }

  private static String digest(boolean committed, Term term) {
    ProgramBuilder builder = new ProgramBuilder();
    Shape shape = Shape.of(2, 2);
    Expression index = Expression.linear(shape, new Term.OfIndex(2, 0), new Term.OfIndex(1, 1));
    Expression e = Expression.linear(shape, term);
    Table table =
        committed
            ? builder.committedTable("table", index, e)
            : builder.table("table", 4, 0, 1, List.of(new long[4]));
    builder.lookup("l", table, index, committed ? index : e);
    return HexFormat.of().formatHex(ProgramDigest.of(builder.build(5)));
  }

  @Test
  void tablesAndIndices() {
    List<String> digests =
        List.of(
            digest(true, new Term.OfIndex(1, 0)),
            digest(true, new Term.OfIndex(1, 1)),
            digest(true, new Term.OfIndex(2, 0)),
            digest(true, Term.constant(1, 2)),
            digest(true, new Term.Constant(1, List.of(new long[] {0, 1}, new long[0]))),
            digest(false, new Term.OfIndex(1, 0)),
            digest(false, Term.constant(1, 2)));
    assertThat(new TreeSet<>(digests)).hasSameSizeAs(digests);
  }

  @Test
  void rowLengthsAndItems() {
    ProgramBuilder builder = new ProgramBuilder();
    Column x = builder.column("x", Column.Kind.PORT, Shape.of(2, 3));
    Table range = builder.table("range", 16, 0, 1, List.of());
    builder.lookup("l", range, Expression.linear(Shape.of(2, 3), Term.of(1, x)));
    List<Program> programs =
        List.of(
            builder.build(5, 5, 1),
            builder.build(6, 5, 1),
            builder.build(6, 6, 1),
            builder.build(6, 6, 2));
    assertThat(programs.stream().map(p -> HexFormat.of().formatHex(ProgramDigest.of(p))))
        .doesNotHaveDuplicates();
  }

  /** A program with a part of each kind; each parameter is one thing that may be another. */
  private record Recipe(
      String name,
      Column.Kind kind,
      int size,
      long start,
      long step,
      long value,
      boolean otherTable,
      Contraction contraction,
      List<Long> equalities) {
    String digest() {
      ProgramBuilder builder = new ProgramBuilder();
      builder.column(name, kind, Shape.of(2, 4));
      builder.column("b", Column.Kind.WITNESS, Shape.of(4, 2));
      Table range = builder.table("range", size, start, step, List.of());
      Table other = builder.table("other", 16, 0, 1, List.of());
      Table pairs = builder.table("pairs", 2, 0, 1, List.of(new long[] {3, value}));
      Shape shape = Shape.of(2, 2);
      Expression index = Expression.linear(shape, new Term.OfIndex(1, 0));
      builder.lookup(
          "l",
          otherTable ? other : range,
          new Expression(shape, List.of(), Optional.of(contraction)));
      builder.lookup("p", pairs, index, index);
      for (long c : equalities) {
        builder.equality("e", Expression.linear(shape, Term.constant(c, 2)));
      }
      return HexFormat.of().formatHex(ProgramDigest.of(builder.build(5)));
    }

    Recipe with(Contraction other) {
      return new Recipe(name, kind, size, start, step, value, otherTable, other, equalities);
    }

    Recipe with(long... other) {
      return new Recipe(
          name,
          kind,
          size,
          start,
          step,
          value,
          otherTable,
          contraction,
          Arrays.stream(other).boxed().toList());
    }
  }

  private static Operand operand(int axis, long coefficient, String column, int first) {
    boolean a = column.equals("a");
    Column read =
        new Column(a ? 0 : 1, column, Column.Kind.WITNESS, Shape.of(a ? 2 : 4, a ? 4 : 2));
    List<AxisMap> maps = List.of(AxisMap.along(first), AxisMap.along(1 - first));
    return new Operand(List.of(axis, 2), List.of(new Term.OfColumn(coefficient, read, maps)));
  }

  @Test
  void everyPartOfAProgram() {
    Column.Kind witness = Column.Kind.WITNESS;
    List<Integer> four = List.of(4);
    Operand left = operand(0, 1, "a", 0);
    Operand right = operand(1, 1, "b", 1);
    Contraction product = new Contraction(1, four, left, right);
    Contraction constant =
        new Contraction(1, four, new Operand(List.of(0, 2), List.of(Term.constant(1, 2))), right);
    Contraction unread =
        new Contraction(1, four, constant.left(), new Operand(List.of(2), List.of()));
    Recipe base = new Recipe("a", witness, 16, 0, 1, 5, false, product, List.of(0L));
    List<Recipe> recipes =
        List.of(
            base,
            new Recipe("a", witness, 8, 0, 1, 5, false, product, List.of(0L)),
            new Recipe("a", witness, 16, 1, 1, 5, false, product, List.of(0L)),
            new Recipe("a", witness, 16, 0, 2, 5, false, product, List.of(0L)),
            new Recipe("a", witness, 16, 0, 1, 6, false, product, List.of(0L)),
            new Recipe("a", witness, 16, 0, 1, 5, true, product, List.of(0L)),
            base.with(new Contraction(2, four, left, right)),
            base.with(new Contraction(1, List.of(3), left, right)),
            base.with(new Contraction(1, four, operand(1, 1, "a", 0), right)),
            base.with(new Contraction(1, four, operand(0, 2, "a", 0), right)),
            base.with(new Contraction(1, four, left, operand(0, 1, "b", 1))),
            base.with(new Contraction(1, four, left, operand(1, 3, "b", 1))),
            base.with(new Contraction(1, four, twice(left), right)),
            base.with(constant),
            base.with(unread),
            new Recipe("c", witness, 16, 0, 1, 5, false, unread, List.of(0L)),
            new Recipe("a", Column.Kind.PORT, 16, 0, 1, 5, false, unread, List.of(0L)),
            new Recipe("a", Column.Kind.PUBLIC, 16, 0, 1, 5, false, unread, List.of(0L)),
            base.with(),
            base.with(1),
            base.with(0, 0),
            base.with(0, 1),
            base.with(1, 0));
    assertThat(recipes.stream().map(Recipe::digest)).doesNotHaveDuplicates();
  }

  /** The same terms, one more of them. */
  private static Operand twice(Operand operand) {
    return new Operand(
        operand.axes(), List.of(operand.terms().getFirst(), operand.terms().getFirst()));
  }

  private static AxisMap strided(
      List<Integer> axes, List<Integer> strides, int offset, int divisor) {
    return new AxisMap.Strided(axes, strides, offset, divisor);
  }

  private static AxisMap table(int columnAxes, List<Integer> axes, int... cells) {
    return new AxisMap.Table(columnAxes, axes, cells);
  }

  @Test
  void everyFieldOfAMap() {
    AxisMap first = AxisMap.at(0);
    List<String> digests =
        List.of(
            digest(first, AxisMap.along(0)),
            digest(first, AxisMap.along(1)),
            digest(first, AxisMap.along(0, 2, 0)),
            digest(first, AxisMap.along(0, -2, 0)),
            digest(first, AxisMap.along(0, 1, 1)),
            digest(first, strided(List.of(0), List.of(1), 0, 2)),
            digest(first, strided(List.of(0, 1), List.of(1, 2), 0, 1)),
            digest(first, strided(List.of(1, 0), List.of(1, 2), 0, 1)),
            digest(first, strided(List.of(0, 1), List.of(2, 1), 0, 1)),
            digest(AxisMap.at(1), AxisMap.along(0)),
            digest(first, table(1, List.of(0), 0, 1)),
            digest(first, table(1, List.of(1), 0, 1)),
            digest(first, table(1, List.of(0), 0, -1)),
            digest(first, table(1, List.of(0, 1), 0, 1, 2, 0)),
            digest(first, table(1, List.of(1, 0), 0, 1, 2, 0)),
            digest(table(2, List.of(0), 0, 1)),
            digest(first, new AxisMap.Weighted(1, 2, 3)),
            digest(first, new AxisMap.Weighted(1, 2, 4)),
            digest(first, AxisMap.at(0)),
            digest(AxisMap.along(0), first));
    Set<String> distinct = new TreeSet<>(digests);
    assertThat(distinct).hasSameSizeAs(digests);
    assertThat(digest(first, AxisMap.along(0))).isEqualTo(digests.get(0));
  }
}
