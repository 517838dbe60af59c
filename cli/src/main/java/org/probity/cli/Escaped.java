package org.probity.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.probity.api.input.BadInputException;

/**
 * Part of an option that holds names of ports: in it a backslash takes the next character as it is,
 * so that names with commas and equals signs can be written.
 *
 * @param raw as it stands in the option
 */
record Escaped(String raw) {
  private static final char ESCAPE = '\\';

  /** Two parts and what stood between them taken away. */
  record Halves(Escaped left, Escaped right) {}

  /** What is meant: without the backslashes that escape. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < raw.length(); i++) {
      if (raw.charAt(i) == ESCAPE && ++i == raw.length()) {
        throw new BadInputException("'" + raw + "': a backslash takes the character after it");
      }
      text.append(raw.charAt(i));
    }
    return text.toString();
  }

  /** Whether something is escaped: such a word is a name, whatever words have a meaning here. */
  boolean isLiteral() {
    return raw.indexOf(ESCAPE) >= 0;
  }

  /** The parts between separators that are not escaped; at least one. */
  List<Escaped> split(char separator) {
    List<Escaped> parts = new ArrayList<>();
    Escaped rest = this;
    for (var halves = rest.cut(separator); halves.isPresent(); halves = rest.cut(separator)) {
      parts.add(halves.get().left());
      rest = halves.get().right();
    }
    parts.add(rest);
    return parts;
  }

  /** What stands before and after the first separator that is not escaped. */
  Optional<Halves> cut(char separator) {
    for (int i = 0; i < raw.length(); i++) {
      if (raw.charAt(i) == ESCAPE) {
        i++;
      } else if (raw.charAt(i) == separator) {
        return Optional.of(
            new Halves(new Escaped(raw.substring(0, i)), new Escaped(raw.substring(i + 1))));
      }
    }
    return Optional.empty();
  }
}
