package org.probity.inference.key;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.probity.argument.Suite;
import org.probity.argument.commitment.Opening;
import org.probity.argument.program.Group;
import org.probity.argument.program.Program;
import org.probity.argument.witness.ColumnValues;
import org.probity.inference.json.Documents;
import org.probity.inference.json.InvalidFileException;

/**
 * The owner's side of a registered model: parameters and the seed of their commitments' blinders.
 * Whoever has it knows the model. Never printed.
 *
 * <p>The file is binary: magic, version, model id, seed, number of parameters, then for each its
 * name, width in bytes, number of values and values; at the end a SHA-256 of all before. All
 * numbers are big-endian. See docs/formats.md.
 */
public final class ModelSecret {
  private static final byte[] MAGIC = "PROBSECR".getBytes(StandardCharsets.US_ASCII);
  private static final byte VERSION = 1;
  private static final int DIGEST = 32;

  private final byte[] modelId;
  private final byte[] seed;
  private final Map<String, int[]> values;
  private final Map<String, Opening> openings = new ConcurrentHashMap<>();

  /** A secret as the registrar makes it. */
  public ModelSecret(byte[] modelId, byte[] seed, Map<String, int[]> values) {
    this.modelId = modelId.clone();
    this.seed = seed.clone();
    this.values = new LinkedHashMap<>(values);
  }

  /** The id of the model that this is the secret of. */
  public String modelId() {
    return HexFormat.of().formatHex(modelId);
  }

  /** The salt of the commitment to the original file in the key; shown to auditors. */
  public byte[] originSalt() {
    return OriginSalt.of(seed);
  }

  /** Names and values of all parameters; not to be modified. */
  public Map<String, int[]> values() {
    return java.util.Collections.unmodifiableMap(values);
  }

  /**
   * The opening of a weight group. It is the same for all programs of the model, and kept: large
   * models take a while to hash.
   */
  public Opening opening(Suite suite, Program program, Group group, ColumnValues columns) {
    return openings.computeIfAbsent(
        group.name(), _ -> Opening.of(suite.curve(), program, group, columns, seed));
  }

  /**
   * 32 secret bytes for another purpose than blinders; they tell nothing about the seed.
   *
   * @param purpose separates uses
   * @param salt public; another one gives unrelated bytes
   */
  public byte[] derive(String purpose, byte[] salt) {
    return SeedDerivation.derive(seed, purpose, salt);
  }

  /**
   * Decodes a file.
   *
   * @throws InvalidFileException if it is not a well-formed, intact model secret
   */
  public static ModelSecret decode(byte[] file) throws InvalidFileException {
    if (file.length < MAGIC.length + 1 + DIGEST
        || !Arrays.equals(MAGIC, 0, MAGIC.length, file, 0, MAGIC.length)) {
      throw new InvalidFileException("the file is not a probity model secret");
    }
    if (file[MAGIC.length] != VERSION) {
      throw new InvalidFileException("the file has a version that this program does not know");
    }
    int end = file.length - DIGEST;
    if (!Arrays.equals(digest(file, end), 0, DIGEST, file, end, file.length)) {
      throw new InvalidFileException("the file is damaged: its digest does not match");
    }
    ModelSecret secret;
    try {
      int start = MAGIC.length + 1;
      secret = decodeBody(ByteBuffer.wrap(file, start, end - start));
    } catch (BufferUnderflowException e) {
      throw new InvalidFileException("the file ends too early");
    }
    // Rejects widths that are too large and names that are not UTF-8.
    Documents.requireCanonical(file, secret.encode());
    return secret;
  }

  private static ModelSecret decodeBody(ByteBuffer in) throws InvalidFileException {
    byte[] modelId = new byte[32];
    in.get(modelId);
    byte[] seed = new byte[32];
    in.get(seed);
    int count = in.getInt();
    Map<String, int[]> values = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      byte[] name = new byte[Short.toUnsignedInt(in.getShort())];
      in.get(name);
      String key = new String(name, StandardCharsets.UTF_8);
      if (values.put(key, decodeValues(in)) != null) {
        throw new InvalidFileException("a parameter occurs twice");
      }
    }
    if (count < 0 || in.hasRemaining()) {
      throw new InvalidFileException("the file has content after its end");
    }
    return new ModelSecret(modelId, seed, values);
  }

  private static int[] decodeValues(ByteBuffer in) throws InvalidFileException {
    int width = in.get();
    int size = in.getInt();
    if (!PackedIntegers.isWidth(width)) {
      throw new InvalidFileException("a parameter has a width of " + width + " bytes");
    }
    // Before the array is made: it is as large as what is there, at most four times.
    if (size < 0 || (long) size * width > in.remaining()) {
      throw new InvalidFileException("the file ends too early");
    }
    return PackedIntegers.get(in, width, size);
  }

  /** The file's bytes; decoding them gives back an equal secret. */
  public byte[] encode() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(MAGIC);
    out.write(VERSION);
    out.writeBytes(modelId);
    out.writeBytes(seed);
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(values.size()).array());
    values.forEach((name, v) -> out.writeBytes(encode(name, v)));
    byte[] body = out.toByteArray();
    out.writeBytes(digest(body, body.length));
    return out.toByteArray();
  }

  private static byte[] encode(String name, int[] values) {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    int width = PackedIntegers.width(values);
    int size = Math.addExact(7 + utf8.length, Math.multiplyExact(width, values.length));
    ByteBuffer out = ByteBuffer.allocate(size);
    out.putShort((short) utf8.length).put(utf8).put((byte) width).putInt(values.length);
    PackedIntegers.put(values, width, out);
    return out.array();
  }

  private static byte[] digest(byte[] bytes, int length) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(bytes, 0, length);
      return sha.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java platform lacks SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "ModelSecret";
  }
}
