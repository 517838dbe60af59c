package org.probity.model.onnx.operator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.onnx.proto.OnnxNode;

/** The names known at a point of the import, and the float graph built up to there. */
final class Scope {
  /** Limits on what the nodes of a small file can make large. */
  private static final long MAX_WEIGHTS = 1L << 27;

  private static final long MAX_COMPUTED = 1L << 26;

  private final long opset;
  private final Map<String, Value> values = new HashMap<>();
  private final List<FloatNode> nodes = new ArrayList<>();
  private long weights;
  private long computed;

  Scope(long opset) {
    this.opset = opset;
  }

  /** Version of the default operator set. */
  long opset() {
    return opset;
  }

  List<FloatNode> nodes() {
    return nodes;
  }

  boolean knows(String name) {
    return values.containsKey(name);
  }

  /** All names defined so far. */
  Set<String> names() {
    return Set.copyOf(values.keySet());
  }

  Value get(String name) {
    return values.get(name);
  }

  void define(String name, Value value) throws ModelException {
    if (values.put(name, value) != null) {
      throw new ModelException("\"" + name + "\" is defined twice");
    }
  }

  /** The operand at a position, which must be given. */
  Value operand(OnnxNode node, int position) throws ModelException {
    if (!node.hasInput(position)) {
      throw node.error("input " + position + " is missing");
    }
    return values.get(node.inputs().get(position));
  }

  /** An operand that is computed with, so not the result of a Softmax or ArgMax. */
  Value arithmeticOperand(OnnxNode node, int position) throws ModelException {
    Value value = operand(node, position);
    if (value instanceof Variable v && v.last()) {
      throw node.error("Softmax and ArgMax are supported as the last step only");
    }
    return value;
  }

  /** An operand that must be constant. */
  Constant constant(OnnxNode node, int position) throws ModelException {
    if (operand(node, position) instanceof Constant c) {
      return c;
    }
    throw node.error("input " + position + " must be a constant");
  }

  /** A list of integers given as an attribute or, in later opsets, as an input; else empty. */
  long[] integers(OnnxNode node, String attribute, int position) throws ModelException {
    if (node.hasInput(position)) {
      return constant(node, position).toLongs(node);
    }
    return node.attribute(attribute).map(a -> a.integers()).orElse(new long[0]);
  }

  /** Defines the first output of the node. */
  void result(OnnxNode node, Value value) throws ModelException {
    computed += value instanceof Constant c ? c.values().length : 0;
    if (computed > MAX_COMPUTED) {
      throw node.error("the model computes more than 2^26 entries of constants");
    }
    define(outputName(node), value);
  }

  /** Appends a float node that defines the first output of the node, of floating-point type. */
  void emit(OnnxNode node, FloatNode step, int[] shape) throws ModelException {
    emit(node, step, ElementType.FLOAT, shape);
  }

  /** Appends a float node that defines the first output of the node. */
  void emit(OnnxNode node, FloatNode step, ElementType type, int[] shape) throws ModelException {
    if (Shapes.size(shape) == 0) {
      throw node.error("its result is empty");
    }
    add(node, step);
    result(node, new Variable(step.output(), type, shape, false));
  }

  /** Appends a float node. */
  void add(OnnxNode node, FloatNode step) throws ModelException {
    weights +=
        switch (step) {
          case FloatNode.Dense d -> d.weight().values().length;
          case FloatNode.Scale s -> 2 * s.scale().length;
          case FloatNode.Combine _, FloatNode.Apply _, FloatNode.ArgMax _, FloatNode.Softmax _ -> 0;
        };
    if (weights > MAX_WEIGHTS) {
      throw node.error("the model has more than 2^27 weights");
    }
    nodes.add(step);
  }

  /** The name of the first output, which is also that of the float tensor. */
  String outputName(OnnxNode node) throws ModelException {
    if (node.outputs().isEmpty() || node.outputs().getFirst().isEmpty()) {
      throw node.error("it has no output");
    }
    return node.outputs().getFirst();
  }

  /** Weights must be finite numbers. */
  static double[] finite(OnnxNode node, double[] weights) throws ModelException {
    for (double w : weights) {
      if (!Double.isFinite(w)) {
        throw node.error("a constant is NaN or infinite");
      }
    }
    return weights;
  }
}
