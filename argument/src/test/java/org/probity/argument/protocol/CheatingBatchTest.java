package org.probity.argument.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.probity.algebra.curve.Point;
import org.probity.algebra.curve.PointVector;
import org.probity.argument.ArgumentVerifier;
import org.probity.argument.DenseLayer;
import org.probity.argument.Instance;
import org.probity.argument.RejectedProofException;
import org.probity.argument.Suite;
import org.probity.argument.commitment.CommitmentKey;
import org.probity.argument.commitment.RowCommitment;
import org.probity.argument.program.Column;
import org.probity.argument.program.Group;
import org.probity.argument.program.ProgramDigest;

/** One proof about three items: a lie about any one of them is caught. */
class CheatingBatchTest {
  private static final int ITEMS = 3;

  private final DenseLayer layer = DenseLayer.batch(ITEMS, 5, 3, 1);
  private final CheatingProver prover =
      new CheatingProver(layer.instance(), layer.cells, layer.openings);
  private final Group port = layer.program.groupOf(layer.x);

  private void assertCaught(String check) {
    assertThat(prover.clearFailures()).containsExactly(check);
    CheatingProver.Outcome outcome = prover.prove();
    assertThat(outcome.failedChecks()).contains(check);
    assertRejected(prover.told, outcome.proof());
  }

  private static void assertRejected(Instance instance, byte[] proof) {
    assertThatThrownBy(() -> ArgumentVerifier.verify(instance, proof))
        .isInstanceOf(RejectedProofException.class)
        .hasMessageContaining("does not hold");
  }

  private Instance told(Map<Group, RowCommitment> commitments, Map<Column, int[]> publicValues) {
    return new Instance(
        Suite.GRUMPKIN, layer.program, new byte[] {1, 2, 3}, commitments, publicValues);
  }

  @Test
  void theHonestProverPasses() throws Exception {
    assertThat(prover.clearFailures()).isEmpty();
    ArgumentVerifier.verify(prover.told, prover.prove().proof());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void witnessOfOneItem(int item) {
    prover.add(layer.remainder, item * layer.outputs + 1, 1);
    assertCaught("lookup: sum of fractions is zero");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void outputOfOneItem(int item) {
    int[] outputs = layer.cells.get(layer.q).clone();
    outputs[item * layer.outputs] += 1;
    Map<Column, int[]> values = new HashMap<>(layer.publicValues);
    values.put(layer.q, outputs);
    prover.told = told(layer.commitments, values);
    assertThat(prover.clearFailures()).isNotEmpty();
    assertRejected(prover.told, prover.prove().proof());
  }

  /** The prover knows every opening, and yet the statement with two items exchanged is false. */
  @Test
  void commitmentsOfTwoItemsExchanged() {
    Map<Group, RowCommitment> commitments = new HashMap<>(layer.commitments);
    PointVector rows = layer.commitments.get(port).rows();
    assertThat(rows.length()).isEqualTo(ITEMS);
    commitments.put(port, new RowCommitment(PointVector.of(rows.get(1), rows.get(0), rows.get(2))));
    Instance exchanged = told(commitments, layer.publicValues);
    assertRejected(exchanged, prover.prove().proof());
    CheatingProver cheater = new CheatingProver(exchanged, layer.cells, layer.openings);
    assertRejected(exchanged, cheater.prove().proof());
  }

  /** Rows of weights have 32 cells, those of the witness 64: a weight's row ends before. */
  @ParameterizedTest
  @ValueSource(ints = {32, 63})
  void massBeyondTheRowsOfAWeight(int beyond) {
    Point planted = CommitmentKey.of(Suite.GRUMPKIN.curve()).rows(6).points().get(beyond);
    Group weight = layer.program.groupOf(layer.weight);
    assertThat(prover.layout(weight).rowBits()).isEqualTo(5);
    PointVector rows = layer.commitments.get(weight).rows();
    Point[] points = new Point[rows.length()];
    for (int i = 0; i < points.length; i++) {
      points[i] = i == 0 ? rows.get(0).add(planted) : rows.get(i);
    }
    Map<Group, RowCommitment> commitments = new HashMap<>(layer.commitments);
    commitments.put(weight, new RowCommitment(PointVector.of(points)));
    CheatingProver cheater =
        new CheatingProver(told(commitments, layer.publicValues), layer.cells, layer.openings);
    byte[] proof = cheater.prove().proof();
    assertThat(Equations.failing(cheater.told, proof)).containsExactly(Equations.ROWS);
    assertRejected(cheater.told, proof);
  }

  /** Weights are committed once: their rows are the same in a batch of any size. */
  @Test
  void weightsAreThoseOfASingleInference() {
    DenseLayer one = new DenseLayer(5, 3, 1);
    DenseLayer other = DenseLayer.batch(7, 5, 3, 1);
    for (Column weight : new Column[] {layer.weight, layer.bias}) {
      Group group = layer.program.groupOf(weight);
      assertThat(prover.layout(group).describe())
          .isEqualTo(
              new CheatingProver(one.instance(), one.cells, one.openings)
                  .layout(one.program.groupOf(one.weight.equals(weight) ? one.weight : one.bias))
                  .describe());
    }
    assertThat(ProgramDigest.of(other.program)).isNotEqualTo(ProgramDigest.of(layer.program));
  }
}
