package org.probity.inference.text;

/** Text from files and strangers, made fit for a terminal. */
public final class Printable {
  private static final int MAX_LENGTH = 1000;

  private Printable() {}

  /**
   * One line of limited length without characters that steer a terminal: control and format
   * characters (such as those that turn the direction of writing) and line separators.
   */
  public static String line(String text) {
    String start = text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "...";
    return start.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
  }
}
