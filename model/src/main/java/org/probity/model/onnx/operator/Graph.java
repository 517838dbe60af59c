package org.probity.model.onnx.operator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.probity.model.ModelException;
import org.probity.model.onnx.proto.OnnxAttribute;
import org.probity.model.onnx.proto.OnnxFunction;
import org.probity.model.onnx.proto.OnnxGraph;
import org.probity.model.onnx.proto.OnnxNode;
import org.probity.model.onnx.proto.OnnxSparseTensor;
import org.probity.model.onnx.proto.OnnxTensor;
import org.probity.model.onnx.proto.OnnxValue;

/**
 * The import of one graph, subgraph or function body. Only nodes that something asks for are
 * imported, in the order of the file.
 */
final class Graph {
  private final ModelContext context;
  private final Optional<Graph> parent;
  private final String prefix;
  private final long opset;
  private final List<OnnxNode> nodes;
  private final List<String> inputNames;
  private final List<String> outputNames;
  private final Map<String, Integer> producers = new HashMap<>();
  private final Map<String, OnnxTensor> initializers = new HashMap<>();
  private final Map<String, OnnxSparseTensor> sparseInitializers = new HashMap<>();

  /** Parameters of a function that its call leaves out. */
  private final Set<String> omitted = new HashSet<>();

  private final Set<Integer> done = new HashSet<>();
  private final Scope scope = new Scope(this);

  /** The position of the node that is being imported; nodes from there on are in its future. */
  private int running = Integer.MAX_VALUE;

  private Graph(
      ModelContext context,
      Optional<Graph> parent,
      String prefix,
      long opset,
      List<OnnxNode> nodes,
      List<String> inputNames,
      List<String> outputNames)
      throws ModelException {
    this.context = context;
    this.parent = parent;
    this.prefix = prefix;
    this.opset = opset;
    this.nodes = nodes;
    this.inputNames = inputNames;
    this.outputNames = outputNames;
    for (int i = 0; i < nodes.size(); i++) {
      for (String output : nodes.get(i).outputs()) {
        if (!output.isEmpty() && producers.put(output, i) != null) {
          throw nodes.get(i).error("\"" + output + "\" is the output of two nodes");
        }
      }
    }
  }

  private static Graph of(
      ModelContext context, Optional<Graph> parent, String prefix, long opset, OnnxGraph graph)
      throws ModelException {
    Graph result =
        new Graph(
            context,
            parent,
            prefix,
            opset,
            graph.nodes(),
            graph.inputs().stream().map(OnnxValue::name).toList(),
            graph.outputs().stream().map(OnnxValue::name).toList());
    for (OnnxTensor t : graph.initializers()) {
      if (result.initializers.put(t.name(), t) != null) {
        throw new ModelException("\"" + t.name() + "\" is defined twice");
      }
    }
    for (OnnxSparseTensor t : graph.sparseInitializers()) {
      if (result.sparseInitializers.put(t.values().name(), t) != null
          || result.initializers.containsKey(t.values().name())) {
        throw new ModelException("\"" + t.values().name() + "\" is defined twice");
      }
    }
    return result;
  }

  /** The main graph of a model. */
  static Graph main(ModelContext context, OnnxGraph graph) throws ModelException {
    return of(context, Optional.empty(), "", context.opset(), graph);
  }

  /** A subgraph of a node in this graph. */
  Graph subgraph(OnnxNode node, OnnxGraph graph, String suffix) throws ModelException {
    return of(context, Optional.of(this), calledPrefix(node) + suffix, opset, graph);
  }

  /** The body of a function that a node in this graph calls. */
  private Graph body(OnnxNode node, OnnxFunction function) throws ModelException {
    Map<String, OnnxAttribute> attributes = new HashMap<>(function.defaults());
    attributes.putAll(node.attributes());
    return new Graph(
        context,
        Optional.empty(),
        calledPrefix(node),
        function.opsets().getOrDefault("", opset),
        function.nodes().stream().map(n -> n.bound(attributes)).toList(),
        function.inputs(),
        function.outputs());
  }

  private String calledPrefix(OnnxNode node) {
    String label =
        node.name().isEmpty() && !node.outputs().isEmpty()
            ? node.outputs().getFirst()
            : node.name();
    return prefix + label + "/";
  }

  long opset() {
    return opset;
  }

  boolean unquantised() {
    return context.unquantised();
  }

  FloatBuilder builder() {
    return context.builder();
  }

  ModelContext context() {
    return context;
  }

  /** What precedes the names of this graph in those of the float graph. */
  String prefix() {
    return prefix;
  }

  List<String> inputNames() {
    return inputNames;
  }

  boolean isInitialized(String name) {
    return initializers.containsKey(name) || sparseInitializers.containsKey(name);
  }

  void define(String name, Value value) throws ModelException {
    scope.define(name, value);
  }

  /** Imports what the outputs need and returns their values. */
  List<Value> outputs(OnnxNode caller) throws ModelException {
    List<Value> values = new ArrayList<>();
    for (String name : outputNames) {
      values.add(value(caller, name));
    }
    return values;
  }

  /** The value of an output of the main graph. */
  Value output(String name) throws ModelException {
    require(outputNames);
    if (scope.get(name) == null && !isInitialized(name)) {
      throw new ModelException("output \"" + name + "\" is not defined by any node, or no tensor");
    }
    decode(name);
    return scope.get(name);
  }

  /** The scale of a node that quantises, if it is constant, and known before anything is run. */
  Optional<QuantizedOperand.Scale> scale(OnnxNode node) throws ModelException {
    for (int i = 1; i < 3; i++) {
      if (i == 1 ? !node.hasInput(i) : node.hasInput(i) && !isInitialized(node.inputs().get(i))) {
        return Optional.empty();
      }
    }
    if (!isInitialized(node.inputs().get(1)) || node.attribute("output_dtype").isPresent()) {
      return Optional.empty();
    }
    return Optional.of(QuantizedOperand.Scale.at(node, scope, 1, ElementType.UINT8));
  }

  /** The value that a name stands for where a node reads it. */
  Value value(OnnxNode reader, String name) throws ModelException {
    Value known = scope.get(name);
    if (known != null) {
      return known;
    }
    if (decode(name)) {
      return scope.get(name);
    }
    Integer producer = producers.get(name);
    if (producer == null) {
      if (parent.isPresent()) {
        return parent.get().value(reader, name);
      }
      throw reader.error("input \"" + name + "\" is not defined: a missing initialiser or output");
    }
    if (producer >= running) {
      throw reader.error(
          "input \"" + name + "\" is computed later: a cycle, or nodes out of order");
    }
    require(List.of(name));
    if (scope.get(name) == null) {
      throw reader.error("input \"" + name + "\" is not a tensor");
    }
    return scope.get(name);
  }

  /** Decodes an initialiser on first use; false if there is none of that name. */
  private boolean decode(String name) throws ModelException {
    if (scope.get(name) != null) {
      return true;
    }
    if (initializers.containsKey(name)) {
      define(name, TensorDecoder.decode(initializers.get(name), context));
    } else if (sparseInitializers.containsKey(name)) {
      define(name, TensorDecoder.decode(sparseInitializers.get(name), context));
    } else {
      return false;
    }
    return true;
  }

  /** Imports the nodes that the names depend on and that are not yet imported. */
  private void require(Collection<String> names) throws ModelException {
    TreeSet<Integer> needed = new TreeSet<>();
    Deque<String> open = new ArrayDeque<>(names);
    while (!open.isEmpty()) {
      String name = open.remove();
      Integer position = producers.get(name);
      if (position != null && !done.contains(position) && needed.add(position)) {
        open.addAll(nodes.get(position).inputs());
      }
    }
    context.enter();
    int before = running;
    for (int position : needed) {
      // A subgraph of an earlier node may have asked for it meanwhile.
      if (done.add(position)) {
        running = position;
        apply(nodes.get(position).without(omitted));
      }
    }
    running = before;
    context.leave();
  }

  private void apply(OnnxNode node) throws ModelException {
    builder().countStep(node);
    Optional<OnnxFunction> function = context.function(node);
    if (function.isPresent()) {
      call(node, function.get());
      return;
    }
    for (String input : node.inputs()) {
      if (!input.isEmpty() && !scope.knows(input)) {
        value(node, input);
      }
    }
    Categories.check(node, scope);
    Operators.find(node).orElseThrow(() -> Operators.unsupported(node)).apply(node, scope);
  }

  /** Imports the body of a function in place of a node. */
  private void call(OnnxNode node, OnnxFunction function) throws ModelException {
    Graph body = body(node, function);
    for (int i = 0; i < function.inputs().size(); i++) {
      if (node.hasInput(i)) {
        body.define(function.inputs().get(i), scope.operand(node, i));
      } else {
        body.omitted.add(function.inputs().get(i));
      }
    }
    for (int i = 0; i < function.outputs().size(); i++) {
      if (node.hasOutput(i)) {
        scope.define(node, i, body.value(node, function.outputs().get(i)));
      }
    }
  }
}
