package org.probity.cli;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.probity.api.DefaultVisibility;
import org.probity.api.input.BadInputException;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Port;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.key.ModelKey;
import picocli.CommandLine.Option;

/** Options that say who learns what: by port, by role, for all the rest. */
final class VisibilityChoice {
  private static final String INPUTS = "inputs";
  private static final String OUTPUTS = "outputs";
  private static final String REST = "*";

  @Option(
      names = "--visibility",
      paramLabel = "PORT=VISIBILITY,...",
      description =
          "Who learns the values of each port: public (everybody), committed (who is shown the"
              + " receipt), hidden (nobody). 'inputs' and 'outputs' stand for those not named, '*'"
              + " for all the rest; a backslash takes the next character as part of a name. The"
              + " default is inputs=hidden,outputs=public; behind a public prefix inputs are"
              + " public, behind an unproven one committed.")
  private List<String> given = List.of();

  @Option(
      names = "--input",
      paramLabel = "VISIBILITY",
      description = "Short for --visibility inputs=VISIBILITY.")
  private Visibility inputs;

  @Option(
      names = "--output",
      paramLabel = "VISIBILITY",
      description = "Short for --visibility outputs=VISIBILITY.")
  private Visibility outputs;

  /** What is said of ports by name, and of those that are not named. */
  private record Said(Map<String, Visibility> ports, Map<String, Visibility> groups) {}

  /**
   * The visibility of every port of a model.
   *
   * @param committed ports that are committed whatever is said of their role; to say otherwise of
   *     one by its name is an error
   * @throws BadInputException if a name is no port's, or is given twice, or a word is no visibility
   */
  Map<String, Visibility> of(ModelKey key, Iterable<String> committed) {
    IntegerGraph graph = key.graph();
    List<String> names =
        Stream.concat(graph.inputs().stream(), graph.outputs().stream()).map(Port::name).toList();
    Said said = said();
    for (String name : said.ports().keySet()) {
      requirePort("--visibility", names, name);
    }
    Map<String, Visibility> visibilities = new HashMap<>(said.ports());
    for (String name : committed) {
      requirePort("--share", names, name);
      Visibility other = visibilities.putIfAbsent(name, Visibility.COMMITTED);
      if (other != null && other != Visibility.COMMITTED) {
        throw new BadInputException("port '" + name + "' is shared, so it is committed");
      }
    }
    Visibility rest = said.groups().get(REST);
    Visibility in =
        said.groups().getOrDefault(INPUTS, rest == null ? DefaultVisibility.ofInputs(key) : rest);
    Visibility out = said.groups().getOrDefault(OUTPUTS, rest == null ? Visibility.PUBLIC : rest);
    graph.inputs().forEach(port -> visibilities.putIfAbsent(port.name(), in));
    graph.outputs().forEach(port -> visibilities.putIfAbsent(port.name(), out));
    return visibilities;
  }

  /** Refuses a name that no port has, and says which there are. */
  static void requirePort(String option, List<String> names, String name) {
    if (!names.contains(name)) {
      throw new BadInputException(
          "%s: the model has no port '%s'; it has %s"
              .formatted(
                  option,
                  name,
                  names.stream().map(n -> "'" + n + "'").collect(Collectors.joining(", "))));
    }
  }

  private Said said() {
    Said said = new Said(new LinkedHashMap<>(), new HashMap<>());
    if (inputs != null) {
      said.groups().put(INPUTS, inputs);
    }
    if (outputs != null) {
      said.groups().put(OUTPUTS, outputs);
    }
    for (String list : given) {
      for (Escaped item : new Escaped(list).split(',')) {
        Escaped.Halves halves =
            item.cut('=')
                .orElseThrow(
                    () ->
                        new BadInputException(
                            "--visibility: '%s' should be a port and a visibility, as in age=public"
                                .formatted(item.raw())));
        add(halves.left(), visibility(halves.right().text()), said);
      }
    }
    return said;
  }

  private static void add(Escaped name, Visibility visibility, Said said) {
    boolean group = !name.isLiteral() && List.of(INPUTS, OUTPUTS, REST).contains(name.raw());
    Map<String, Visibility> target = group ? said.groups() : said.ports();
    if (target.put(name.text(), visibility) != null) {
      throw new BadInputException("the visibility of '" + name.text() + "' is given twice");
    }
  }

  private static Visibility visibility(String word) {
    return Arrays.stream(Visibility.values())
        .filter(v -> v.label().equalsIgnoreCase(word))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(
                    "--visibility: '" + word + "' is none of public, committed, hidden"));
  }
}
