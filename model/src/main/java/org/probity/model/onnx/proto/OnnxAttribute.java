package org.probity.model.onnx.proto;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.probity.model.ModelException;

/**
 * AttributeProto. Types and lists of tensors are not read.
 *
 * @param type code of AttributeProto.AttributeType, 0 if the file does not say
 * @param reference name of the attribute of the calling node that this one stands for, inside of a
 *     function; else empty
 */
public record OnnxAttribute(
    String name,
    int type,
    String reference,
    float real,
    long integer,
    String string,
    Optional<OnnxTensor> tensor,
    Optional<OnnxSparseTensor> sparse,
    Optional<OnnxGraph> graph,
    float[] reals,
    long[] integers,
    List<String> strings) {
  static final int FLOAT = 1;
  static final int INT = 2;
  static final int STRING = 3;
  static final int TENSOR = 4;
  static final int GRAPH = 5;
  static final int FLOATS = 6;
  static final int INTS = 7;
  static final int STRINGS = 8;

  static OnnxAttribute read(WireReader in) throws ModelException {
    String name = "";
    long type = 0;
    String reference = "";
    float real = 0;
    long integer = 0;
    String string = "";
    OnnxTensor tensor = null;
    OnnxSparseTensor sparse = null;
    OnnxGraph graph = null;
    LongList reals = new LongList();
    LongList integers = new LongList();
    List<String> strings = new ArrayList<>();
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> name = in.readString();
        case 2 -> real = in.readFloat();
        case 3 -> integer = in.readVarint();
        case 4 -> string = in.readText();
        case 5 -> tensor = OnnxTensor.read(in.readMessage());
        case 6 -> graph = OnnxGraph.read(in.readMessage());
        case 7 -> in.readFixed32s(reals);
        case 8 -> in.readVarints(integers);
        case 9 -> strings.add(in.readText());
        case 20 -> type = in.readVarint();
        case 21 -> reference = in.readString();
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
        (int) type,
        reference,
        real,
        integer,
        string,
        Optional.ofNullable(tensor),
        Optional.ofNullable(sparse),
        Optional.ofNullable(graph),
        values,
        integers.toArray(),
        List.copyOf(strings));
  }

  /** The same value under another name. */
  OnnxAttribute named(String newName) {
    return new OnnxAttribute(
        newName, type, "", real, integer, string, tensor, sparse, graph, reals, integers, strings);
  }

  /** Whether the attribute may have the given type. */
  boolean is(int expected) {
    return type == 0 || type == expected;
  }
}
