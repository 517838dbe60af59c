package org.probity.inference.policy;

import java.time.Instant;
import java.util.Optional;
import org.probity.inference.signature.ModelList;

/**
 * What a policy needs to know besides the certificate.
 *
 * @param now the verifier's clock: certificates have no time of their own
 * @param nonce what the verifier has asked the prover to put into the context
 * @param modelList the file of a signed model list; whether it is one and holds is checked with the
 *     policy
 */
public record Circumstances(Instant now, Optional<String> nonce, Optional<byte[]> modelList) {
  /** Largest nonce. */
  public static final int MAX_NONCE = 256;

  public Circumstances {
    if (nonce.filter(n -> n.isEmpty() || n.length() > MAX_NONCE).isPresent()) {
      throw new IllegalArgumentException("a nonce has 1 to " + MAX_NONCE + " characters");
    }
    if (modelList.filter(file -> file.length > ModelList.MAX_FILE).isPresent()) {
      throw new IllegalArgumentException("the model list is too large");
    }
  }

  /** Nothing but the time. */
  public static Circumstances at(Instant now) {
    return new Circumstances(now, Optional.empty(), Optional.empty());
  }

  /** The same with this nonce. */
  public Circumstances withNonce(String challenge) {
    return new Circumstances(now, Optional.of(challenge), modelList);
  }

  /** The same with this file of a signed model list. */
  public Circumstances withModelList(byte[] file) {
    return new Circumstances(now, nonce, Optional.of(file.clone()));
  }

  @Override
  public String toString() {
    return "Circumstances[now=" + now + "]";
  }
}
