package org.probity.argument.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.field.PrimeField;
import org.probity.algebra.multilinear.Multilinear;
import org.probity.argument.hidden.ClearChannel;
import org.probity.argument.hidden.Tamper;
import org.probity.argument.hidden.Value;
import org.probity.argument.transcript.Transcript;

class BatchedSumcheckTest {
  private static final PrimeField FIELD = PrimeField.BN254_Q;

  private final Random random = new Random(3);

  private FieldElement element() {
    byte[] wide = new byte[64];
    random.nextBytes(wide);
    return FIELD.reduce(wide);
  }

  private FieldVector vector(int length) {
    FieldVector v = FieldVector.zeros(FIELD, length);
    for (int i = 0; i < length; i++) {
      v.set(i, element());
    }
    return v;
  }

  /** The claim reduces to the weighted products of both vectors at the suffixes of the point. */
  @ParameterizedTest
  @EnumSource(BatchedSumcheck.Lead.class)
  void instancesOfUnequalLength(BatchedSumcheck.Lead lead) {
    int rounds = 6;
    int[] bits = {6, 3, 0, 6, 1, 5};
    List<FieldVector> as = new ArrayList<>();
    List<FieldVector> bs = new ArrayList<>();
    List<FieldElement> weights = new ArrayList<>();
    BatchedProver prover = new BatchedProver(FIELD, rounds, lead);
    FieldElement claim = FIELD.zero();
    for (int i = 0; i < bits.length; i++) {
      as.add(vector(1 << bits[i]));
      bs.add(vector(1 << bits[i]));
      weights.add(element());
      prover.add(as.get(i).copy(), bs.get(i).copy(), bits[i], weights.get(i));
      assertThat(prover.claim(i)).isEqualTo(as.get(i).dot(bs.get(i)));
      claim = claim.add(weights.get(i).multiply(prover.claim(i)));
    }
    ClearChannel channel = ClearChannel.sending(FIELD, new Transcript("test"), Tamper.NONE);
    BatchedSumcheck.Reduced reduced =
        BatchedSumcheck.run(channel, "test", rounds, channel.constant(claim), prover);
    FieldElement expected = FIELD.zero();
    for (int i = 0; i < bits.length; i++) {
      FieldElement[] at = Points.suffix(reduced.point(), bits[i]);
      FieldElement a = Multilinear.evaluate(as.get(i), at);
      FieldElement b = Multilinear.evaluate(bs.get(i), at);
      assertThat(prover.a(i)).isEqualTo(a);
      assertThat(prover.b(i)).isEqualTo(b);
      FieldElement factor = BatchedSumcheck.factor(lead, reduced.point(), rounds - bits[i]);
      assertThat(factor).isEqualTo(factor(lead, reduced.point(), rounds - bits[i]));
      expected = expected.add(weights.get(i).multiply(factor).multiply(a).multiply(b));
    }
    assertThat(ClearChannel.number(reduced.claim())).isEqualTo(expected);
  }

  private static FieldElement factor(BatchedSumcheck.Lead lead, FieldElement[] point, int waiting) {
    FieldElement factor = FIELD.one();
    for (int i = 0; i < waiting; i++) {
      factor =
          factor.multiply(
              lead == BatchedSumcheck.Lead.CONSTANT
                  ? FIELD.of(2).inverse()
                  : FIELD.one().subtract(point[i]));
    }
    return factor;
  }

  /** With zero extension the factor times a short vector is the long one, evaluated. */
  @ParameterizedTest
  @EnumSource(BatchedSumcheck.Lead.class)
  void theVerifierArrivesAtTheSameClaim(BatchedSumcheck.Lead lead) {
    BatchedProver prover = new BatchedProver(FIELD, 4, lead);
    FieldVector a = vector(4);
    prover.add(a.copy(), vector(4), 2, FIELD.one());
    ClearChannel sender = ClearChannel.sending(FIELD, new Transcript("test"), Tamper.NONE);
    Value claim = sender.constant(prover.claim(0));
    BatchedSumcheck.Reduced sent = BatchedSumcheck.run(sender, "test", 4, claim, prover);
    ClearChannel receiver =
        ClearChannel.receiving(FIELD, new Transcript("test"), sender.messages());
    BatchedSumcheck.Reduced received =
        BatchedSumcheck.run(
            receiver, "test", 4, receiver.constant(ClearChannel.number(claim)), null);
    assertThat(received.point()).isEqualTo(sent.point());
    assertThat(received.claim()).isEqualTo(sent.claim());
    if (lead == BatchedSumcheck.Lead.ZERO_EXTENSION) {
      FieldVector extended = FieldVector.zeros(FIELD, 16);
      extended.copyFrom(a, 0, 0, 4);
      assertThat(Multilinear.evaluate(extended, sent.point()))
          .isEqualTo(prover.a(0).multiply(BatchedSumcheck.factor(lead, sent.point(), 2)));
    }
  }
}
