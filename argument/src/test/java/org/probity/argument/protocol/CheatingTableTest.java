package org.probity.argument.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.probity.argument.ArgumentProver;
import org.probity.argument.ArgumentVerifier;
import org.probity.argument.Instance;
import org.probity.argument.RejectedProofException;
import org.probity.argument.Suite;
import org.probity.argument.commitment.Coins;
import org.probity.argument.commitment.Opening;
import org.probity.argument.commitment.RowCommitment;
import org.probity.argument.hidden.Tamper;
import org.probity.argument.program.AxisMap;
import org.probity.argument.program.Column;
import org.probity.argument.program.Expression;
import org.probity.argument.program.Group;
import org.probity.argument.program.Padding;
import org.probity.argument.program.Program;
import org.probity.argument.program.ProgramBuilder;
import org.probity.argument.program.Shape;
import org.probity.argument.program.Table;
import org.probity.argument.program.Term;
import org.probity.argument.witness.ColumnValues;
import org.probity.argument.witness.UnsatisfiedProgramException;

/**
 * Lies about a committed table with rows {@code (5 i + j, w[i, j], p[i, j] + 2 v[j] + u[i])} for i
 * < 3, j < 5, so that both axes have pad cells: w is a weight matrix, v a weight vector, p a
 * committed port, u a witness. A second table, of the same keys, is read by no lookup.
 */
class CheatingTableTest {
  private static final String SUM = "lookup: sum of fractions is zero";
  private static final String GROUP = "group: final values";
  private static final String OPENING = "opening";

  private static final Shape ROWS = Shape.of(3, 5);
  private static final int PAD = 5;

  private final Column w;
  private final Column v;
  private final Column p;
  private final Column u;
  private final Column key;
  private final Column first;
  private final Column second;
  private final Table.Committed table;
  private final Table.Committed other;
  private final Program program;
  private final Map<Column, int[]> cells = new HashMap<>();
  private final Map<Group, Opening> openings = new HashMap<>();
  private final CheatingProver prover;

  CheatingTableTest() {
    ProgramBuilder builder = new ProgramBuilder();
    w = builder.column("w", Column.Kind.WEIGHT_MATRIX, ROWS);
    v = builder.column("v", Column.Kind.WEIGHT_VECTOR, Shape.of(5));
    p = builder.column("p", Column.Kind.PORT, ROWS);
    u = builder.column("u", Column.Kind.WITNESS, Shape.of(3));
    key = builder.column("key", Column.Kind.WITNESS, Shape.of(6));
    first = builder.column("first", Column.Kind.WITNESS, Shape.of(6));
    second = builder.column("second", Column.Kind.WITNESS, Shape.of(6));
    Expression index = Expression.linear(ROWS, new Term.OfIndex(5, 0), new Term.OfIndex(1, 1));
    table =
        builder.committedTable(
            "table",
            index,
            Expression.linear(ROWS, Term.of(1, w)),
            Expression.linear(
                ROWS,
                Term.of(1, p),
                new Term.OfColumn(2, v, List.of(AxisMap.along(1))),
                new Term.OfColumn(1, u, List.of(AxisMap.along(0)))));
    Term constant = Term.constant(4, 2);
    other =
        builder.committedTable(
            "other", index, Expression.linear(ROWS, constant), Expression.linear(ROWS, constant));
    Shape shape = Shape.of(6);
    builder.lookup(
        "lookup",
        table,
        Expression.linear(shape, Term.of(1, key)),
        Expression.linear(shape, Term.of(1, first)),
        Expression.linear(shape, Term.of(1, second)));
    program = builder.build(5);
    cells.put(w, new int[] {9, -8, 7, -6, 5, 4, 3, 2, 1, 0, -1, -2, -3, -4, -5});
    cells.put(v, new int[] {1, 2, 3, 4, 5});
    cells.put(p, new int[] {10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120, 130, 140, 150});
    cells.put(u, new int[] {1000, 2000, 3000});
    cells.put(key, new int[] {0, 14, 7, 7, 4, 5});
    cells.put(first, new int[] {9, -5, 2, 2, 5, 4});
    cells.put(second, new int[] {1012, 3160, 2086, 2086, 1060, 2062});
    ColumnValues columns = columns();
    for (Group group : program.groups()) {
      if (group.kind() != Column.Kind.WITNESS) {
        openings.put(
            group, Opening.of(Suite.GRUMPKIN.curve(), program, group, columns, Coins.freshSeed()));
      }
    }
    prover = new CheatingProver(instance(openings), cells, openings);
  }

  private ColumnValues columns() {
    ColumnValues columns = new ColumnValues();
    columns.putAll(cells);
    return columns;
  }

  private Instance instance(Map<Group, Opening> openings) {
    Map<Group, RowCommitment> commitments = new HashMap<>();
    openings.forEach((group, opening) -> commitments.put(group, opening.commit()));
    return new Instance(Suite.GRUMPKIN, program, new byte[0], commitments, Map.of());
  }

  private void assertCaught(String... checks) {
    assertThat(prover.clearFailures()).containsExactly(checks);
    CheatingProver.Outcome outcome = prover.prove();
    List<String> messages = Arrays.stream(checks).filter(c -> !c.equals(OPENING)).toList();
    assertThat(outcome.failedChecks()).containsAll(messages);
    assertThatThrownBy(() -> ArgumentVerifier.verify(prover.told, outcome.proof()))
        .isInstanceOf(RejectedProofException.class)
        .hasMessageContaining("does not hold");
  }

  private void assertAccepted() throws Exception {
    assertThat(prover.clearFailures()).isEmpty();
    ArgumentVerifier.verify(prover.told, prover.prove().proof());
  }

  private void assertUnsatisfied() {
    assertThatThrownBy(() -> ArgumentProver.prove(prover.told, columns(), openings))
        .isInstanceOf(UnsatisfiedProgramException.class)
        .hasMessageContaining("lookup lookup does not hold");
  }

  /** The honest prover's leaves of the table. */
  private long[][] leaves() {
    long[][] rows = new long[3][1 << ROWS.bits()];
    int[] positions = Padding.positions(ROWS);
    for (int cell = 0; cell < 15; cell++) {
      int at = positions[cell / 5] + cell % 5;
      rows[0][at] = cell;
      rows[1][at] = cells.get(w)[cell];
      rows[2][at] = cells.get(p)[cell] + 2L * cells.get(v)[cell % 5] + cells.get(u)[cell / 5];
    }
    return rows;
  }

  private int[] multiplicities(int... differences) {
    int[] counts = new int[1 << ROWS.bits()];
    int[] positions = Padding.positions(ROWS);
    for (int k : cells.get(key)) {
      counts[positions[k / 5] + k % 5]++;
    }
    for (int i = 0; i < differences.length; i += 2) {
      counts[differences[i]] += differences[i + 1];
    }
    return counts;
  }

  private void forge(long[][] rows, int[] multiplicities) {
    prover.forge(table, new LookupValues.BlockValues(table.id() + 1, ROWS, rows, multiplicities));
  }

  @Test
  void honest() throws Exception {
    assertAccepted();
    ArgumentVerifier.verify(prover.told, ArgumentProver.prove(prover.told, columns(), openings));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 15, 16, 1 << 30})
  void rowThatDoesNotExist(int row) {
    prover.add(key, 2, row - 7);
    assertCaught(SUM);
    cells.get(key)[2] = row;
    assertUnsatisfied();
  }

  @Test
  void rightKeyWithAnotherRowsValues() {
    prover.columns.put(first, new int[] {9, -5, 2, 2, 4, 4});
    prover.columns.put(second, new int[] {1012, 3160, 2086, 2086, 2062, 2062});
    assertCaught(SUM);
    cells.put(first, prover.columns.get(first));
    assertUnsatisfied();
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "3, 1", "5, -1", "5, 1073741824"})
  void valuesThatDoNotBelongToTheKey(int cell, int difference) {
    // Added to one component and taken from the other: their sum is right.
    prover.add(first, cell, difference);
    prover.add(second, cell, -difference);
    assertCaught(SUM);
  }

  @ParameterizedTest
  @CsvSource({"7, 1", "7, -1", "3, 1", "0, -1", "14, 1073741824"})
  void multiplicity(int row, int difference) {
    prover.multiplicities =
        counts -> {
          counts[0][row] += difference;
          return counts;
        };
    assertCaught(SUM);
  }

  @Test
  void multiplicitiesMovedBetweenRows() {
    prover.add(key, 2, 1);
    prover.multiplicities =
        counts -> {
          counts[0][0]--;
          counts[0][7]++;
          return counts;
        };
    assertCaught(SUM);
  }

  @Test
  void rowOfAnotherTable() {
    // (7, 4, 4) is a row of the other table: tags keep them apart.
    prover.columns.put(first, new int[] {9, -5, 2, 4, 5, 4});
    prover.columns.put(second, new int[] {1012, 3160, 2086, 4, 1060, 2062});
    prover.multiplicities =
        counts -> {
          counts[0][0]--;
          counts[1][7]++;
          return counts;
        };
    assertCaught(SUM);
  }

  @Test
  void multiplicityOfATableThatNothingReads() {
    prover.multiplicities =
        counts -> {
          counts[other.id()][3]++;
          return counts;
        };
    assertCaught(SUM);
  }

  // What is committed.

  @Test
  void columnsOtherThanCommitted() {
    // The prover's own table and its lookups agree: only the openings know.
    for (Column column : List.of(w, p, v)) {
      CheatingProver cheater = new CheatingProver(prover.told, cells, openings);
      int cell = column.equals(v) ? 2 : 7;
      cheater.add(column, cell, 1);
      for (int lookup : new int[] {2, 3}) {
        cheater.add(column.equals(w) ? first : second, lookup, column.equals(v) ? 2 : 1);
      }
      Group group = program.groupOf(column);
      cheater.used.put(group, cheater.open(group));
      assertThat(cheater.clearFailures()).containsExactly(OPENING);
      byte[] proof = cheater.prove().proof();
      assertThat(Equations.failing(cheater.told, proof)).containsExactly(Equations.ROWS);
    }
  }

  @Test
  void columnsInTheLeavesOtherThanInTheOpening() {
    prover.settle();
    long[][] rows = leaves();
    rows[2][3]++;
    forge(rows, multiplicities());
    assertCaught(GROUP);
  }

  @Test
  void keysInTheLeavesThatRepeat() {
    // A second row 7 with the values of row 8, which the lookup reads.
    prover.columns.put(first, new int[] {9, -5, 2, 1, 5, 4});
    prover.columns.put(second, new int[] {1012, 3160, 2086, 2098, 1060, 2062});
    prover.multiplicities =
        counts -> {
          counts[0] = new int[] {1, 0, 0, 0, 1, 1, 0, 1, 1, 0, 0, 0, 0, 0, 1};
          return counts;
        };
    prover.settle();
    long[][] rows = leaves();
    rows[0][8 + 3] = 7;
    int[] counts = multiplicities(8 + 2, -1, 8 + 3, 1);
    forge(rows, counts);
    assertCaught(GROUP);
  }

  @Test
  void matrixValue() {
    prover.messages = () -> Tamper.oneMore("matrix value", 0);
    assertThat(prover.clearFailures()).first().isEqualTo(GROUP);
    CheatingProver.Outcome outcome = prover.prove();
    assertThat(outcome.failedChecks()).first().isEqualTo(GROUP);
    assertThatThrownBy(() -> ArgumentVerifier.verify(prover.told, outcome.proof()))
        .isInstanceOf(RejectedProofException.class);
  }

  // Pad cells. Index (0, 5) of the padded (4, 8) is none of the table's rows.

  /** A malicious registrant's matrix, with a number in a pad cell. */
  private void plantInMatrix(int value) {
    Group group = program.groupOf(w);
    Opening opening = prover.open(group);
    assertThat(opening.cells()[PAD]).isZero();
    opening.cells()[PAD] = value;
    prover.used.put(group, opening);
    prover.committed.put(group, opening);
    Map<Group, Opening> all = new HashMap<>(openings);
    all.put(group, opening);
    prover.told = instance(all);
  }

  @Test
  void padCellsDoNotMatter() throws Exception {
    plantInMatrix(12345);
    prover.settle();
    for (Column column : List.of(p, v)) {
      Group group = program.groupOf(column);
      Opening opening = prover.committed.get(group);
      opening.cells()[prover.layout(group).offset(column) + PAD] = 77;
    }
    Map<Group, Opening> all = new HashMap<>(prover.committed);
    all.keySet().removeIf(group -> group.kind() == Column.Kind.WITNESS);
    prover.told = instance(all);
    long[][] rows = leaves();
    rows[1][PAD] = 12345;
    forge(rows, multiplicities());
    assertAccepted();
  }

  /** The tuple that a pad cell's leaf holds: the key is masked, the matrix is not. */
  private void readPadCell() {
    plantInMatrix(12345);
    prover.columns.put(key, new int[] {0, 14, 7, 0, 4, 5});
    prover.columns.put(first, new int[] {9, -5, 2, 12345, 5, 4});
    prover.columns.put(second, new int[] {1012, 3160, 2086, 0, 1060, 2062});
    prover.multiplicities =
        counts -> {
          counts[0] = new int[] {1, 0, 0, 0, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 1};
          return counts;
        };
    prover.settle();
    Group witness = program.groupOf(key);
    Column column = program.multiplicities().get(table.id());
    int offset = prover.layout(witness).offset(column);
    assertThat(prover.committed.get(witness).cells()[offset + PAD]).isZero();
    prover.committed.get(witness).cells()[offset + PAD] = 1;
  }

  @Test
  void padCellAsARow() {
    readPadCell();
    long[][] rows = leaves();
    rows[1][PAD] = 12345;
    forge(rows, multiplicities(8 + 2, -1));
    assertCaught(SUM);
  }

  @Test
  void padCellAsARowWithItsNumeratorInTheLeaves() {
    readPadCell();
    long[][] rows = leaves();
    rows[1][PAD] = 12345;
    forge(rows, multiplicities(8 + 2, -1, PAD, 1));
    assertCaught(GROUP);
  }

  @Test
  void padCellWithAKeyOfItsOwn() {
    // The formula of the key gives (0, 5) the key 5, which is that of row (1, 0).
    plantInMatrix(12345);
    prover.columns.put(first, new int[] {9, -5, 2, 2, 5, 12345});
    prover.columns.put(second, new int[] {1012, 3160, 2086, 2086, 1060, 0});
    prover.settle();
    long[][] rows = leaves();
    rows[0][PAD] = 5;
    rows[1][PAD] = 12345;
    forge(rows, multiplicities(8, -1, PAD, 1));
    assertCaught(GROUP);
  }

  @Test
  void lieCarriedOnToTheOpening() {
    prover.add(first, 0, 1);
    Liar liar = new Liar(prover);
    CheatingProver.Outcome outcome = liar.run();
    assertThat(liar.repaired()).startsWith(SUM).endsWith(GROUP, "row: final values");
    assertThat(Equations.failing(prover.told, outcome.proof())).containsExactly(Equations.PADS);
  }

  @Test
  void theSimulatorKnowsNoRow() {
    byte[] proof = new Simulator(prover.told).simulate(new ProgrammedTranscript(5));
    assertThat(new VerifierSession(prover.told, new ProgrammedTranscript(5)).verify(proof))
        .isTrue();
  }
}
