package org.probity.argument.commitment;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 over labelled, length-prefixed parts. */
final class Digests {
  private static final int CHUNK = 1 << 14;

  private Digests() {}

  static byte[] hash(String label, byte[]... parts) {
    MessageDigest digest = sha256();
    lengthPrefixed(digest, label.getBytes(StandardCharsets.UTF_8));
    for (byte[] part : parts) {
      lengthPrefixed(digest, part);
    }
    return digest.digest();
  }

  /** Hash of integers, big-endian. */
  static byte[] hash(String label, int[] cells) {
    MessageDigest digest = sha256();
    lengthPrefixed(digest, label.getBytes(StandardCharsets.UTF_8));
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(cells.length).array());
    ByteBuffer buffer = ByteBuffer.allocate(Math.min(CHUNK, cells.length) * Integer.BYTES);
    for (int from = 0; from < cells.length; from += CHUNK) {
      int count = Math.min(CHUNK, cells.length - from);
      buffer.clear();
      buffer.asIntBuffer().put(cells, from, count);
      digest.update(buffer.array(), 0, count * Integer.BYTES);
    }
    return digest.digest();
  }

  private static void lengthPrefixed(MessageDigest digest, byte[] data) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(data.length).array());
    digest.update(data);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
