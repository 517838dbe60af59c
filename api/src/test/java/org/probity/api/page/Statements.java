package org.probity.api.page;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.probity.argument.Suite;
import org.probity.argument.program.Shape;
import org.probity.graph.Encoding;
import org.probity.inference.certificate.Origin;
import org.probity.inference.certificate.PortClaim;
import org.probity.inference.certificate.PortClaim.Role;
import org.probity.inference.certificate.PortValues;
import org.probity.inference.certificate.Prefix;
import org.probity.inference.certificate.Receipt;
import org.probity.inference.certificate.Statement;
import org.probity.inference.certificate.Visibility;

/** Statements that nobody has proven. */
final class Statements {
  static final String ID = "0123456789abcdef".repeat(4);

  private Statements() {}

  static PortClaim port(String name, Role role, Visibility visibility, int... values) {
    return new PortClaim(
        name,
        role,
        visibility,
        4,
        Encoding.fixed(),
        visibility == Visibility.PUBLIC ? Optional.of(values) : Optional.empty(),
        visibility == Visibility.COMMITTED
            ? Optional.of(new PortClaim.Commitment(List.of(1, 1), new byte[32]))
            : Optional.empty());
  }

  static PortClaim decision(String name, int... values) {
    return new PortClaim(
        name,
        Role.OUTPUT,
        Visibility.PUBLIC,
        0,
        new Encoding.Category(List.of("granted", "declined")),
        Optional.of(values),
        Optional.empty());
  }

  static Statement of(List<PortClaim> ports, String context) {
    return new Statement(ID, ports, context.getBytes(StandardCharsets.UTF_8));
  }

  /** One of each: sealed, shown and hidden inputs, a decision. */
  static Statement mixed() {
    return of(
        List.of(
            port("income", Role.INPUT, Visibility.COMMITTED),
            port("duration", Role.INPUT, Visibility.PUBLIC, 200),
            port("history", Role.INPUT, Visibility.HIDDEN),
            decision("decision", 1)),
        "application 4711");
  }

  static Statement batch(int count) {
    int[] scores = new int[count];
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      scores[i] = 16 * i;
      labels.add("case " + (4000 + i));
    }
    return new Statement(
        ID,
        count,
        labels,
        Optional.empty(),
        List.of(
            port("applicant", Role.INPUT, Visibility.HIDDEN),
            port("score", Role.OUTPUT, Visibility.PUBLIC, scores)),
        new byte[0]);
  }

  static Statement unproven() {
    Statement mixed = mixed();
    Origin origin = new Origin(ID, List.of("features"), List.of(), new Prefix.Unproven());
    return new Statement(ID, 1, List.of(), Optional.of(origin), mixed.ports(), mixed.context());
  }

  /** The receipt of a sealed number, which {@link #sealed} commits to. */
  static Receipt receipt(String name, int value) {
    return new Receipt(
        name,
        Role.INPUT,
        0,
        Suite.GRUMPKIN,
        new Shape(List.of(1, 1)),
        new PortValues(Encoding.fixed(), 4, new int[] {value}),
        new byte[32]);
  }

  /** What these receipts open, and a decision. */
  static Statement sealed(Receipt... receipts) {
    List<PortClaim> ports = new ArrayList<>();
    for (Receipt receipt : receipts) {
      ports.add(
          new PortClaim(
              receipt.port(),
              Role.INPUT,
              Visibility.COMMITTED,
              4,
              Encoding.fixed(),
              Optional.empty(),
              Optional.of(new PortClaim.Commitment(List.of(1, 1), receipt.commitment()))));
    }
    ports.add(decision("decision", 1));
    return of(ports, "application 4711");
  }
}
