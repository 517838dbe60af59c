package org.probity.inference;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Small changes to a file: each must be rejected, none may make anything throw. */
public final class Mutations {
  private Mutations() {}

  /** Every byte changed (one bit, and all bits), every truncation, and extensions. */
  public static Stream<byte[]> of(byte[] file) {
    Stream<byte[]> flips =
        IntStream.range(0, file.length)
            .boxed()
            .flatMap(i -> Stream.of(flipped(file, i, 1 << i % 8), flipped(file, i, 0xff)));
    Stream<byte[]> truncations =
        IntStream.range(0, file.length).mapToObj(length -> Arrays.copyOf(file, length));
    Stream<byte[]> extensions =
        Stream.of(
            extended(file, ' '), extended(file, '\n'), extended(file, 0), extended(file, '{'));
    return Stream.of(flips, truncations, extensions).flatMap(s -> s);
  }

  private static byte[] flipped(byte[] file, int position, int mask) {
    byte[] copy = file.clone();
    copy[position] ^= (byte) mask;
    return copy;
  }

  private static byte[] extended(byte[] file, int b) {
    byte[] copy = Arrays.copyOf(file, file.length + 1);
    copy[file.length] = (byte) b;
    return copy;
  }
}
