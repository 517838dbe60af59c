package org.probity.inference.certificate;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.probity.graph.lint.GraphLint;

/**
 * Which part of which file a model was made from.
 *
 * @param file hiding commitment to the original file: the SHA-256 digest, as 64 hexadecimal digits,
 *     of {@code probity origin}, a zero byte, a salt of 32 bytes, and the file's SHA-256 digest.
 *     The owner may show file and salt to an auditor; without the salt, files cannot be guessed
 * @param from names of the original tensors where the proven part starts; empty: the file's inputs
 * @param to names of the original tensors where it ends; empty: the file's outputs
 * @param prefix what is known about the part before
 */
public record Origin(String file, List<String> from, List<String> to, Prefix prefix) {
  public Origin {
    from = List.copyOf(from);
    to = List.copyOf(to);
    checkDigest(file);
    from.forEach(name -> GraphLint.checkName(name, "a tensor of the origin"));
    to.forEach(name -> GraphLint.checkName(name, "a tensor of the origin"));
    if (from.isEmpty() != (prefix instanceof Prefix.None)) {
      throw new IllegalArgumentException(
          "an origin has a prefix if and only if it does not start at the inputs");
    }
  }

  /** The part of the file that is proven starts or ends within it. */
  public boolean isPartial() {
    return !from.isEmpty() || !to.isEmpty();
  }

  /**
   * The commitment to a file.
   *
   * @param salt 32 bytes
   * @param digest SHA-256 of the file
   */
  public static String commitment(byte[] salt, byte[] digest) {
    try {
      // The salt hides: a net of few or rounded weights could be found by trying. Both have one
      // length, so that two pairs never give the same bytes.
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update("probity origin".getBytes(StandardCharsets.US_ASCII));
      sha.update((byte) 0);
      sha.update(requireSize(salt));
      sha.update(requireSize(digest));
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java platform lacks SHA-256", e);
    }
  }

  private static byte[] requireSize(byte[] bytes) {
    if (bytes.length != 32) {
      throw new IllegalArgumentException("salt and digest of an origin have 32 bytes each");
    }
    return bytes;
  }

  /** Whether a file with this SHA-256 digest is the one that was committed to. */
  public boolean isOf(byte[] salt, byte[] digest) {
    return file.equals(commitment(salt, digest));
  }

  static void checkDigest(String digest) {
    if (!digest.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("a digest of the origin is not 64 hexadecimal digits");
    }
  }
}
