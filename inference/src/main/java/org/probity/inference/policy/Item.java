package org.probity.inference.policy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.probity.graph.Encoding;
import org.probity.graph.Port;
import org.probity.inference.certificate.PortClaim;
import org.probity.inference.certificate.PortValues;
import org.probity.inference.certificate.Statement;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.key.ModelKey;

/**
 * One inference of a statement.
 *
 * @param number counted from 0
 */
record Item(ModelKey key, Statement statement, int number) {
  /** The claim about a port, which must be public. */
  PortClaim port(String name) throws UndecidedException {
    Optional<PortClaim> claim =
        statement.ports().stream().filter(p -> p.name().equals(name)).findFirst();
    if (claim.isEmpty()) {
      throw new UndecidedException(Names.missing(name, statement));
    }
    if (claim.get().visibility() != Visibility.PUBLIC) {
      throw new UndecidedException(
          "port '%s' is %s: its value cannot be compared"
              .formatted(name, claim.get().visibility().label()));
    }
    return claim.get();
  }

  /** The shape of a port in the original model. */
  List<Long> shape(String port) {
    return Stream.concat(key.graph().inputs().stream(), key.graph().outputs().stream())
        .filter(p -> p.name().equals(port))
        .map(Port::shape)
        .findFirst()
        .orElseThrow();
  }

  /** Number of a public port's entries in one item. */
  int size(PortClaim claim) {
    return content(claim).size() / statement.count();
  }

  /** An entry of a public port in this item. */
  Quantity read(PortClaim claim, int entry) {
    return Operand.read(content(claim), number * size(claim) + entry);
  }

  private static PortValues content(PortClaim claim) {
    return claim.content().orElseThrow();
  }

  /**
   * Refuses a name that a port of categories does not have: it would never be equal, and so always
   * be "not equal".
   */
  void checkName(String port, String name) throws UndecidedException {
    if (port(port).encoding() instanceof Encoding.Category(List<String> names)
        && !names.contains(name)) {
      throw new UndecidedException("port '%s' has no category '%s'".formatted(port, name));
    }
  }

  /** How people call it: nothing if it is the only one. */
  String place() {
    if (statement.count() == 1) {
      return "";
    }
    String label = statement.labels().isEmpty() ? "" : " '" + statement.labels().get(number) + "'";
    return "item " + (number + 1) + label + ": ";
  }
}
