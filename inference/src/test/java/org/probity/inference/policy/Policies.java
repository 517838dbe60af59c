package org.probity.inference.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.List;
import org.probity.inference.Check;
import org.probity.inference.certificate.Origin;
import org.probity.inference.certificate.Prefix;
import org.probity.inference.certificate.Statement;
import org.probity.inference.json.InvalidFileException;
import org.probity.inference.signature.SigningKey;

/** Policies, and what they find wrong with statements. */
final class Policies {
  static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

  static final SigningKey KEY = SigningKey.generate();

  static final String ID = Decisions.key().modelId();

  /** Demands of every kind, all of which an approval meets. */
  static final String ALL =
      """
      {"format": "probity policy", "version": 1,
       "models": ["%s"],
       "suite": "grumpkin-sha256",
       "registration": "required",
       "visibilities": [{"role": "input", "allowed": ["public", "committed"]},
                        {"port": "class", "allowed": ["public"]}],
       "context": {"pattern": "loan * of {date}", "maxAgeHours": 24},
       "origin": {"part": "whole", "prefixes": ["none"], "file": "%s"},
       "batch": {"min": 1, "max": 3},
       "conditions": ["score >= 0.75", "class == 'good' equals approved"]}
      """
          .formatted(ID, "ab".repeat(32));

  private Policies() {}

  static List<Check> check(String policy, Statement statement) throws InvalidFileException {
    return check(policy, statement, Circumstances.at(NOW));
  }

  static List<Check> check(String policy, Statement statement, Circumstances circumstances)
      throws InvalidFileException {
    return Policy.decode(policy.getBytes(UTF_8))
        .requirement(circumstances)
        .check(Decisions.key(), statement);
  }

  static List<String> failures(List<Check> checks) {
    return checks.stream().filter(Check::hasFailed).map(c -> c.name() + ": " + c.detail()).toList();
  }

  /** The names of the checks that have failed. */
  static List<String> failed(List<Check> checks) {
    return checks.stream().filter(Check::hasFailed).map(Check::name).distinct().toList();
  }

  static String policy(String fields) {
    return """
    {"format": "probity policy", "version": 1, "models": ["%s"], %s}
    """
        .formatted(ID, fields);
  }

  static String signed(String more) {
    return """
    {"format": "probity policy", "version": 1,
     "modelList": {"file": "bank.list", "signer": "%s"%s}}
    """
        .formatted(KEY.signer().id(), more);
  }

  static Decisions withOrigin(Prefix prefix, List<String> from, List<String> to) {
    return Decisions.approval().with(new Origin("ab".repeat(32), from, to, prefix));
  }
}
