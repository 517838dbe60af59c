package org.probity.argument.protocol;

import java.util.Random;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.PrimeField;
import org.probity.argument.transcript.Transcript;

/** A random oracle that was programmed: challenges are known before anything is absorbed. */
final class ProgrammedTranscript extends Transcript {
  private final Random random;

  ProgrammedTranscript(long seed) {
    super(Preamble.PROTOCOL);
    random = new Random(seed);
  }

  @Override
  public void absorb(String label, byte[] data) {
    // Nothing that the prover says has an influence.
  }

  @Override
  public FieldElement challenge(String label, PrimeField field) {
    byte[] wide = new byte[64];
    random.nextBytes(wide);
    return field.reduce(wide);
  }
}
