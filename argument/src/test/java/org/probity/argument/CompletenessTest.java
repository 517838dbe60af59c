package org.probity.argument;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.probity.argument.program.Column;

class CompletenessTest {
  @ParameterizedTest
  @CsvSource({"1,1", "2,3", "5,3", "8,8", "33,7", "100,17"})
  void honestProofsVerify(int inputs, int outputs) throws Exception {
    for (Column.Kind kind :
        new Column.Kind[] {Column.Kind.PORT, Column.Kind.WITNESS, Column.Kind.PUBLIC}) {
      DenseLayer layer = new DenseLayer(inputs, outputs, 7, kind);
      byte[] proof = ArgumentProver.prove(layer.instance(), layer.columns, layer.openings);
      ArgumentVerifier.verify(layer.instance(), proof);
      assertThat(proof).hasSize(ArgumentVerifier.proofSize(layer.program));
    }
  }

  @Test
  void proofsOfOneStatementShareNoBlock() throws Exception {
    DenseLayer layer = new DenseLayer(5, 3, 1);
    byte[] first = ArgumentProver.prove(layer.instance(), layer.columns, layer.openings);
    byte[] second = ArgumentProver.prove(layer.instance(), layer.columns, layer.openings);
    for (int i = 0; i < first.length; i += 32) {
      byte[] block = java.util.Arrays.copyOfRange(first, i, i + 32);
      for (int j = 0; j < second.length; j += 32) {
        assertThat(java.util.Arrays.copyOfRange(second, j, j + 32)).isNotEqualTo(block);
      }
    }
  }
}
