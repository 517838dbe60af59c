package org.probity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Inputs and files that do not fit: exit code 2 and one line that says why, but no value. */
class BadInputTest {
  private static final Path EXAMPLE = Path.of("../examples/credit").toAbsolutePath();

  /** A value that no message may show. */
  private static final String SECRET = "0.73193";

  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path registered;
  private static Path certificate;

  @BeforeAll
  static void certify() {
    registered = shared.resolve("credit");
    certificate = shared.resolve("certificate.json");
    Path samples = EXAMPLE.resolve("calibration.csv");
    Path model = EXAMPLE.resolve("credit.onnx");
    Path input = EXAMPLE.resolve("applicant.json");
    run("register", model, "--calibrate", samples, "-o", registered);
    run("prove", registered, input, "-o", certificate, "--input", "committed");
  }

  private static void run(Object... args) {
    Commands.Result result = Commands.run(args);
    assertThat(result.code()).as(result.err()).isZero();
  }

  private static void assertRefused(String reason, Commands.Result result) {
    assertThat(result.code()).as(result.out() + result.err()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().strip().lines()).hasSize(1);
    assertThat(result.err()).startsWith("probity: ").contains(reason);
    assertThat(result.err()).doesNotContain(SECRET);
  }

  private Commands.Result prove(String name, String content) throws IOException {
    Path input = Files.writeString(folder.resolve(name), content);
    Path target = folder.resolve("certificate.json");
    Commands.Result result = Commands.run("prove", registered, input, "-o", target);
    assertThat(target).doesNotExist();
    return result;
  }

  /** Twenty values, value 7 being the odd one among secrets. */
  private static String values(String odd) {
    return "0,".repeat(5) + SECRET + ",0," + odd + "," + SECRET + ",0".repeat(11);
  }

  @ParameterizedTest
  @CsvSource({
    "2.25, input.json: input applicant[0, 7] is outside the declared domain",
    "-1e300, applicant[0, 7] is outside the declared domain",
    "NaN, is not valid JSON (line 1",
    "Infinity, is not valid JSON (line 1",
    "1e999, is a number that is too large",
    "null, 'line 1, input ''applicant'', value 7 is missing'",
    "'\"0.5\"', 'line 1, input ''applicant'', value 7 is not a number'",
    "'\"NaN\"', 'line 1, input ''applicant'', value 7 is missing or NaN'",
    "'\"-Infinity\"', 'line 1, input ''applicant'', value 7 is infinite'",
    "true, 'line 1, input ''applicant'', value 7 is not a number'",
    "'0,0', of shape 21",
    "'[0]', has rows of different lengths"
  })
  void valuesInJson(String odd, String reason) throws IOException {
    assertRefused(reason, prove("input.json", "{\"applicant\": [" + values(odd) + "]}"));
  }

  @ParameterizedTest
  @CsvSource({
    "2.25, 'input.csv: line 2, column ''c7'' is outside the declared domain'",
    "NaN, 'line 2, column ''c7'', input ''applicant'' is missing or NaN'",
    "-inf, 'line 2, column ''c7'', input ''applicant'' is infinite'",
    "'', 'line 2, column ''c7'', input ''applicant'' is missing or NaN'",
    "0.5;0.5, 'line 2, column ''c7'', input ''applicant'' is not a number'",
    "'0,0', line 2 has 21 columns"
  })
  void valuesInCsv(String odd, String reason) throws IOException {
    assertRefused(reason, prove("input.csv", header(20) + "\n" + values(odd) + "\n"));
  }

  private static String header(int columns) {
    StringBuilder names = new StringBuilder("c0");
    for (int i = 1; i < columns; i++) {
      names.append(",c").append(i);
    }
    return names.toString();
  }

  @Test
  void columnsAndShapes() throws IOException {
    String row = String.join(",", Collections.nCopies(19, SECRET));
    assertRefused("has 19 columns", prove("input.csv", header(19) + "\n" + row + "\n"));
    assertRefused("has no header", prove("input.csv", row + "," + SECRET + "\n"));
    assertRefused("has no sample", prove("input.csv", header(20) + "\n"));
    assertRefused("is empty", prove("input.csv", ""));
    assertRefused("of shape 19", prove("input.json", "{\"applicant\": [" + row + "]}"));
    assertRefused("applicant", prove("input.json", "{}"));
    assertRefused("no input 'x'", prove("input.json", "{\"x\": [" + row + "]}"));
    assertRefused("input.npy", prove("input.npy", row));
    assertRefused("input.npz", prove("input.npz", row));
  }

  /** Files of probity where others of its files should be. */
  @Test
  void mistakenFiles() throws IOException {
    Path key = registered.resolve("model.key");
    Path secret = registered.resolve("model.secret");
    Path receipt = shared.resolve("certificate.json.applicant.receipt");
    for (Path wrong : new Path[] {certificate, secret, receipt, EXAMPLE.resolve("credit.onnx")}) {
      assertRefused(wrong + ": ", Commands.run("verify", certificate, "--key", wrong));
    }
    for (Path wrong : new Path[] {key, secret, receipt}) {
      assertRefused(wrong + ": is another file", Commands.run("verify", wrong, "--key", key));
    }
    assertRefused("model key", Commands.run("inspect", EXAMPLE.resolve("credit.onnx")));
    Path none = folder.resolve("none");
    Path samples = EXAMPLE.resolve("calibration.csv");
    assertRefused(
        "XGBoost model: learner is missing",
        Commands.run("register", key, "--calibrate", samples, "-o", none));
    assertThat(none).doesNotExist();
  }

  @Test
  void aFolderWithoutItsSecret() throws IOException {
    Files.copy(registered.resolve("model.key"), folder.resolve("model.key"));
    Path input = EXAMPLE.resolve("applicant.json");
    Object[] args = {"prove", folder, input, "-o", folder.resolve("c")};
    assertRefused("model.secret: no such file", Commands.run(args));
  }

  /** A slip of the hand: the certificate goes where the key, the secret or the input is. */
  @Test
  void nothingIsWrittenOverAnotherKindOfFile() throws IOException {
    Path input = Files.copy(EXAMPLE.resolve("applicant.json"), folder.resolve("applicant.json"));
    Path key = registered.resolve("model.key");
    for (Path target : List.of(key, registered.resolve("model.secret"), input)) {
      byte[] before = Files.readAllBytes(target);
      assertRefused(
          "is there already and holds",
          Commands.run("prove", registered, input, "-o", target, "--input", "committed"));
      assertThat(target).hasBinaryContent(before);
    }
    assertRefused("holds a probity model key", Commands.run("show", certificate, "-o", key));
    try (var files = Files.list(folder)) {
      assertThat(files).as("no receipt without its certificate").containsExactly(input);
    }
  }

  /** What is typed in the wrong place is called what it is. */
  @Test
  void filesInTheWrongPlace() {
    Path input = EXAMPLE.resolve("applicant.json");
    Path target = folder.resolve("c.json");
    assertRefused(
        "is a file, not the folder of a registered model",
        Commands.run("prove", input, registered, "-o", target));
    assertRefused("it has no model.key", Commands.run("prove", EXAMPLE, input, "-o", target));
    assertRefused(
        "the file is not a probity model key",
        Commands.run("verify", certificate, "--key", registered.resolve("model.secret")));
    assertRefused("name a file in it", Commands.run("verify", certificate, "--key", registered));
    assertRefused(
        "calibration.csv: not a valid ONNX file",
        Commands.run("estimate", EXAMPLE.resolve("calibration.csv")));
    assertThat(Commands.run("verify", input, "--key", registered.resolve("model.key")).out())
        .startsWith("REJECTED: the file is not a probity certificate");
  }
}
