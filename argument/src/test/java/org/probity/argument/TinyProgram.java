package org.probity.argument;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.probity.argument.commitment.Coins;
import org.probity.argument.commitment.Opening;
import org.probity.argument.commitment.RowCommitment;
import org.probity.argument.program.AxisMap;
import org.probity.argument.program.Column;
import org.probity.argument.program.Contraction;
import org.probity.argument.program.Expression;
import org.probity.argument.program.Group;
import org.probity.argument.program.Operand;
import org.probity.argument.program.Program;
import org.probity.argument.program.ProgramBuilder;
import org.probity.argument.program.Shape;
import org.probity.argument.program.Table;
import org.probity.argument.program.Term;
import org.probity.argument.witness.ColumnValues;

/**
 * A small program with one of each: {@code v = x W} and {@code y = v - p}, where x and y are
 * committed ports of one shape, p is public, and the weights and x are in [0, 4).
 */
public final class TinyProgram {
  public final Column x;
  public final Column y;
  public final Column weight;
  public final Column v;
  public final Column p;
  public final Program program;
  public final Map<Column, int[]> cells = new HashMap<>();
  public final ColumnValues columns = new ColumnValues();
  public final Map<Group, Opening> openings = new HashMap<>();
  public final Map<Group, RowCommitment> commitments = new HashMap<>();

  public TinyProgram() {
    this(1, 2);
  }

  /** The program with another input. */
  public TinyProgram(int x0, int x1) {
    this(x0, x1, 0);
  }

  /** The program with another range for weights and x, from {@code start} on. */
  public TinyProgram(int x0, int x1, int start) {
    this(x0, x1, start, Program.MIN_ROW_BITS);
  }

  /** The program with rows so long that their opening has two halvings. */
  public static TinyProgram withLongRows() {
    return new TinyProgram(1, 2, 0, 7);
  }

  private TinyProgram(int x0, int x1, int start, int rowBits) {
    ProgramBuilder builder = new ProgramBuilder();
    x = builder.column("x", Column.Kind.PORT, Shape.of(2));
    y = builder.column("y", Column.Kind.PORT, Shape.of(2));
    weight = builder.column("weight", Column.Kind.WEIGHT_MATRIX, Shape.of(2, 2));
    v = builder.column("v", Column.Kind.WITNESS, Shape.of(2));
    p = builder.column("p", Column.Kind.PUBLIC, Shape.of(2));
    Table range = builder.table("range", 4, start, 1, List.of());
    builder.lookup("weight", range, Expression.linear(Shape.of(2, 2), Term.of(1, weight)));
    builder.lookup("x", range, Expression.linear(Shape.of(2), Term.of(1, x)));
    Contraction product =
        new Contraction(
            1,
            List.of(2),
            new Operand(List.of(1), List.of(new Term.OfColumn(1, x, List.of(AxisMap.along(0))))),
            new Operand(
                List.of(0, 1),
                List.of(
                    new Term.OfColumn(1, weight, List.of(AxisMap.along(1), AxisMap.along(0))))));
    builder.equality(
        "product", new Expression(Shape.of(2), List.of(Term.of(-1, v)), Optional.of(product)));
    builder.equality(
        "difference",
        Expression.linear(Shape.of(2), Term.of(1, v), Term.of(-1, p), Term.of(-1, y)));
    program = builder.build(rowBits);
    int[] w = {1, 2, 3, 0};
    int[] vs = {x0 * w[0] + x1 * w[2], x0 * w[1] + x1 * w[3]};
    put(x, x0, x1);
    put(weight, w);
    put(v, vs);
    put(p, 3, 1);
    put(y, vs[0] - 3, vs[1] - 1);
    for (Group group : program.groups()) {
      if (group.kind() != Column.Kind.WITNESS) {
        Opening opening =
            Opening.of(Suite.GRUMPKIN.curve(), program, group, columns, Coins.freshSeed());
        openings.put(group, opening);
        commitments.put(group, opening.commit());
      }
    }
  }

  private void put(Column column, int... values) {
    cells.put(column, values);
    columns.put(column, values);
  }

  public Instance instance() {
    return instance(commitments);
  }

  /** The statement about other commitments. */
  public Instance instance(Map<Group, RowCommitment> others) {
    return new Instance(Suite.GRUMPKIN, program, new byte[] {7}, others, Map.of(p, cells.get(p)));
  }
}
