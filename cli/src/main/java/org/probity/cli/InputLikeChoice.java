package org.probity.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.probity.api.ProbityFiles;
import org.probity.api.input.BadInputException;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Port;
import org.probity.inference.json.InvalidFileException;
import org.probity.model.quantize.PortFormat;
import picocli.CommandLine.Option;

/** The option that gives input ports the form of other models' ports. */
final class InputLikeChoice {
  private static final String OPTION = "--input-like";

  @Option(
      names = OPTION,
      paramLabel = "KEY:PORT[=INPUT]",
      description =
          "Give an input the format, shape and encoding of a port of the model with this key (the"
              + " input of the same name unless another is given), so that certificates of both can"
              + " share a commitment. A backslash takes the next character as part of a name.")
  private List<String> given = List.of();

  /** The forms by name of the input. */
  Map<String, PortFormat> formats() throws IOException, InvalidFileException {
    Map<String, PortFormat> formats = new HashMap<>();
    for (String text : given) {
      int colon = colon(text);
      Path key = Path.of(text.substring(0, colon));
      Escaped ports = new Escaped(text.substring(colon + 1));
      Optional<Escaped.Halves> halves = ports.cut('=');
      String theirs = halves.map(Escaped.Halves::left).orElse(ports).text();
      String ours = halves.map(Escaped.Halves::right).orElse(ports).text();
      if (formats.put(ours, format(key, theirs)) != null) {
        throw new BadInputException(OPTION + ": input '" + ours + "' is given twice");
      }
    }
    return formats;
  }

  private static PortFormat format(Path key, String port) throws IOException, InvalidFileException {
    IntegerGraph graph = ProbityFiles.readKey(key).graph();
    List<String> names =
        Stream.concat(graph.inputs().stream(), graph.outputs().stream()).map(Port::name).toList();
    VisibilityChoice.requirePort(OPTION + " " + key, names, port);
    return PortFormat.of(graph, port).orElseThrow();
  }

  /**
   * Both paths and names may have colons: the key ends at the first up to which it names a file.
   */
  private static int colon(String text) {
    for (int i = text.indexOf(':'); i >= 0; i = text.indexOf(':', i + 1)) {
      if (isFile(text.substring(0, i))) {
        return i;
      }
    }
    throw new BadInputException(
        "%s: '%s' should be the file of a model key, a colon and a port".formatted(OPTION, text));
  }

  private static boolean isFile(String path) {
    try {
      return Files.isRegularFile(Path.of(path));
    } catch (InvalidPathException _) {
      return false;
    }
  }
}
