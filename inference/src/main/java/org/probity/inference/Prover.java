package org.probity.inference;

import org.probity.inference.key.ModelKey;
import org.probity.inference.key.ModelSecret;

/** Runs a registered model and proves the result. */
@SuppressWarnings("DoNotCallSuggester")
public final class Prover {
  private Prover() {}

  /**
   * Proves one inference.
   *
   * @throws RefusedException if the secret does not belong to the key, or the request does not fit
   *     the model
   */
  public static Proven prove(ModelKey key, ModelSecret secret, ProofRequest request)
      throws RefusedException {
    throw new UnsupportedOperationException();
  }
}
