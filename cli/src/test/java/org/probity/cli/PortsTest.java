package org.probity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Visibilities, receipts, shared commitments and chains on the command line. */
class PortsTest {
  @TempDir static Path shared;
  @TempDir Path folder;

  private static TwoModels models;
  private static Path input;

  /** With committed income and score. */
  private static Path certificate;

  private static Path incomeReceipt;
  private static Path scoreReceipt;

  @BeforeAll
  static void prove() throws IOException {
    models = TwoModels.in(shared);
    input =
        Files.writeString(
            shared.resolve("input.json"), "{\"age\": [0.25], \"in,come=\": [-0.5, 0.8125]}");
    certificate = shared.resolve("c.json");
    proveTo(certificate, "--visibility", "in\\,come\\==committed,score=committed,*=public");
    incomeReceipt = shared.resolve("c.json.in_come_.receipt");
    scoreReceipt = shared.resolve("c.json.score.receipt");
  }

  private static Commands.Result proveTo(Path target, Object... more) {
    List<Object> args = new ArrayList<>(List.of("prove", models.scorer(), input, "-o", target));
    args.addAll(Arrays.asList(more));
    return TwoModels.ok(args.toArray());
  }

  private static JsonNode json(Commands.Result result) throws IOException {
    return new ObjectMapper().readTree(result.out());
  }

  private static void assertRefused(String reason, Object... args) {
    Commands.Result result = Commands.run(args);
    assertThat(result.code()).as(result.out() + result.err()).isEqualTo(2);
    assertThat(result.err().strip().lines()).hasSize(1);
    assertThat(result.err()).contains(reason);
  }

  @Test
  void everyPortHasItsOwnVisibility() throws IOException {
    JsonNode ports =
        json(TwoModels.ok("verify", certificate, "--key", models.scorerKey(), "--json"))
            .at("/statement/ports");
    assertThat(ports)
        .extracting(p -> p.get("name").asText() + " " + p.get("visibility").asText())
        .containsExactly("age public", "in,come= committed", "score committed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                          | hidden hidden public",
        "*=committed                 | committed committed committed",
        "outputs=hidden,age=PUBLIC   | public hidden hidden",
        "inputs=public,*=hidden      | public public hidden",
      })
  void namesRolesAndTheRest(String list, String expected) throws IOException {
    Path target = folder.resolve("c.json");
    Object[] options = list.isEmpty() ? new Object[0] : new Object[] {"--visibility", list};
    proveTo(target, options);
    JsonNode ports = json(Commands.run("inspect", target, "--json")).at("/statement/ports");
    List<String> words = new ArrayList<>();
    ports.forEach(p -> words.add(p.get("visibility").asText()));
    assertThat(String.join(" ", words)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "agee=public          | the model has no port 'agee'; it has 'age', 'in,come=', 'score'",
        "age=public,age=public| the visibility of 'age' is given twice",
        "inputs=public,inputs=hidden | the visibility of 'inputs' is given twice",
        "age=secret           | is none of public, committed, hidden",
        "age                  | should be a port and a visibility",
        "in,come==public      | should be a port and a visibility",
        "\\*=public           | the model has no port '*'",
        "age=public\\         | a backslash takes the character after it",
      })
  void refusesWhatNamesNoPort(String list, String reason) {
    Path target = folder.resolve("c.json");
    assertRefused(reason, "prove", models.scorer(), input, "-o", target, "--visibility", list);
    assertThat(target).doesNotExist();
  }

  @Test
  void theShortFormIsForRoles() {
    assertRefused(
        "the visibility of 'inputs' is given twice",
        "prove",
        models.scorer(),
        input,
        "-o",
        folder.resolve("c"),
        "--input",
        "public",
        "--visibility",
        "inputs=hidden");
  }

  // ---- receipts

  @Test
  void aReceiptShowsTheDataInItsUnits() throws IOException {
    assertThat(Files.getPosixFilePermissions(incomeReceipt))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    String shown = TwoModels.ok("receipt", "show", incomeReceipt).out();
    assertThat(shown).contains("Receipt for input 'in,come='").contains("in,come=[0]  -0.50000");
    Commands.Result unchecked = TwoModels.ok("receipt", "check", certificate, incomeReceipt);
    assertThat(unchecked.out())
        .contains("The certificate is about this data (input 'in,come=')")
        .contains("in,come=[1]  0.81250")
        .contains("The proof itself was NOT checked");
    JsonNode checked =
        json(
            TwoModels.ok(
                "receipt",
                "check",
                certificate,
                incomeReceipt,
                "--key",
                models.scorerKey(),
                "--json"));
    assertThat(checked.get("opens").asBoolean()).isTrue();
    assertThat(checked.get("certificate").asText()).isEqualTo("verified");
    assertThat(checked.at("/receipts/0/values"))
        .extracting(JsonNode::asDouble)
        .containsExactly(-0.5, 0.8125);
  }

  private void assertClosed(String reason, Object... args) {
    Commands.Result result = Commands.run(args);
    assertThat(result.code()).as(result.out() + result.err()).isEqualTo(1);
    assertThat(result.out()).contains(reason).doesNotContain("0.8125", "-0.5");
  }

  @Test
  void receiptsOpenNothingElse() throws IOException {
    Path other = folder.resolve("other.json");
    proveTo(other, "--visibility", "in\\,come\\==committed");
    assertClosed(
        "port 'in,come=' is committed to something else than the receipt opens: it is of another"
            + " certificate",
        "receipt",
        "check",
        other,
        incomeReceipt);
    assertClosed(
        "port 'score' of the certificate is public, not committed",
        "receipt",
        "check",
        other,
        scoreReceipt);
    Path decision = decide("--share", "rating=" + scoreReceipt);
    assertClosed(
        "the certificate has no port 'in,come=': it is about another model",
        "receipt",
        "check",
        decision,
        incomeReceipt);
    // A certificate whose proof does not hold is no proof, whatever it opens to.
    assertClosed(
        "REJECTED: the certificate is about another model",
        "receipt",
        "check",
        certificate,
        incomeReceipt,
        "--key",
        models.deciderKey());
    assertRefused(
        "the file is not a probity receipt", "receipt", "check", certificate, certificate);
    assertRefused(
        "the file is not a probity certificate", "receipt", "check", incomeReceipt, incomeReceipt);
  }

  // ---- shared commitments

  private Path decide(Object... more) throws IOException {
    Path rate = Files.writeString(folder.resolve("rate.json"), "{\"rate\": [0.5]}");
    Path target = folder.resolve("decision.json");
    List<Object> args = new ArrayList<>(List.of("prove", models.decider(), rate, "-o", target));
    args.addAll(Arrays.asList(more));
    TwoModels.ok(args.toArray());
    return target;
  }

  @Test
  void theScoreOfOneModelIsTheRatingOfTheNext() throws IOException {
    Path decision = decide("--share", "rating=" + scoreReceipt);
    Path reissued = folder.resolve("decision.json.rating.receipt");
    assertThat(TwoModels.ok("receipt", "check", decision, reissued).out())
        .contains("input 'rating'");
    Object[] verify = {
      "verify", certificate, decision, "--key", models.scorerKey(), "--key", models.deciderKey()
    };
    String link = "output 'score' of certificate 1 is input 'rating' of certificate 2";
    assertThat(TwoModels.ok(with(verify, "--chain", "--link", "1:score=2:rating")).out())
        .contains(link);
    JsonNode json = json(TwoModels.ok(with(verify, "--json", "--link", "2:rating=1:score")));
    assertThat(json.get("verdict").asText()).isEqualTo("verified");
    assertThat(json.get("links")).hasSize(1);
    assertThat(json.at("/links/0/by").asText()).isEqualTo("commitment");

    Commands.Result wrong = Commands.run(with(verify, "--link", "1:in\\,come\\==2:rating"));
    assertThat(wrong.code()).isEqualTo(1);
    assertThat(wrong.out())
        .contains(
            "REJECTED: port 'in,come=' of certificate 1 is not port 'rating' of certificate 2")
        .contains("their values are encoded in different ways");
    Commands.Result unknown = Commands.run(with(verify, "--link", "1:nobody=2:rating"));
    assertThat(unknown.code()).isEqualTo(1);
    assertThat(unknown.out()).contains("there is no port 'nobody' of certificate 1");
    assertRefused("should be as in 1:score=2:score", with(verify, "--link", "score"));
    assertRefused("is not the number of one of the 2", with(verify, "--link", "1:score=3:x"));
    assertRefused(
        "need two certificates", "verify", decision, "--key", models.deciderKey(), "--chain");
  }

  private static Object[] with(Object[] args, Object... more) {
    List<Object> all = new ArrayList<>(Arrays.asList(args));
    all.addAll(Arrays.asList(more));
    return all.toArray();
  }

  @Test
  void certificatesThatWereNotLinkedAreNoChain() throws IOException {
    Path again = folder.resolve("again.json");
    proveTo(again, "--visibility", "*=committed");
    Object[] verify = {"verify", certificate, again, "--key", models.scorerKey(), "--chain"};
    Commands.Result result = Commands.run(verify);
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out())
        .contains("They have nothing in common.")
        .contains("REJECTED: certificates 1 and 2 have no port in common");
    // Public values are called so.
    Path open = folder.resolve("open.json");
    proveTo(open, "--visibility", "age=public");
    assertThat(
            TwoModels.ok("verify", certificate, open, "--key", models.scorerKey(), "--chain").out())
        .contains("have the same input 'age' by its public values");
  }

  /** A chain with a rejected certificate is none, whatever its ports say. */
  @Test
  void aRejectedCertificateBreaksTheChain() throws IOException {
    byte[] damaged = Files.readAllBytes(certificate);
    damaged[damaged.length / 2] ^= 1;
    Path file = Files.write(folder.resolve("damaged.json"), damaged);
    Commands.Result result =
        Commands.run("verify", certificate, file, "--key", models.scorerKey(), "--chain");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).contains("REJECTED: not all certificates are valid");
  }

  @Test
  void whatCannotBeSharedIsRefused() throws IOException {
    Path rate = Files.writeString(folder.resolve("rate.json"), "{\"rate\": [0.5]}");
    Path target = folder.resolve("c.json");
    Object[] prove = {"prove", models.decider(), rate, "-o", target};
    Path rating = Files.writeString(folder.resolve("rating.json"), "{\"rating\": [0.25]}");
    assertRefused(
        "; register this model with --input-like KEY:score=rate, KEY being the key",
        "prove",
        models.decider(),
        rating,
        "-o",
        target,
        "--share",
        "rate=" + scoreReceipt);
    assertRefused("the model has no port 'x'", with(prove, "--share", "x=" + scoreReceipt));
    assertRefused("'rating' should be a port and a rec", with(prove, "--share", "rating"));
    assertRefused(
        "port 'rating' is shared, so it is committed",
        with(prove, "--share", "rating=" + scoreReceipt, "--visibility", "rating=public"));
    assertRefused("input 'rating' (1) is missing", prove);
    // The file may have the port, too; then it must say the same.
    Files.writeString(rate, "{\"rate\": [0.5], \"rating\": [-0.75]}");
    assertRefused(
        "input 'rating' is not what the shared receipt is of",
        with(prove, "--share", "rating=" + scoreReceipt));
    assertRefused(
        "no INPUT is given, and input 'rate' is not shared",
        "prove",
        models.decider(),
        "-o",
        target,
        "--share",
        "rating=" + scoreReceipt);
    assertThat(target).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "KEY:nobody=rating   | the model has no port 'nobody'",
        "KEY:score=x         | the model has no input x",
        "KEY:in\\,come\\==rating | is of shape [1] and cannot be like a port of shape [1, 2]",
        "KEY                 | should be the file of a model key, a colon and a port",
        "nowhere.key:score   | should be the file of a model key, a colon and a port",
      })
  void inputsLikeNothingAreRefused(String option, String reason) {
    assertRefused(
        reason,
        "register",
        models.folder().resolve("decider.onnx"),
        "--calibrate",
        models.folder().resolve("b.csv"),
        "-o",
        folder.resolve("x"),
        "--input-like",
        option.replace("KEY", models.scorerKey().toString()));
  }
}
