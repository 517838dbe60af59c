package org.probity.api.input;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.io.TempDir;

/** Files to read and models to read them for. */
abstract class InputFixture {
  /** One input of 2 x 3 values. */
  static final List<Slot> ONE = List.of(new Slot("x", List.of(2L, 3L)));

  /** An input of 1 x 3 values, as nets with a batch dimension have it. */
  static final List<Slot> BATCHED = List.of(new Slot("x", List.of(1L, 3L)));

  /** An input of 2 x 3 values and one of 2. */
  static final List<Slot> TWO =
      List.of(new Slot("first", List.of(2L, 3L)), new Slot("second", List.of(2L)));

  @TempDir Path folder;

  Path file(String name, String text) {
    return file(name, text.getBytes(StandardCharsets.UTF_8));
  }

  Path file(String name, byte[] content) {
    try {
      return Files.write(folder.resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path resource(String name) {
    try {
      return Path.of(InputFixture.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(name, e);
    }
  }

  static byte[] bytes(String resource) {
    try {
      return Files.readAllBytes(resource(resource));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file is refused in one line that names it. */
  static AbstractThrowableAssert<?, ?> assertRefused(Path file, List<Slot> slots) {
    return assertThatThrownBy(() -> InputFile.samples(file, slots))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageNotContainingAny("\n", "\r");
  }
}
