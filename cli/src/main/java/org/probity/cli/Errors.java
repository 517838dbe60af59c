package org.probity.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import org.probity.api.input.BadInputException;
import org.probity.inference.RefusedException;
import org.probity.inference.json.InvalidFileException;
import org.probity.inference.text.Printable;
import org.probity.model.ModelException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever went wrong into one line on standard error and an exit code. */
final class Errors implements IParameterExceptionHandler, IExecutionExceptionHandler {
  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    print(command, message(e));
    if (!UnmatchedArgumentException.printSuggestions(e, command.getErr())) {
      command.getErr().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
    }
    return ExitCode.BAD_INPUT;
  }

  /** In words of ours what the parser says in its own. */
  private static String message(ParameterException e) {
    if (!(e instanceof UnmatchedArgumentException unmatched)) {
      return e.getMessage().replaceFirst("^Error: ", "");
    }
    String first = unmatched.getUnmatched().getFirst();
    CommandLine command = e.getCommandLine();
    if (unmatched.isUnknownOption()) {
      return "%s has no option '%s'".formatted(command.getCommandSpec().qualifiedName(), first);
    }
    return command.getSubcommands().isEmpty()
        ? "'%s' is one argument too many".formatted(first)
        : "there is no command '%s'".formatted(first);
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult result) {
    return handle(e, command);
  }

  static int handle(Throwable e, CommandLine command) {
    return switch (e) {
      case BadInputException _, RefusedException _, ModelException _, InvalidFileException _ ->
          badInput(command, e.getMessage());
      case NoSuchFileException f -> badInput(command, f.getFile() + ": no such file");
      case AccessDeniedException f -> badInput(command, f.getFile() + ": permission denied");
      case FileSystemException f -> badInput(command, f.getMessage());
      case IOException _ -> badInput(command, "reading or writing failed: " + e.getMessage());
      case OutOfMemoryError _ -> {
        print(command, "not enough memory: " + MemoryChoice.remedy());
        yield ExitCode.BAD_INPUT;
      }
      default -> {
        print(command, "internal error, please report it: " + trace(e));
        yield ExitCode.INTERNAL;
      }
    };
  }

  private static int badInput(CommandLine command, String message) {
    print(command, message);
    return ExitCode.BAD_INPUT;
  }

  private static void print(CommandLine command, String message) {
    String line = message == null ? "failed" : Printable.line(message.replaceAll("\\R", " "));
    command.getErr().println("probity: " + line);
    command.getErr().flush();
  }

  /** Kinds and places of an error; never its message, which may hold anything. */
  private static String trace(Throwable e) {
    String places =
        String.join(" < ", Arrays.stream(e.getStackTrace()).limit(6).map(String::valueOf).toList());
    return e.getClass().getName() + " at " + places;
  }
}
