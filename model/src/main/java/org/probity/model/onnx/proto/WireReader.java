package org.probity.model.onnx.proto;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.probity.model.ModelException;

/**
 * Reads one protobuf message field by field (protobuf.dev/programming-guides/encoding). {@link
 * #next} moves to the next field; exactly one of the read methods or {@link #skip} must follow.
 * Groups, field number 0, varints beyond 64 bits and lengths beyond the message are malformed.
 */
final class WireReader {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH = 2;
  private static final int FIXED32 = 5;

  /** Subgraphs nest messages; the limit is that of protobuf's own readers. */
  private static final int MAX_DEPTH = 100;

  private final ByteBuffer data;
  private final int depth;
  private int wireType;

  WireReader(ByteBuffer data) {
    this(data, 0);
  }

  private WireReader(ByteBuffer data, int depth) {
    this.data = data.slice().order(ByteOrder.LITTLE_ENDIAN);
    this.depth = depth;
  }

  /** The number of the next field, or 0 at the end of the message. */
  int next() throws ModelException {
    if (!data.hasRemaining()) {
      return 0;
    }
    long key = varint();
    wireType = (int) (key & 7);
    if (key >>> 3 == 0 || key >>> 32 != 0) {
      throw malformed("field number out of range");
    }
    return (int) (key >>> 3);
  }

  void skip() throws ModelException {
    switch (wireType) {
      case VARINT -> varint();
      case FIXED64 -> take(8);
      case LENGTH -> block();
      case FIXED32 -> take(4);
      default -> throw malformed("unknown wire type " + wireType);
    }
  }

  long readVarint() throws ModelException {
    expect(VARINT);
    return varint();
  }

  float readFloat() throws ModelException {
    expect(FIXED32);
    return take(4).getFloat();
  }

  /** The payload of a length-delimited field: bytes, a message or a packed list. */
  ByteBuffer readBytes() throws ModelException {
    expect(LENGTH);
    return block();
  }

  WireReader readMessage() throws ModelException {
    if (depth == MAX_DEPTH) {
      throw malformed("messages are nested more than " + MAX_DEPTH + " deep");
    }
    return new WireReader(readBytes(), depth + 1);
  }

  String readString() throws ModelException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(readBytes()).toString();
    } catch (CharacterCodingException e) {
      throw new ModelException("not a valid ONNX file: a name is not UTF-8", e);
    }
  }

  /** A text that may be any bytes; what is not UTF-8 is replaced. */
  String readText() throws ModelException {
    return StandardCharsets.UTF_8.decode(readBytes()).toString();
  }

  /** A repeated varint field: one element, or a packed block of them. */
  void readVarints(LongList into) throws ModelException {
    if (wireType == VARINT) {
      into.add(varint());
      return;
    }
    WireReader packed = readMessage();
    while (packed.data.hasRemaining()) {
      into.add(packed.varint());
    }
  }

  /** A repeated 4 byte field as raw bits: one element, or a packed block of them. */
  void readFixed32s(LongList into) throws ModelException {
    ByteBuffer packed = wireType == FIXED32 ? take(4) : wholeElements(4);
    while (packed.hasRemaining()) {
      into.add(packed.getInt());
    }
  }

  /** A repeated 8 byte field as raw bits: one element, or a packed block of them. */
  void readFixed64s(LongList into) throws ModelException {
    ByteBuffer packed = wireType == FIXED64 ? take(8) : wholeElements(8);
    while (packed.hasRemaining()) {
      into.add(packed.getLong());
    }
  }

  private ByteBuffer wholeElements(int size) throws ModelException {
    ByteBuffer packed = readBytes();
    if (packed.remaining() % size != 0) {
      throw malformed("a packed list has a broken element");
    }
    return packed;
  }

  private void expect(int type) throws ModelException {
    if (wireType != type) {
      throw malformed("wire type " + wireType + " where " + type + " belongs");
    }
  }

  private ByteBuffer block() throws ModelException {
    long length = varint();
    if (length < 0 || length > data.remaining()) {
      throw malformed("it is truncated, or a length is wrong");
    }
    return take((int) length);
  }

  private ByteBuffer take(int length) throws ModelException {
    if (length > data.remaining()) {
      throw malformed("it is truncated");
    }
    ByteBuffer taken = data.slice(data.position(), length).order(ByteOrder.LITTLE_ENDIAN);
    data.position(data.position() + length);
    return taken;
  }

  private long varint() throws ModelException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (!data.hasRemaining()) {
        throw malformed("it is truncated");
      }
      byte b = data.get();
      if (shift == 63 && (b & 0xfe) != 0) {
        break;
      }
      value |= (b & 0x7fL) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw malformed("a number is longer than 64 bits");
  }

  static ModelException malformed(String why) {
    return new ModelException("not a valid ONNX file: " + why);
  }
}
