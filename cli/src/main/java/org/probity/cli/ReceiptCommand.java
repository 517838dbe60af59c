package org.probity.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code probity receipt}. */
@Command(
    name = "receipt",
    mixinStandardHelpOptions = true,
    description = "What the holder of a receipt can do with it.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ReceiptCheckCommand.class, ReceiptShowCommand.class})
final class ReceiptCommand implements Runnable {
  @Spec private CommandSpec command;

  @Override
  public void run() {
    throw new ParameterException(command.commandLine(), "check or show a receipt?");
  }
}
