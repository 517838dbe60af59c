package org.probity.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code probity} command. */
@Command(
    name = "probity",
    mixinStandardHelpOptions = true,
    version = "probity 0.1.0",
    description = "Proves what private machine-learning models have decided, and checks such proofs.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0  done; for verify: the certificate is valid",
      "  1  rejected: the certificate proves nothing",
      "  2  wrong usage, or a file that cannot be used",
      "  3  a fault of probity itself"
    },
    subcommands = {
      RegisterCommand.class,
      ProveCommand.class,
      VerifyCommand.class,
      EstimateCommand.class,
      ReceiptCommand.class,
      InspectCommand.class,
      OriginCommand.class,
      ShowCommand.class,
      KeysCommand.class,
      DemoCommand.class,
      BenchCommand.class
    })
public final class Main implements Runnable {
  @Spec private CommandSpec command;

  private Main() {}

  public static void main(String[] args) {
    CommandLine line = commandLine();
    line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    // A helper thread's fault is one line, too.
    Thread.setDefaultUncaughtExceptionHandler((thread, fault) -> Errors.handle(fault, line));
    System.exit(execute(line, args));
  }

  static CommandLine commandLine() {
    Errors errors = new Errors();
    return new CommandLine(new Main())
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true);
  }

  static int execute(CommandLine line, String... args) {
    try {
      return line.execute(args);
    } catch (OutOfMemoryError | StackOverflowError | AssertionError | LinkageError e) {
      return Errors.handle(e, line);
    }
  }

  @Override
  public void run() {
    throw new ParameterException(command.commandLine(), "what should be done?");
  }
}
