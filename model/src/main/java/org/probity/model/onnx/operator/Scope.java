package org.probity.model.onnx.operator;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.probity.graph.AxisIndex;
import org.probity.graph.View;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.onnx.proto.OnnxNode;

/**
 * The names known in a graph, subgraph or function body at a point of the import. A subgraph sees
 * the names of the graph around it; a function sees its arguments only.
 */
final class Scope {
  private final Graph graph;
  private final Map<String, Value> values = new HashMap<>();
  private final Map<String, List<Value>> sequences = new HashMap<>();

  Scope(Graph graph) {
    this.graph = graph;
  }

  /** The graph that is being imported. */
  Graph graph() {
    return graph;
  }

  /** Version of the default operator set. */
  long opset() {
    return graph.opset();
  }

  /** Whether quantisers are left out. */
  boolean unquantised() {
    return graph.unquantised();
  }

  FloatBuilder builder() {
    return graph.builder();
  }

  // ---- operands

  /** The operand at a position, which must be given. */
  Value operand(OnnxNode node, int position) throws ModelException {
    if (!node.hasInput(position)) {
      throw node.error("input " + position + " is missing");
    }
    return graph.value(node, node.inputs().get(position));
  }

  /** The operand at a position, if it is given. */
  Optional<Value> optional(OnnxNode node, int position) throws ModelException {
    return node.hasInput(position) ? Optional.of(operand(node, position)) : Optional.empty();
  }

  /** An operand that must be constant. */
  Constant constant(OnnxNode node, int position) throws ModelException {
    if (operand(node, position) instanceof Constant c) {
      return c;
    }
    throw node.error(
        "input "
            + position
            + " must be a constant; it depends on the model's input, so make it a fixed value"
            + " when exporting");
  }

  /** A constant operand, if it is given. */
  Optional<Constant> optionalConstant(OnnxNode node, int position) throws ModelException {
    return node.hasInput(position) ? Optional.of(constant(node, position)) : Optional.empty();
  }

  /**
   * A list of integers given as an input or, in earlier opsets, as an attribute; empty if neither
   * is.
   */
  Optional<long[]> integers(OnnxNode node, String attribute, int position) throws ModelException {
    if (node.hasInput(position)) {
      return Optional.of(constant(node, position).toLongs(node));
    }
    return node.integers(attribute);
  }

  /** A number given as an input or, in earlier opsets, as an attribute. */
  double real(OnnxNode node, String attribute, int position, double otherwise)
      throws ModelException {
    return node.hasInput(position)
        ? constant(node, position).single(node, attribute)
        : node.real(attribute, otherwise);
  }

  // ---- views

  /**
   * The name of a float-graph tensor or constant for a view. Its shape is {@link Shapes#stored} of
   * the value's.
   */
  String source(OnnxNode node, Value value) throws ModelException {
    return builder().source(node, value);
  }

  /** The value read by NumPy broadcasting by a step whose leading axes have the given shape. */
  View broadcast(OnnxNode node, Value value, int[] shape) throws ModelException {
    return view(node, value, Views.broadcast(value.shape(), shape));
  }

  /** The value read by entries that cover the axes of its stored shape in order. */
  View view(OnnxNode node, Value value, List<AxisIndex> axes) throws ModelException {
    return new View(source(node, value), axes);
  }

  // ---- results

  /** A name for the output of a step. */
  String fresh(OnnxNode node, String suffix) {
    return builder().fresh(graph.prefix() + FloatBuilder.label(node), suffix);
  }

  /**
   * Appends a step whose output has a name from {@link #fresh}, or computes it if it reads
   * constants alone. An empty result is a constant whatever it reads.
   *
   * @param shape ONNX shape of the result; that of the step is {@link Shapes#stored} of it
   */
  Value emit(OnnxNode node, FloatNode step, ElementType type, int[] shape) throws ModelException {
    return builder().emit(node, step, type, shape);
  }

  /** Defines an output of the node; one that nobody asks for is forgotten. */
  void define(OnnxNode node, int output, Value value) throws ModelException {
    if (node.hasOutput(output)) {
      define(node.outputs().get(output), value);
    } else if (output == 0) {
      throw node.error("it has no output");
    }
  }

  /** Defines a name of this graph. */
  void define(String name, Value value) throws ModelException {
    if (values.put(name, value) != null || sequences.containsKey(name)) {
      throw new ModelException("\"" + name + "\" is defined twice");
    }
    builder().bind(graph.prefix() + name, value);
  }

  /** The value of a name that this graph has defined so far, or null. */
  Value get(String name) {
    return values.get(name);
  }

  boolean knows(String name) {
    return values.containsKey(name) || sequences.containsKey(name);
  }

  // ---- sequences of tensors

  /** Defines an output of the node as a sequence of tensors. */
  void defineSequence(OnnxNode node, List<Value> items) throws ModelException {
    if (!node.hasOutput(0)) {
      throw node.error("it has no output");
    }
    if (values.containsKey(node.outputs().getFirst())
        || sequences.put(node.outputs().getFirst(), List.copyOf(items)) != null) {
      throw new ModelException("\"" + node.outputs().getFirst() + "\" is defined twice");
    }
  }

  boolean isSequence(OnnxNode node, int position) {
    return node.hasInput(position) && sequences.containsKey(node.inputs().get(position));
  }

  /** An operand that is a sequence of tensors. */
  List<Value> sequence(OnnxNode node, int position) throws ModelException {
    List<Value> items = node.hasInput(position) ? sequences.get(node.inputs().get(position)) : null;
    if (items == null) {
      throw node.error("input " + position + " is not a sequence");
    }
    return items;
  }
}
