package org.probity.argument.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
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
