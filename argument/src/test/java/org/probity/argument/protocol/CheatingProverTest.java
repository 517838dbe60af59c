package org.probity.argument.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.probity.algebra.curve.Point;
import org.probity.algebra.curve.PointVector;
import org.probity.argument.ArgumentVerifier;
import org.probity.argument.DenseLayer;
import org.probity.argument.Instance;
import org.probity.argument.RejectedProofException;
import org.probity.argument.Suite;
import org.probity.argument.TinyProgram;
import org.probity.argument.commitment.CommitmentKey;
import org.probity.argument.commitment.Opening;
import org.probity.argument.commitment.RowCommitment;
import org.probity.argument.hidden.Tamper;
import org.probity.argument.hidden.TamperingWriter;
import org.probity.argument.program.Column;
import org.probity.argument.program.Group;
import org.probity.argument.program.Table;

/** Each lie is rejected, and by the check that is meant to catch it. */
class CheatingProverTest {
  private static final String SUM = "lookup: sum of fractions is zero";
  private static final String GROUP = "group: final values";
  private static final String ROW = "row: final values";
  private static final String CONTRACTION = "contraction: left * right";
  private static final String OPENING = "opening";

  private final DenseLayer layer = new DenseLayer(5, 3, 1);
  private final CheatingProver prover =
      new CheatingProver(layer.instance(), layer.cells, layer.openings);

  private final CommitmentKey key = CommitmentKey.of(Suite.GRUMPKIN.curve());

  private Group group(Column column) {
    return layer.program.groupOf(column);
  }

  /**
   * The clear back end names the checks; in the hidden one all of them are in the pads' equation.
   */
  private void assertCaught(String... checks) throws Exception {
    assertThat(prover.clearFailures()).containsExactly(checks);
    CheatingProver.Outcome outcome = prover.prove();
    List<String> messages = List.of(checks).stream().filter(c -> !c.equals(OPENING)).toList();
    assertThat(outcome.failedChecks()).containsAll(messages);
    assertThat(Equations.failing(prover.told, outcome.proof()))
        .containsExactlyElementsOf(
            messages.isEmpty()
                ? List.of(Equations.ROWS)
                : messages.size() == checks.length
                    ? List.of(Equations.PADS)
                    : List.of(Equations.ROWS, Equations.PADS));
    assertRejected(prover.told, outcome.proof());
  }

  private static void assertRejected(Instance instance, byte[] proof) {
    assertThatThrownBy(() -> ArgumentVerifier.verify(instance, proof))
        .isInstanceOf(RejectedProofException.class)
        .hasMessageContaining("does not hold");
  }

  @Test
  void theHonestProverPasses() throws Exception {
    assertThat(prover.clearFailures()).isEmpty();
    CheatingProver.Outcome outcome = prover.prove();
    assertThat(outcome.failedChecks()).isEmpty();
    assertThat(Equations.failing(prover.told, outcome.proof())).isEmpty();
    ArgumentVerifier.verify(prover.told, outcome.proof());
  }

  // Values.

  @Test
  void witnessCell() throws Exception {
    prover.add(layer.remainder, 1, 1);
    assertCaught(SUM);
  }

  @Test
  void remainderBeyondTheDivisor() throws Exception {
    // rem + 16 leaves the key on the grid of the activation table, one row lower.
    prover.add(layer.remainder, 0, 1 << DenseLayer.SHIFT);
    assertCaught(SUM);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -1, 1 << 20, Integer.MAX_VALUE - 9, -Integer.MAX_VALUE})
  void multiplicity(int difference) throws Exception {
    prover.multiplicities =
        counts -> {
          counts[0][3] += difference;
          return counts;
        };
    assertCaught(SUM);
  }

  @Test
  void multiplicitiesMovedBetweenRows() throws Exception {
    prover.add(layer.remainder, 1, 1);
    prover.multiplicities =
        counts -> {
          // The number of uses is right, and so is the sum of the keys used.
          counts[2][0]--;
          counts[2][1] += 2;
          counts[2][2]--;
          return counts;
        };
    assertCaught(SUM);
  }

  @Test
  void multiplicitiesOfAnotherTable() throws Exception {
    // A remainder of 16 is no row of "range", but 16 is one of "bytes": tags keep the tables apart.
    prover.add(layer.remainder, 0, 1 << DenseLayer.SHIFT);
    prover.multiplicities =
        counts -> {
          counts[0][0]--;
          counts[1][100 + 16]++;
          return counts;
        };
    assertCaught(SUM);
  }

  @Test
  void equality() throws Exception {
    // Only the equality speaks about the sum.
    int[] wrong = {layer.cells.get(layer.total)[0] + 1};
    Map<Column, int[]> values = new HashMap<>(layer.publicValues);
    values.put(layer.total, wrong);
    prover.told = told(layer.commitments, values);
    assertCaught(GROUP);
  }

  @Test
  void publicValue() throws Exception {
    // The prover's leaves hold the true output, the statement another one.
    int[] wrong = layer.cells.get(layer.q).clone();
    wrong[2]++;
    Map<Column, int[]> values = new HashMap<>(layer.publicValues);
    values.put(layer.q, wrong);
    prover.told = told(layer.commitments, values);
    assertCaught(GROUP);
  }

  @Test
  void publicValueInTheLeaves() throws Exception {
    int[] wrong = layer.cells.get(layer.q).clone();
    wrong[2]++;
    Map<Column, int[]> values = new HashMap<>(layer.publicValues);
    values.put(layer.q, wrong);
    prover.told = told(layer.commitments, values);
    prover.add(layer.q, 2, 1);
    assertCaught(SUM);
  }

  @Test
  void tableEntry() throws Exception {
    // The prover's own activation table has another value, and its output agrees with that.
    Table.Public table = (Table.Public) layer.program.tables().get(2);
    int[] wrong = layer.cells.get(layer.q).clone();
    long[][] components = new long[2][table.size()];
    for (int i = 0; i < table.size(); i++) {
      components[0][i] = table.get(i, 0);
      components[1][i] = table.get(i, 1) == wrong[0] ? wrong[0] + 1 : table.get(i, 1);
    }
    int before = wrong[0];
    Map<Column, int[]> values = new HashMap<>(layer.publicValues);
    for (int i = 0; i < wrong.length; i++) {
      if (wrong[i] == before) {
        wrong[i]++;
        prover.add(layer.q, i, 1);
      }
    }
    values.put(layer.q, wrong);
    prover.told = told(layer.commitments, values);
    int[][] honest = new int[1][];
    prover.multiplicities =
        counts -> {
          honest[0] = honestCounts();
          counts[2] = honest[0];
          return counts;
        };
    prover.settle();
    prover.forge(
        table,
        new LookupValues.BlockValues(
            table.id() + 1,
            org.probity.argument.program.Shape.of(table.size()),
            components,
            honest[0]));
    assertCaught(GROUP);
  }

  private int[] honestCounts() {
    CheatingProver honest = new CheatingProver(layer.instance(), layer.cells, layer.openings);
    honest.settle();
    return honest.columns.get(layer.program.multiplicities().get(2));
  }

  // What is committed.

  @Test
  void weightOtherThanCommitted() throws Exception {
    prover.add(layer.weight, 4, 1);
    Group group = group(layer.weight);
    prover.used.put(group, prover.open(group));
    assertThat(prover.clearFailures()).contains(OPENING);
    CheatingProver.Outcome outcome = prover.prove();
    assertThat(Equations.failing(prover.told, outcome.proof())).contains(Equations.ROWS);
    assertRejected(prover.told, outcome.proof());
  }

  @Test
  void biasOtherThanCommittedThatChangesTheRemainderOnly() throws Exception {
    // Every check between messages holds: only the opening knows the committed bias.
    int rem = layer.cells.get(layer.remainder)[1];
    int difference = rem < 8 ? 1 : -1;
    prover.add(layer.bias, 1, difference);
    prover.add(layer.remainder, 1, difference);
    prover.used.put(group(layer.bias), prover.open(group(layer.bias)));
    assertCaught(OPENING);
  }

  @Test
  void portOtherThanCommitted() throws Exception {
    // Two inputs with equal weights are exchanged, so that nothing else changes.
    DenseLayer equal = new DenseLayer(2, 1, 3);
    int[] weights = {2, 2};
    equal.put(equal.weight, weights);
    equal.put(equal.bias, new int[] {0});
    equal.put(equal.x, new int[] {5, 3});
    equal.put(equal.remainder, new int[] {0});
    equal.put(equal.q, new int[] {1});
    equal.put(equal.total, new int[] {8});
    equal.commit();
    CheatingProver cheater = new CheatingProver(equal.instance(), equal.cells, equal.openings);
    cheater.columns.put(equal.x, new int[] {3, 5});
    Group group = equal.program.groupOf(equal.x);
    cheater.used.put(group, cheater.open(group));
    assertThat(cheater.clearFailures()).containsExactly(OPENING);
    byte[] proof = cheater.prove().proof();
    assertThat(Equations.failing(cheater.told, proof)).containsExactly(Equations.ROWS);
    assertRejected(cheater.told, proof);
  }

  @Test
  void portInAnotherRole() {
    TinyProgram tiny = new TinyProgram();
    Map<Group, RowCommitment> swapped = new HashMap<>(tiny.commitments);
    Group first = tiny.program.groupOf(tiny.x);
    Group second = tiny.program.groupOf(tiny.y);
    swapped.put(first, tiny.commitments.get(second));
    swapped.put(second, tiny.commitments.get(first));
    CheatingProver cheater = new CheatingProver(tiny.instance(swapped), tiny.cells, tiny.openings);
    byte[] proof = cheater.prove().proof();
    assertThat(Equations.failing(cheater.told, proof)).containsExactly(Equations.ROWS);
    assertRejected(cheater.told, proof);
  }

  @Test
  void anotherModel() {
    // The verifier knows the commitment of other weights; the prover proves for its own.
    DenseLayer other = new DenseLayer(5, 3, 2);
    Map<Group, RowCommitment> commitments = new HashMap<>(layer.commitments);
    commitments.put(
        group(layer.weight), other.commitments.get(other.program.groupOf(other.weight)));
    prover.told = told(commitments, layer.publicValues);
    byte[] proof = prover.prove().proof();
    assertThat(Equations.failing(prover.told, proof)).containsExactly(Equations.ROWS);
    assertRejected(prover.told, proof);
  }

  @Test
  void rowOnTheWrongBlinder() {
    prover.witnessRows = rows -> plant(rows, key.base().point());
    byte[] proof = prover.prove().proof();
    assertThat(Equations.failing(prover.told, proof)).containsExactly(Equations.ROWS);
    assertRejected(prover.told, proof);
  }

  // Pad cells.

  @Test
  void padCellsOfWitnessPortAndBiasAreNeverRead() throws Exception {
    prover.settle();
    for (Column column : List.of(layer.x, layer.bias, layer.remainder)) {
      Group group = group(column);
      Opening opening = prover.committed.get(group);
      int[] cells = opening.cells();
      int offset = prover.layout(group).offset(column);
      int pad = offset + column.shape().size(column.shape().axes() - 1);
      assertThat(cells[pad]).isZero();
      cells[pad] = 12345;
    }
    Map<Group, RowCommitment> commitments = new HashMap<>(layer.commitments);
    for (Column column : List.of(layer.x, layer.bias)) {
      commitments.put(group(column), prover.committed.get(group(column)).commit());
    }
    prover.told = told(commitments, layer.publicValues);
    assertThat(prover.clearFailures()).isEmpty();
    ArgumentVerifier.verify(prover.told, prover.prove().proof());
  }

  @Test
  void padCellsOfMultiplicitiesAreNeverRead() throws Exception {
    prover.settle();
    Column bytes = layer.program.multiplicities().get(1);
    Opening opening = prover.committed.get(group(bytes));
    int pad = prover.layout(group(bytes)).offset(bytes) + 200;
    assertThat(opening.cells()[pad]).isZero();
    opening.cells()[pad] = -1;
    assertThat(prover.clearFailures()).isEmpty();
    ArgumentVerifier.verify(prover.told, prover.prove().proof());
  }

  @Test
  void padCellsOfAMultiplicityDoNotPayForALookup() throws Exception {
    prover.add(layer.x, 0, 150);
    prover.used.put(group(layer.x), prover.open(group(layer.x)));
    prover.committed.put(group(layer.x), prover.used.get(group(layer.x)));
    prover.settle();
    Column bytes = layer.program.multiplicities().get(1);
    Opening opening = prover.committed.get(group(bytes));
    opening.cells()[prover.layout(group(bytes)).offset(bytes) + 210] = 1;
    assertThat(prover.clearFailures()).contains(SUM);
    assertRejected(prover.told, prover.prove().proof());
  }

  @Test
  void padCellsOfAWeightMatrixThatTheProverDoesNotCarryOn() throws Exception {
    // (5, 3) is padded to (8, 4): a cell in the fourth output and one in the sixth input.
    for (int pad : new int[] {3, 5 * 4}) {
      CheatingProver cheater = new CheatingProver(layer.instance(), layer.cells, layer.openings);
      Group group = group(layer.weight);
      Opening opening = cheater.open(group);
      assertThat(opening.cells()[pad]).isZero();
      opening.cells()[pad] = 3;
      Map<Group, RowCommitment> commitments = new HashMap<>(layer.commitments);
      commitments.put(group, opening.commit());
      cheater.committed.put(group, opening);
      cheater.told = told(commitments, layer.publicValues);
      assertThat(cheater.clearFailures()).containsExactly(OPENING);
      byte[] proof = cheater.prove().proof();
      assertThat(Equations.failing(cheater.told, proof)).containsExactly(Equations.ROWS);
    }
  }

  // Messages.

  @ParameterizedTest
  @CsvSource({
    "lookup p0, 0, lookup: sum of fractions is zero",
    "lookup p1, 0, lookup: sum of fractions is zero",
    "lookup d0, 0, lookup: sum of fractions is zero",
    "lookup d1, 0, lookup: sum of fractions is zero",
    "lookup slope, 0, lookup: layer 1",
    "lookup slope, 4, lookup: layer 3",
    "lookup lead, 2, lookup: layer 2",
    "lookup p0, 2, lookup: layer 2",
    "lookup p1, 3, lookup: layer 3",
    "lookup d0, 4, lookup: layer 4",
    "lookup d1, 5, lookup: layer 5",
    "contraction claim, 0, contraction: left * right",
    "contraction s(0), 1, contraction: left * right",
    "contraction lead, 2, contraction: left * right",
    "contraction left, 0, contraction: left * right",
    "contraction right, 0, contraction: left * right",
    "group s(0), 0, group: final values",
    "group lead, 1, group: final values",
    "group value, 0, group: final values",
    "group value, 2, group: final values",
    "row s(0), 0, row: final values",
    "row lead, 3, row: final values",
    "row value, 0, row: final values",
    "row value, 3, row: final values"
  })
  void message(String label, int occurrence, String check) throws Exception {
    prover.messages = () -> Tamper.oneMore(label, occurrence);
    assertThat(prover.clearFailures()).first().isEqualTo(check);
    CheatingProver.Outcome outcome = prover.prove();
    assertThat(outcome.failedChecks()).first().isEqualTo(check);
    assertThat(Equations.failing(prover.told, outcome.proof()))
        .contains(Equations.PADS)
        .isSubsetOf(Equations.PADS, Equations.ROWS);
    assertRejected(prover.told, outcome.proof());
  }

  @ParameterizedTest
  @CsvSource({
    "products s(0), 0, products: a b = claim",
    "products lead, 2, products: a b = claim",
    "products a, 0, products: a = x(r)",
    "products b, 0, products: b = y(r)"
  })
  void messageOfTheProducts(String label, int occurrence, String check) {
    prover.messages = () -> Tamper.oneMore(label, occurrence);
    CheatingProver.Outcome outcome = prover.prove();
    assertThat(outcome.failedChecks()).first().isEqualTo(check);
    assertThat(Equations.failing(prover.told, outcome.proof())).containsExactly(Equations.PADS);
    assertRejected(prover.told, outcome.proof());
  }

  @Test
  void everyMessageOfASmallProof() {
    TinyProgram tiny = new TinyProgram();
    int messages = ProofShape.of(tiny.program).messages() + 2;
    int beforeProducts = cheaterMessages(tiny);
    for (int m = 0; m < messages; m++) {
      int target = m;
      CheatingProver cheater = tinyProver(tiny);
      cheater.messages =
          () ->
              (label, index, honest) -> index == target ? honest.add(honest.field().one()) : honest;
      assertThat(cheater.clearFailures().isEmpty()).isEqualTo(m >= beforeProducts);
      if (m % 4 != 0) {
        continue;
      }
      CheatingProver.Outcome outcome = cheater.prove();
      assertThat(outcome.channel().clear()).hasSize(messages);
      assertThat(outcome.failedChecks()).isNotEmpty();
      assertRejected(cheater.told, outcome.proof());
    }
  }

  /** Messages of the clear back end, which has none for products. */
  private static int cheaterMessages(TinyProgram tiny) {
    List<String> labels = new java.util.ArrayList<>();
    CheatingProver honest = tinyProver(tiny);
    honest.messages =
        () ->
            (label, index, message) -> {
              labels.add(label);
              return message;
            };
    assertThat(honest.clearFailures()).isEmpty();
    return labels.size();
  }

  @Test
  void matrixValue() {
    TinyProgram tiny = new TinyProgram();
    CheatingProver cheater = tinyProver(tiny);
    cheater.messages = () -> Tamper.oneMore("matrix value", 0);
    assertThat(cheater.clearFailures()).first().isEqualTo(GROUP);
    assertRejected(cheater.told, cheater.prove().proof());
  }

  private static CheatingProver tinyProver(TinyProgram tiny) {
    return new CheatingProver(tiny.instance(), tiny.cells, tiny.openings);
  }

  // Lies carried on to the end.
  // The last one is about the value that the combined row has at t*: all messages agree on it, and
  // only
  // the linear system, which takes that value from the opening, does not.

  @Test
  void falseWitnessCarriedOnToTheOpening() {
    prover.add(layer.remainder, 1, 1);
    Liar liar = new Liar(prover);
    CheatingProver.Outcome outcome = liar.run();
    assertThat(liar.repaired()).startsWith(SUM, "lookup: layer 1", "lookup: layer 2");
    assertThat(liar.repaired()).endsWith("lookup: layer 9", GROUP, ROW);
    assertThat(Equations.failing(prover.told, outcome.proof())).containsExactly(Equations.PADS);
    assertRejected(prover.told, outcome.proof());
  }

  @Test
  void falseContractionCarriedOnToTheOpening() {
    prover.messages = () -> Tamper.oneMore("contraction claim", 0);
    Liar liar = new Liar(prover);
    CheatingProver.Outcome outcome = liar.run();
    assertThat(liar.repaired()).containsExactly(CONTRACTION, GROUP, ROW);
    assertThat(Equations.failing(prover.told, outcome.proof())).containsExactly(Equations.PADS);
    assertRejected(prover.told, outcome.proof());
  }

  @Test
  void falseMatrixValueCarriedOnToTheOpening() {
    TinyProgram tiny = new TinyProgram();
    CheatingProver cheater = tinyProver(tiny);
    cheater.messages = () -> Tamper.oneMore("matrix value", 0);
    Liar liar = new Liar(cheater);
    CheatingProver.Outcome outcome = liar.run();
    assertThat(liar.repaired()).containsExactly(GROUP, ROW);
    assertThat(Equations.failing(cheater.told, outcome.proof())).containsExactly(Equations.PADS);
  }

  // The closing.

  @ParameterizedTest
  @CsvSource({
    "0, true, rows",
    "1, true, pads",
    "2, true, a",
    "3, true, b",
    "4, true, pi",
    "5, true, product",
    "6, false, pads",
    "7, false, pads a",
    "8, false, pads b product",
    "9, false, pads pi",
    "10, false, rows",
    "11, false, pads",
    "12, false, a",
    "13, false, b",
    "14, false, pi",
    "15, false, product",
    "16, false, rows pads",
    // Halvings and rest of the rows' inner product, then of the pads'.
    "17, true, rows",
    "20, true, rows",
    "21, false, rows",
    "22, true, pads",
    "26, false, pads"
  })
  void closing(int write, boolean point, String equations) {
    assertClosing(write, point ? key.base().point() : null, equations);
  }

  @ParameterizedTest
  @CsvSource({"0, rows", "1, pads", "2, a", "3, b", "4, pi", "5, product"})
  void firstMessageOnTheOtherFamily(int write, String equations) {
    Point rows = key.rows(5).points().get(2);
    Point pads = key.pads(4).points().get(2);
    assertClosing(write, write == 1 ? rows : pads, equations);
  }

  private void assertClosing(int write, Point added, String equations) {
    CheatingProver cheater = tinyProver(TinyProgram.withLongRows());
    cheater.closing = new TamperingWriter(Suite.GRUMPKIN.curve(), write, added);
    assertEquations(cheater, equations);
  }

  private static void assertEquations(CheatingProver cheater, String equations) {
    byte[] proof = cheater.prove().proof();
    assertThat(Equations.failing(cheater.told, proof))
        .containsExactlyInAnyOrder(equations.split(" "));
    assertRejected(cheater.told, proof);
  }

  @Test
  void productTriple() {
    CheatingProver cheater = tinyProver(new TinyProgram());
    cheater.pads =
        honest -> {
          var one = honest.pi().field().one();
          return secrets(
              honest, honest.pi().add(one), plant(honest.commitments(), 3, key.base().point()));
        };
    assertEquations(cheater, "pads product");
  }

  @ParameterizedTest
  @CsvSource({"0, pads", "1, a product", "2, b", "3, pi product"})
  void padCommitmentWithMassOnTheRowGenerators(int commitment, String equations) {
    Point planted = key.rows(5).points().get(0);
    CheatingProver cheater = tinyProver(new TinyProgram());
    cheater.pads =
        honest -> secrets(honest, honest.pi(), plant(honest.commitments(), commitment, planted));
    assertEquations(cheater, equations);
  }

  @Test
  void padCommitmentBeyondThePads() {
    // The pads' argument is padded to a power of two; the generators beyond are not usable.
    int k = ProofShape.of(new TinyProgram().program).messages();
    Point planted = key.pads(k + 1).points().get(k);
    CheatingProver cheater = tinyProver(new TinyProgram());
    cheater.pads = honest -> secrets(honest, honest.pi(), plant(honest.commitments(), 0, planted));
    assertEquations(cheater, "pads");
  }

  @Test
  void rowCommitmentWithMassOnThePadGenerators() {
    for (Point planted :
        List.of(key.pads(4).points().get(1), key.base().point(), key.u().point())) {
      CheatingProver cheater = tinyProver(new TinyProgram());
      cheater.witnessRows = rows -> plant(rows, planted);
      assertEquations(cheater, "rows");
    }
  }

  @Test
  void massBeyondAShortRow() {
    // The port's row has 8 cells, the program's rows have 32.
    Group group = group(layer.x);
    assertThat(prover.layout(group).rowBits()).isEqualTo(3);
    for (int beyond : new int[] {8, 31}) {
      Map<Group, RowCommitment> commitments = new HashMap<>(layer.commitments);
      commitments.put(group, plant(layer.commitments.get(group), key.rows(5).points().get(beyond)));
      CheatingProver cheater =
          new CheatingProver(told(commitments, layer.publicValues), layer.cells, layer.openings);
      byte[] proof = cheater.prove().proof();
      assertThat(Equations.failing(cheater.told, proof)).containsExactly(Equations.ROWS);
      assertRejected(cheater.told, proof);
    }
  }

  private static RowCommitment plant(RowCommitment rows, Point planted) {
    return new RowCommitment(plant(rows.rows(), 0, planted));
  }

  private static PointVector plant(PointVector points, int index, Point planted) {
    Point[] all = new Point[points.length()];
    for (int i = 0; i < all.length; i++) {
      all[i] = i == index ? points.get(i).add(planted) : points.get(i);
    }
    return PointVector.of(all);
  }

  private static PadSecrets secrets(
      PadSecrets honest, org.probity.algebra.field.FieldElement pi, PointVector commitments) {
    return new PadSecrets(
        honest.rho(),
        honest.a(),
        honest.b(),
        pi,
        honest.blinderRho(),
        honest.blinderA(),
        honest.blinderB(),
        honest.blinderPi(),
        commitments);
  }

  // The statement.

  private Instance told(Map<Group, RowCommitment> commitments, Map<Column, int[]> publicValues) {
    return new Instance(
        Suite.GRUMPKIN, layer.program, new byte[] {1, 2, 3}, commitments, publicValues);
  }

  @Test
  void proofOfAnotherStatement() throws Exception {
    byte[] proof = prover.prove().proof();
    ArgumentVerifier.verify(layer.instance(), proof);
    for (byte[] binding : new byte[][] {{}, {1, 2}, {1, 2, 4}, {1, 2, 3, 0}}) {
      assertRejected(
          new Instance(
              Suite.GRUMPKIN, layer.program, binding, layer.commitments, layer.publicValues),
          proof);
    }
    // Another blinding of the same input is another statement.
    Group port = group(layer.x);
    Map<Group, RowCommitment> commitments = new HashMap<>(layer.commitments);
    commitments.put(port, prover.open(port).commit());
    assertRejected(told(commitments, layer.publicValues), proof);
  }

  @Test
  void proofForAnotherProgramUnderTheSameBinding() throws Exception {
    TinyProgram tiny = new TinyProgram();
    TinyProgram other = new TinyProgram(1, 2, -1);
    Map<Group, RowCommitment> commitments = new HashMap<>();
    for (Group group : other.program.groups()) {
      if (group.kind() != Column.Kind.WITNESS) {
        commitments.put(group, tiny.commitments.get(tiny.program.groups().get(group.id())));
      }
    }
    byte[] proof = tinyProver(tiny).prove().proof();
    ArgumentVerifier.verify(tiny.instance(), proof);
    assertRejected(other.instance(commitments), proof);
  }
}
