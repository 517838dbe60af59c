package org.probity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.probity.inference.key.ModelKey;

/** Registering, proving and verifying by command, on the credit example. */
class CertifyTest {
  private static final Path EXAMPLE = Path.of("../examples/credit").toAbsolutePath();
  private static final Path APPLICANT = EXAMPLE.resolve("applicant.json");

  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path registered;
  private static Path certificate;

  @BeforeAll
  static void certify() {
    registered = register("credit.onnx", shared.resolve("credit"));
    certificate = shared.resolve("certificate.json");
    prove(registered, certificate, "--context", "no. 7");
  }

  private static Path register(String model, Path target) {
    Commands.Result result =
        Commands.run(
            "register",
            EXAMPLE.resolve(model),
            "--calibrate",
            EXAMPLE.resolve("calibration.csv"),
            "-o",
            target);
    assertThat(result.code()).as(result.err()).isZero();
    return target;
  }

  private static Commands.Result prove(Path model, Path target, String... more) {
    Object[] args = new Object[5 + more.length];
    System.arraycopy(new Object[] {"prove", model, APPLICANT, "-o", target}, 0, args, 0, 5);
    System.arraycopy(more, 0, args, 5, more.length);
    Commands.Result result = Commands.run(args);
    assertThat(result.code()).as(result.err()).isZero();
    return result;
  }

  private static Commands.Result verify(Path file, String... more) {
    Object[] args = new Object[4 + more.length];
    Object[] first = {"verify", file, "--key", registered.resolve("model.key")};
    System.arraycopy(first, 0, args, 0, 4);
    System.arraycopy(more, 0, args, 4, more.length);
    return Commands.run(args);
  }

  private static JsonNode json(Commands.Result result) throws IOException {
    return new ObjectMapper().readTree(result.out());
  }

  @Test
  void registrationWritesItsFiles() throws IOException {
    Path secret = registered.resolve("model.secret");
    assertThat(Files.getPosixFilePermissions(secret))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    JsonNode fidelity = new ObjectMapper().readTree(registered.resolve("fidelity.json").toFile());
    assertThat(fidelity.get("samples").asInt()).isEqualTo(300);
    assertThat(fidelity.get("outputs").get(0).get("labelAgreement").asDouble()).isGreaterThan(0.9);
    try (var files = Files.list(registered)) {
      assertThat(files).hasSize(4);
    }
  }

  @Test
  void registrationWritesAReportToLookAt() throws Exception {
    assertThat(registered.resolve("fidelity.html"))
        .content()
        .startsWith("<!DOCTYPE html>")
        .endsWith("</html>\n")
        .contains(
            ModelKey.decode(Files.readAllBytes(registered.resolve("model.key"))).modelId(),
            "300 samples");
  }

  /** Not even the page of another model that was there before. */
  @Test
  void noReportWhereNoneIsWanted() throws IOException {
    Path target = Files.createDirectories(folder.resolve("silent"));
    Files.writeString(target.resolve("fidelity.html"), "of another model");
    Commands.Result result =
        Commands.run(
            "register",
            EXAMPLE.resolve("credit.onnx"),
            "--calibrate",
            EXAMPLE.resolve("calibration.csv"),
            "-o",
            target,
            "--no-report",
            "--json");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(json(result).has("report")).isFalse();
    assertThat(target.resolve("fidelity.html")).doesNotExist();
    assertThat(target.resolve("fidelity.json")).exists();
  }

  @Test
  void verifies() throws IOException {
    Commands.Result result = verify(certificate, "--expect-context", "no. 7");
    assertThat(result.code()).isZero();
    assertThat(result.out())
        .startsWith("Verified in ")
        .contains("\"no. 7\"")
        .containsPattern("applicant +hidden")
        .containsPattern("context +passed")
        .containsPattern("proof +passed");
    JsonNode object = json(verify(certificate, "--json"));
    assertThat(object.get("verdict").asText()).isEqualTo("verified");
    assertThat(object.at("/statement/ports/1/values")).hasSize(2);
    assertThat(object.at("/statement/ports/0/values").isMissingNode()).isTrue();
  }

  @Test
  void rejectsAnotherContext() throws IOException {
    assertThat(verify(certificate, "--expect-context", "no. 8").code()).isEqualTo(1);
    Commands.Result result = verify(certificate, "--expect-context", "", "--json");
    assertThat(result.code()).isEqualTo(1);
    assertThat(json(result).get("verdict").asText()).isEqualTo("rejected");
    assertThat(json(result).get("reason").asText()).isNotBlank();
    assertThat(json(result).get("checks").toString())
        .contains("{\"name\":\"file\",\"outcome\":\"passed\"")
        .contains("{\"name\":\"context\",\"outcome\":\"failed\"")
        .contains("{\"name\":\"proof\",\"outcome\":\"not checked\"");
  }

  @Test
  void rejectsAnotherModel() {
    Path harsher = register("credit-harsher.onnx", folder.resolve("harsher"));
    Path other = folder.resolve("other.json");
    prove(harsher, other);
    Commands.Result result = verify(other);
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).startsWith("REJECTED: ");
  }

  @Test
  void rejectsDamagedFiles() throws IOException {
    byte[] whole = Files.readAllBytes(certificate);
    Path damaged = folder.resolve("damaged.json");
    for (int at = 0; at < whole.length; at += whole.length / 20) {
      Files.write(damaged, Arrays.copyOf(whole, at));
      assertThat(verify(damaged).code()).as("cut at " + at).isEqualTo(1);
      byte[] flipped = whole.clone();
      flipped[at] ^= 1;
      Files.write(damaged, flipped);
      assertThat(verify(damaged).code()).as("flipped at " + at).isEqualTo(1);
    }
  }

  @Test
  void secretsAndKeysDoNotStandForEachOther() throws IOException {
    Path swapped = Files.createDirectory(folder.resolve("swapped"));
    Files.copy(registered.resolve("model.key"), swapped.resolve("model.key"));
    Files.copy(registered.resolve("model.key"), swapped.resolve("model.secret"));
    Path target = folder.resolve("c.json");
    Commands.Result result = Commands.run("prove", swapped, APPLICANT, "-o", target);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("model.secret").hasLineCount(1);
    assertThat(target).doesNotExist();
  }

  @Test
  void inputsMayBePublicOrCommitted() throws IOException {
    Path shown = folder.resolve("shown.json");
    prove(registered, shown, "--input", "public", "--output", "hidden");
    JsonNode ports = json(verify(shown, "--json")).at("/statement/ports");
    assertThat(ports.get(0).get("values")).hasSize(20);
    assertThat(ports.get(1).has("values")).isFalse();

    Path committed = folder.resolve("committed.json");
    prove(registered, committed, "--input", "committed");
    Path receipt = folder.resolve("committed.json.applicant.receipt");
    assertThat(Files.getPosixFilePermissions(receipt))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(verify(committed).code()).isZero();
    assertThat(Commands.run("inspect", receipt).out()).contains("applicant");
  }

  @Test
  void oneRowOfManyIsChosen() {
    Path target = folder.resolve("row.json");
    Path many = EXAMPLE.resolve("applicants.csv");
    assertThat(Commands.run("prove", registered, many, "-o", target).code()).isEqualTo(2);
    assertThat(Commands.run("prove", registered, many, "-o", target, "--row", "9").code())
        .isEqualTo(2);
    assertThat(target).doesNotExist();
    assertThat(Commands.run("prove", registered, many, "-o", target, "--row", "8").code()).isZero();
    assertThat(verify(target).code()).isZero();
  }

  @Test
  void refusesInputsOutsideTheDomain() throws IOException {
    String far = Files.readString(APPLICANT).replace("0.25", "31337.25");
    Path input = Files.writeString(folder.resolve("far.json"), far);
    Commands.Result result =
        Commands.run("prove", registered, input, "-o", folder.resolve("c.json"));
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("outside the declared domain").doesNotContain("31337");
  }

  @Test
  void inspectsEveryKindOfFile() throws IOException {
    assertThat(Commands.run("inspect", certificate).out()).startsWith("Certificate, not checked");
    assertThat(Commands.run("inspect", registered.resolve("model.key")).out())
        .startsWith("Model key, not checked")
        .contains("applicant, 20 values");
    assertThat(Commands.run("inspect", registered.resolve("model.secret")).out())
        .startsWith("Model secret; its content is not shown")
        .hasLineCount(2);
    Path committed = folder.resolve("committed.json");
    prove(registered, committed, "--input", "committed");
    Path receipt = folder.resolve("committed.json.applicant.receipt");
    assertThat(Commands.run("inspect", receipt).out().strip())
        .isEqualTo("Receipt for port 'applicant'; its content is not shown");
    Map<String, Path> kinds =
        Map.of(
            "certificate",
            certificate,
            "model key",
            registered.resolve("model.key"),
            "model secret",
            registered.resolve("model.secret"),
            "receipt",
            receipt);
    for (var kind : kinds.entrySet()) {
      JsonNode object = json(Commands.run("inspect", kind.getValue(), "--json"));
      assertThat(object.get("kind").asText()).isEqualTo(kind.getKey());
    }
    assertThat(Commands.run("inspect", APPLICANT).code()).isEqualTo(2);
  }

  @Test
  void theDemoShowsOneProofAndThreeRejections() throws IOException {
    Path stories = folder.resolve("stories");
    Commands.Result result = Commands.run("demo", "--dir", stories, "--json");
    assertThat(result.code()).as(result.out()).isZero();
    assertThat(json(result).get("steps"))
        .extracting(step -> step.get("exitCode").asInt())
        .containsExactly(0, 0, 0, 0, 0, 1, 1, 1);
    assertThat(json(result).get("asTold").asBoolean()).isTrue();
    assertThat(stories.resolve("credit/altered-decision.json")).exists();
    Commands.Result again = Commands.run("demo", "credit", "--dir", stories);
    assertThat(again.code()).isZero();
    assertThat(again.out())
        .contains("$ probity prove bank applicant.json", "What was proven", "What was not")
        .contains("All files are in " + stories.resolve("credit-2"))
        .doesNotContain("This should not have happened");
  }

  @Test
  void theDemoOnlyWritesItsFilesIfThatIsWanted() throws IOException {
    Commands.Result result = Commands.run("demo", "agent", "--files-only", "--dir", folder);
    assertThat(result.code()).as(result.err()).isZero();
    try (var files = Files.list(folder.resolve("agent"))) {
      assertThat(files.map(Path::getFileName).map(Path::toString))
          .containsExactlyInAnyOrder("price-risk.onnx", "calibration.csv", "market.json");
    }
  }

  @Test
  void theDemoKnowsItsStories() throws IOException {
    Commands.Result result = Commands.run("demo", "lend", "--dir", folder);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("'lend'", "credit, lending, insurance, content, agent");
    assertThat(result.err()).hasLineCount(1);
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }
}
