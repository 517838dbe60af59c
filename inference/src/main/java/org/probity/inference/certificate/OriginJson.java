package org.probity.inference.certificate;

import java.util.List;
import org.probity.inference.json.InvalidFileException;
import org.probity.inference.json.Json;

/** Origins as JSON fields; the same in model keys and certificates. */
public final class OriginJson {
  private static final String NONE = "none";
  private static final String PUBLIC = "public";
  private static final String UNPROVEN = "unproven";
  private static final String DIGEST = "digest";

  private OriginJson() {}

  public static Json.Fields encode(Origin origin) {
    Json.Fields fields =
        new Json.Fields()
            .put("file", origin.file())
            .put("from", Json.of(origin.from()))
            .put("to", Json.of(origin.to()));
    return switch (origin.prefix()) {
      case Prefix.None _ -> fields.put("prefix", NONE);
      case Prefix.Public(String digest) -> fields.put("prefix", PUBLIC).put(DIGEST, digest);
      case Prefix.Unproven _ -> fields.put("prefix", UNPROVEN);
    };
  }

  /**
   * The origin that the fields give.
   *
   * @throws InvalidFileException if it is not well-formed
   */
  public static Origin decode(Json.Fields fields) throws InvalidFileException {
    try {
      String file = fields.text("file");
      List<String> from = fields.texts("from");
      return new Origin(file, from, fields.texts("to"), prefix(fields));
    } catch (IllegalArgumentException e) {
      throw new InvalidFileException(e.getMessage());
    }
  }

  private static Prefix prefix(Json.Fields fields) throws InvalidFileException {
    return switch (fields.text("prefix")) {
      case NONE -> new Prefix.None();
      case PUBLIC -> new Prefix.Public(fields.text(DIGEST));
      case UNPROVEN -> new Prefix.Unproven();
      default -> throw new InvalidFileException("the origin has an unknown prefix");
    };
  }
}
