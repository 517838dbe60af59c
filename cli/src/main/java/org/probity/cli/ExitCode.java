package org.probity.cli;

/** What the command's exit code says. */
public final class ExitCode {
  /** Done; for {@code verify}: the certificate is valid. */
  public static final int OK = 0;

  /** The certificate, or the model key, proves nothing. */
  static final int REJECTED = 1;

  /** The command line or a file could not be used. */
  static final int BAD_INPUT = 2;

  /** A fault of this program. */
  static final int INTERNAL = 3;

  private ExitCode() {}
}
