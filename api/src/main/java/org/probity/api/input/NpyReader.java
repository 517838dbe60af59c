package org.probity.api.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One array in numpy's {@code .npy} format, versions 1 to 3. Nothing is ever unpickled. */
final class NpyReader {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int HEADER_BYTES = 10_000;
  private static final int CHUNK_BYTES = 1 << 16;

  private NpyReader() {}

  /** Reads the array, which must end where the stream ends. */
  static NamedTensor read(InputStream in, String name) throws IOException {
    NpyHeader header = header(in);
    if (header.columnMajor() && header.shape().size() > 1) {
      throw new BadInputException("is in Fortran order; save numpy.ascontiguousarray of it");
    }
    int count = Limits.count(header.shape(), "array");
    DoubleBuffer values = new DoubleBuffer();
    List<String> texts = new ArrayList<>();
    Optional<NpyTexts> ofTexts = NpyTexts.of(header.descriptor());
    if (ofTexts.isPresent()) {
      NpyTexts type = ofTexts.get();
      chunks(in, count, type.bytes(), type.order(), chunk -> texts.add(type.next(chunk)));
      texts.forEach(text -> values.add(ElementKind.number(text)));
    } else {
      NpyType.Ordered type = type(header);
      chunks(
          in,
          count,
          type.type().bytes(),
          type.order(),
          chunk -> values.add(type.type().next(chunk)));
    }
    if (in.read() != -1) {
      throw new BadInputException("has bytes after the end of its array");
    }
    return new NamedTensor(name, header.shape(), values.toArray(), texts);
  }

  private static NpyType.Ordered type(NpyHeader header) {
    return NpyType.of(header.descriptor())
        .orElseThrow(
            () ->
                new BadInputException(
                    "has elements of type " + header.descriptor() + ", which is not read"));
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
  private static void chunks(
      InputStream in, int count, int bytes, ByteOrder order, Consumer<ByteBuffer> element)
      throws IOException {
    int perChunk = Math.max(1, CHUNK_BYTES / bytes);
    for (int read = 0; read < count; ) {
      int next = Math.min(perChunk, count - read);
      ByteBuffer chunk = ByteBuffer.wrap(exactly(in, next * bytes)).order(order);
      for (int i = 0; i < next; i++) {
        element.accept(chunk);
      }
      read += next;
    }
  }

  private static byte[] exactly(InputStream in, int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new BadInputException("ends too early");
    }
    return bytes;
  }
}
