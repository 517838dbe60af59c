package org.probity.model.onnx.operator;

import java.util.Arrays;
import java.util.Optional;
import org.probity.model.floatgraph.PortType;

/** Element types of TensorProto.DataType that a constant or port may have. */
public enum ElementType {
  FLOAT(1, 32, true),
  UINT8(2, 8, false),
  INT8(3, 8, false),
  UINT16(4, 16, false),
  INT16(5, 16, false),
  INT32(6, 32, false),
  INT64(7, 64, false),
  /** Texts, held as their numbers: {@link Texts}. */
  STRING(8, 0, false),
  BOOL(9, 8, false),
  FLOAT16(10, 16, true),
  DOUBLE(11, 64, true),
  UINT32(12, 32, false),
  UINT64(13, 64, false),
  BFLOAT16(16, 16, true),
  FLOAT8E4M3FN(17, 8, true),
  FLOAT8E4M3FNUZ(18, 8, true),
  FLOAT8E5M2(19, 8, true),
  FLOAT8E5M2FNUZ(20, 8, true),
  UINT4(21, 4, false),
  INT4(22, 4, false);

  private final int code;
  private final int bits;
  private final boolean real;

  ElementType(int code, int bits, boolean real) {
    this.code = code;
    this.bits = bits;
    this.real = real;
  }

  /** The code in TensorProto.DataType. */
  int code() {
    return code;
  }

  /** Width of an element in raw data; 4-bit elements are packed low nibble first; 0 for texts. */
  public int bits() {
    return bits;
  }

  /** Whether the elements are floating-point numbers. */
  public boolean real() {
    return real;
  }

  /** What a port of such elements is. */
  PortType portType() {
    return switch (this) {
      case DOUBLE -> PortType.FLOAT64;
      case BOOL -> PortType.BOOLEAN;
      case STRING -> PortType.TEXT;
      default -> real ? PortType.FLOAT32 : PortType.INTEGER;
    };
  }

  /** Whether a value is one of this type; of reals, any is. */
  boolean holds(double value) {
    return switch (this) {
      case BOOL -> value == 0 || value == 1;
      case UINT4, UINT8, UINT16, UINT32, UINT64 -> value >= 0 && value <= Math.scalb(1.0, bits) - 1;
      case INT4, INT8, INT16, INT32, INT64 ->
          value >= -Math.scalb(1.0, bits - 1) && value <= Math.scalb(1.0, bits - 1) - 1;
      default -> true;
    };
  }

  /** Whether the elements are integers without sign. */
  boolean unsigned() {
    return switch (this) {
      case UINT4, UINT8, UINT16, UINT32, UINT64, BOOL -> true;
      default -> false;
    };
  }

  public static Optional<ElementType> ofCode(long code) {
    return Arrays.stream(values()).filter(t -> t.code == code).findFirst();
  }

  /** The value of an element given its bits, of which those above {@link #bits} are ignored. */
  public double decode(long element) {
    return switch (this) {
      case FLOAT -> Float.intBitsToFloat((int) element);
      case DOUBLE -> Double.longBitsToDouble(element);
      case FLOAT16 -> Float.float16ToFloat((short) element);
      case BFLOAT16 -> Float.intBitsToFloat((int) element << 16);
      case UINT8, UINT16, UINT32, UINT4 -> element & ((1L << bits) - 1);
      case INT8, INT16, INT32, INT4, INT64 -> element << (64 - bits) >> (64 - bits);
      case UINT64 -> (element >>> 1) * 2.0 + (element & 1);
      case BOOL -> (element & 0xff) != 0 ? 1 : 0;
      case STRING -> throw new IllegalStateException("a text has no bits");
      case FLOAT8E4M3FN -> smallFloat(element, 3, 7, (element & 0x7f) == 0x7f, false);
      case FLOAT8E4M3FNUZ -> smallFloat(element, 3, 8, (element & 0xff) == 0x80, false);
      case FLOAT8E5M2 ->
          smallFloat(element, 2, 15, (element & 0x7f) > 0x7c, (element & 0x7f) == 0x7c);
      case FLOAT8E5M2FNUZ -> smallFloat(element, 2, 16, (element & 0xff) == 0x80, false);
    };
  }

  /** An 8-bit float: sign, exponent, mantissa; onnx.ai/onnx/technical/float8. */
  private static double smallFloat(
      long element, int mantissaBits, int bias, boolean isNan, boolean isInfinite) {
    if (isNan) {
      return Double.NaN;
    }
    double sign = (element & 0x80) != 0 ? -1 : 1;
    if (isInfinite) {
      return sign * Double.POSITIVE_INFINITY;
    }
    int exponent = (int) (element & 0x7f) >> mantissaBits;
    long mantissa = element & ((1L << mantissaBits) - 1);
    long significand = exponent == 0 ? mantissa : mantissa | 1L << mantissaBits;
    return sign * Math.scalb((double) significand, Math.max(exponent, 1) - bias - mantissaBits);
  }
}
