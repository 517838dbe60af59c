package org.probity.inference.json;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Files that are one JSON object: the first fields say what it is, the last is a digest of all
 * before it, and every content has one spelling only.
 */
public final class Documents {
  private static final int VERSION = 1;

  private Documents() {}

  /** A document of the given format, without its digest. */
  public static Json.Fields start(String format) {
    return new Json.Fields().put("format", format).put("version", VERSION);
  }

  /**
   * The digest of a document: SHA-256 over the format's name, a zero byte and the document's
   * canonical spelling without the digest, in hexadecimal digits.
   */
  public static String digest(Json.Fields document) {
    String format = ((Json.Text) document.map().get("format")).value();
    MessageDigest sha = sha256();
    sha.update(format.getBytes(StandardCharsets.UTF_8));
    sha.update((byte) 0);
    sha.update(JsonWriter.write(document));
    return HexFormat.of().formatHex(sha.digest());
  }

  /** The file: the document followed by its digest in the field with this name. */
  public static byte[] write(Json.Fields document, String digestField) {
    Json.Fields body = document.without(digestField);
    String digest = digest(body);
    return JsonWriter.write(body.put(digestField, digest));
  }

  /** The canonical spelling of a document. */
  public static byte[] canonical(Json.Fields document) {
    return JsonWriter.write(document);
  }

  /**
   * Parses a JSON object, whatever it says it is.
   *
   * @throws InvalidFileException if the file is not one well-formed object
   */
  public static Json.Fields parse(byte[] file) throws InvalidFileException {
    return JsonReader.read(file);
  }

  /**
   * Reads a file and checks its size, format, version and digest. What is in the other fields is
   * the caller's to check, and that writing them again gives the same bytes ({@link
   * #requireCanonical}).
   *
   * @throws InvalidFileException if any of that fails
   */
  public static Json.Fields read(byte[] file, String format, String digestField, int maxSize)
      throws InvalidFileException {
    if (file.length > maxSize) {
      throw new InvalidFileException("the file is larger than a " + format + " can be");
    }
    if (!JsonReader.beginsObject(file)) {
      throw new InvalidFileException("the file is not a " + format);
    }
    Json.Fields document = parse(file);
    if (!document.has("format") || !document.text("format").equals(format)) {
      throw new InvalidFileException("the file is not a " + format);
    }
    if (document.integer("version") != VERSION) {
      throw new InvalidFileException("the file has a version that this program does not know");
    }
    if (!document.text(digestField).equals(digest(document.without(digestField)))) {
      throw new InvalidFileException("the file is damaged: its digest does not match");
    }
    return document;
  }

  /**
   * What a file says it is, if it is an intact document: its last field is the digest of the rest.
   * Nothing else is looked at, so this is quick whatever a stranger has written; whether it is a
   * good file of that kind is for the kind's own reader to say.
   */
  public static Optional<String> intactFormat(byte[] file) {
    try {
      Json.Fields document = parse(file);
      String last = List.copyOf(document.map().keySet()).getLast();
      String format = document.text("format");
      // The digest is one of the format's name, too: it cannot be in that field.
      boolean intact =
          !last.equals("format") && document.text(last).equals(digest(document.without(last)));
      return Optional.of(format).filter(_ -> intact);
    } catch (InvalidFileException | NoSuchElementException e) {
      return Optional.empty();
    }
  }

  /**
   * Checks that a file is the one spelling of its content. This rejects unknown fields, another
   * order, other white space and other spellings of numbers, strings and base64.
   */
  public static void requireCanonical(byte[] file, byte[] encodedAgain)
      throws InvalidFileException {
    if (!Arrays.equals(file, encodedAgain)) {
      throw new InvalidFileException("the file is not in its canonical form");
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java platform lacks SHA-256", e);
    }
  }
}
