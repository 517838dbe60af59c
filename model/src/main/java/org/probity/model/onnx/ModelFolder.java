package org.probity.model.onnx;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.probity.model.ModelException;
import org.probity.model.onnx.operator.ExternalData;

/** The folder of a model file, as the place of its external data: nothing outside is ever read. */
final class ModelFolder implements ExternalData {
  /** Limit on all that is read, however often a hostile file refers to the same bytes. */
  private static final long MAX_BYTES = 1L << 31;

  private final Path folder;
  private long total;

  ModelFolder(Path folder) {
    this.folder = folder;
  }

  @Override
  public ByteBuffer read(String what, String location, long offset, long length)
      throws ModelException {
    total += length;
    if (length < 0 || length > Integer.MAX_VALUE || total > MAX_BYTES) {
      throw new ModelException(what + ": the model's external data are too large");
    }
    Path file = file(what, location);
    try (FileChannel channel = FileChannel.open(file)) {
      if (offset < 0 || offset > channel.size() - length) {
        throw new EOFException("it is too short");
      }
      ByteBuffer data = ByteBuffer.allocate((int) length);
      while (data.hasRemaining() && channel.read(data, offset + data.position()) >= 0) {
        // Reads on until the buffer is full.
      }
      return data.flip();
    } catch (IOException e) {
      throw unreadable(what, location, e);
    }
  }

  /** A file of external data, which must lie in the folder. */
  Path file(String what, String location) throws ModelException {
    try {
      Path root = folder.toRealPath();
      // The real path: a link inside of the folder must not lead out of it either.
      Path file = root.resolve(location).toRealPath();
      if (!file.startsWith(root) || !Files.isRegularFile(file)) {
        throw new ModelException(what + ": its data file lies outside of the model's folder");
      }
      return file;
    } catch (IOException | InvalidPathException e) {
      throw unreadable(what, location, e);
    }
  }

  private static ModelException unreadable(String what, String location, Exception e) {
    return new ModelException(
        what + ": cannot read its data from " + location + " beside the model: " + e.getMessage(),
        e);
  }
}
