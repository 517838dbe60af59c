package org.probity.inference.policy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.probity.inference.Check;
import org.probity.inference.certificate.Origin;
import org.probity.inference.certificate.Prefix;
import org.probity.inference.certificate.Statement;
import org.probity.inference.key.ModelKey;

/**
 * Which part of which file the model must be.
 *
 * @param asked whether the policy says anything about it
 * @param whole whether it must be the whole file
 * @param prefixes what may be known of the part before
 * @param digests of public prefixes that are allowed; none: all
 * @param file the commitment to the file, if it must be one
 */
record OriginRule(
    boolean asked, boolean whole, Set<Kind> prefixes, List<String> digests, Optional<String> file)
    implements Rule {
  OriginRule {
    prefixes = Set.copyOf(prefixes);
    digests = List.copyOf(digests);
  }

  /** Kinds of prefixes. */
  enum Kind {
    NONE,
    PUBLIC,
    UNPROVEN;

    static Kind of(Prefix prefix) {
      return switch (prefix) {
        case Prefix.None _ -> NONE;
        case Prefix.Public _ -> PUBLIC;
        case Prefix.Unproven _ -> UNPROVEN;
      };
    }

    String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** A policy has to say that it allows inputs which may come from anywhere. */
  static final Set<Kind> DEFAULT_PREFIXES = Set.of(Kind.NONE, Kind.PUBLIC);

  /** What holds if the policy says nothing. */
  static OriginRule silent() {
    return new OriginRule(false, false, DEFAULT_PREFIXES, List.of(), Optional.empty());
  }

  @Override
  public List<Check> check(ModelKey key, Statement statement, Circumstances circumstances) {
    Optional<String> fault =
        statement.origin().isPresent()
            ? fault(statement.origin().get())
            : Optional.of("the model key does not say what it was made from").filter(_ -> asked);
    return List.of(
        fault.isPresent()
            ? Check.failed(Policy.ORIGIN, fault.get())
            : asked
                ? Check.passed(Policy.ORIGIN, whole ? "a whole file" : "an allowed part of a file")
                : Check.notChecked(
                    Policy.ORIGIN, "the policy demands nothing but that no input is unproven"));
  }

  private Optional<String> fault(Origin origin) {
    Kind kind = Kind.of(origin.prefix());
    if (!prefixes.contains(kind)) {
      return Optional.of("the policy does not allow models whose prefix is " + kind.label());
    }
    if (whole && !(origin.from().isEmpty() && origin.to().isEmpty())) {
      return Optional.of("the model is a part of its file, not the whole");
    }
    if (origin.prefix() instanceof Prefix.Public(String digest)
        && !digests.isEmpty()
        && !digests.contains(digest)) {
      return Optional.of("the policy does not allow the public prefix " + digest);
    }
    return file.filter(f -> !f.equals(origin.file()))
        .map(_ -> "the model was made from another file than the policy's");
  }
}
