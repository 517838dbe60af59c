package org.probity.api.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.probity.api.input.BadInputException;

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

  /** Of files that belong together none is replaced if one cannot be. */
  @Test
  void allOrNone() throws IOException {
    Path first = folder.resolve("first");
    OutputFiles.write(first, new byte[100]);
    String tooLong = "n".repeat(250);
    List<OutputFiles.Content> contents =
        List.of(
            new OutputFiles.Content(first, CONTENT, true),
            new OutputFiles.Content(folder.resolve(tooLong), CONTENT, false));
    assertThatThrownBy(() -> OutputFiles.writeAll(contents))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(tooLong + ": cannot be written");
    assertThat(first).hasBinaryContent(new byte[100]);
    assertThat(files()).containsExactly(first);
    Path second = folder.resolve("second");
    OutputFiles.writeAll(
        List.of(contents.getFirst(), new OutputFiles.Content(second, CONTENT, false)));
    assertThat(first).hasBinaryContent(CONTENT);
    assertThat(files()).containsExactlyInAnyOrder(first, second);
    assertThat(contents.getFirst().toString()).isEqualTo("Content of " + first);
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

  /** A name typed wrong must not cost a key; what is empty, or of the same kind, is replaced. */
  @Test
  void replacesFilesOfTheSameKindOnly() throws IOException {
    byte[] key = document("probity model key");
    byte[] certificate = document("probity certificate");
    byte[] page = "<!DOCTYPE html>\n<html>".getBytes(StandardCharsets.UTF_8);
    byte[] secret = "PROBSECR\u0001".getBytes(StandardCharsets.US_ASCII);
    byte[] table = "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8);
    List<byte[]> kinds = List.of(key, certificate, page, secret, table);
    Path file = folder.resolve("file");
    for (byte[] there : kinds) {
      for (byte[] other : kinds) {
        Files.write(file, there);
        if (Arrays.equals(there, other)) {
          OutputFiles.write(file, other);
        } else {
          assertThatThrownBy(() -> OutputFiles.write(file, other))
              .isInstanceOf(BadInputException.class)
              .hasMessageContaining("is there already and holds");
          assertThat(file).hasBinaryContent(there);
        }
      }
    }
    Files.write(file, key);
    assertThatThrownBy(() -> OutputFiles.checkTarget(file, "probity certificate"))
        .hasMessageContaining("holds a probity model key; choose another name");
    OutputFiles.checkTarget(file, "probity model key");
    Files.write(file, new byte[0]);
    OutputFiles.write(file, certificate);
    assertThat(files()).containsExactly(file);
  }

  private static byte[] document(String format) {
    return "{\n  \"format\": \"%s\",\n  \"version\": 1\n}\n"
        .formatted(format)
        .getBytes(StandardCharsets.UTF_8);
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

  @Test
  void devicesAreNotReplaced() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("/dev/null"));
    assertThatThrownBy(() -> OutputFiles.write(link, CONTENT))
        .isInstanceOf(BadInputException.class)
        .hasMessage(link + ": is no regular file");
    assertThat(files()).containsExactly(link);
    assertThat(link).isSymbolicLink();
    Files.delete(link);
  }

  /** Looks at all files in the folder, over and over, while a secret is written. */
  @Test
  void secretsAreTheirOwnersAloneFromTheStart() throws Exception {
    Path file = folder.resolve("secret");
    Set<String> seen = ConcurrentHashMap.newKeySet();
    AtomicBoolean done = new AtomicBoolean();
    Thread watcher =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!done.get()) {
                    seen.addAll(permissions());
                  }
                });
    while (seen.stream().noneMatch(line -> line.contains(".part"))) {
      OutputFiles.writeSecret(file, new byte[8 << 20]);
    }
    done.set(true);
    watcher.join();
    assertThat(seen).allMatch(line -> line.endsWith(" rw-------"));
  }

  private List<String> permissions() {
    List<String> lines = new ArrayList<>();
    for (String name : folder.toFile().list()) {
      try {
        var permissions = Files.getPosixFilePermissions(folder.resolve(name));
        String kind = name.endsWith(".part") ? ".part " : "file ";
        lines.add(kind + PosixFilePermissions.toString(permissions));
      } catch (IOException _) {
        // It has just been moved.
      }
    }
    return lines;
  }
}
