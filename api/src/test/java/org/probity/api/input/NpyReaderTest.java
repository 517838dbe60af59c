package org.probity.api.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The resources were written by numpy itself. */
class NpyReaderTest extends InputFixture {
  /** A file of the given version and header with these bytes after it. */
  private byte[] npy(int version, String header, byte[] data) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer length = ByteBuffer.allocate(version == 1 ? 2 : 4).order(ByteOrder.LITTLE_ENDIAN);
    out.writeBytes(
        (version == 1 ? length.putShort((short) text.length) : length.putInt(text.length)).array());
    out.writeBytes(text);
    out.writeBytes(data);
    return out.toByteArray();
  }

  private static String header(String descr, String shape) {
    return "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }\n".formatted(descr, shape);
  }

  private static byte[] doubles(double... values) {
    ByteBuffer buffer = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    Arrays.stream(values).forEach(buffer::putDouble);
    return buffer.array();
  }

  @ParameterizedTest
  @ValueSource(strings = {"i1", "i2", "i4", "i8", "f2", "f4", "f8", "big-i2", "big-f4", "big-f8"})
  void readsSignedTypes(String type) {
    Sample sample = InputFile.one(resource("type-" + type + ".npy"), ONE);
    assertThat(sample.get("x")).containsExactly(-2, -1, 0, 1, 2, 3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"u1", "u2", "u4"})
  void readsUnsignedTypes(String type) {
    Sample sample = InputFile.one(resource("type-" + type + ".npy"), ONE);
    assertThat(sample.get("x")).containsExactly(0, 1, 2, 3, 4, 5);
  }

  @Test
  void readsTruthValues() {
    assertThat(InputFile.one(resource("type-b1.npy"), ONE).get("x"))
        .containsExactly(0, 0, 0, 1, 1, 1);
  }

  @Test
  void readsUnsignedExtremes() {
    byte[] data = {-1, -1, -1, -1};
    List<Slot> slot = List.of(new Slot("x", List.of(1L)));
    var file = file("a.npy", npy(1, header("<u4", "1,"), data));
    assertThat(InputFile.one(file, slot).get("x")).containsExactly(4294967295.0);
    file = file("b.npy", npy(1, header("<u2", "2,"), data));
    assertThat(InputFile.samples(file, slot)).hasSize(2);
  }

  @Test
  void readsSamplesAlongTheFirstDimension() {
    List<Sample> samples = InputFile.samples(resource("type-f4.npy"), BATCHED);
    assertThat(samples).hasSize(2);
    assertThat(samples.getLast().get("x")).containsExactly(1, 2, 3);
  }

  @Test
  void readsScalarsAndLaterVersions() {
    List<Slot> scalar = List.of(new Slot("x", List.of()));
    assertThat(InputFile.one(resource("scalar.npy"), scalar).get("x")).containsExactly(2.5);
    for (int version : new int[] {1, 2, 3}) {
      var file = file("v.npy", npy(version, header("<f8", ""), doubles(-0.5)));
      assertThat(InputFile.one(file, scalar).get("x")).containsExactly(-0.5);
    }
  }

  @Test
  void readsMoreThanOneChunk() {
    double[] values = new double[20_001];
    Arrays.setAll(values, i -> i);
    var file = file("a.npy", npy(1, header("<f8", "20001,"), doubles(values)));
    assertThat(InputFile.one(file, List.of(new Slot("x", List.of(20_001L)))).get("x"))
        .containsExactly(values);
  }

  @ParameterizedTest
  @CsvSource({
    "fortran, Fortran order",
    "objects, elements of type |O",
    "complex, elements of type <c16",
    "structured, not an array of plain numbers"
  })
  void refusesWhatNumpyCanDoMore(String name, String reason) {
    assertRefused(resource(name + ".npy"), ONE).hasMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{'descr': '<f8', 'fortran_order': False, 'shape': (1,), 'more': 1}; plain numbers",
        "{'descr': '<f8', 'descr': '<f8', 'fortran_order': False, 'shape': (1,)}; plain numbers",
        "{'fortran_order': False, 'descr': '<f8', 'shape': (1,)}; plain numbers",
        "{'descr': '<f8', 'fortran_order': false, 'shape': (1,)}; plain numbers",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (-1,)}; plain numbers",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (1 1)}; malformed shape",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (,)}; malformed shape",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (1,,)}; malformed shape",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (9999999999999999,)}; malformed shape",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (999999999999999,)}; has more than",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (99999,99999,99999,99999)}; more than",
        "{'descr': '=f8', 'fortran_order': False, 'shape': (1,)}; elements of type =f8",
        "{'descr': '|f8', 'fortran_order': False, 'shape': (1,)}; elements of type |f8",
        "{'descr': '<u1', 'fortran_order': False, 'shape': (8,)}; elements of type <u1",
        "{'descr': '<u8', 'fortran_order': False, 'shape': (1,)}; elements of type <u8",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (2,)}; ends too early",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)}; after the end",
        "''; plain numbers"
      })
  void refusesHeaders(String header, String reason) {
    List<Slot> slot = List.of(new Slot("x", List.of(1L)));
    assertRefused(file("a.npy", npy(1, header, doubles(1))), slot).hasMessageContaining(reason);
  }

  @Test
  void refusesValuesThatAreNotNumbersOrNotExact() {
    List<Slot> slot = List.of(new Slot("x", List.of(1L)));
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      assertRefused(file("a.npy", npy(1, header("<f8", "1,"), doubles(bad))), slot)
          .hasMessageContaining("sample 1, input 'x', value 0 is ")
          .hasMessageContaining("which this input does not take");
    }
    byte[] large = {-1, -1, -1, -1, -1, -1, -1, 127};
    assertRefused(file("a.npy", npy(1, header("<i8", "1,"), large)), slot)
        .hasMessageContaining("beyond 2^53");
    assertRefused(file("a.npy", npy(1, header("|b1", "1,"), new byte[] {2})), slot)
        .hasMessageContaining("truth value");
  }

  /** A header may claim gigabytes; what is not there takes no memory. */
  @Test
  void claimsTakeNoMemory() {
    var file = file("a.npy", npy(1, header("<f8", "100000000,"), doubles(1)));
    assertRefused(file, ONE).hasMessageContaining("ends too early");
  }

  @Test
  void everyTruncationIsRefused() {
    byte[] whole = bytes("type-f4.npy");
    for (int length = 0; length < whole.length; length++) {
      assertRefused(file("cut.npy", Arrays.copyOf(whole, length)), ONE);
    }
    assertRefused(file("longer.npy", Arrays.copyOf(whole, whole.length + 1)), ONE);
  }
}
