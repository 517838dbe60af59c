package org.probity.argument;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.probity.argument.commitment.Coins;
import org.probity.argument.commitment.Opening;
import org.probity.argument.commitment.RowCommitment;
import org.probity.argument.program.AxisMap;
import org.probity.argument.program.Column;
import org.probity.argument.program.Expression;
import org.probity.argument.program.Group;
import org.probity.argument.program.Program;
import org.probity.argument.program.ProgramBuilder;
import org.probity.argument.program.Shape;
import org.probity.argument.program.Table;
import org.probity.argument.program.Term;
import org.probity.argument.witness.ColumnValues;

/**
 * Sizes of proofs are known from the program alone, at its extremes too. (The prover fails when it
 * sends more or fewer messages than the shape says.)
 */
class ProofShapeTest {
  private final ProgramBuilder builder = new ProgramBuilder();
  private final ColumnValues columns = new ColumnValues();
  private final Map<Column, int[]> publicValues = new HashMap<>();

  private Column column(String name, Column.Kind kind, Shape shape, int... cells) {
    Column column = builder.column(name, kind, shape);
    columns.put(column, cells);
    if (kind == Column.Kind.PUBLIC) {
      publicValues.put(column, cells);
    }
    return column;
  }

  private void assertProven(int rowBits) throws Exception {
    Program program = builder.build(rowBits);
    Map<Group, Opening> openings = new HashMap<>();
    Map<Group, RowCommitment> commitments = new HashMap<>();
    for (Group group : program.groups()) {
      if (group.kind() != Column.Kind.WITNESS) {
        Opening opening =
            Opening.of(Suite.GRUMPKIN.curve(), program, group, columns, Coins.freshSeed());
        openings.put(group, opening);
        commitments.put(group, opening.commit());
      }
    }
    Instance instance =
        new Instance(Suite.GRUMPKIN, program, new byte[0], commitments, publicValues);
    byte[] proof = ArgumentProver.prove(instance, columns, openings);
    assertThat(proof).hasSize(ArgumentVerifier.proofSize(program));
    ArgumentVerifier.verify(instance, proof);
  }

  @Test
  void registration() throws Exception {
    Table range = builder.table("range", 4, -2, 1, List.of());
    int[] cells = new int[3 * 50];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = i % 4 - 2;
    }
    for (int layer = 0; layer < 3; layer++) {
      Shape shape = Shape.of(3, 50);
      Column weight = column("weight " + layer, Column.Kind.WEIGHT_MATRIX, shape, cells);
      builder.lookup("range " + layer, range, Expression.linear(shape, Term.of(1, weight)));
    }
    // Once more, transposed: the same matrix at a second point.
    Column weight = column("again", Column.Kind.WEIGHT_MATRIX, Shape.of(3, 50), cells);
    Term transposed = new Term.OfColumn(-1, weight, List.of(AxisMap.along(1), AxisMap.along(0)));
    Term plus = Term.constant(-1, 2);
    builder.lookup("plain", range, Expression.linear(Shape.of(3, 50), Term.of(1, weight)));
    builder.lookup("transposed", range, Expression.linear(Shape.of(50, 3), transposed, plus));
    assertProven(5);
  }

  @Test
  void smallest() throws Exception {
    Table one = builder.table("one", 1, 1, 1, List.of());
    Column x = column("x", Column.Kind.PUBLIC, Shape.of(1), 1);
    builder.lookup("x", one, Expression.linear(Shape.of(1), Term.of(1, x)));
    assertProven(5);
  }

  @Test
  void singleCellMatrix() throws Exception {
    Table one = builder.table("one", 1, 5, 1, List.of());
    Column w = column("w", Column.Kind.WEIGHT_MATRIX, Shape.of(1, 1), 5);
    builder.lookup("w", one, Expression.linear(Shape.of(1, 1), Term.of(1, w)));
    assertProven(5);
  }

  @Test
  void equalitiesLargerThanTheLookupTree() throws Exception {
    Table bit = builder.table("bit", 2, 0, 1, List.of());
    int[] cells = java.util.stream.IntStream.range(0, 40 * 30).toArray();
    Column x = column("x", Column.Kind.WITNESS, Shape.of(40, 30), cells);
    Column y = column("y", Column.Kind.PORT, Shape.of(40, 30), cells.clone());
    Column b = column("b", Column.Kind.WITNESS, Shape.of(1), 1);
    builder.lookup("b", bit, Expression.linear(Shape.of(1), Term.of(1, b)));
    builder.equality("x = y", Expression.linear(Shape.of(40, 30), Term.of(1, x), Term.of(-1, y)));
    assertProven(6);
  }

  @Test
  void manyTablesAndPorts() throws Exception {
    List<Term> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Table table = builder.table("table " + i, 1 + i, i, 1, List.of(new long[1 + i]));
      Column port = column("port " + i, Column.Kind.PORT, Shape.of(2), i, 2 * i);
      Column zero = column("zero " + i, Column.Kind.WITNESS, Shape.of(2), 0, 0);
      builder.lookup(
          "lookup " + i,
          table,
          Expression.linear(Shape.of(2), Term.of(1, port)),
          Expression.linear(Shape.of(2), Term.of(1, zero)));
      all.add(Term.of(1, port));
    }
    Column sum = column("sum", Column.Kind.PUBLIC, Shape.of(2), 190, 380);
    all.add(Term.of(-1, sum));
    builder.equality("sum", Expression.linear(Shape.of(2), all.toArray(Term[]::new)));
    assertProven(7);
  }
}
