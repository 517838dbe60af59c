package org.probity.inference;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the verifier wants a certificate to say, beyond being valid.
 *
 * @param context the exact context, if given
 * @param values quantised values of public ports by name
 * @param requirements whatever else is asked, such as a policy
 */
public record Expectations(
    Optional<byte[]> context, Map<String, int[]> values, List<Requirement> requirements) {
  public Expectations {
    values = Map.copyOf(values);
    requirements = List.copyOf(requirements);
  }

  /** Context and values only. */
  public Expectations(Optional<byte[]> context, Map<String, int[]> values) {
    this(context, values, List.of());
  }

  /** Any valid certificate of the model. */
  public static Expectations none() {
    return new Expectations(Optional.empty(), Map.of());
  }

  /** A valid certificate bound to this context. */
  public static Expectations context(byte[] context) {
    return new Expectations(Optional.of(context.clone()), Map.of());
  }

  /** A valid certificate bound to this text, in UTF-8. */
  public static Expectations context(String text) {
    return context(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The same and, of these public ports, exactly these quantised values. */
  public Expectations withValues(Map<String, int[]> quantised) {
    return new Expectations(context, quantised, requirements);
  }

  /** The same and this requirement. */
  public Expectations and(Requirement requirement) {
    List<Requirement> all = new java.util.ArrayList<>(requirements);
    all.add(requirement);
    return new Expectations(context, values, all);
  }
}
