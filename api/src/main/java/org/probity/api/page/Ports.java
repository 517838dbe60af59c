package org.probity.api.page;

import java.util.List;
import java.util.stream.Collectors;
import org.probity.graph.Reading;
import org.probity.inference.certificate.PortClaim;
import org.probity.inference.certificate.PortClaim.Role;
import org.probity.inference.certificate.PortValues;
import org.probity.inference.certificate.Statement;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.text.ReadingText;

/** The ports of a statement by role and visibility, and their values as text. */
record Ports(Statement statement) {
  private static final int SHOWN_VALUES = 24;

  List<String> names(Role role, Visibility visibility) {
    return statement.ports().stream()
        .filter(p -> p.role() == role && p.visibility() == visibility)
        .map(PortClaim::name)
        .toList();
  }

  boolean has(Role role, Visibility visibility) {
    return !names(role, visibility).isEmpty();
  }

  /** What of a port can be read off the certificate, for one inference. */
  static String content(PortClaim port) {
    return switch (port.visibility()) {
      case HIDDEN -> "hidden";
      case COMMITTED -> "sealed";
      case PUBLIC -> values(port.content().orElseThrow());
    };
  }

  static String values(PortValues content) {
    List<Reading> readings = content.readings();
    String shown =
        readings.stream()
            .limit(SHOWN_VALUES)
            .map(ReadingText::of)
            .collect(Collectors.joining(",  "));
    return readings.size() > SHOWN_VALUES ? shown + ",  … (" + readings.size() + " values)" : shown;
  }
}
