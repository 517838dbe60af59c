package org.probity.model.onnx.proto;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.probity.model.ModelException;

/**
 * TensorProto as in the file. Exactly one of the payloads is used, depending on the type and the
 * exporter.
 *
 * @param name may be empty
 * @param dims unchecked
 * @param dataType code of TensorProto.DataType
 * @param raw raw_data, little-endian, or empty
 * @param floats float_data as float bits
 * @param doubles double_data as double bits
 * @param ints int32_data, int64_data or uint64_data
 * @param strings string_data
 * @param external where the data lie in another file: location, offset, length; empty if here
 */
public record OnnxTensor(
    String name,
    long[] dims,
    long dataType,
    ByteBuffer raw,
    long[] floats,
    long[] doubles,
    long[] ints,
    List<String> strings,
    Map<String, String> external) {

  static OnnxTensor read(WireReader in) throws ModelException {
    String name = "";
    long dataType = 0;
    Map<String, String> external = new HashMap<>();
    boolean elsewhere = false;
    ByteBuffer raw = ByteBuffer.allocate(0);
    LongList dims = new LongList();
    LongList floats = new LongList();
    LongList doubles = new LongList();
    LongList ints = new LongList();
    List<String> strings = new ArrayList<>();
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> in.readVarints(dims);
        case 2 -> dataType = in.readVarint();
        case 3 -> throw WireReader.malformed("segmented tensors are not supported");
        case 4 -> in.readFixed32s(floats);
        case 5, 7, 11 -> in.readVarints(ints);
        case 6 -> strings.add(in.readText());
        case 8 -> name = in.readString();
        case 9 -> raw = in.readBytes();
        case 10 -> in.readFixed64s(doubles);
        case 13 -> readEntry(in.readMessage(), external);
        case 14 -> elsewhere = in.readVarint() != 0;
        default -> in.skip();
      }
    }
    if (elsewhere && !external.containsKey("location")) {
      throw WireReader.malformed("tensor " + name + " lies in another file without a name");
    }
    return new OnnxTensor(
        name,
        dims.toArray(),
        dataType,
        raw,
        floats.toArray(),
        doubles.toArray(),
        ints.toArray(),
        List.copyOf(strings),
        elsewhere ? Map.copyOf(external) : Map.of());
  }

  private static void readEntry(WireReader in, Map<String, String> into) throws ModelException {
    String key = "";
    String value = "";
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> key = in.readString();
        case 2 -> value = in.readString();
        default -> in.skip();
      }
    }
    into.put(key, value);
  }

  /** A little-endian view of the raw data. */
  public ByteBuffer rawData() {
    return raw.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public String toString() {
    return "OnnxTensor[" + name + "]";
  }
}
