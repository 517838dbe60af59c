package org.probity.argument.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.probity.algebra.field.FieldElement;
import org.probity.argument.ArgumentProver;
import org.probity.argument.ArgumentVerifier;
import org.probity.argument.DenseLayer;
import org.probity.argument.Instance;
import org.probity.argument.RejectedProofException;
import org.probity.argument.Suite;
import org.probity.argument.TinyProgram;
import org.probity.argument.hidden.CheatingChannel;
import org.probity.argument.program.Column;
import org.probity.argument.transcript.Transcript;

class ZeroKnowledgeTest {
  private static boolean verify(Instance instance, Transcript transcript, byte[] proof) {
    return new VerifierSession(instance, transcript).verify(proof);
  }

  @Test
  void theSimulatorNeedsNoWitness() throws Exception {
    DenseLayer layer = new DenseLayer(5, 3, 1);
    assertSimulated(layer.instance());
    assertSimulated(new DenseLayer(3, 9, 1, Column.Kind.PUBLIC).instance());
    assertSimulated(new TinyProgram().instance());
    assertSimulated(DenseLayer.batch(3, 5, 3, 1).instance());
  }

  @Test
  void theSimulatorProvesFalseStatementsToo() throws Exception {
    // Nobody who sees x in [0, 4) and W could find such p: nothing of the witness went in.
    TinyProgram tiny = new TinyProgram();
    assertSimulated(
        new Instance(
            Suite.GRUMPKIN,
            tiny.program,
            new byte[0],
            tiny.commitments,
            Map.of(tiny.p, new int[] {1 << 30, -1})));
  }

  private static void assertSimulated(Instance instance) {
    byte[] proof = new Simulator(instance).simulate(new ProgrammedTranscript(5));
    assertThat(proof).hasSize(ArgumentVerifier.proofSize(instance.program()));
    assertThat(verify(instance, new ProgrammedTranscript(5), proof)).isTrue();
    assertThat(verify(instance, new ProgrammedTranscript(6), proof)).isFalse();
    assertThatThrownBy(() -> ArgumentVerifier.verify(instance, proof))
        .isInstanceOf(RejectedProofException.class);
  }

  @Test
  void messagesArePadsPlusWhatDependsOnChallengesAndWitnessOnly() {
    DenseLayer layer = new DenseLayer(5, 3, 1);
    List<List<FieldElement>> clear = new ArrayList<>();
    List<List<FieldElement>> shown = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      CheatingProver prover = new CheatingProver(layer.instance(), layer.cells, layer.openings);
      List<FieldElement> pads = new ArrayList<>();
      prover.pads =
          secrets -> {
            pads.addAll(List.of(secrets.rho().toArray()));
            pads.add(secrets.a());
            pads.add(secrets.b());
            assertThat(secrets.pi()).isEqualTo(secrets.a().multiply(secrets.b()));
            return secrets;
          };
      CheatingChannel channel = prover.prove(new ProgrammedTranscript(9)).channel();
      clear.add(channel.clear());
      shown.add(channel.shown());
      // One pad for each message, used in order, none of them twice and none left over.
      assertThat(channel.shown()).hasSameSizeAs(pads);
      for (int i = 0; i < pads.size(); i++) {
        assertThat(channel.shown().get(i)).isEqualTo(channel.clear().get(i).add(pads.get(i)));
      }
      assertThat(pads).doesNotHaveDuplicates();
    }
    assertThat(clear.get(0)).isEqualTo(clear.get(1));
    assertThat(shown.get(0)).doesNotContainAnyElementsOf(shown.get(1));
  }

  @Test
  void sizesDependOnTheProgramOnly() throws Exception {
    TinyProgram small = new TinyProgram(0, 0);
    TinyProgram large = new TinyProgram(3, 3);
    int size = ArgumentVerifier.proofSize(small.program);
    assertThat(ArgumentProver.prove(small.instance(), small.columns, small.openings)).hasSize(size);
    assertThat(ArgumentProver.prove(large.instance(), large.columns, large.openings)).hasSize(size);
  }
}
