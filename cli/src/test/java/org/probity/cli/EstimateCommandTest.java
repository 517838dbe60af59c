package org.probity.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.probity.api.input.BadInputException;

/** Before you pay: {@code estimate} and {@code --max-memory}. */
class EstimateCommandTest {
  private static final Path EXAMPLES = Path.of("../examples").toAbsolutePath();
  private static final Path CREDIT = EXAMPLES.resolve("credit");
  private static final Path SAMPLES = CREDIT.resolve("calibration.csv");

  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path registered;
  private static JsonNode registration;

  @BeforeAll
  static void register() throws Exception {
    registered = shared.resolve("credit");
    registration =
        run(
            "register",
            CREDIT.resolve("credit.onnx"),
            "--calibrate",
            SAMPLES,
            "-o",
            registered,
            "--json");
  }

  private static JsonNode run(Object... args) throws Exception {
    Commands.Result result = Commands.run(args);
    assertThat(result.code()).as(result.err()).isZero();
    return new ObjectMapper().readTree(result.out());
  }

  @ParameterizedTest
  @CsvSource({
    "credit/credit.onnx, credit/calibration.csv",
    "credit/credit-harsher.onnx, credit/calibration.csv",
    "generator/generator.onnx, generator/calibration.npz",
    "insurance/claims.onnx, insurance/calibration.csv",
    "insurance/tariff.onnx, insurance/calibration.csv",
    "lending/boosters/lightgbm.txt, lending/boosters/calibration.csv",
    "lending/boosters/xgboost.json, lending/boosters/calibration.csv",
    "lending/pipelines/forest.onnx, lending/pipelines/calibration.csv",
    "lending/pipelines/scorecard.onnx, lending/pipelines/calibration.csv",
    "mnist/lenet.onnx, mnist/calibration.npz",
    "mnist/residual.onnx, mnist/calibration.npz",
    "spam/spam.onnx, spam/calibration.npz",
  })
  void everyExample(Path model, Path samples) throws Exception {
    JsonNode estimate =
        run(
            "estimate",
            EXAMPLES.resolve(model),
            "--calibrate",
            EXAMPLES.resolve(samples),
            "--json");
    assertThat(estimate.get("samples").asText()).isEqualTo("given");
    assertThat(estimate.get("count").asInt()).isOne();
    for (String what : List.of("register", "prove", "verify")) {
      JsonNode seconds = estimate.get(what);
      assertThat(seconds.get("seconds").asDouble()).isPositive();
      assertThat(seconds.get("coldSeconds").asDouble())
          .isGreaterThan(seconds.get("seconds").asDouble());
    }
    for (String what : List.of("register", "prove")) {
      assertThat(estimate.get(what).get("memoryBytes").asLong()).isGreaterThan(1 << 20);
    }
    assertThat(estimate.get("certificateBytes").asInt())
        .isGreaterThan(estimate.get("proofBytes").asInt());
    assertThat(estimate.get("keyBytes").asInt())
        .isGreaterThan(estimate.get("registrationProofBytes").asInt());
  }

  @Test
  void sizesAreThoseOfTheFiles() throws Exception {
    Path certificate = folder.resolve("certificate.json");
    List<Object> prove =
        List.of("prove", registered, CREDIT.resolve("applicant.json"), "-o", certificate);
    List<Object> hidden = new ArrayList<>(prove);
    hidden.addAll(List.of("--output", "hidden", "--json"));
    int bytes = run(hidden.toArray()).get("bytes").asInt();
    for (Object[] estimate :
        new Object[][] {
          {"estimate", registered, "--output", "hidden", "--json"},
          {
            "estimate",
            CREDIT.resolve("credit.onnx"),
            "--calibrate",
            SAMPLES,
            "--output",
            "hidden",
            "--json"
          },
        }) {
      JsonNode predicted = run(estimate);
      assertThat(predicted.get("keyBytes").asInt()).isEqualTo(registration.get("keyBytes").asInt());
      assertThat(predicted.get("certificateBytes").asInt()).isEqualTo(bytes);
    }
  }

  @Test
  void saysWhereTheFormatsComeFrom() throws Exception {
    Path model = CREDIT.resolve("credit.onnx");
    assertThat(Commands.run("estimate", model).out()).contains("made-up samples", "--calibrate");
    assertThat(Commands.run("estimate", model, "--calibrate", SAMPLES).out())
        .contains("the given samples");
    assertThat(Commands.run("estimate", registered, "--batch", 100).out())
        .contains("is registered", "100 inferences at once", "for each inference");
    assertThat(run("estimate", registered, "--json").get("samples").asText())
        .isEqualTo("registered");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void whatMakesNoSense() {
    refused("registered, so its formats", "estimate", registered, "--calibrate", SAMPLES);
    refused("--batch", "estimate", registered, "--batch", 0);
    refused("a certificate cannot hold", "estimate", registered, "--batch", 1_000_000);
    refused("no such file", "estimate", folder.resolve("missing.onnx"));
    refused("no port 'age'", "estimate", registered, "--visibility", "age=public");
    refused("'much' is no size", prove("--max-memory", "much"));
  }

  private static void refused(String why, Object... args) {
    Commands.Result result = Commands.run(args);
    assertThat(result.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("probity: ").contains(why);
    assertThat(result.err().strip()).hasLineCount(1);
  }

  private Object[] prove(Object... more) {
    List<Object> args =
        new ArrayList<>(
            List.of("prove", registered, CREDIT.resolve("applicants.csv"), "--batch", "-o"));
    args.add(folder.resolve("certificate.json"));
    args.addAll(List.of("--input", "committed"));
    args.addAll(List.of(more));
    return args.toArray();
  }

  @Test
  void aRunThatWouldNotFitLeavesNothingBehind() throws Exception {
    refused("the proof needs about", prove("--max-memory", "10m"));
    refused(
        "the registration needs about",
        "register",
        CREDIT.resolve("credit.onnx"),
        "--calibrate",
        SAMPLES,
        "-o",
        folder.resolve("new"),
        "--max-memory",
        "10m");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
    assertThat(Commands.run(prove("--max-memory", "10m")).err())
        .contains("10.0 MiB are allowed", "prove fewer inputs at once", "allow more");
    assertThat(Commands.run(prove("--max-memory", "200m")).code()).isZero();
  }

  /** Whether it is noticed before or after: one line, and what helps. */
  @ParameterizedTest
  @CsvSource({"8", "20"})
  void tooLittleHeap(int mebibytes) throws Exception {
    Path target = folder.resolve("out");
    List<String> words =
        Child.java(
            Main.class,
            "register",
            EXAMPLES.resolve("mnist/lenet.onnx"),
            "--calibrate",
            EXAMPLES.resolve("mnist/calibration.npz"),
            "-o",
            target);
    words.add(1, "-Xmx" + mebibytes + "m");
    Commands.Result result = Child.start(words).await();
    assertThat(result.out()).startsWith("probity: ").contains("memory", "-Xmx");
    assertThat(result.out().strip()).hasLineCount(1);
    assertThat(result.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(target).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "512k, 524288", "2g, 2147483648", "3GB, 3221225472", "1t, 1099511627776"})
  void memorySizes(String text, long bytes) {
    assertThat(MemoryChoice.parse(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({"''", "0", "-1", "1.5g", "2 gb", "g", "0x10", "9999999999999"})
  void noMemorySizes(String text) {
    assertThatThrownBy(() -> MemoryChoice.parse(text)).isInstanceOf(BadInputException.class);
  }
}
