package org.probity.model.onnx.proto;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.probity.model.ModelException;

/**
 * ValueInfoProto of a tensor.
 *
 * @param elementType code of TensorProto.DataType, 0 if unknown or not a tensor
 * @param shape the dimensions; empty if the rank is unknown
 */
public record OnnxValue(String name, long elementType, Optional<List<OnnxDimension>> shape) {

  static OnnxValue read(WireReader in) throws ModelException {
    String name = "";
    long elementType = 0;
    Optional<List<OnnxDimension>> shape = Optional.empty();
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> name = in.readString();
        case 2 -> {
          WireReader tensor = tensorType(in.readMessage());
          for (int f = tensor.next(); f != 0; f = tensor.next()) {
            switch (f) {
              case 1 -> elementType = tensor.readVarint();
              case 2 -> shape = Optional.of(readShape(tensor.readMessage()));
              default -> tensor.skip();
            }
          }
        }
        default -> in.skip();
      }
    }
    return new OnnxValue(name, elementType, shape);
  }

  private static WireReader tensorType(WireReader type) throws ModelException {
    WireReader tensor = new WireReader(ByteBuffer.allocate(0));
    for (int field = type.next(); field != 0; field = type.next()) {
      if (field == 1) {
        tensor = type.readMessage();
      } else {
        type.skip();
      }
    }
    return tensor;
  }

  private static List<OnnxDimension> readShape(WireReader in) throws ModelException {
    List<OnnxDimension> shape = new ArrayList<>();
    for (int field = in.next(); field != 0; field = in.next()) {
      if (field != 1) {
        in.skip();
        continue;
      }
      shape.add(OnnxDimension.read(in.readMessage()));
    }
    return shape;
  }
}
