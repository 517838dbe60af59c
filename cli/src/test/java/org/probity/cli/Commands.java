package org.probity.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** Runs commands as if they had been typed. */
final class Commands {
  private Commands() {}

  record Result(int code, String out, String err) {}

  static Result run(Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] words = new String[args.length];
    for (int i = 0; i < args.length; i++) {
      words[i] = args[i].toString();
    }
    CommandLine command = Main.commandLine(words);
    command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int code = Main.execute(command, words);
    return new Result(code, out.toString(), err.toString());
  }
}
