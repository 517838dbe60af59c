package org.probity.cli.demo;

import java.util.ArrayList;
import java.util.List;

/** Text in lines that fit a terminal. */
final class Wrapped {
  private static final int WIDTH = 96;

  private Wrapped() {}

  /**
   * The lines of a text, broken at blanks.
   *
   * @param first stands before the first line; the others are indented as far
   */
  static List<String> lines(String first, String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(first);
    boolean empty = true;
    for (String word : text.split(" ", -1)) {
      if (!empty && line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line = new StringBuilder(" ".repeat(first.length()));
        empty = true;
      }
      line.append(empty ? "" : " ").append(word);
      empty = false;
    }
    lines.add(line.toString());
    return lines;
  }
}
