package org.probity.inference;

import java.util.Map;
import java.util.Optional;

/**
 * What the verifier wants a certificate to say, beyond being valid.
 *
 * @param context the exact context, if given
 * @param values quantised values of public ports by name
 */
public record Expectations(Optional<byte[]> context, Map<String, int[]> values) {
  public Expectations {
    values = Map.copyOf(values);
  }

  /** Any valid certificate of the model. */
  public static Expectations none() {
    return new Expectations(Optional.empty(), Map.of());
  }

  /** A valid certificate bound to this context. */
  public static Expectations context(byte[] context) {
    return new Expectations(Optional.of(context.clone()), Map.of());
  }
}
