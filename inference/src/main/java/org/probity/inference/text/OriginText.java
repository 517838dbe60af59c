package org.probity.inference.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.probity.inference.certificate.Origin;
import org.probity.inference.certificate.PortClaim;
import org.probity.inference.certificate.Prefix;
import org.probity.inference.certificate.Statement;
import org.probity.inference.certificate.Visibility;

/** Which part of which file is proven and, above all, which is not, in lines for people. */
public final class OriginText {
  private OriginText() {}

  /** The lines for a statement, which may hide what would have to be compared. */
  public static List<String> lines(Statement statement) {
    if (statement.origin().isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>(lines(statement.origin().get()));
    boolean hidden =
        statement.origin().get().prefix() instanceof Prefix.Public
            && statement.ports().stream()
                .anyMatch(
                    p -> p.role() == PortClaim.Role.INPUT && p.visibility() == Visibility.HIDDEN);
    if (hidden) {
      lines.add("  before   NOT SHOWN: that what is hidden comes from the prefix");
    }
    return lines;
  }

  /** The lines, indented by two spaces; names from files are cleaned of control characters. */
  public static List<String> lines(Origin origin) {
    List<String> lines = new ArrayList<>();
    lines.add("  file     " + origin.file() + " (sealed: its owner can show which it is)");
    if (!origin.isPartial()) {
      return lines;
    }
    String from = names(origin.from());
    String to = names(origin.to());
    lines.add(
        "  proven   the part from %s to %s"
            .formatted(from.isEmpty() ? "the inputs" : from, to.isEmpty() ? "the results" : to));
    switch (origin.prefix()) {
      case Prefix.None _ -> {}
      case Prefix.Public(String digest) ->
          lines.add("  before   a public prefix, which anybody can run again: " + digest);
      case Prefix.Unproven _ ->
          lines.add("  before   NOT PROVEN: that " + from + " comes from any input");
    }
    if (!to.isEmpty()) {
      lines.add("  behind   NOT PROVEN: what the file makes of " + to);
    }
    return lines;
  }

  private static String names(List<String> tensors) {
    return tensors.stream().map(Printable::line).collect(Collectors.joining(", "));
  }
}
