package org.probity.api.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpzReaderTest extends InputFixture {
  private record Entry(String name, byte[] content) {}

  private static byte[] zip(Entry... entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Entry entry : entries) {
        zip.putNextEntry(new ZipEntry(entry.name()));
        zip.write(entry.content());
      }
    }
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"two.npz", "two-compressed.npz"})
  void readsArraysByName(String name) {
    Sample sample = InputFile.one(resource(name), TWO);
    assertThat(sample.get("first")).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(sample.get("second")).containsExactly(7, 8);
  }

  @Test
  void oneArrayNeedsNoName() {
    assertThat(InputFile.one(resource("unnamed.npz"), ONE).get("x"))
        .containsExactly(0, 1, 2, 3, 4, 5);
  }

  @Test
  void refusesMissingAndUnknownArrays() {
    List<Slot> more = List.of(TWO.get(0), TWO.get(1), new Slot("third", List.of(1L)));
    assertRefused(resource("two.npz"), more).hasMessageContaining("input 'third' (1) is missing");
    assertRefused(resource("two.npz"), ONE).hasMessageContaining("input 'x' (2 x 3) is missing");
    assertRefused(resource("two.npz"), TWO.subList(0, 1)).hasMessageContaining("no input 'second'");
  }

  @Test
  void refusesOtherZips() throws IOException {
    byte[] array = bytes("type-f4.npy");
    assertRefused(file("a.npz", zip(new Entry("x.txt", array))), ONE)
        .hasMessageContaining("is not a .npz file");
    assertRefused(file("a.npz", zip(new Entry("x.npy", new byte[20]))), ONE)
        .hasMessageContaining("array 'x' is not a .npy file");
    assertRefused(file("a.npz", zip()), ONE).hasMessageContaining("input 'x' (2 x 3) is missing");
    assertRefused(file("a.npz", "no zip at all"), ONE).hasMessageContaining("is not a .npz file");
  }

  /** Names in an archive are names of inputs, never paths. */
  @Test
  void namesAreNotPaths() throws IOException {
    byte[] array = bytes("type-f4.npy");
    List<Slot> slots =
        List.of(new Slot("../../a", List.of(2L, 3L)), new Slot("/b", List.of(2L, 3L)));
    byte[] zip = zip(new Entry("../../a.npy", array), new Entry("/b.npy", array));
    assertThat(InputFile.samples(file("a.npz", zip), slots)).hasSize(1);
  }

  @Test
  void everyTruncationIsRefused() {
    byte[] whole = bytes("two-compressed.npz");
    for (int length = 0; length < whole.length; length++) {
      assertRefused(file("cut.npz", Arrays.copyOf(whole, length)), TWO);
    }
  }

  @Test
  void refusesManyEntries() throws IOException {
    Entry[] entries = new Entry[10_001];
    Arrays.setAll(entries, i -> new Entry(i + ".npy", new byte[0]));
    assertRefused(file("a.npz", zip(entries)), ONE).hasMessageContaining("more than 10000 arrays");
  }
}
