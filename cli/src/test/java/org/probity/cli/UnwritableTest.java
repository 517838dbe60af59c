package org.probity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Results that cannot be written: one line that names the file, exit code 2, nothing left. */
class UnwritableTest {
  private static final Path EXAMPLE = Path.of("../examples/credit").toAbsolutePath();

  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path registered;

  @BeforeAll
  static void register() {
    registered = shared.resolve("credit");
    assertThat(Commands.run(registration(registered)).code()).isZero();
  }

  private static Object[] registration(Path target) {
    Path samples = EXAMPLE.resolve("calibration.csv");
    Path model = EXAMPLE.resolve("credit.onnx");
    return new Object[] {"register", model, "--calibrate", samples, "-o", target};
  }

  private static Object[] proof(Path target) {
    return new Object[] {"prove", registered, EXAMPLE.resolve("applicant.json"), "-o", target};
  }

  private static void assertRefused(Path named, String reason, Commands.Result result) {
    String text = result.out() + result.err();
    assertThat(result.code()).as(text).isEqualTo(2);
    assertThat(text.strip().lines()).hasSize(1);
    assertThat(text).startsWith("probity: " + named + ": ").contains(reason);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.toList();
    }
  }

  @Test
  void belowAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "precious");
    Path below = file.resolve("below");
    assertRefused(below, "folder", Commands.run(proof(below)));
    assertRefused(file, "folder", Commands.run(registration(file)));
    assertRefused(below, "folder", Commands.run(registration(below)));
    assertThat(file).hasContent("precious");
    assertThat(files()).containsExactly(file);
  }

  @Test
  void ontoAFolder() throws IOException {
    assertRefused(folder, "is a folder", Commands.run(proof(folder)));
    Path key = Files.createDirectory(folder.resolve("model.key"));
    assertRefused(key, "is a folder", Commands.run(registration(folder)));
  }

  /** Where permissions do not bind the user, /proc stands for a folder without permission. */
  private Path unwritable() throws IOException {
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-x------"));
    return Files.isWritable(closed) ? Path.of("/proc") : closed;
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void intoAFolderWithoutPermission() throws IOException {
    Path closed = unwritable();
    Path certificate = closed.resolve("certificate.json");
    assertRefused(certificate, "cannot be written", Commands.run(proof(certificate)));
    Path secret = closed.resolve("model.secret");
    assertRefused(secret, "cannot be written", Commands.run(registration(closed)));
    Path below = closed.resolve("below");
    assertRefused(below, "cannot be made", Commands.run(registration(below)));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void ontoAReadOnlyFile() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "precious");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
    assertRefused(file, "is read-only", Commands.run(proof(file)));
    assertThat(file).hasContent("precious");
    assertThat(files()).containsExactly(file);
  }

  /** A limit on the size of files stands for a full disk: writing ends in the middle. */
  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void ontoAFullDisk() throws Exception {
    String before = "{\"format\": \"probity certificate\", \"from\": \"before\"}";
    Path certificate = Files.writeString(folder.resolve("certificate.json"), before);
    Commands.Result proof = limited(proof(certificate));
    assertRefused(certificate, "cannot be written", proof);
    assertThat(certificate).hasContent(before);
    assertThat(files()).containsExactly(certificate);

    // Registering fails even earlier: ONNX Runtime unpacks its library.
    Path target = folder.resolve("target");
    Commands.Result registration = limited(registration(target));
    assertThat(registration.code()).isEqualTo(2);
    assertThat(registration.out()).startsWith("probity: ONNX Runtime cannot be loaded");
    assertThat(registration.out().lines()).hasSize(1);
    assertThat(target).doesNotExist();
  }

  /** In a process that cannot write more than two kilobytes to a file. */
  private static Commands.Result limited(Object... command) throws Exception {
    List<String> words = new ArrayList<>(List.of("sh", "-c", "ulimit -f 4; exec \"$@\"", "sh"));
    words.addAll(Child.java(Main.class, command));
    return Child.start(words).await();
  }
}
