package org.probity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.probity.api.file.OutputFiles;

/** Whenever a command is killed: a file at its final name is whole, or the one from before. */
class InterruptionTest {
  private static final Path EXAMPLE = Path.of("../examples/credit").toAbsolutePath();
  private static final byte[] OLD = "from before".getBytes(StandardCharsets.UTF_8);
  private static final int CONTENT = 8 << 20;

  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path registered;

  /** When to kill: some time after the start, or once a file of that name is to be seen. */
  private record Moment(String text) {
    boolean reached(Path folder, long startNanos) throws IOException {
      if (Character.isDigit(text.charAt(0))) {
        return System.nanoTime() - startNanos > Long.parseLong(text) * 1_000_000;
      }
      return names(folder).stream().anyMatch(name -> name.contains(text));
    }
  }

  @BeforeAll
  static void register() {
    registered = shared.resolve("credit");
    assertThat(Commands.run(registration(registered)).code()).isZero();
  }

  private static Object[] registration(Path target) {
    Path samples = EXAMPLE.resolve("calibration.csv");
    Path model = EXAMPLE.resolve("credit.onnx");
    return new Object[] {"register", model, "--calibrate", samples, "-o", target, "--force"};
  }

  private static Set<String> names(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  /** Starts, waits for the moment, ends it; whatever the end was by then. */
  private void killAt(String moment, boolean forcibly, Object... command) throws Exception {
    Child child = Child.command(command);
    long start = System.nanoTime();
    while (child.isAlive() && !new Moment(moment).reached(folder, start)) {
      Thread.onSpinWait();
    }
    if (forcibly) {
      child.kill();
    } else {
      child.interrupt();
    }
    child.await();
    if (!forcibly) {
      assertThat(names(folder)).noneMatch(name -> name.endsWith(".part"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "300, true",
    "model.secret, true",
    "fidelity.json, true",
    "fidelity.html, true",
    ".part, false",
    "model.key, false"
  })
  void registration(String moment, boolean forcibly) throws Exception {
    killAt(moment, forcibly, registration(folder));
    for (String name : List.of("model.key", "model.secret")) {
      Path file = folder.resolve(name);
      if (Files.exists(file)) {
        assertThat(Commands.run("inspect", file).code()).as(name).isZero();
      }
    }
    // The key is written last: no key is without its secret.
    if (Files.exists(folder.resolve("model.key"))) {
      assertThat(folder.resolve("fidelity.json")).content().endsWith("}\n");
      assertThat(folder.resolve("fidelity.html")).content().endsWith("</html>\n");
      assertThat(prove(folder.resolve("c")).code()).isZero();
    }
  }

  private Commands.Result prove(Path certificate) {
    return Commands.run("prove", folder, EXAMPLE.resolve("applicant.json"), "-o", certificate);
  }

  @ParameterizedTest
  @CsvSource({"300, true", "receipt, true", ".certificate.json, true", ".part, false"})
  void proof(String moment, boolean forcibly) throws Exception {
    Path certificate = Files.write(folder.resolve("certificate.json"), OLD);
    Path input = EXAMPLE.resolve("applicant.json");
    killAt(moment, forcibly, "prove", registered, input, "-o", certificate, "--input", "committed");
    if (!Arrays.equals(Files.readAllBytes(certificate), OLD)) {
      Path key = registered.resolve("model.key");
      assertThat(Commands.run("verify", certificate, "--key", key).code()).isZero();
      assertThat(folder.resolve("certificate.json.applicant.receipt")).exists();
    }
  }

  /** Writes one file over and over: all bytes 1, all bytes 2, and so on. */
  static final class Writer {
    public static void main(String[] args) throws IOException {
      byte[] content = new byte[CONTENT];
      for (byte b = 1; ; b = (byte) (b % 100 + 1)) {
        Arrays.fill(content, b);
        OutputFiles.write(Path.of(args[0]), content);
      }
    }
  }

  /** Commands write in the last milliseconds; this one does nothing but write. */
  @Test
  void inTheMidstOfWriting() throws Exception {
    for (int i = 0; i < 10; i++) {
      Path file = folder.resolve("file" + i);
      Files.write(file, new byte[CONTENT]);
      Child child = Child.start(Child.java(Writer.class, file));
      while (Files.readAllBytes(file)[0] == 0) {
        assertThat(child.isAlive()).isTrue();
      }
      Thread.sleep(7L * i);
      child.kill();
      child.await();
      byte[] content = Files.readAllBytes(file);
      assertThat(content).hasSize(CONTENT);
      byte[] uniform = new byte[CONTENT];
      Arrays.fill(uniform, content[0]);
      assertThat(Arrays.equals(content, uniform)).as("file %d of one write", i).isTrue();
      Files.delete(file);
    }
  }
}
