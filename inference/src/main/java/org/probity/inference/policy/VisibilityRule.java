package org.probity.inference.policy;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.probity.inference.Check;
import org.probity.inference.certificate.PortClaim;
import org.probity.inference.certificate.Statement;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.key.ModelKey;

/** How ports must be shown. */
record VisibilityRule(Ports ports, Set<Visibility> allowed) implements Rule {
  VisibilityRule {
    allowed = Set.copyOf(allowed);
  }

  /** Which ports. */
  sealed interface Ports {
    boolean includes(PortClaim port);

    /** All inputs, or all outputs. */
    record OfRole(PortClaim.Role role) implements Ports {
      @Override
      public boolean includes(PortClaim port) {
        return port.role() == role;
      }

      @Override
      public String toString() {
        return "every " + role.label();
      }
    }

    /** One port; names are the same if they are so byte by byte. */
    record Named(String name) implements Ports {
      @Override
      public boolean includes(PortClaim port) {
        return port.name().equals(name);
      }

      @Override
      public String toString() {
        return "port '" + name + "'";
      }
    }
  }

  @Override
  public List<Check> check(ModelKey key, Statement statement, Circumstances circumstances) {
    List<PortClaim> meant = statement.ports().stream().filter(ports::includes).toList();
    if (meant.isEmpty()) {
      // A rule about nothing would hold of every certificate.
      return failed(
          switch (ports) {
            case Ports.Named(String name) -> Names.missing(name, statement);
            case Ports.OfRole(PortClaim.Role role) -> "the model has no " + role.label();
          });
    }
    for (PortClaim port : meant) {
      if (!allowed.contains(port.visibility())) {
        return failed(
            "port '%s' is %s; allowed: %s"
                .formatted(port.name(), port.visibility().label(), labels()));
      }
    }
    return List.of(Check.passed(Policy.VISIBILITY, ports + " is " + labels()));
  }

  private static List<Check> failed(String reason) {
    return List.of(Check.failed(Policy.VISIBILITY, reason));
  }

  private String labels() {
    return allowed.stream().sorted().map(Visibility::label).collect(Collectors.joining(" or "));
  }
}
