package org.probity.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import org.probity.model.onnx.ExternalFiles;

/** Which file a model is, weights in other files beside it included. */
public final class ModelDigest {
  private static final int BUFFER = 1 << 16;

  /** The largest model file that the importer reads. */
  private static final long MAX_BYTES = 1L << 30;

  private ModelDigest() {}

  /**
   * SHA-256 of the bytes of a file, 32 bytes. Of an ONNX file whose weights lie in other files:
   * SHA-256 of {@code probity external data}, a zero byte, the SHA-256 of the file, and for each of
   * the others, ordered by name, the length of its name in UTF-8 as four bytes, big-endian, its
   * name and its SHA-256.
   *
   * @throws ModelException if such a file is not there, or lies outside of the model's folder
   */
  public static byte[] of(Path file) throws IOException, ModelException {
    byte[] own = sha256(file);
    if (ModelFormat.of(file) != ModelFormat.ONNX || Files.size(file) > MAX_BYTES) {
      return own;
    }
    Map<String, Path> others =
        ExternalFiles.of(Files.readAllBytes(file), file.toAbsolutePath().getParent());
    if (others.isEmpty()) {
      return own;
    }
    MessageDigest sha = sha256();
    sha.update("probity external data".getBytes(StandardCharsets.US_ASCII));
    sha.update((byte) 0);
    sha.update(own);
    for (Map.Entry<String, Path> other : others.entrySet()) {
      byte[] name = other.getKey().getBytes(StandardCharsets.UTF_8);
      sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(name.length).array());
      sha.update(name);
      sha.update(sha256(other.getValue()));
    }
    return sha.digest();
  }

  private static byte[] sha256(Path file) throws IOException {
    MessageDigest sha = sha256();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[BUFFER];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        sha.update(buffer, 0, read);
      }
    }
    return sha.digest();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java platform lacks SHA-256", e);
    }
  }
}
