package org.probity.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.probity.inference.certificate.Certificate;

/** Whatever is wrong with the command line or a file: exit code 2 and one line that says it. */
class BadUsageTest {
  private static final Path EXAMPLE = Path.of("../examples/credit").toAbsolutePath();

  @TempDir Path folder;

  private static void assertRefused(String reason, Object... args) {
    Commands.Result result = Commands.run(args);
    assertThat(result.code()).as(List.of(args) + ": " + result.err()).isEqualTo(2);
    assertThat(result.err().strip().lines()).hasSizeBetween(1, 2);
    assertThat(result.err()).startsWith("probity: ").contains(reason);
    assertThat(result.out()).isEmpty();
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private void assertRegistrationRefused(String reason, Object model, Object samples) {
    Path target = folder.resolve("registered");
    assertRefused(reason, "register", model, "--calibrate", samples, "-o", target);
    assertThat(target).doesNotExist();
  }

  @Test
  void commandLines() {
    assertRefused("what should be done?");
    assertRefused("there is no command 'regster'", "regster", "x");
    assertRefused("there is no command 'foo'", "keys", "foo");
    assertRefused("'b' is one argument too many", "demo", "credit", "b");
    assertRefused("Missing required", "verify", "certificate.json");
    assertRefused("Missing required", "prove");
    assertRefused("probity inspect has no option '--nonsense'", "inspect", "x", "--nonsense");
    assertRefused(
        "--batch, --each are mutually exclusive", "prove", "d", "-o", "c", "--batch", "--each");
    assertRefused("--row", "prove", "d", "i", "-o", "c", "--row", "x");
    assertRefused("--input", "prove", "d", "i", "-o", "c", "--input", "secret");
  }

  @Test
  void missingFiles() {
    Path none = folder.resolve("none");
    assertRefused("no such file", "verify", none, "--key", none);
    assertRefused("no such file", "inspect", none);
    assertRefused("no such folder", "prove", none, none, "-o", folder.resolve("c"));
    assertRegistrationRefused("no such file", none, EXAMPLE.resolve("calibration.csv"));
    assertRegistrationRefused("no such file", EXAMPLE.resolve("credit.onnx"), none + ".csv");
  }

  @Test
  void foldersForFiles() {
    assertRefused("is a folder", "inspect", folder);
    assertRefused("is a folder", "verify", folder, "--key", folder);
    assertRegistrationRefused("is a folder", folder, folder);
  }

  /** Refused by their size, before anything is loaded. */
  @Test
  void filesThatAreTooLarge() throws IOException {
    Path large = folder.resolve("large");
    try (var file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(Certificate.MAX_FILE + 1L);
    }
    assertRefused("is too large", "verify", large, "--key", large);
    Path endless = Path.of("/dev/zero");
    assumeTrue(Files.exists(endless));
    assertRefused("is too large", "verify", endless, "--key", endless);
  }

  @Test
  void messagesCannotSteerTheTerminal() {
    assertRefused("no such file", "inspect", folder.resolve("a\u202eb\u001b[2J"));
    Commands.Result result = Commands.run("inspect", folder.resolve("a\u202eb\u001b[2J"));
    assertThat(result.err().strip()).doesNotContainPattern("\\p{C}");
  }

  @Test
  void modelsThatAreNone() throws IOException {
    Path samples = EXAMPLE.resolve("calibration.csv");
    assertRegistrationRefused("", file("a.onnx", "no model"), samples);
    assertRegistrationRefused("", file("b.onnx", ""), samples);
  }

  @Test
  void samplesThatDoNotFit() throws IOException {
    Path model = EXAMPLE.resolve("credit.onnx");
    assertRegistrationRefused("20 values", model, file("a.csv", "a,b\n1,2\n"));
    assertRegistrationRefused("no input 'x'", model, file("a.json", "{\"x\": [1]}"));
    assertRegistrationRefused("should end in", model, file("a.txt", "1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"applicant=1", "applicant=a:b", "applicant=2:1", "applicant=0:Infinity"})
  void domains(String domain) {
    Path samples = EXAMPLE.resolve("calibration.csv");
    Path target = folder.resolve("registered");
    Path model = EXAMPLE.resolve("credit.onnx");
    assertRefused(
        "--domain applicant",
        "register",
        model,
        "--calibrate",
        samples,
        "-o",
        target,
        "--domain",
        domain);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--weight-bits", "--activation-bits", "--input-bits", "--output-bits"})
  void bits(String option) {
    Path samples = EXAMPLE.resolve("calibration.csv");
    Path target = folder.resolve("registered");
    Path model = EXAMPLE.resolve("credit.onnx");
    assertRefused("not 17", "register", model, "--calibrate", samples, "-o", target, option, "17");
  }

  @Test
  void aRegisteredModelIsNotOverwritten() throws IOException {
    Files.writeString(folder.resolve("model.secret"), "precious");
    assertRefused(
        "--force",
        "register",
        EXAMPLE.resolve("credit.onnx"),
        "--calibrate",
        EXAMPLE.resolve("calibration.csv"),
        "-o",
        folder);
    assertThat(folder.resolve("model.secret")).hasContent("precious");
  }

  @Test
  void helpIsNoError() {
    for (String command :
        List.of("register", "prove", "verify", "inspect", "demo", "bench", "keys")) {
      Commands.Result result = Commands.run(command, "--help");
      assertThat(result.code()).isZero();
      assertThat(result.out()).startsWith("Usage: probity " + command);
    }
  }
}
