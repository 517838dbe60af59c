package org.probity.inference.comparison;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.probity.argument.program.Group;
import org.probity.graph.Encoding;
import org.probity.graph.Format;
import org.probity.graph.FunctionNotation;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Interpolate;
import org.probity.graph.Node;
import org.probity.graph.Parameter;
import org.probity.graph.Port;
import org.probity.graph.Requantize;
import org.probity.graph.Tensor;
import org.probity.inference.certificate.Origin;
import org.probity.inference.certificate.Prefix;
import org.probity.inference.key.ModelKey;

/** What a model key says, fact by fact: a name, which no other fact has, and a text. */
final class KeyFacts {
  /** What starts the names of facts about commitments. */
  static final String COMMITMENT = "commitment of ";

  /** The name of the fact that is the commitment to the original file. */
  static final String FILE = "original file (commitment)";

  private final Map<String, String> facts = new LinkedHashMap<>();

  private KeyFacts() {}

  static Map<String, String> of(ModelKey key) {
    KeyFacts facts = new KeyFacts();
    IntegerGraph graph = key.graph();
    facts.put("suite", key.suiteId());
    facts.origin(key);
    Map<String, Tensor> tensors = graph.tensorsByName();
    facts.ports("input", graph.inputs(), tensors);
    facts.ports("output", graph.outputs(), tensors);
    facts.nodes(graph.nodes());
    long size = graph.parameters().stream().mapToLong(Parameter::size).sum();
    facts.put("number of parameters", Long.toString(size));
    for (Parameter p : graph.parameters()) {
      facts.put("parameter " + p.name(), array(p.shape(), p.format()));
    }
    for (Tensor t : graph.tensors()) {
      facts.put("tensor " + t.name(), array(t.shape(), t.format()));
    }
    facts.put("plan", key.plan().toString());
    facts.commitments(key);
    return facts.facts;
  }

  private void put(String name, String text) {
    facts.put(name, text);
  }

  private void origin(ModelKey key) {
    if (key.origin().isEmpty()) {
      put("origin", "not stated");
      return;
    }
    Origin origin = key.origin().get();
    String part =
        origin.isPartial()
            ? "a part, from %s to %s".formatted(names(origin.from()), names(origin.to()))
            : "a whole file";
    put(
        "origin",
        part
            + switch (origin.prefix()) {
              case Prefix.None _ -> "";
              case Prefix.Public(String digest) -> ", public prefix " + digest;
              case Prefix.Unproven _ -> ", unproven prefix";
            });
    put(FILE, origin.file());
  }

  private static String names(List<String> tensors) {
    return tensors.isEmpty() ? "the file's own" : String.join(", ", tensors);
  }

  private void ports(String role, List<Port> ports, Map<String, Tensor> tensors) {
    put(role + "s in order", ports.stream().map(Port::name).collect(Collectors.joining(", ")));
    for (Port port : ports) {
      put(
          role + " " + port.name(),
          "%s, %s"
              .formatted(
                  array(port.shape(), tensors.get(port.tensor()).format()),
                  encoding(port.encoding())));
    }
  }

  private static String encoding(Encoding encoding) {
    return switch (encoding) {
      case Encoding.Fixed(List<Integer> exponents, OptionalInt missing) ->
          "fixed point"
              + (exponents.isEmpty() ? "" : " with exponents " + exponents)
              + (missing.isEmpty() ? "" : ", %d for missing values".formatted(missing.getAsInt()));
      case Encoding.Affine(float scale, int zeroPoint) ->
          "quantised by the model with scale %s and zero point %d".formatted(scale, zeroPoint);
      case Encoding.Ordered(Encoding.Ordered.Kind kind) -> "exact " + kind.label();
      case Encoding.Category(List<String> names) -> "one of " + names;
    };
  }

  private void nodes(List<Node> nodes) {
    put("number of nodes", Integer.toString(nodes.size()));
    Map<String, Integer> counts = new TreeMap<>();
    for (Node node : nodes) {
      String kind = node.getClass().getSimpleName().toLowerCase(Locale.ROOT);
      counts.merge("nodes of kind " + kind, 1, Integer::sum);
      switch (node) {
        case Requantize n ->
            counts.merge("function " + FunctionNotation.format(n.function()), 1, Integer::sum);
        case Interpolate n ->
            counts.merge("function " + FunctionNotation.format(n.function()), 1, Integer::sum);
        default -> {}
      }
    }
    counts.forEach((name, count) -> put(name, Integer.toString(count)));
  }

  private static String array(List<? extends Number> shape, Format format) {
    String size = shape.isEmpty() ? "a single number" : join(shape);
    return "%s, from %d to %d in steps of 2^%d"
        .formatted(size, format.min(), format.max(), -format.fraction());
  }

  private static String join(List<? extends Number> shape) {
    return shape.stream().map(Number::toString).collect(Collectors.joining(" x "));
  }

  private void commitments(ModelKey key) {
    for (Group group : ModelKey.weightGroups(key.registrationProgram().program())) {
      put(COMMITMENT + group.name(), digest(key.commitment(group).encode()));
    }
  }

  /** Enough of a digest to see that two are not the same. */
  private static String digest(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return "sha256:" + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java platform lacks SHA-256", e);
    }
  }
}
