package org.probity.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code probity} command. */
@Command(
    name = "probity",
    mixinStandardHelpOptions = true,
    version = "probity 0.1.0",
    description = "Certificates for the decisions of neural networks.",
    synopsisSubcommandLabel = "COMMAND")
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }
}
