package org.probity.model.onnx.proto;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.probity.model.ModelException;

/** NodeProto. An empty input or output name stands for an optional one that is left out. */
public record OnnxNode(
    String name,
    String operator,
    String domain,
    List<String> inputs,
    List<String> outputs,
    Map<String, OnnxAttribute> attributes) {

  static OnnxNode read(WireReader in) throws ModelException {
    String name = "";
    String operator = "";
    String domain = "";
    List<String> inputs = new ArrayList<>();
    List<String> outputs = new ArrayList<>();
    Map<String, OnnxAttribute> attributes = new HashMap<>();
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> inputs.add(in.readString());
        case 2 -> outputs.add(in.readString());
        case 3 -> name = in.readString();
        case 4 -> operator = in.readString();
        case 5 -> {
          OnnxAttribute attribute = OnnxAttribute.read(in.readMessage());
          if (attributes.put(attribute.name(), attribute) != null) {
            throw WireReader.malformed("node " + name + " has an attribute twice");
          }
        }
        case 7 -> domain = in.readString();
        default -> in.skip();
      }
    }
    return new OnnxNode(
        name, operator, domain.equals("ai.onnx") ? "" : domain, inputs, outputs, attributes);
  }

  /**
   * The node inside of a function that is called with the given attributes: each attribute that
   * refers to one of them gets its value, or vanishes if the call does not give it.
   */
  public OnnxNode bound(Map<String, OnnxAttribute> call) {
    Map<String, OnnxAttribute> values = new HashMap<>();
    attributes.forEach(
        (key, attribute) -> {
          if (attribute.reference().isEmpty()) {
            values.put(key, attribute);
          } else if (call.containsKey(attribute.reference())) {
            values.put(key, call.get(attribute.reference()).named(key));
          }
        });
    return new OnnxNode(name, operator, domain, inputs, outputs, values);
  }

  /** The node with the given inputs left out. */
  public OnnxNode without(Set<String> omitted) {
    return omitted.isEmpty()
        ? this
        : new OnnxNode(
            name,
            operator,
            domain,
            inputs.stream().map(i -> omitted.contains(i) ? "" : i).toList(),
            outputs,
            attributes);
  }

  public Optional<OnnxAttribute> attribute(String attribute) {
    return Optional.ofNullable(attributes.get(attribute));
  }

  private Optional<OnnxAttribute> attribute(String attribute, int type, String typeName)
      throws ModelException {
    OnnxAttribute value = attributes.get(attribute);
    if (value != null && !value.is(type)) {
      throw error("attribute " + attribute + " is not " + typeName);
    }
    return Optional.ofNullable(value);
  }

  /** An integer attribute. */
  public long integer(String attribute, long otherwise) throws ModelException {
    return attribute(attribute, OnnxAttribute.INT, "an integer")
        .map(OnnxAttribute::integer)
        .orElse(otherwise);
  }

  /** An integer attribute that is read as a truth value. */
  public boolean flag(String attribute, boolean otherwise) throws ModelException {
    return integer(attribute, otherwise ? 1 : 0) != 0;
  }

  /** A floating-point attribute. */
  public double real(String attribute, double otherwise) throws ModelException {
    return attribute(attribute, OnnxAttribute.FLOAT, "a floating-point number")
        .map(a -> (double) a.real())
        .orElse(otherwise);
  }

  /** A text attribute. */
  public String string(String attribute, String otherwise) throws ModelException {
    return attribute(attribute, OnnxAttribute.STRING, "a string")
        .map(OnnxAttribute::string)
        .orElse(otherwise);
  }

  /** A list of integers. */
  public Optional<long[]> integers(String attribute) throws ModelException {
    return attribute(attribute, OnnxAttribute.INTS, "a list of integers")
        .map(OnnxAttribute::integers);
  }

  /** A list of integers. */
  public long[] integers(String attribute, long... otherwise) throws ModelException {
    return integers(attribute).orElse(otherwise);
  }

  /** A list of floating-point numbers. */
  public Optional<float[]> reals(String attribute) throws ModelException {
    return attribute(attribute, OnnxAttribute.FLOATS, "a list of floating-point numbers")
        .map(OnnxAttribute::reals);
  }

  /** A list of texts. */
  public Optional<List<String>> strings(String attribute) throws ModelException {
    return attribute(attribute, OnnxAttribute.STRINGS, "a list of strings")
        .map(OnnxAttribute::strings);
  }

  /** A subgraph, which must be given. */
  public OnnxGraph graph(String attribute) throws ModelException {
    return attribute(attribute, OnnxAttribute.GRAPH, "a graph")
        .flatMap(OnnxAttribute::graph)
        .orElseThrow(() -> error("attribute " + attribute + " is missing"));
  }

  /** An integer attribute that must be given. */
  public long required(String attribute) throws ModelException {
    if (!attributes.containsKey(attribute)) {
      throw error("attribute " + attribute + " is missing");
    }
    return integer(attribute, 0);
  }

  /** Whether the input at the position is given. */
  public boolean hasInput(int position) {
    return position < inputs.size() && !inputs.get(position).isEmpty();
  }

  /** Whether the output at the position is asked for. */
  public boolean hasOutput(int position) {
    return position < outputs.size() && !outputs.get(position).isEmpty();
  }

  /** An error at this node. */
  public ModelException error(String message) {
    return new ModelException(label() + ": " + message);
  }

  /** Operator and name, or the first output if the node has no name. */
  public String label() {
    String shown = name.isEmpty() && !outputs.isEmpty() ? outputs.getFirst() : name;
    return (operator.isEmpty() ? "node" : operator) + " node \"" + shown + "\"";
  }
}
