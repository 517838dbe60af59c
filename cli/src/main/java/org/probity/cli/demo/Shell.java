package org.probity.cli.demo;

/** Runs a command of Probity as if it had been typed. */
@FunctionalInterface
public interface Shell {
  /** What a command printed, standard output and error together, and its exit code. */
  record Result(int exitCode, String text) {}

  /** Runs {@code probity} with these arguments. */
  Result run(String... arguments);
}
