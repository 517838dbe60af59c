package org.probity.bench.fuzz;

/** What a fuzzer reports, besides exceptions that escape, too much memory and too much time. */
final class Finding extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final int LONGEST = 600;

  private Finding(String message) {
    super(message);
  }

  /** An error message is one line that a person can read. */
  static void check(String message) {
    if (message == null || message.isBlank()) {
      throw new Finding("an error without a message");
    }
    if (message.length() > LONGEST || message.lines().count() != 1) {
      throw new Finding("not a line: " + message);
    }
  }
}
