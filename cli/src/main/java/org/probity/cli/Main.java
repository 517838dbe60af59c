package org.probity.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.probity.cli.bench.BenchCommand;
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
    description =
        "Proves what private machine-learning models have decided, and checks such proofs.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0  done; for verify: the certificate is valid",
      "  1  rejected: the certificate proves nothing",
      "  2  wrong usage, or a file that cannot be used",
      "  3  a fault of probity itself"
    })
public final class Main implements Runnable {
  /** The commands by name, in the order of the help. */
  private static final Map<String, Class<?>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("register", RegisterCommand.class);
    COMMANDS.put("prove", ProveCommand.class);
    COMMANDS.put("verify", VerifyCommand.class);
    COMMANDS.put("estimate", EstimateCommand.class);
    COMMANDS.put("receipt", ReceiptCommand.class);
    COMMANDS.put("inspect", InspectCommand.class);
    COMMANDS.put("origin", OriginCommand.class);
    COMMANDS.put("show", ShowCommand.class);
    COMMANDS.put("keys", KeysCommand.class);
    COMMANDS.put("demo", DemoCommand.class);
    COMMANDS.put("bench", BenchCommand.class);
    COMMANDS.put("training-run", TrainingRunCommand.class);
  }

  @Spec private CommandSpec command;

  private Main() {}

  public static void main(String[] args) {
    CommandLine line = commandLine(args);
    line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    // A helper thread's fault is one line, too.
    Thread.setDefaultUncaughtExceptionHandler((thread, fault) -> Errors.handle(fault, line));
    System.exit(execute(line, args));
  }

  /**
   * The command that the arguments begin with, as reading about all of them takes a while; or all.
   */
  static CommandLine commandLine(String... args) {
    CommandLine line = new CommandLine(new Main());
    if (args.length > 0 && COMMANDS.containsKey(args[0])) {
      line.addSubcommand(args[0], COMMANDS.get(args[0]));
    } else {
      COMMANDS.forEach(line::addSubcommand);
    }
    Errors errors = new Errors();
    return line.setParameterExceptionHandler(errors)
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
