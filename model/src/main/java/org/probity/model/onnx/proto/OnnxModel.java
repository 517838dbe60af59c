package org.probity.model.onnx.proto;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.probity.model.ModelException;

/**
 * ModelProto.
 *
 * @param opsets version of each operator set by domain; the default domain is ""
 * @param functions operators that the model defines itself
 */
public record OnnxModel(OnnxGraph graph, Map<String, Long> opsets, List<OnnxFunction> functions) {

  /** The same model with another main graph. */
  public OnnxModel withGraph(OnnxGraph other) {
    return new OnnxModel(other, opsets, functions);
  }

  /** Parses a whole file. */
  public static OnnxModel parse(byte[] file) throws ModelException {
    WireReader in = new WireReader(ByteBuffer.wrap(file));
    OnnxGraph graph = null;
    Map<String, Long> opsets = new HashMap<>();
    List<OnnxFunction> functions = new ArrayList<>();
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 7 -> {
          if (graph != null) {
            throw WireReader.malformed("it has two graphs");
          }
          graph = OnnxGraph.read(in.readMessage());
        }
        case 8 -> readOpset(in.readMessage(), opsets);
        case 25 -> functions.add(OnnxFunction.read(in.readMessage()));
        default -> in.skip();
      }
    }
    if (graph == null) {
      throw WireReader.malformed("it has no graph");
    }
    return new OnnxModel(graph, opsets, functions);
  }

  static void readOpset(WireReader in, Map<String, Long> opsets) throws ModelException {
    String domain = "";
    long version = 0;
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> domain = in.readString();
        case 2 -> version = in.readVarint();
        default -> in.skip();
      }
    }
    opsets.put(domain.equals("ai.onnx") ? "" : domain, version);
  }
}
