package org.probity.argument.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.probity.argument.ArgumentProver;
import org.probity.argument.ArgumentVerifier;
import org.probity.argument.Instance;
import org.probity.argument.RejectedProofException;
import org.probity.argument.Suite;
import org.probity.argument.commitment.Opening;
import org.probity.argument.hidden.UnsatisfiedConstraintException;
import org.probity.argument.program.AxisMap;
import org.probity.argument.program.Column;
import org.probity.argument.program.Contraction;
import org.probity.argument.program.Expression;
import org.probity.argument.program.Lookup;
import org.probity.argument.program.Operand;
import org.probity.argument.program.Program;
import org.probity.argument.program.ProgramBuilder;
import org.probity.argument.program.Shape;
import org.probity.argument.program.Table;
import org.probity.argument.program.Term;
import org.probity.argument.witness.ColumnValues;
import org.probity.argument.witness.UnsatisfiedProgramException;

/**
 * Lies about what a view reads: {@code sums[c, o] = sum_{k < 3} x[c, o + k - 1]}, zero outside, in
 * a lookup, and {@code picked[i] = x[flat cell 9, 0, none]} in an equality; {@code spread[o] = x[1,
 * o / 2]}, zero where 2 does not divide o.
 */
class CheatingViewTest {
  private static final String SUM = "lookup: sum of fractions is zero";
  private static final String GROUP = "group: final values";
  private static final String CONTRACTION = "contraction: left * right";

  private final Column x;
  private final Column sums;
  private final Column picked;
  private final Column spread;
  private final Program program;
  private final Map<Column, int[]> cells = new HashMap<>();
  private final CheatingProver prover;

  CheatingViewTest() {
    ProgramBuilder builder = new ProgramBuilder();
    Shape shape = Shape.of(2, 5);
    x = builder.column("x", Column.Kind.WITNESS, shape);
    sums = builder.column("sums", Column.Kind.WITNESS, shape);
    picked = builder.column("picked", Column.Kind.WITNESS, Shape.of(3));
    spread = builder.column("spread", Column.Kind.WITNESS, Shape.of(9));
    Table range = builder.table("range", 100, 0, 1, List.of());
    Table zero = builder.table("zero", 1, 0, 1, List.of());
    builder.lookup("x", range, Expression.linear(shape, Term.of(1, x)));
    AxisMap window = new AxisMap.Strided(List.of(1, 2), List.of(1, 1), -1, 1);
    Contraction sum =
        new Contraction(
            1,
            List.of(3),
            new Operand(
                List.of(0, 1, 2),
                List.of(new Term.OfColumn(1, x, List.of(AxisMap.along(0), window)))),
            new Operand(List.of(2), List.of(Term.constant(1, 1))));
    builder.lookup(
        "sums", zero, new Expression(shape, List.of(Term.of(-1, sums)), Optional.of(sum)));
    AxisMap table = new AxisMap.Table(2, List.of(0), new int[] {9, 0, -1});
    builder.equality(
        "picked",
        Expression.linear(
            Shape.of(3), Term.of(-1, picked), new Term.OfColumn(1, x, List.of(table))));
    AxisMap halves = new AxisMap.Strided(List.of(0), List.of(1), 0, 2);
    builder.equality(
        "spread",
        Expression.linear(
            Shape.of(9),
            Term.of(-1, spread),
            new Term.OfColumn(1, x, List.of(AxisMap.at(1), halves))));
    program = builder.build(5);
    cells.put(x, new int[] {1, 20, 3, 40, 5, 60, 7, 80, 9, 11});
    cells.put(sums, new int[] {21, 24, 63, 48, 45, 67, 147, 96, 100, 20});
    cells.put(picked, new int[] {11, 1, 0});
    cells.put(spread, new int[] {60, 0, 7, 0, 80, 0, 9, 0, 11});
    Instance instance = new Instance(Suite.GRUMPKIN, program, new byte[0], Map.of(), Map.of());
    prover = new CheatingProver(instance, cells, Map.of());
  }

  private void assertCaught(String... checks) {
    assertThat(prover.clearFailures()).containsExactly(checks);
    CheatingProver.Outcome outcome = prover.prove();
    assertThat(outcome.failedChecks()).containsAll(List.of(checks));
    assertThatThrownBy(() -> ArgumentVerifier.verify(prover.told, outcome.proof()))
        .isInstanceOf(RejectedProofException.class)
        .hasMessageContaining("does not hold");
  }

  /** The leaves of the sums say what the table holds, whatever the columns say. */
  private void forgeLeaves() {
    prover.settle();
    Lookup lookup = program.lookups().get(1);
    prover.forge(
        lookup,
        new LookupValues.BlockValues(
            lookup.table().id() + 1,
            lookup.shape(),
            new long[1][1 << lookup.shape().bits()],
            null));
  }

  @Test
  void honest() throws Exception {
    assertThat(prover.clearFailures()).isEmpty();
    ArgumentVerifier.verify(prover.told, prover.prove().proof());
  }

  @Test
  void wrongCellInAWindow() {
    // sums[0, 2] with x[0, 4] in place of x[0, 3].
    prover.add(sums, 2, 5 - 40);
    assertCaught(SUM);
  }

  @Test
  void wrongCellInAWindowWithForgedLeaves() {
    prover.add(sums, 2, 5 - 40);
    forgeLeaves();
    assertCaught(GROUP);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4, 5, 9})
  void cellsOutsideAreNotZero(int cell) {
    // In the second row the neighbour in memory is real: the last cell of the first row.
    prover.add(sums, cell, 5);
    forgeLeaves();
    assertCaught(GROUP);
  }

  @Test
  void sumsByAnotherContractionClaim() {
    prover.messages = () -> org.probity.argument.hidden.Tamper.oneMore("contraction claim", 0);
    prover.add(sums, 2, 1);
    forgeLeaves();
    assertThat(prover.clearFailures()).contains(CONTRACTION);
    assertThatThrownBy(() -> ArgumentVerifier.verify(prover.told, prover.prove().proof()))
        .isInstanceOf(RejectedProofException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void wrongCellOfATable(int cell) {
    prover.add(picked, cell, 1);
    assertCaught(GROUP);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void wrongCellOfADivision(int cell) {
    prover.add(spread, cell, 7);
    assertCaught(GROUP);
  }

  @Test
  void padCellsAreNeverRead() throws Exception {
    prover.settle();
    Opening opening = prover.committed.get(program.groupOf(x));
    int offset = prover.layout(program.groupOf(x)).offset(x);
    for (int pad : new int[] {5, 6, 7, 13, 15}) {
      assertThat(opening.cells()[offset + pad]).isZero();
      opening.cells()[offset + pad] = 1000 + pad;
    }
    assertThat(prover.clearFailures()).isEmpty();
    ArgumentVerifier.verify(prover.told, prover.prove().proof());
  }

  @Test
  void padCellsDoNotPayForASum() {
    // The window of the last cell reaches the first pad cell.
    prover.add(sums, 4, 8);
    forgeLeaves();
    Opening opening = prover.committed.get(program.groupOf(x));
    opening.cells()[prover.layout(program.groupOf(x)).offset(x) + 5] = 8;
    assertCaught(GROUP);
  }

  private ColumnValues columns(long... sums) {
    ColumnValues columns = new ColumnValues();
    columns.putAll(cells);
    columns.putContraction(
        program.lookups().get(1).tuple().get(0).contraction().orElseThrow(), sums);
    return columns;
  }

  @Test
  void knownValuesOfAContraction() throws Exception {
    long[] known = Arrays.stream(cells.get(sums)).asLongStream().toArray();
    byte[] proof = ArgumentProver.prove(prover.told, columns(known), Map.of());
    ArgumentVerifier.verify(prover.told, proof);
    // They are really used: the lookup sees them, and nobody else computes them.
    known[3]++;
    assertThatThrownBy(() -> ArgumentProver.prove(prover.told, columns(known), Map.of()))
        .isInstanceOf(UnsatisfiedProgramException.class)
        .hasMessageContaining("sums");
  }

  @Test
  void wrongKnownValuesOfAContractionThatAgreeWithAWrongColumn() {
    cells.get(sums)[3]++;
    long[] known = Arrays.stream(cells.get(sums)).asLongStream().toArray();
    assertThatThrownBy(() -> ArgumentProver.prove(prover.told, columns(known), Map.of()))
        .isInstanceOf(UnsatisfiedConstraintException.class);
  }

  @Test
  void knownValuesOfTheWrongNumber() {
    assertThatThrownBy(() -> ArgumentProver.prove(prover.told, columns(1, 2), Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
