package org.probity.model.onnx.proto;

import java.util.Optional;
import org.probity.model.ModelException;

/** AttributeProto. Strings, subgraphs and types are not read. */
public record OnnxAttribute(
    String name,
    float real,
    long integer,
    Optional<OnnxTensor> tensor,
    Optional<OnnxSparseTensor> sparse,
    float[] reals,
    long[] integers) {

  static OnnxAttribute read(WireReader in) throws ModelException {
    String name = "";
    float real = 0;
    long integer = 0;
    OnnxTensor tensor = null;
    OnnxSparseTensor sparse = null;
    LongList reals = new LongList();
    LongList integers = new LongList();
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> name = in.readString();
        case 2 -> real = in.readFloat();
        case 3 -> integer = in.readVarint();
        case 5 -> tensor = OnnxTensor.read(in.readMessage());
        case 7 -> in.readFixed32s(reals);
        case 8 -> in.readVarints(integers);
        case 22 -> sparse = OnnxSparseTensor.read(in.readMessage());
        default -> in.skip();
      }
    }
    long[] bits = reals.toArray();
    float[] values = new float[bits.length];
    for (int i = 0; i < bits.length; i++) {
      values[i] = Float.intBitsToFloat((int) bits[i]);
    }
    return new OnnxAttribute(
        name,
        real,
        integer,
        Optional.ofNullable(tensor),
        Optional.ofNullable(sparse),
        values,
        integers.toArray());
  }
}
