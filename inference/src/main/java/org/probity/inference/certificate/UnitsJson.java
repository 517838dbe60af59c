package org.probity.inference.certificate;

import java.util.Optional;
import org.probity.inference.json.InvalidFileException;
import org.probity.inference.json.Json;
import org.probity.model.graph.Units;

/** The units of a port as JSON fields: the bits of the float32 scale, and the zero point. */
public final class UnitsJson {
  private static final String SCALE = "scale";
  private static final String ZERO_POINT = "zero";

  private UnitsJson() {}

  public static void encode(Units units, Json.Fields fields) {
    fields.put(SCALE, Float.floatToIntBits(units.scale())).put(ZERO_POINT, units.zeroPoint());
  }

  /** The units, if the fields have any. */
  public static Optional<Units> decode(Json.Fields fields) throws InvalidFileException {
    if (!fields.has(SCALE)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Units(Float.intBitsToFloat(fields.int32(SCALE)), fields.int32(ZERO_POINT)));
    } catch (IllegalArgumentException e) {
      throw new InvalidFileException(e.getMessage());
    }
  }
}
