package org.probity.inference;

import org.probity.inference.certificate.Statement;

/** The verifier's answer. */
public sealed interface Verdict {
  /** The certificate proves the statement. */
  record Accepted(Statement statement) implements Verdict {}

  /**
   * The certificate proves nothing.
   *
   * @param reason the first check that failed, in one line
   */
  record Rejected(String reason) implements Verdict {}
}
