package org.probity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.probity.inference.certificate.Certificate;
import org.probity.inference.certificate.Statement;

/**
 * Private heads by command: the dense layers of a digit reader behind its public convolutions, a
 * spam filter behind its public embedding, a last layer behind a part that is not proven.
 */
class PartialProofCommandTest {
  private static final Path EXAMPLES = Path.of("../examples").toAbsolutePath();
  private static final Path DIGIT = EXAMPLES.resolve("mnist/digit.json");
  private static final Path MESSAGE = EXAMPLES.resolve("spam/message.json");
  private static final String FEATURES = "/6/Flatten_output_0";
  private static final String EMBEDDED = "/embed/Gather_output_0";
  private static final String LAST = "/10/Relu_output_0";

  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path digits;
  private static Path spam;
  private static Path last;
  private static String registration;

  @BeforeAll
  static void register() {
    digits = shared.resolve("digits");
    spam = shared.resolve("spam");
    last = shared.resolve("last");
    registration = register("mnist/lenet", digits, "--from", FEATURES, "--prefix", "public");
    register("spam/spam", spam, "--from", EMBEDDED, "--prefix", "public", "--no-report");
    register("mnist/lenet", last, "--from", LAST, "--prefix", "unproven", "--no-report");
  }

  private static String register(String model, Path target, Object... more) {
    Object[] args = {
      "register",
      EXAMPLES.resolve(model + ".onnx"),
      "--calibrate",
      EXAMPLES.resolve(model).resolveSibling("calibration.npz"),
      "-o",
      target
    };
    return run(0, join(args, more)).out();
  }

  private static Object[] join(Object[] first, Object... more) {
    Object[] all = Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return all;
  }

  private static Commands.Result run(int code, Object... args) {
    Commands.Result result = Commands.run(args);
    assertThat(result.code()).as(result.out() + result.err()).isEqualTo(code);
    return result;
  }

  private String verify(int code, Path certificate, Path model, Object... more) {
    Object[] args = {"verify", certificate, "--key", model.resolve("model.key")};
    return run(code, join(args, more)).out();
  }

  private Path certificate() {
    return folder.resolve("c.json");
  }

  @Test
  void registrationSaysWhatIsProvenAndPublishesThePrefix() throws IOException {
    assertThat(registration)
        .contains("proven   the part from " + FEATURES + " to the results")
        .contains("before   a public prefix")
        .contains(digits.resolve("model.prefix") + " (public, weights included)")
        .contains("Fidelity against ONNX Runtime")
        .contains("labels agree 100.00 %");
    assertThat(Files.readString(digits.resolve("fidelity.html")))
        .contains("what comes before is a public prefix");
    assertThat(Files.readString(digits.resolve("model.prefix"))).doesNotContain("\"7.weight");
    assertThat(Files.readString(digits.resolve("model.key"))).contains("\"7.weight");
    assertThat(spam.resolve("model.prefix")).exists();
    assertThat(last.resolve("model.prefix")).doesNotExist();
    assertThat(run(0, "inspect", digits.resolve("model.prefix")).out())
        .startsWith("Public prefix of a model")
        .contains("input    image, 784 values")
        .contains("output   " + FEATURES + ", 400 values");
    assertThat(run(0, "inspect", last.resolve("model.key")).out())
        .contains("before   NOT PROVEN: that " + LAST + " comes from any input");
  }

  /** The owner gives the image, and everybody who has it can check the way to the scores. */
  @Test
  void aHeadBehindPublicConvolutions() throws IOException {
    String proven = run(0, "prove", digits, DIGIT, "-o", certificate()).out();
    assertThat(proven).contains("(400 values)").contains("before   a public prefix");
    assertThat(verify(0, certificate(), digits))
        .contains("not checked   prefix: the public prefix was not run again");
    Object[] again = {"--prefix", digits.resolve("model.prefix"), "--input"};
    assertThat(verify(0, certificate(), digits, join(again, DIGIT)))
        .contains("prefix        passed  run again on the original input")
        .contains("proof         passed");
    Path dark = Files.writeString(folder.resolve("dark.json"), image(0));
    assertThat(verify(1, certificate(), digits, join(again, dark)))
        .startsWith("REJECTED: port '" + FEATURES + "' does not hold what the prefix gives");
    // A prefix of another model, even if it takes the same.
    assertThat(
            verify(
                1,
                certificate(),
                digits,
                "--prefix",
                spam.resolve("model.prefix"),
                "--input",
                MESSAGE))
        .startsWith("REJECTED: the prefix is not the one that the model key names");
  }

  private static String image(double pixel) {
    return IntStream.range(0, 784)
        .mapToObj(_ -> Double.toString(pixel))
        .collect(Collectors.joining(",", "{\"image\":[", "]}"));
  }

  @Test
  void aCommittedPortIsForWhoHasTheReceipt() throws IOException {
    run(0, "prove", spam, MESSAGE, "-o", certificate(), "--input", "committed");
    Path receipt;
    try (var files = Files.list(folder)) {
      receipt = files.filter(f -> f.toString().endsWith(".receipt")).findFirst().orElseThrow();
    }
    Object[] again = {"--prefix", spam.resolve("model.prefix"), "--input", MESSAGE};
    assertThat(verify(1, certificate(), spam, again)).contains("its receipt is needed to compare");
    assertThat(verify(0, certificate(), spam, join(again, "--receipt", receipt)))
        .contains("prefix        passed");
    assertThat(Files.readString(certificate())).doesNotContain("\"values\": [1,");
  }

  @Test
  void aBatchGoesThroughThePrefixItemByItem() throws IOException {
    String[] tokens = new String[2];
    for (int i = 0; i < 2; i++) {
      int item = i;
      tokens[i] =
          IntStream.range(0, 48)
              .mapToObj(t -> Integer.toString(t < 6 ? 17 * (item + 1) + t : 0))
              .collect(Collectors.joining(",", "[", "]"));
    }
    Path both = write("both.json", tokens[0] + "," + tokens[1]);
    Path swapped = write("swapped.json", tokens[1] + "," + tokens[0]);
    run(0, "prove", spam, both, "--batch", "-o", certificate());
    Object[] again = {"--prefix", spam.resolve("model.prefix"), "--input"};
    assertThat(verify(0, certificate(), spam, join(again, both))).contains("items    2");
    assertThat(verify(1, certificate(), spam, join(again, swapped)))
        .contains("does not hold what the prefix gives for the original input of item 1");
    assertThat(verify(1, certificate(), spam, join(again, MESSAGE)))
        .contains("is about 2 inferences, but 1 original inputs are given");
  }

  private Path write(String name, String rows) throws IOException {
    return Files.writeString(folder.resolve(name), "{\"tokens\":[" + rows + "]}");
  }

  @Test
  void behindAnUnprovenPartTheLabelStays() throws Exception {
    String features =
        IntStream.range(0, 84).mapToObj(_ -> "0.5").collect(Collectors.joining(",", "[", "]"));
    Path input = Files.writeString(folder.resolve("f.json"), "{\"" + LAST + "\":" + features + "}");
    assertThat(run(0, "prove", last, input, "-o", certificate()).out())
        .contains(LAST + "  committed")
        .contains("before   NOT PROVEN: that " + LAST + " comes from any input");
    assertThat(verify(0, certificate(), last))
        .contains("before   NOT PROVEN")
        .contains("WHAT COMES BEFORE IS NOT PROVEN");
    JsonNode json =
        new ObjectMapper()
            .readTree(verify(0, certificate(), last, "--json"))
            .get("statement")
            .get("origin");
    assertThat(json.get("prefix").asText()).isEqualTo("unproven");
    assertThat(json.get("from").get(0).asText()).isEqualTo(LAST);

    Certificate honest = Certificate.decode(Files.readAllBytes(certificate()));
    Statement s = honest.statement();
    Statement bare =
        new Statement(s.modelId(), s.count(), s.labels(), Optional.empty(), s.ports(), s.context());
    Path forged =
        Files.write(folder.resolve("bare.json"), new Certificate(bare, honest.proof()).encode());
    assertThat(verify(1, forged, last)).startsWith("REJECTED: the certificate names another file");

    Path hidden = folder.resolve("hidden.json");
    assertThat(run(2, "prove", last, input, "-o", hidden, "--input", "hidden").err())
        .contains("hidden, the certificate would say nothing about any input");
    assertThat(run(2, "prove", last, DIGIT, "-o", certificate()).err()).contains(LAST);
  }

  @Test
  void anAuditorIsShownTheFile() throws IOException {
    JsonNode shown = new ObjectMapper().readTree(run(0, "origin", digits, "--json").out());
    String salt = shown.get("salt").asText();
    Object[] check = {"origin", "--key", digits.resolve("model.key"), "--salt", salt, "--file"};
    assertThat(run(0, join(check, EXAMPLES.resolve("mnist/lenet.onnx"))).out())
        .startsWith("The model was registered from this file.")
        .contains("proven   the part from " + FEATURES);
    assertThat(run(1, join(check, EXAMPLES.resolve("mnist/residual.onnx"))).out())
        .startsWith("REJECTED: the model was not registered from this file");
    // Another registration of the same file has another salt.
    Object[] other = {"origin", "--key", last.resolve("model.key"), "--salt", salt, "--file"};
    run(1, join(other, EXAMPLES.resolve("mnist/lenet.onnx")));
    assertThat(Files.readString(digits.resolve("model.key")))
        .contains(shown.get("file").asText())
        .doesNotContain(salt);
    for (Object[] wrong :
        new Object[][] {
          {"origin"},
          {"origin", digits, "--salt", salt},
          {"origin", "--key", digits.resolve("model.key"), "--file", DIGIT},
          {"origin", "--key", digits.resolve("model.key"), "--salt", "zz", "--file", DIGIT}
        }) {
      assertThat(run(2, wrong).err().strip().lines()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--from /6/Flaten_output_0 --prefix public | no tensor of that name; near it are"
            + " \"/6/Flatten_output_0\"",
        "--from 7.weight --prefix public           | it is a constant",
        "--from image --prefix public              | these are inputs of the model",
        "--from /6/Flatten_output_0                | --from needs --prefix public",
        "--prefix unproven                         | --prefix is about what comes before --from",
        "--from scores --prefix unproven           | it is a result of the model itself",
        "--to image                                | nothing would be left",
        "--from /6/Flatten_output_0 --prefix some  | --prefix",
      })
  void refusedCuts(String options, String reason) {
    Path target = folder.resolve("none");
    Object[] args = {
      "register",
      EXAMPLES.resolve("mnist/lenet.onnx"),
      "--calibrate",
      EXAMPLES.resolve("mnist/calibration.npz"),
      "-o",
      target
    };
    Commands.Result result = run(2, join(args, (Object[]) options.split(" ")));
    assertThat(result.err()).contains(reason);
    assertThat(target).doesNotExist();
  }

  /** The shortcut past two convolutions. */
  @Test
  void aCutBesideAShortcut() {
    Object[] args = {
      "register",
      EXAMPLES.resolve("mnist/residual.onnx"),
      "--calibrate",
      EXAMPLES.resolve("mnist/calibration.npz"),
      "-o",
      folder.resolve("none"),
      "--prefix",
      "public",
      "--from",
      "/5/body/body.3/Conv_output_0"
    };
    assertThat(run(2, args).err())
        .contains("it does not separate the model, for \"/5/skip/skip.0/Conv_output_0\" reaches");
  }

  @ParameterizedTest
  @CsvSource({"--prefix", "--input", "--receipt"})
  void optionsThatBelongTogether(String option) throws IOException {
    run(0, "prove", spam, MESSAGE, "-o", certificate());
    Object[] args = {
      "verify",
      certificate(),
      "--key",
      spam.resolve("model.key"),
      option,
      spam.resolve("model.prefix")
    };
    assertThat(run(2, args).err()).contains("--prefix");
  }

  /** A folder whose prefix was exchanged proves nothing. */
  @Test
  void anotherPrefixInTheFolder() throws IOException {
    Path copy = Files.createDirectory(folder.resolve("copy"));
    for (String name : new String[] {"model.key", "model.secret"}) {
      Files.copy(spam.resolve(name), copy.resolve(name));
    }
    assertThat(run(2, "prove", copy, MESSAGE, "-o", certificate()).err())
        .contains("model.prefix: no such file");
    Files.copy(digits.resolve("model.prefix"), copy.resolve("model.prefix"));
    assertThat(run(2, "prove", copy, MESSAGE, "-o", certificate()).err())
        .contains("model.prefix: the prefix is not the one that the model key names");
    assertThat(certificate()).doesNotExist();
  }
}
