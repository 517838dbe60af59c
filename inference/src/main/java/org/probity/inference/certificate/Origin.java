package org.probity.inference.certificate;

import java.util.List;
import org.probity.graph.GraphLint;

/**
 * Which part of which file a model was made from.
 *
 * @param file hiding commitment to the original file: the SHA-256 digest, as 64 hexadecimal digits,
 *     of {@code probity origin}, a zero byte, a salt of 32 bytes, and the file's SHA-256 digest. The
 *     owner may show file and salt to an auditor; without the salt, files cannot be guessed
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

  static void checkDigest(String digest) {
    if (!digest.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("a digest of the origin is not 64 hexadecimal digits");
    }
  }
}
