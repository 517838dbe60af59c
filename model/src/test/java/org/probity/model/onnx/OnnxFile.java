package org.probity.model.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Writes ONNX files for tests: protobuf messages, field by field. */
public final class OnnxFile {
  public static final int FLOAT = 1;
  public static final int INT64 = 7;

  private final Message graph = new Message();
  private final Message model = new Message();

  private final int opset;

  public OnnxFile(int opset) {
    this.opset = opset;
    model.varint(1, 8).message(8, new Message().string(1, "").varint(2, opset));
  }

  /** Imports a further set of operators. */
  public OnnxFile domain(String domain, int version) {
    model.message(8, new Message().string(1, domain).varint(2, version));
    return this;
  }

  /** A protobuf message under construction. */
  public static final class Message {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    public Message varint(int field, long value) {
      key(field, 0);
      rawVarint(value);
      return this;
    }

    public Message real(int field, float value) {
      key(field, 5);
      bytes.writeBytes(little(Float.floatToIntBits(value), 4));
      return this;
    }

    public Message bytes(int field, byte[] value) {
      key(field, 2);
      rawVarint(value.length);
      bytes.writeBytes(value);
      return this;
    }

    public Message string(int field, String value) {
      return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    public Message message(int field, Message value) {
      return bytes(field, value.toBytes());
    }

    public Message key(int field, int wireType) {
      rawVarint((long) field << 3 | wireType);
      return this;
    }

    public Message rawVarint(long value) {
      long rest = value;
      while ((rest & ~0x7fL) != 0) {
        bytes.write((int) ((rest & 0x7f) | 0x80));
        rest >>>= 7;
      }
      bytes.write((int) rest);
      return this;
    }

    Message append(byte[] raw) {
      bytes.writeBytes(raw);
      return this;
    }

    public byte[] toBytes() {
      return bytes.toByteArray();
    }
  }

  /** The little-endian bytes of an integer, lowest first. */
  static byte[] little(long value, int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (value >>> (8 * i));
    }
    return bytes;
  }

  private static byte[] little(LongStream values, int size) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    values.forEach(v -> bytes.writeBytes(little(v, size)));
    return bytes.toByteArray();
  }

  /** TensorProto without data. */
  public static Message header(String name, int type, long... dims) {
    Message tensor = new Message();
    for (long d : dims) {
      tensor.varint(1, d);
    }
    return tensor.varint(2, type).string(8, name);
  }

  public static Message floatTensor(String name, double[] values, long... dims) {
    LongStream bits = Arrays.stream(values).mapToLong(v -> Float.floatToIntBits((float) v));
    return header(name, FLOAT, dims).bytes(9, little(bits, 4));
  }

  public static Message longTensor(String name, long[] values, long... dims) {
    return header(name, INT64, dims).bytes(9, little(Arrays.stream(values), 8));
  }

  public static Message integerAttribute(String name, long value) {
    return new Message().string(1, name).varint(3, value).varint(20, 2);
  }

  public static Message realAttribute(String name, double value) {
    return new Message().string(1, name).real(2, (float) value).varint(20, 1);
  }

  public static Message integersAttribute(String name, long... values) {
    Message attribute = new Message().string(1, name);
    for (long v : values) {
      attribute.varint(8, v);
    }
    return attribute.varint(20, 7);
  }

  public static Message tensorAttribute(String name, Message tensor) {
    return new Message().string(1, name).message(5, tensor).varint(20, 4);
  }

  /** Inputs and outputs are lists of names separated by commas. */
  public static Message node(
      String operator, String inputs, String outputs, Message... attributes) {
    Message node = new Message();
    for (String input : inputs.split(",", -1)) {
      if (!inputs.isEmpty()) {
        node.string(1, input);
      }
    }
    for (String output : outputs.split(",", -1)) {
      node.string(2, output);
    }
    node.string(3, "to " + outputs).string(4, operator);
    for (Message attribute : attributes) {
      node.message(5, attribute);
    }
    return node;
  }

  /** ValueInfoProto of a tensor; a negative dimension is dynamic. */
  public static Message value(String name, int type, long... dims) {
    Message shape = new Message();
    for (int i = 0; i < dims.length; i++) {
      shape.message(
          1, dims[i] < 0 ? new Message().string(2, "n" + i) : new Message().varint(1, dims[i]));
    }
    Message tensor = new Message().varint(1, type).message(2, shape);
    return new Message().string(1, name).message(2, new Message().message(1, tensor));
  }

  public OnnxFile input(String name, long... dims) {
    graph.message(11, value(name, FLOAT, dims));
    return this;
  }

  public OnnxFile input(Message value) {
    graph.message(11, value);
    return this;
  }

  /** An output whose shape is left to inference. */
  public OnnxFile output(String name, int type) {
    Message tensor = new Message().varint(1, type);
    Message typeMessage = new Message().message(1, tensor);
    graph.message(12, new Message().string(1, name).message(2, typeMessage));
    return this;
  }

  /** An output by its ValueInfoProto. */
  public OnnxFile output(Message value) {
    graph.message(12, value);
    return this;
  }

  public OnnxFile output(String name) {
    return output(name, FLOAT);
  }

  public OnnxFile initializer(Message tensor) {
    graph.message(5, tensor);
    return this;
  }

  public OnnxFile sparseInitializer(Message tensor) {
    graph.message(15, tensor);
    return this;
  }

  public OnnxFile floats(String name, long[] dims, double... values) {
    return initializer(floatTensor(name, values, dims));
  }

  public OnnxFile longs(String name, long... values) {
    return initializer(longTensor(name, values, values.length));
  }

  public OnnxFile add(Message node) {
    graph.message(1, node);
    return this;
  }

  public OnnxFile add(String operator, String inputs, String outputs, Message... attributes) {
    return add(node(operator, inputs, outputs, attributes));
  }

  /** The version of another operator set. */
  public OnnxFile opset(String domain, int version) {
    model.message(8, new Message().string(1, domain).varint(2, version));
    return this;
  }

  /** An operator that the model defines itself; attributes are names that calls may give. */
  public OnnxFile function(
      String domain,
      String name,
      String inputs,
      String outputs,
      List<String> attributes,
      List<Message> nodes) {
    Message function = new Message().string(1, name).string(10, domain);
    Stream.of(inputs.split(",", -1)).forEach(i -> function.string(4, i));
    Stream.of(outputs.split(",", -1)).forEach(o -> function.string(5, o));
    attributes.forEach(a -> function.string(6, a));
    nodes.forEach(n -> function.message(7, n));
    function.message(9, new Message().string(1, "").varint(2, opset));
    model.message(25, function);
    return this;
  }

  /** The graph alone, for a subgraph. */
  public Message toGraph() {
    return graph.string(2, "g");
  }

  public static Message graphAttribute(String name, Message graph) {
    return new Message().string(1, name).message(6, graph).varint(20, 5);
  }

  /** An attribute inside of a function that stands for one of the call's. */
  public static Message referenceAttribute(String name, String reference, int type) {
    return new Message().string(1, name).string(21, reference).varint(20, type);
  }

  public byte[] toBytes() {
    return new Message().bytes(7, graph.string(2, "g").toBytes()).append(model.toBytes()).toBytes();
  }
}
