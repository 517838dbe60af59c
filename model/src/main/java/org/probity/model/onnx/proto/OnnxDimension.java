package org.probity.model.onnx.proto;

import java.util.OptionalLong;
import org.probity.model.ModelException;

/**
 * TensorShapeProto.Dimension.
 *
 * @param value empty if dynamic
 * @param name name of a dynamic dimension, or empty
 */
public record OnnxDimension(OptionalLong value, String name) {
  static OnnxDimension read(WireReader in) throws ModelException {
    OptionalLong value = OptionalLong.empty();
    String name = "";
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> value = OptionalLong.of(in.readVarint());
        case 2 -> name = in.readString();
        default -> in.skip();
      }
    }
    return new OnnxDimension(value, name);
  }
}
