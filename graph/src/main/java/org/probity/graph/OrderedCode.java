package org.probity.graph;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Integers in the order of floating-point numbers, so that a comparison of codes is the comparison
 * of the numbers. The code of x is the bits of |x| with the sign of x: -0 and 0 have code 0, the
 * infinities are the ends of the finite numbers' codes, and every NaN has one code above them.
 *
 * <p>The code of a float64 is split into two signed words so that the lexicographic order of {@code
 * (high, low)} is the order of codes: {@code high} is its upper half, {@code low} its lower half,
 * read as unsigned, less 2^31.
 *
 * <p>A text stands for the number of the first 52 bits of the SHA-256 digest of its UTF-8 bytes,
 * which is exact as a float64.
 */
public final class OrderedCode {
  /** Code of every float32 NaN. */
  public static final int FLOAT32_NAN = 0x7fc00000;

  /** Code of the float32 infinity; its negative is that of the negative infinity. */
  public static final int FLOAT32_INFINITY = 0x7f800000;

  /** Code of every float64 NaN. */
  public static final long FLOAT64_NAN = 0x7ff8000000000000L;

  /** Code of the float64 infinity; its negative is that of the negative infinity. */
  public static final long FLOAT64_INFINITY = 0x7ff0000000000000L;

  /** Bits of the number that stands for a text. */
  public static final int TEXT_BITS = 52;

  private OrderedCode() {}

  /** The code of a float32. */
  public static int of(float x) {
    if (Float.isNaN(x)) {
      return FLOAT32_NAN;
    }
    int magnitude = Float.floatToRawIntBits(Math.abs(x));
    return x < 0 ? -magnitude : magnitude;
  }

  /** The code of a float64. */
  public static long of(double x) {
    if (Double.isNaN(x)) {
      return FLOAT64_NAN;
    }
    long magnitude = Double.doubleToRawLongBits(Math.abs(x));
    return x < 0 ? -magnitude : magnitude;
  }

  /** Whether a code is that of a float32. */
  public static boolean isFloat32(int code) {
    return code == FLOAT32_NAN || (code >= -FLOAT32_INFINITY && code <= FLOAT32_INFINITY);
  }

  /** Whether a code is that of a float64. */
  public static boolean isFloat64(long code) {
    return code == FLOAT64_NAN || (code >= -FLOAT64_INFINITY && code <= FLOAT64_INFINITY);
  }

  /** Whether a code is that of an integer of at most 53 bits and sign. */
  public static boolean isInteger(long code) {
    double number = toDouble(code);
    return number == Math.rint(number) && Math.abs(number) < 0x1p53;
  }

  /** Whether a code is that of the number of a text. */
  public static boolean isText(long code) {
    return isInteger(code) && code >= 0 && toDouble(code) < Math.scalb(1.0, TEXT_BITS);
  }

  /**
   * The float32 of a code. A proof lets a hidden code be any integer, so all of them are given a
   * meaning that fits the order: NaN above infinity, the negative infinity below itself.
   */
  public static float toFloat(int code) {
    if (code > FLOAT32_INFINITY) {
      return Float.NaN;
    }
    int magnitude =
        Math.min(FLOAT32_INFINITY, code < 0 ? -Math.max(code, -Integer.MAX_VALUE) : code);
    float x = Float.intBitsToFloat(magnitude);
    return code < 0 ? -x : x;
  }

  /** The float64 of a code; all codes have one, as with {@link #toFloat}. */
  public static double toDouble(long code) {
    if (code > FLOAT64_INFINITY) {
      return Double.NaN;
    }
    long magnitude = Math.min(FLOAT64_INFINITY, code < 0 ? -Math.max(code, -Long.MAX_VALUE) : code);
    double x = Double.longBitsToDouble(magnitude);
    return code < 0 ? -x : x;
  }

  /** The upper word of a float64's code. */
  public static int high(long code) {
    return (int) (code >> Integer.SIZE);
  }

  /** The lower word of a float64's code: what is unsigned becomes signed, in the same order. */
  public static int low(long code) {
    return (int) code ^ Integer.MIN_VALUE;
  }

  /** The code of a float64 from its words. */
  public static long join(int high, int low) {
    return (long) high << Integer.SIZE | Integer.toUnsignedLong(low ^ Integer.MIN_VALUE);
  }

  /**
   * The number that stands for a text.
   *
   * @throws IllegalArgumentException if the text is no sequence of Unicode characters (has half a
   *     surrogate pair)
   */
  public static double ofText(String text) {
    try {
      ByteBuffer utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(utf8);
      return ByteBuffer.wrap(sha.digest()).getLong() >>> (Long.SIZE - TEXT_BITS);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("a text is not made of Unicode characters", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java platform lacks SHA-256", e);
    }
  }
}
