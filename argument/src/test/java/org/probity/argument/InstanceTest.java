package org.probity.argument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.probity.algebra.curve.PointVector;
import org.probity.argument.commitment.RowCommitment;
import org.probity.argument.program.Column;
import org.probity.argument.program.Group;

/** An instance has exactly the commitments and public values that its program speaks of. */
class InstanceTest {
  private final DenseLayer layer = new DenseLayer(33, 7, 1);
  private final Map<Group, RowCommitment> commitments = new HashMap<>(layer.commitments);
  private final Map<Column, int[]> values = new HashMap<>(layer.publicValues);

  private Instance instance() {
    return new Instance(Suite.GRUMPKIN, layer.program, new byte[1], commitments, values);
  }

  private void assertRefused(String message) {
    assertThatThrownBy(this::instance)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void whatBelongsTogetherIsAccepted() {
    assertThat(instance().commitments()).hasSameSizeAs(commitments);
  }

  @Test
  void rowsCannotMoveFromOneGroupToAnother() {
    Group port = layer.program.groupOf(layer.x);
    Group weight = layer.program.groupOf(layer.weight);
    PointVector rows = commitments.get(port).rows();
    PointVector others = commitments.get(weight).rows();
    commitments.put(port, new RowCommitment(PointVector.concat(rows, others.slice(0, 1))));
    commitments.put(weight, new RowCommitment(others.slice(1, others.length() - 1)));
    assertRefused("needs a commitment");
  }

  @Test
  void everyGroupIsCommitted() {
    commitments.remove(layer.program.groupOf(layer.bias));
    assertRefused("needs a commitment");
  }

  @Test
  void publicValuesFillTheirColumnExactly() {
    values.put(layer.total, new int[] {1, 2});
    assertRefused("needs 1 values");
  }

  @Test
  void everyPublicColumnHasValues() {
    values.remove(layer.q);
    assertRefused("needs 7 values");
  }

  @Test
  void valuesOfOtherColumnsAreRefused() {
    values.put(layer.bias, new int[7]);
    assertRefused("unknown public column");
  }

  @Test
  void laterChangesOfTheCallersArraysDoNotMatter() {
    Instance instance = instance();
    int before = instance.publicValues().get(layer.total)[0];
    values.get(layer.total)[0]++;
    assertThat(instance.publicValues().get(layer.total)).containsExactly(before);
  }
}
