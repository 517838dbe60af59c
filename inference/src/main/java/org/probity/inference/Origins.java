package org.probity.inference;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.probity.graph.Port;
import org.probity.inference.certificate.Origin;
import org.probity.inference.certificate.PortClaim;
import org.probity.inference.certificate.Prefix;
import org.probity.inference.certificate.Statement;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.key.ModelKey;

/** What a statement says of the file that its model comes from. */
final class Origins {
  private static final String PART = "a part of a model file";

  private Origins() {}

  /**
   * Compares a statement's origin with the key's. The proof is bound to either, but people read
   * what the statement says.
   */
  static Check check(ModelKey key, Statement statement) {
    if (!statement.origin().equals(key.origin())) {
      return Check.failed(
          Check.ORIGIN, "the certificate names another file, or another part of it, than the key");
    }
    Optional<String> hidden =
        statement.ports().stream()
            .filter(p -> p.role() == PortClaim.Role.INPUT)
            .flatMap(p -> hidden(key, p.name(), p.visibility()).stream())
            .findFirst();
    return Check.of(
        Check.ORIGIN, hidden, key.origin().map(Origins::words).orElse("the key names no file"));
  }

  /** Why these inputs would make a certificate that says nothing; empty if they do not. */
  static Optional<String> fault(ModelKey key, Map<String, Visibility> visibilities) {
    List<Port> inputs = key.graph().inputs();
    return inputs.stream()
        .map(Port::name)
        .flatMap(
            name -> hidden(key, name, visibilities.getOrDefault(name, Visibility.HIDDEN)).stream())
        .findFirst();
  }

  private static Optional<String> hidden(ModelKey key, String input, Visibility visibility) {
    boolean unproven = key.origin().filter(o -> o.prefix() instanceof Prefix.Unproven).isPresent();
    return unproven && visibility == Visibility.HIDDEN
        ? Optional.of(
            "input "
                + input
                + " comes from a part that is not proven; hidden, the certificate would say nothing"
                + " about any input: make it committed or public")
        : Optional.empty();
  }

  /** A public prefix that nobody has asked to run again: the certificate does not prove it. */
  static List<Check> notRun(ModelKey key, Expectations expectations) {
    boolean named = key.origin().filter(o -> o.prefix() instanceof Prefix.Public).isPresent();
    boolean asked =
        expectations.requirements().stream().anyMatch(PrefixRequirement.class::isInstance);
    return named && !asked
        ? List.of(
            Check.notChecked(
                Check.PREFIX, "the public prefix was not run again on the original input"))
        : List.of();
  }

  private static String words(Origin origin) {
    return switch (origin.prefix()) {
      case Prefix.None _ when !origin.isPartial() ->
          "a whole model file, sealed as " + origin.file();
      case Prefix.None _ -> PART + "; what comes behind is not proven";
      case Prefix.Public _ -> PART + " behind a public prefix that anybody can run again";
      case Prefix.Unproven _ -> PART + "; WHAT COMES BEFORE IS NOT PROVEN";
    };
  }
}
