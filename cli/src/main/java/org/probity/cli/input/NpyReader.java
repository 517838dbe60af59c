package org.probity.cli.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One array in numpy's {@code .npy} format, versions 1 to 3. Nothing is ever unpickled. */
final class NpyReader {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int HEADER_BYTES = 10_000;
  private static final int CHUNK_BYTES = 1 << 16;

  private NpyReader() {}

  /** Reads the array, which must end where the stream ends. */
  static NamedTensor read(InputStream in, String name) throws IOException {
    NpyHeader header = header(in);
    NpyType.Ordered type =
        NpyType.of(header.descriptor())
            .orElseThrow(
                () ->
                    new BadInputException(
                        "has elements of type " + header.descriptor() + ", which is not read"));
    if (header.columnMajor() && header.shape().size() > 1) {
      throw new BadInputException("is in Fortran order; save numpy.ascontiguousarray of it");
    }
    int count = Limits.count(header.shape(), "array");
    double[] values = values(in, type, count);
    if (in.read() != -1) {
      throw new BadInputException("has bytes after the end of its array");
    }
    return new NamedTensor(name, header.shape(), values);
  }

  private static NpyHeader header(InputStream in) throws IOException {
    byte[] start = in.readNBytes(8);
    if (start.length < 8 || !Arrays.equals(Arrays.copyOf(start, 6), MAGIC)) {
      throw new BadInputException("is not a .npy file");
    }
    int version = start[6];
    if (version < 1 || version > 3 || start[7] != 0) {
      throw new BadInputException("is of an unknown version of the .npy format");
    }
    byte[] size = exactly(in, version == 1 ? 2 : 4);
    ByteBuffer buffer = ByteBuffer.wrap(size).order(ByteOrder.LITTLE_ENDIAN);
    int length = version == 1 ? Short.toUnsignedInt(buffer.getShort()) : buffer.getInt();
    if (length < 0 || length > HEADER_BYTES) {
      throw new BadInputException("has a header that is too long");
    }
    var charset = version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
    return NpyHeader.parse(new String(exactly(in, length), charset));
  }

  /** Memory grows with what is really there, not with what the header claims. */
  private static double[] values(InputStream in, NpyType.Ordered type, int count)
      throws IOException {
    DoubleBuffer values = new DoubleBuffer();
    int perChunk = CHUNK_BYTES / type.type().bytes();
    while (values.size() < count) {
      int next = Math.min(perChunk, count - values.size());
      ByteBuffer chunk =
          ByteBuffer.wrap(exactly(in, next * type.type().bytes())).order(type.order());
      for (int i = 0; i < next; i++) {
        values.add(type.type().next(chunk));
      }
    }
    return values.toArray();
  }

  private static byte[] exactly(InputStream in, int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new BadInputException("ends too early");
    }
    return bytes;
  }
}
