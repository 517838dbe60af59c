package org.probity.model.onnx.operator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatPort;
import org.probity.model.onnx.proto.OnnxGraph;
import org.probity.model.onnx.proto.OnnxModel;
import org.probity.model.onnx.proto.OnnxNode;
import org.probity.model.onnx.proto.OnnxSparseTensor;
import org.probity.model.onnx.proto.OnnxTensor;
import org.probity.model.onnx.proto.OnnxValue;

/** Builds the float graph of an ONNX model, operator by operator, from what its outputs need. */
public final class GraphBuilder {
  private static final long MIN_OPSET = 9;
  private static final long MAX_OPSET = 21;
  private static final long MAX_INPUT_ENTRIES = 1L << 24;

  private final OnnxGraph graph;
  private final Scope scope;
  private final Map<String, OnnxNode> producers = new HashMap<>();

  private GraphBuilder(OnnxGraph graph, long opset) {
    this.graph = graph;
    this.scope = new Scope(opset);
  }

  /**
   * The float graph of the model.
   *
   * @throws ModelException if the model is malformed or uses what is not supported
   */
  public static FloatGraph build(OnnxModel model) throws ModelException {
    Long opset = model.opsets().get("");
    if (opset == null || opset < MIN_OPSET || opset > MAX_OPSET) {
      throw new ModelException(
          "opset "
              + (opset == null ? "(none)" : opset)
              + " is not supported; export the model for an opset from "
              + MIN_OPSET
              + " to "
              + MAX_OPSET);
    }
    return new GraphBuilder(model.graph(), opset).build();
  }

  private FloatGraph build() throws ModelException {
    for (OnnxTensor t : graph.initializers()) {
      scope.define(t.name(), TensorDecoder.decode(t));
    }
    for (OnnxSparseTensor t : graph.sparseInitializers()) {
      scope.define(t.values().name(), TensorDecoder.decode(t));
    }
    List<FloatPort> inputs = defineInputs();
    Set<OnnxNode> needed = neededNodes();
    for (OnnxNode node : graph.nodes()) {
      if (needed.contains(node)) {
        requireOperands(node);
        Operators.of(node).apply(node, scope);
      }
    }
    return new FloatGraph(inputs, outputs(), scope.nodes());
  }

  /** Inputs that are not initialisers (which up to IR version 3 are listed as inputs too). */
  private List<FloatPort> defineInputs() throws ModelException {
    List<FloatPort> ports = new ArrayList<>();
    Set<String> initialized = scope.names();
    for (OnnxValue input : graph.inputs()) {
      if (initialized.contains(input.name())) {
        continue;
      }
      String what = "input \"" + input.name() + "\"";
      ElementType type =
          ElementType.ofCode(input.elementType())
              .orElseThrow(() -> new ModelException(what + " is not a tensor of numbers"));
      int[] shape = inputShape(input, what);
      scope.define(input.name(), new Variable(input.name(), type, shape, false));
      ports.add(port(input.name(), input.name(), shape, type));
    }
    if (ports.isEmpty()) {
      throw new ModelException("the model has no input");
    }
    return ports;
  }

  private static int[] inputShape(OnnxValue input, String what) throws ModelException {
    List<OptionalLong> declared =
        input.shape().orElseThrow(() -> new ModelException(what + " has no declared shape"));
    long[] dims = new long[declared.size()];
    for (int i = 0; i < dims.length; i++) {
      // A dynamic leading dimension is the batch; a proof is about one row.
      if (declared.get(i).isEmpty() && i > 0) {
        throw new ModelException(
            what + ": dimension " + i + " is dynamic; export the model with a fixed size there");
      }
      dims[i] = declared.get(i).orElse(1);
      if (dims[i] == 0) {
        throw new ModelException(what + " is empty");
      }
    }
    int[] shape = Shapes.checked(dims, what);
    if (Shapes.size(shape) > MAX_INPUT_ENTRIES) {
      throw new ModelException(what + " is too large");
    }
    return shape;
  }

  /** The nodes that the outputs depend on. */
  private Set<OnnxNode> neededNodes() throws ModelException {
    for (OnnxNode node : graph.nodes()) {
      for (String output : node.outputs()) {
        if (!output.isEmpty() && producers.put(output, node) != null) {
          throw node.error("\"" + output + "\" is the output of two nodes");
        }
      }
    }
    Set<OnnxNode> needed = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<String> open = new ArrayDeque<>();
    graph.outputs().forEach(output -> open.add(output.name()));
    while (!open.isEmpty()) {
      OnnxNode node = producers.get(open.remove());
      if (node != null && needed.add(node)) {
        open.addAll(node.inputs());
      }
    }
    return needed;
  }

  private void requireOperands(OnnxNode node) throws ModelException {
    for (String input : node.inputs()) {
      if (!input.isEmpty() && !scope.knows(input)) {
        throw node.error(
            producers.containsKey(input)
                ? "input \"" + input + "\" is computed later: a cycle, or nodes out of order"
                : "input \"" + input + "\" is not defined: a missing initialiser or output");
      }
    }
  }

  private List<FloatPort> outputs() throws ModelException {
    List<FloatPort> ports = new ArrayList<>();
    for (OnnxValue output : graph.outputs()) {
      String what = "output \"" + output.name() + "\"";
      if (!scope.knows(output.name())) {
        throw new ModelException(what + " is not defined by any node");
      }
      if (!(scope.get(output.name()) instanceof Variable v)) {
        throw new ModelException(what + " does not depend on an input");
      }
      ports.add(port(output.name(), v.tensor(), v.shape(), v.type()));
    }
    if (ports.isEmpty()) {
      throw new ModelException("the model has no output");
    }
    return ports;
  }

  private static FloatPort port(String name, String tensor, int[] shape, ElementType type) {
    List<Long> dims = IntStream.of(shape).mapToObj(d -> (long) d).toList();
    return new FloatPort(name, tensor, dims, !type.real());
  }
}
