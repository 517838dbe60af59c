package org.probity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.probity.graph.Format;
import org.probity.graph.Parameter;
import org.probity.inference.key.ModelKey;
import org.probity.inference.key.ModelSecret;
import org.probity.model.quantize.InputQuantizer;

/** Weights, their blinders' seed and hidden values are in nothing that others get to see. */
class SecrecyTest {
  private static final Path EXAMPLE = Path.of("../examples/credit").toAbsolutePath();

  /** Numbers that a run of is no coincidence. */
  private static final int RUN = 6;

  /** Where the seed stands: after magic, version and model id. */
  private static final int SEED = 8 + 1 + 32;

  /** Distinct values of the domain, none of them round. */
  private static final double[] INPUT =
      IntStream.range(0, 20).mapToDouble(i -> (17 + i * 4871 % 9973) / 10_007.0).toArray();

  @TempDir static Path folder;

  private static Path registered;
  private static Path certificate;

  /** Everything public: what was written and what was printed, by where it comes from. */
  private static final Map<String, byte[]> PUBLISHED = new LinkedHashMap<>();

  @BeforeAll
  static void publish() throws IOException {
    registered = folder.resolve("credit");
    certificate = folder.resolve("certificate.json");
    Path input = folder.resolve("input.json");
    Files.writeString(input, "{\"applicant\": [" + Arrays.toString(INPUT) + "]}");
    Path model = EXAMPLE.resolve("credit.onnx");
    Path samples = EXAMPLE.resolve("calibration.csv");
    for (List<String> form : List.of(List.<String>of(), List.of("--json"))) {
      run(form, "register", model, "--calibrate", samples, "-o", registered, "--force");
      run(form, "prove", registered, input, "-o", certificate, "--output", "hidden");
      run(form, "prove", registered, input, "-o", folder.resolve("c"), "--input", "committed");
      run(form, "verify", certificate, "--key", registered.resolve("model.key"));
      for (String name : List.of("model.key", "model.secret")) {
        run(form, "inspect", registered.resolve(name));
      }
      run(form, "inspect", certificate);
      run(form, "inspect", folder.resolve("c.applicant.receipt"));
      run(form, "show", certificate, "--key", registered.resolve("model.key"), "-o", page());
    }
    publishMany();
    publishSignature();
    for (String name :
        List.of(
            "credit/model.key",
            "credit/fidelity.json",
            "credit/fidelity.html",
            "certificate.json",
            "c",
            "page.html",
            "month.json",
            "each/probity.journal",
            "each/000001.json",
            "model.sig")) {
      PUBLISHED.put(name, Files.readAllBytes(folder.resolve(name)));
    }
  }

  private static Path page() {
    return folder.resolve("page.html");
  }

  /** The input and another one: in one certificate, and in one each, with a journal. */
  private static void publishMany() throws IOException {
    String row = Arrays.toString(INPUT);
    Path month = folder.resolve("inputs.json");
    String other = Arrays.toString(IntStream.range(0, 20).mapToDouble(i -> i % 2).toArray());
    Files.writeString(month, "{\"applicant\": [[" + row + "], [" + other + "]]}");
    run("prove", registered, month, "--batch", "-o", folder.resolve("month.json"));
    run("verify", folder.resolve("month.json"), "--key", registered.resolve("model.key"));
    run("prove", registered, month, "--each", "-o", folder.resolve("each"));
  }

  private static void publishSignature() {
    Path key = registered.resolve("model.key");
    Path signer = folder.resolve("signer");
    run("keys", "new-signer", "-o", signer);
    String secret = signer + ".private";
    Path signature = folder.resolve("model.sig");
    List<String> name = List.of("--name", "credit", "--version", "1");
    run(name, "keys", "sign", key, "--signer", secret, "-o", signature);
    run("keys", "list", registered, signature);
    run("keys", "compare", key, key);
  }

  private static void run(List<String> more, Object... args) {
    List<Object> all = new ArrayList<>(Arrays.asList(args));
    all.addAll(more);
    run(all.toArray());
  }

  private static void run(Object... args) {
    Commands.Result result = Commands.run(args);
    assertThat(result.code()).as(result.err()).isZero();
    PUBLISHED.put("printed by " + List.of(args), bytes(result.out() + result.err()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static ModelKey key() throws Exception {
    return ModelKey.decode(Files.readAllBytes(registered.resolve("model.key")));
  }

  private static ModelSecret secret() throws Exception {
    return ModelSecret.decode(Files.readAllBytes(registered.resolve("model.secret")));
  }

  private static void assertNowhere(String what, List<Leak> leaks) {
    assertThat(PUBLISHED).hasSizeGreaterThan(15);
    PUBLISHED.forEach(
        (place, content) -> {
          Exposed exposed = new Exposed(content);
          leaks.forEach(leak -> assertThat(exposed.shows(leak)).as(what + ": " + place).isFalse());
        });
  }

  /** Some runs of weights, where they are of some variety, and the reals that they stand for. */
  private static List<Leak> weights() throws Exception {
    List<Leak> leaks = new ArrayList<>();
    Map<String, int[]> values = secret().values();
    for (Parameter p : key().graph().parameters()) {
      int[] all = values.get(p.name());
      for (int from = 0; from + RUN <= all.length; from += 4 * RUN) {
        int[] run = Arrays.copyOfRange(all, from, from + RUN);
        if (IntStream.of(run).distinct().count() >= RUN - 1) {
          leaks.add(Leak.ofInts(run));
          leaks.add(Leak.ofReals(IntStream.of(run).mapToDouble(p.format()::toReal).toArray()));
        }
      }
    }
    return leaks;
  }

  @Test
  void weightsAreNowhere() throws Exception {
    List<Leak> leaks = weights();
    assertThat(leaks).hasSizeGreaterThan(100);
    assertNowhere("weights", leaks);
  }

  private static Leak seed() throws IOException {
    byte[] file = Files.readAllBytes(registered.resolve("model.secret"));
    return Leak.ofBytes(Arrays.copyOfRange(file, SEED, SEED + 32));
  }

  @Test
  void theSeedIsNowhere() throws Exception {
    assertNowhere("seed", List.of(seed()));
  }

  private static List<Leak> inputs() throws Exception {
    Map<String, double[]> sample = Map.of("applicant", INPUT);
    int[] quantized = new InputQuantizer(key().graph()).quantize(sample).get("applicant");
    Format format = key().graph().tensors().getFirst().format();
    List<Leak> leaks = new ArrayList<>();
    for (int from = 0; from + RUN <= INPUT.length; from++) {
      int[] run = Arrays.copyOfRange(quantized, from, from + RUN);
      leaks.add(Leak.ofInts(run));
      leaks.add(Leak.ofReals(IntStream.of(run).mapToDouble(format::toReal).toArray()));
      leaks.add(Leak.ofReals(Arrays.copyOfRange(INPUT, from, from + RUN)));
    }
    DoubleStream.of(INPUT).forEach(v -> leaks.add(Leak.ofText(Double.toString(v).substring(0, 8))));
    return leaks;
  }

  @Test
  void hiddenInputsAreNowhere() throws Exception {
    assertNowhere("input", inputs());
  }

  /** The first few entries of each calibration sample. */
  private static List<Leak> calibration() throws IOException {
    return Files.readAllLines(EXAMPLE.resolve("calibration.csv")).stream()
        .skip(1)
        .map(row -> Arrays.stream(row.split(",", -1)).limit(RUN))
        .map(row -> Leak.ofReals(row.mapToDouble(Double::parseDouble).toArray()))
        .toList();
  }

  @Test
  void calibrationSamplesAreShownOnlyWhenAsked() throws Exception {
    assertNowhere("calibration", calibration());
    Path target = folder.resolve("shown");
    run(
        "register",
        EXAMPLE.resolve("credit.onnx"),
        "--calibrate",
        EXAMPLE.resolve("calibration.csv"),
        "-o",
        target,
        "--report-inputs");
    Exposed report = new Exposed(Files.readAllBytes(target.resolve("fidelity.json")));
    assertThat(calibration()).anyMatch(report::shows);
  }

  /** The search does find what is there. */
  @Test
  void whatIsShownIsFound() throws Exception {
    byte[] file = Files.readAllBytes(registered.resolve("model.secret"));
    assertThat(new Exposed(file).shows(seed())).isTrue();
    assertThat(weights()).anyMatch(new Exposed(file)::shows);
    byte[] base64 = Base64.getEncoder().encode(file);
    assertThat(weights()).anyMatch(new Exposed(base64)::shows);

    Path shown = folder.resolve("shown.json");
    Path input = folder.resolve("input.json");
    Object[] args = {"prove", registered, input, "-o", shown, "--input", "public", "--json"};
    assertThat(inputs()).anyMatch(new Exposed(bytes(Commands.run(args).out()))::shows);
    assertThat(inputs()).anyMatch(new Exposed(Files.readAllBytes(shown))::shows);
    assertThat(inputs()).anyMatch(new Exposed(Files.readAllBytes(input))::shows);
  }
}
