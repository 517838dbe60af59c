package org.probity.model.onnx.operator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.probity.model.Cut;
import org.probity.model.ModelException;
import org.probity.model.onnx.proto.OnnxDimension;
import org.probity.model.onnx.proto.OnnxGraph;
import org.probity.model.onnx.proto.OnnxModel;
import org.probity.model.onnx.proto.OnnxNode;
import org.probity.model.onnx.proto.OnnxValue;

/**
 * Cuts the main graph of a model at tensors of its file, before anything is imported or rewritten.
 * Nodes are those of the file; what they read around the cut must be constant, such as the shape of
 * an input.
 */
final class GraphCut {
  private static final String FROM = "--from ";
  static final String TO = "--to ";

  private final OnnxModel model;
  private final OnnxGraph graph;
  private final Cut cut;
  private final Map<String, Integer> producers = new HashMap<>();
  private final Set<String> constants = new HashSet<>();
  private final Set<String> inputs = new HashSet<>();

  /** A cut whose tensors the main graph has. */
  GraphCut(OnnxModel model, Cut cut) throws ModelException {
    this.model = model;
    this.graph = model.graph();
    this.cut = cut;
    graph.initializers().forEach(t -> constants.add(t.name()));
    graph.sparseInitializers().forEach(t -> constants.add(t.values().name()));
    graph.inputs().stream()
        .map(OnnxValue::name)
        .filter(name -> !constants.contains(name))
        .forEach(inputs::add);
    for (int i = 0; i < graph.nodes().size(); i++) {
      for (String output : graph.nodes().get(i).outputs()) {
        producers.put(output, i);
      }
    }
    check(FROM, cut.from());
    check(TO, cut.to());
    for (String name : cut.to()) {
      if (inputs.contains(name) || cut.from().contains(name)) {
        throw new ModelException(TO + name + ": nothing would be left between it and the input");
      }
    }
    for (String end : ends()) {
      if (cut.from().contains(end)) {
        throw new ModelException(
            FROM + end + ": it is a result of the model itself; choose other results with --to");
      }
    }
    if (!cut.from().isEmpty() && inputs.containsAll(cut.from())) {
      throw new ModelException(
          FROM
              + String.join(",", cut.from())
              + ": these are inputs of the model, with nothing before");
    }
  }

  private void check(String option, List<String> names) throws ModelException {
    Optional<String> twice = Cut.repeated(names);
    if (twice.isPresent()) {
      throw new ModelException(option + twice.get() + ": it is named twice");
    }
    for (String name : names) {
      if (constants.contains(name)) {
        throw constant(option, name);
      }
      if (!inputs.contains(name) && (name.isEmpty() || !producers.containsKey(name))) {
        throw unknown(option, name);
      }
    }
  }

  static ModelException constant(String option, String name) {
    return new ModelException(
        option + name + ": it is a constant, which no input reaches; cut at a tensor of data");
  }

  private ModelException unknown(String option, String name) {
    for (OnnxNode node : graph.nodes()) {
      boolean inside = subgraphs(node).anyMatch(body -> defines(body, name));
      if (inside) {
        return new ModelException(
            "%s%s: it is inside the body of %s; cut at a result of that node, as in \"%s\""
                .formatted(option, name, node.label(), FloatBuilder.label(node)));
      }
    }
    for (var function : model.functions()) {
      if (function.nodes().stream().anyMatch(n -> n.outputs().contains(name))) {
        return new ModelException(
            "%s%s: it is inside the function \"%s\" of the model; cut at a result of a call"
                .formatted(option, name, function.name()));
      }
    }
    Set<String> known = new HashSet<>(inputs);
    known.addAll(producers.keySet());
    known.remove("");
    return new ModelException(
        option + name + ": the model has no tensor of that name" + NearNames.hint(name, known));
  }

  private static Stream<OnnxGraph> subgraphs(OnnxNode node) {
    return node.attributes().values().stream().flatMap(a -> a.graph().stream());
  }

  private static boolean defines(OnnxGraph body, String name) {
    return own(body).contains(name)
        || body.nodes().stream().flatMap(GraphCut::subgraphs).anyMatch(b -> defines(b, name));
  }

  /** The names that a graph defines. */
  private static Set<String> own(OnnxGraph body) {
    Set<String> names = new HashSet<>();
    body.inputs().forEach(v -> names.add(v.name()));
    body.initializers().forEach(t -> names.add(t.name()));
    body.sparseInitializers().forEach(t -> names.add(t.values().name()));
    body.nodes().forEach(n -> names.addAll(n.outputs()));
    return names;
  }

  /** What a node reads, what its subgraphs read of the graph around them included. */
  private static Set<String> reads(OnnxNode node) {
    Set<String> names = new LinkedHashSet<>(node.inputs());
    subgraphs(node).forEach(body -> names.addAll(captured(body)));
    names.remove("");
    return names;
  }

  private static Set<String> captured(OnnxGraph body) {
    Set<String> names = new LinkedHashSet<>();
    body.nodes().forEach(n -> names.addAll(reads(n)));
    body.outputs().forEach(v -> names.add(v.name()));
    names.removeAll(own(body));
    return names;
  }

  private static OnnxValue untyped(String name) {
    return new OnnxValue(name, 0, Optional.empty());
  }

  /** The model up to the end of the part. */
  OnnxModel ended() {
    return cut.to().isEmpty()
        ? model
        : model.withGraph(graph.withOutputs(cut.to().stream().map(GraphCut::untyped).toList()));
  }

  /** The tensors at which the part ends; empty: the results of the model. */
  List<String> to() {
    return cut.to();
  }

  private List<String> ends() {
    return cut.to().isEmpty() ? graph.outputs().stream().map(OnnxValue::name).toList() : cut.to();
  }

  /**
   * What is between the cut and the results.
   *
   * @param nodes positions of the nodes
   * @param around what they read beside the tensors of the cut and initialisers, and by whom
   */
  private record Head(TreeSet<Integer> nodes, Map<String, OnnxNode> around) {}

  private Head head() throws ModelException {
    Set<String> reached = new HashSet<>(cut.from());
    for (OnnxNode node : graph.nodes()) {
      if (reads(node).stream().anyMatch(reached::contains)) {
        reached.addAll(node.outputs());
      }
    }
    for (String end : ends()) {
      if (!reached.contains(end)) {
        throw new ModelException(
            "%s%s: the result \"%s\" does not depend on it; choose other results with --to"
                .formatted(FROM, String.join(",", cut.from()), end));
      }
    }
    TreeSet<Integer> nodes = new TreeSet<>();
    Map<String, OnnxNode> around = new HashMap<>();
    Set<String> used = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(ends());
    while (!open.isEmpty()) {
      String name = open.remove();
      if (cut.from().contains(name)) {
        used.add(name);
      } else if (nodes.add(producers.get(name))) {
        OnnxNode node = graph.nodes().get(producers.get(name));
        for (String read : reads(node)) {
          if (reached.contains(read)) {
            open.add(read);
          } else if (inputs.contains(read) || producers.containsKey(read)) {
            around.putIfAbsent(read, node);
          }
        }
      }
    }
    for (String name : cut.from()) {
      if (!used.contains(name)) {
        throw new ModelException(FROM + name + ": no result depends on it");
      }
    }
    return new Head(nodes, around);
  }

  /** Finds the values of tensors of a model: its outputs. */
  interface Evaluation {
    Map<String, Value> of(OnnxModel model) throws ModelException;
  }

  /**
   * A model of its own, and the constants that it takes from what was before.
   *
   * @param known by name
   */
  record Part(OnnxModel model, Map<String, Constant> known) {}

  /**
   * The part behind the cut, with the tensors of the cut as inputs.
   *
   * @param evaluation what the import says of tensors before the cut
   */
  Part behind(Evaluation evaluation) throws ModelException {
    Head head = head();
    List<String> asked = new ArrayList<>(cut.from());
    asked.addAll(new TreeSet<>(head.around().keySet()));
    Map<String, Value> values =
        evaluation.of(
            model.withGraph(
                graph.withOutputs(asked.stream().map(GraphCut::untyped).distinct().toList())));
    Map<String, Constant> known = new HashMap<>();
    for (String name : asked.subList(cut.from().size(), asked.size())) {
      switch (values.get(name)) {
        case Constant c -> known.put(name, c);
        case Variable _ ->
            throw new ModelException(
                ("%s%s: it does not separate the model, for \"%s\" reaches %s around it; cut there"
                        + " too, as in --from %s,%s")
                    .formatted(
                        FROM,
                        String.join(",", cut.from()),
                        name,
                        head.around().get(name).label(),
                        String.join(",", cut.from()),
                        name));
      }
    }
    List<OnnxValue> ports = new ArrayList<>();
    for (String name : cut.from()) {
      switch (values.get(name)) {
        case Constant _ -> throw constant(FROM, name);
        case Variable v -> ports.add(port(name, v));
      }
    }
    List<OnnxNode> nodes = new ArrayList<>();
    head.nodes().forEach(i -> nodes.add(withoutCut(graph.nodes().get(i))));
    OnnxGraph part =
        new OnnxGraph(
            nodes,
            graph.initializers(),
            graph.sparseInitializers(),
            ports,
            cut.to().isEmpty()
                ? graph.outputs()
                : cut.to().stream().map(GraphCut::untyped).toList());
    return new Part(model.withGraph(part), known);
  }

  private static OnnxValue port(String name, Variable v) {
    List<OnnxDimension> shape =
        Arrays.stream(v.shape()).mapToObj(d -> new OnnxDimension(OptionalLong.of(d), "")).toList();
    return new OnnxValue(name, v.type().code(), Optional.of(shape));
  }

  /** A node that has other results too must not define a tensor of the cut once more. */
  private OnnxNode withoutCut(OnnxNode node) {
    return node.outputs().stream().noneMatch(cut.from()::contains)
        ? node
        : new OnnxNode(
            node.name(),
            node.operator(),
            node.domain(),
            node.inputs(),
            node.outputs().stream().map(o -> cut.from().contains(o) ? o + "/before" : o).toList(),
            node.attributes());
  }
}
