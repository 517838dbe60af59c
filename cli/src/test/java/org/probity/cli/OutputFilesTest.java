package org.probity.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.probity.cli.input.BadInputException;

class OutputFilesTest {
  private static final byte[] CONTENT = {1, 2, 3};

  @TempDir Path folder;

  private List<Path> files() throws IOException {
    try (var list = Files.list(folder)) {
      return list.toList();
    }
  }

  @Test
  void writesNewFilesAndReplacesOldOnes() throws IOException {
    Path file = folder.resolve("file");
    OutputFiles.write(file, new byte[100]);
    OutputFiles.write(file, CONTENT);
    assertThat(file).hasBinaryContent(CONTENT);
    assertThat(files()).containsExactly(file);
  }

  @Test
  void secretsAreTheirOwnersAlone() throws IOException {
    Path file = folder.resolve("secret");
    Files.write(file, new byte[100]); // readable by others before
    OutputFiles.writeSecret(file, CONTENT);
    assertThat(file).hasBinaryContent(CONTENT);
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(files()).containsExactly(file);
  }

  @Test
  void leavesNothingWhereItCannotWrite() throws IOException {
    assertThatThrownBy(() -> OutputFiles.write(folder, CONTENT))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("is a folder");
    assertThatThrownBy(() -> OutputFiles.write(folder.resolve("none/file"), CONTENT))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("folder does not exist");
    assertThat(files()).isEmpty();
  }

  @Test
  void aFailedMoveLeavesTheOldFileAndNoPart() throws IOException {
    Path file = folder.resolve("f".repeat(250)); // its part's name is too long for a file system
    Files.write(file, CONTENT);
    assertThatThrownBy(() -> OutputFiles.write(file, new byte[9])).isInstanceOf(IOException.class);
    assertThat(file).hasBinaryContent(CONTENT);
    assertThat(files()).containsExactly(file);
  }
}
