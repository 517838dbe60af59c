package org.probity.model.onnx.proto;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.probity.model.ModelException;

/**
 * FunctionProto: an operator defined by the model itself.
 *
 * @param defaults attributes that a call may leave out
 * @param opsets version of each operator set that its nodes use, by domain
 */
public record OnnxFunction(
    String domain,
    String name,
    List<String> inputs,
    List<String> outputs,
    Map<String, OnnxAttribute> defaults,
    List<OnnxNode> nodes,
    Map<String, Long> opsets) {

  static OnnxFunction read(WireReader in) throws ModelException {
    String domain = "";
    String name = "";
    List<String> inputs = new ArrayList<>();
    List<String> outputs = new ArrayList<>();
    Map<String, OnnxAttribute> defaults = new HashMap<>();
    List<OnnxNode> nodes = new ArrayList<>();
    Map<String, Long> opsets = new HashMap<>();
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> name = in.readString();
        case 4 -> inputs.add(in.readString());
        case 5 -> outputs.add(in.readString());
        case 7 -> nodes.add(OnnxNode.read(in.readMessage()));
        case 9 -> OnnxModel.readOpset(in.readMessage(), opsets);
        case 10 -> domain = in.readString();
        case 11 -> {
          OnnxAttribute attribute = OnnxAttribute.read(in.readMessage());
          defaults.put(attribute.name(), attribute);
        }
        default -> in.skip();
      }
    }
    return new OnnxFunction(
        domain.equals("ai.onnx") ? "" : domain, name, inputs, outputs, defaults, nodes, opsets);
  }
}
