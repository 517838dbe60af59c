package org.probity.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code probity keys}. */
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    description = "Model keys: which there are, who vouches for them, what has changed.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      KeysListCommand.class,
      KeysCompareCommand.class,
      KeysNewSignerCommand.class,
      KeysSignCommand.class,
      KeysBundleCommand.class,
      KeysVerifyCommand.class
    })
final class KeysCommand implements Runnable {
  @Spec private CommandSpec command;

  @Override
  public void run() {
    throw new ParameterException(
        command.commandLine(), "list, compare, new-signer, sign, bundle or verify?");
  }
}
