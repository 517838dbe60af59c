package org.probity.inference.certificate;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.probity.graph.Encoding;
import org.probity.graph.Encoding.Ordered.Kind;
import org.probity.inference.json.InvalidFileException;
import org.probity.inference.json.Json;

/**
 * What a port's integers stand for, as JSON fields: none for plain fixed point; {@code exponents}
 * and {@code missing}, the code of a missing value; {@code scale}, the bits of a float32, and
 * {@code zero}; {@code code}, the kind of order-preserving codes; or {@code names}, those of
 * categories.
 */
public final class EncodingJson {
  private static final String EXPONENTS = "exponents";
  private static final String MISSING = "missing";
  private static final String SCALE = "scale";
  private static final String ZERO_POINT = "zero";
  private static final String CODE = "code";
  private static final String NAMES = "names";

  private EncodingJson() {}

  public static void encode(Encoding encoding, Json.Fields fields) {
    switch (encoding) {
      case Encoding.Fixed(List<Integer> exponents, OptionalInt missing) -> {
        if (!exponents.isEmpty()) {
          fields.put(EXPONENTS, Json.ofIntegers(exponents));
        }
        missing.ifPresent(code -> fields.put(MISSING, code));
      }
      case Encoding.Affine(float scale, int zeroPoint) ->
          fields.put(SCALE, Float.floatToIntBits(scale)).put(ZERO_POINT, zeroPoint);
      case Encoding.Ordered(Kind kind) -> fields.put(CODE, kind.label());
      case Encoding.Category(List<String> names) -> fields.put(NAMES, Json.of(names));
    }
  }

  /**
   * The encoding that the fields give.
   *
   * @throws InvalidFileException if they give two, an unknown one or one that is not well-formed
   */
  public static Encoding decode(Json.Fields fields) throws InvalidFileException {
    boolean fixed = fields.has(EXPONENTS) || fields.has(MISSING);
    long given = Stream.of(SCALE, CODE, NAMES).filter(fields::has).count();
    if (given > (fixed ? 0 : 1)) {
      throw new InvalidFileException("a port has two encodings");
    }
    try {
      if (fixed) {
        List<Integer> exponents =
            fields.has(EXPONENTS) ? exponents(fields.int32s(EXPONENTS)) : List.of();
        return new Encoding.Fixed(
            exponents,
            fields.has(MISSING) ? OptionalInt.of(fields.int32(MISSING)) : OptionalInt.empty());
      }
      if (fields.has(SCALE)) {
        float scale = Float.intBitsToFloat(fields.int32(SCALE));
        return new Encoding.Affine(scale, fields.int32(ZERO_POINT));
      }
      if (fields.has(CODE)) {
        return new Encoding.Ordered(kind(fields.text(CODE)));
      }
      return fields.has(NAMES) ? new Encoding.Category(fields.texts(NAMES)) : Encoding.fixed();
    } catch (IllegalArgumentException e) {
      throw new InvalidFileException(e.getMessage());
    }
  }

  private static List<Integer> exponents(int[] exponents) throws InvalidFileException {
    if (exponents.length == 0) {
      throw new InvalidFileException("a port has an empty list of exponents");
    }
    return Arrays.stream(exponents).boxed().toList();
  }

  private static Kind kind(String label) throws InvalidFileException {
    for (Kind kind : Kind.values()) {
      if (kind.label().equals(label)) {
        return kind;
      }
    }
    throw new InvalidFileException("a port has an unknown kind of codes");
  }
}
