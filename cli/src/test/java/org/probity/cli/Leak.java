package org.probity.cli;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.probity.algebra.field.PrimeField;

/**
 * Something secret in every spelling that it might slip out in.
 *
 * @param bytes what no file may hold, plain or in base64 or hexadecimal digits
 * @param numbers what no text may hold in a row; empty: none
 */
record Leak(List<byte[]> bytes, double[] numbers) {
  static Leak ofBytes(byte[] bytes) {
    return new Leak(List.of(bytes), new double[0]);
  }

  static Leak ofText(String text) {
    return ofBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A run of integers: packed by any width, as field elements, as text. */
  static Leak ofInts(int... run) {
    List<byte[]> bytes = new ArrayList<>();
    if (IntStream.of(run).allMatch(v -> v >= Byte.MIN_VALUE && v < 256)) {
      bytes.add(packed(run, 1, BIG_ENDIAN, (out, v) -> out.put(v.byteValue())));
    }
    for (ByteOrder order : List.of(BIG_ENDIAN, LITTLE_ENDIAN)) {
      if (IntStream.of(run).allMatch(v -> v == (short) v)) {
        bytes.add(packed(run, 2, order, (out, v) -> out.putShort(v.shortValue())));
      }
      bytes.add(packed(run, 4, order, ByteBuffer::putInt));
      bytes.add(packed(run, 8, order, ByteBuffer::putLong));
    }
    ByteArrayOutputStream elements = new ByteArrayOutputStream();
    IntStream.of(run).forEach(v -> elements.writeBytes(PrimeField.BN254_Q.of(v).encode()));
    bytes.add(elements.toByteArray());
    return new Leak(bytes, IntStream.of(run).asDoubleStream().toArray());
  }

  private static byte[] packed(
      int[] run, int width, ByteOrder order, BiConsumer<ByteBuffer, Integer> put) {
    ByteBuffer out = ByteBuffer.allocate(width * run.length).order(order);
    IntStream.of(run).forEach(v -> put.accept(out, v));
    return out.array();
  }

  /** A run of real numbers: as IEEE floats and doubles, as text. */
  static Leak ofReals(double... run) {
    List<byte[]> bytes = new ArrayList<>();
    for (ByteOrder order : List.of(BIG_ENDIAN, LITTLE_ENDIAN)) {
      ByteBuffer floats = ByteBuffer.allocate(4 * run.length).order(order);
      ByteBuffer doubles = ByteBuffer.allocate(8 * run.length).order(order);
      for (double v : run) {
        floats.putFloat((float) v);
        doubles.putDouble(v);
      }
      bytes.add(floats.array());
      bytes.add(doubles.array());
    }
    return new Leak(bytes, run);
  }
}
