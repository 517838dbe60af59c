package org.probity.inference.policy;

import java.util.stream.Collectors;
import org.probity.inference.certificate.PortClaim;
import org.probity.inference.certificate.Statement;

/** What is said of names that do not exist. */
final class Names {
  private Names() {}

  /** Whoever wrote the policy sees what may have been meant. */
  static String missing(String port, Statement statement) {
    String names =
        statement.ports().stream().limit(8).map(PortClaim::name).collect(Collectors.joining(", "));
    String more = statement.ports().size() > 8 ? ", ..." : "";
    return "the model has no port '%s' (it has: %s%s)".formatted(port, names, more);
  }
}
