package org.probity.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * How a command speaks: in lines for people or, with {@code --json}, in one object for machines.
 */
public final class Output {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  static {
    MAPPER.getFactory().setCharacterEscapes(new SteeringCharacters());
  }

  @Option(names = "--json", description = "Print one JSON object, for machines.")
  private boolean json;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /** A result and how long it took. */
  public record Timed<T>(T value, long nanos) {
    /** How long it took, in seconds. */
    public double seconds() {
      return nanos * 1e-9;
    }
  }

  /** A line for people. */
  public void line(String text) {
    if (!json) {
      out().println(text);
      out().flush();
    }
  }

  /** The object for machines. */
  public void object(ObjectNode object) {
    if (json) {
      try {
        out().println(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(object));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
      out().flush();
    }
  }

  /** An empty object, for what machines read. */
  public static ObjectNode newObject() {
    return MAPPER.createObjectNode();
  }

  /** Does some work; if it takes long and somebody watches, shows that it goes on. */
  public <T> Timed<T> timed(String what, Callable<T> work) throws Exception {
    long start = System.nanoTime();
    T value = json ? work.call() : Progress.during(what, work);
    return new Timed<>(value, System.nanoTime() - start);
  }

  private PrintWriter out() {
    return command.commandLine().getOut();
  }
}
