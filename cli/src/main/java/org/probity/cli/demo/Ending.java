package org.probity.cli.demo;

/** How a command of a story has to end. */
public enum Ending {
  DONE(0),
  REJECTED(1);

  private final int exitCode;

  Ending(int exitCode) {
    this.exitCode = exitCode;
  }

  /** The exit code that says so. */
  public int exitCode() {
    return exitCode;
  }
}
