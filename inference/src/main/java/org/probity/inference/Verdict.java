package org.probity.inference;

import java.util.List;
import java.util.Optional;

/**
 * The verifier's answer: every check with its outcome, in the order in which they were made.
 *
 * @param checks all that can be made; those that cost time are not made after another has failed
 */
public record Verdict(List<Check> checks) {
  public Verdict {
    checks = List.copyOf(checks);
  }

  /** Whether the certificate proves its statement and the statement is as it was asked to be. */
  public boolean accepted() {
    // A list without these two would prove nothing, however little it has failed.
    return checks.stream().noneMatch(Check::hasFailed)
        && has(Check.REGISTRATION)
        && has(Check.PROOF);
  }

  private boolean has(String name) {
    return checks.stream().anyMatch(check -> check.name().equals(name) && check.hasPassed());
  }

  /** The first failed check in one line; empty if the certificate is accepted. */
  public Optional<String> reason() {
    Optional<String> failed =
        checks.stream().filter(Check::hasFailed).map(Check::detail).findFirst();
    return failed.isPresent() || accepted() ? failed : Optional.of("the proof was not checked");
  }
}
