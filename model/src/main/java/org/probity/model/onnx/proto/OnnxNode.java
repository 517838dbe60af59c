package org.probity.model.onnx.proto;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    return new OnnxNode(name, operator, domain, inputs, outputs, attributes);
  }

  public Optional<OnnxAttribute> attribute(String attribute) {
    return Optional.ofNullable(attributes.get(attribute));
  }

  public long integer(String attribute, long otherwise) {
    return attribute(attribute).map(OnnxAttribute::integer).orElse(otherwise);
  }

  public double real(String attribute, double otherwise) {
    return attribute(attribute).map(a -> (double) a.real()).orElse(otherwise);
  }

  /** Whether the input at the position is given. */
  public boolean hasInput(int position) {
    return position < inputs.size() && !inputs.get(position).isEmpty();
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
