package org.probity.api.input;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;

/** The element types of {@code .npy} files that are read, by numpy's letter and size. */
enum NpyType {
  BOOL(1),
  INT8(1),
  INT16(2),
  INT32(4),
  INT64(8),
  UINT8(1),
  UINT16(2),
  UINT32(4),
  FLOAT16(2),
  FLOAT32(4),
  FLOAT64(8);

  /** Integers beyond this are not exact as doubles. */
  private static final long EXACT = 1L << 53;

  private static final Map<String, NpyType> BY_CODE =
      Map.ofEntries(
          Map.entry("b1", BOOL),
          Map.entry("i1", INT8),
          Map.entry("i2", INT16),
          Map.entry("i4", INT32),
          Map.entry("i8", INT64),
          Map.entry("u1", UINT8),
          Map.entry("u2", UINT16),
          Map.entry("u4", UINT32),
          Map.entry("f2", FLOAT16),
          Map.entry("f4", FLOAT32),
          Map.entry("f8", FLOAT64));

  private final int bytes;

  NpyType(int bytes) {
    this.bytes = bytes;
  }

  int bytes() {
    return bytes;
  }

  /** A type with its byte order. */
  record Ordered(NpyType type, ByteOrder order) {}

  /** What a descriptor such as {@code <f4} or {@code |u1} means. */
  static Optional<Ordered> of(String descriptor) {
    if (descriptor.length() != 3) {
      return Optional.empty();
    }
    NpyType type = BY_CODE.get(descriptor.substring(1));
    char order = descriptor.charAt(0);
    if (type == null || (order == '|') != (type.bytes == 1)) {
      return Optional.empty();
    }
    return switch (order) {
      case '<', '|' -> Optional.of(new Ordered(type, ByteOrder.LITTLE_ENDIAN));
      case '>' -> Optional.of(new Ordered(type, ByteOrder.BIG_ENDIAN));
      default -> Optional.empty();
    };
  }

  /** The next element, exact; floating-point numbers may be NaN or infinite. */
  double next(ByteBuffer in) {
    return switch (this) {
      case BOOL -> bool(in.get());
      case INT8 -> in.get();
      case INT16 -> in.getShort();
      case INT32 -> in.getInt();
      case INT64 -> exact(in.getLong());
      case UINT8 -> Byte.toUnsignedInt(in.get());
      case UINT16 -> Short.toUnsignedInt(in.getShort());
      case UINT32 -> Integer.toUnsignedLong(in.getInt());
      case FLOAT16 -> Float.float16ToFloat(in.getShort());
      case FLOAT32 -> in.getFloat();
      case FLOAT64 -> in.getDouble();
    };
  }

  private static double bool(byte b) {
    if (b != 0 && b != 1) {
      throw new BadInputException("holds a truth value that is neither 0 nor 1");
    }
    return b;
  }

  private static double exact(long value) {
    if (value < -EXACT || value > EXACT) {
      throw new BadInputException("holds an integer beyond 2^53");
    }
    return (double) value;
  }
}
