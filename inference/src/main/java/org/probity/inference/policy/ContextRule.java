package org.probity.inference.policy;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.probity.inference.Check;
import org.probity.inference.certificate.Statement;
import org.probity.inference.key.ModelKey;

/** What the certificate must be bound to. */
sealed interface ContextRule extends Rule {
  /** These bytes. */
  record Exact(byte[] context) implements ContextRule {
    @Override
    public List<Check> check(ModelKey key, Statement statement, Circumstances circumstances) {
      List<Check> checks = new ArrayList<>();
      checks.add(
          Arrays.equals(context, statement.context())
              ? Check.passed(Policy.CONTEXT, "the policy's")
              : Check.failed(Policy.CONTEXT, "the certificate was made for another context"));
      checks.add(
          circumstances.nonce().isPresent()
              ? Check.failed(Policy.FRESHNESS, "the policy has no place for the nonce")
              : Check.notChecked(Policy.FRESHNESS, "the policy demands nothing"));
      return checks;
    }
  }

  /**
   * A text of this form.
   *
   * @param maxAgeHours of the date or time in the pattern, which has one if this is given
   */
  record Matching(ContextPattern pattern, Optional<Integer> maxAgeHours) implements ContextRule {
    /** How much the clocks of prover and verifier may differ. */
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    @Override
    public List<Check> check(ModelKey key, Statement statement, Circumstances circumstances) {
      if (pattern.hasNonce() && circumstances.nonce().isEmpty()) {
        return List.of(Check.failed(Policy.CONTEXT, "the policy demands a nonce; none is given"));
      }
      Optional<ContextPattern.Match> match =
          text(statement.context()).flatMap(t -> pattern.match(t, circumstances.nonce()));
      List<Check> checks = new ArrayList<>();
      checks.add(
          match.isPresent()
              ? Check.passed(Policy.CONTEXT, "of the form " + pattern)
              : Check.failed(Policy.CONTEXT, "the context is not of the form " + pattern));
      if (!pattern.hasNonce() && circumstances.nonce().isPresent()) {
        checks.add(Check.failed(Policy.FRESHNESS, "the policy has no place for the nonce"));
      } else if (match.isPresent()) {
        checks.add(freshness(match.get(), circumstances.now()));
      } else {
        checks.add(Check.notChecked(Policy.FRESHNESS, "the context is not of the policy's form"));
      }
      return checks;
    }

    private Check freshness(ContextPattern.Match match, Instant now) {
      if (match.time().isEmpty()) {
        return pattern.hasNonce()
            ? Check.passed(Policy.FRESHNESS, "made for this nonce")
            : Check.notChecked(Policy.FRESHNESS, "the policy demands nothing");
      }
      Instant time = match.time().get();
      if (time.isAfter(now.plus(TOLERANCE))) {
        return Check.failed(Policy.FRESHNESS, "the context is of the future: " + time);
      }
      return time.isBefore(now.minus(Duration.ofHours(maxAgeHours.orElseThrow())))
          ? Check.failed(
              Policy.FRESHNESS,
              "the context is of %s: older than %d hours".formatted(time, maxAgeHours.get()))
          : Check.passed(Policy.FRESHNESS, "of " + time);
    }

    private static Optional<String> text(byte[] context) {
      try {
        return Optional.of(
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(context)).toString());
      } catch (CharacterCodingException _) {
        return Optional.empty();
      }
    }
  }
}
