package org.probity.argument;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.probity.argument.commitment.Opening;
import org.probity.argument.program.Expression;
import org.probity.argument.program.Group;
import org.probity.argument.witness.NativeEvaluator;
import org.probity.testing.Seeds;

/** Completeness on programs of every form that the lint admits. */
class RandomProgramTest {
  @Seeds(100)
  void honestProofsVerify(long seed) throws Exception {
    RandomProgram random = new RandomProgram(seed);
    Map<Group, Opening> openings = random.openings();
    Instance instance = random.instance(openings);
    byte[] proof = ArgumentProver.prove(instance, random.columns, openings);
    assertThat(proof).hasSize(ArgumentVerifier.proofSize(random.program));
    ArgumentVerifier.verify(instance, proof);
  }

  @Seeds(300)
  void nativeEvaluation(long seed) {
    RandomProgram random = new RandomProgram(seed);
    NativeEvaluator evaluator = new NativeEvaluator(random.columns);
    for (Expression e : random.expressions) {
      long[] values = evaluator.evaluate(e);
      for (int i = 0; i < values.length; i++) {
        int[] index = Reference.index(e.shape().sizes(), i);
        assertThat(values[i]).isEqualTo(Reference.value(e, index, random.cells));
      }
    }
  }
}
