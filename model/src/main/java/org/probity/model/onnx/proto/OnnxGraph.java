package org.probity.model.onnx.proto;

import java.util.ArrayList;
import java.util.List;
import org.probity.model.ModelException;

/** GraphProto: the main graph of a model. */
public record OnnxGraph(
    List<OnnxNode> nodes,
    List<OnnxTensor> initializers,
    List<OnnxSparseTensor> sparseInitializers,
    List<OnnxValue> inputs,
    List<OnnxValue> outputs) {

  /** The same nodes and constants with other results. */
  public OnnxGraph withOutputs(List<OnnxValue> results) {
    return new OnnxGraph(nodes, initializers, sparseInitializers, inputs, results);
  }

  static OnnxGraph read(WireReader in) throws ModelException {
    OnnxGraph graph =
        new OnnxGraph(
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>());
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> graph.nodes.add(OnnxNode.read(in.readMessage()));
        case 5 -> graph.initializers.add(OnnxTensor.read(in.readMessage()));
        case 11 -> graph.inputs.add(OnnxValue.read(in.readMessage()));
        case 12 -> graph.outputs.add(OnnxValue.read(in.readMessage()));
        case 15 -> graph.sparseInitializers.add(OnnxSparseTensor.read(in.readMessage()));
        default -> in.skip();
      }
    }
    return graph;
  }
}
