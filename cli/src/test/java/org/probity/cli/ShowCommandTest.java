package org.probity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.probity.api.ProbityFiles;
import org.probity.inference.key.ModelKey;
import org.probity.inference.signature.Endorsement;
import org.probity.inference.signature.ModelList;
import org.probity.inference.signature.SigningKey;
import org.probity.inference.signature.Validity;

class ShowCommandTest {
  private static final Path EXAMPLE = Path.of("../examples/credit");

  @TempDir static Path folder;

  @BeforeAll
  static void prove() {
    run(
        0,
        "register",
        EXAMPLE.resolve("credit.onnx"),
        "--calibrate",
        EXAMPLE.resolve("calibration.csv"),
        "-o",
        at("bank"),
        "--no-report");
    run(
        0,
        "prove",
        at("bank"),
        EXAMPLE.resolve("applicant.json"),
        "-o",
        at("c.json"),
        "--input",
        "committed",
        "--context",
        "<b>4711</b>");
    run(
        0,
        "prove",
        at("bank"),
        EXAMPLE.resolve("applicant.json"),
        "-o",
        at("other.json"),
        "--input",
        "committed");
  }

  private static Path at(String name) {
    return folder.resolve(name);
  }

  private static Commands.Result run(int code, Object... args) {
    Commands.Result result = Commands.run(args);
    assertThat(result.code()).as(result.out() + result.err()).isEqualTo(code);
    return result;
  }

  private static String page() throws IOException {
    return Files.readString(at("page.html"), StandardCharsets.UTF_8);
  }

  @Test
  void showsWithoutVerifyingAndSaysSo() throws Exception {
    Commands.Result result = run(0, "show", at("c.json"), "-o", at("page.html"));
    assertThat(result.out()).contains("NOT VERIFIED");
    assertThat(page()).contains(">Not verified<", "&lt;b>4711&lt;/b>").doesNotContain("<b>");
  }

  @Test
  void verifiesWithTheKey() throws Exception {
    Object key = at("bank").resolve("model.key");
    Commands.Result result = run(0, "show", at("c.json"), "-o", at("page.html"), "--key", key);
    assertThat(result.out()).contains("is verified");
    assertThat(page()).contains(">Verified<", "What was proven");
  }

  /** The page is made, and says what is wrong; so does the exit code. */
  @Test
  void showsWhatIsRejected() throws Exception {
    run(
        0,
        "register",
        EXAMPLE.resolve("credit-harsher.onnx"),
        "--calibrate",
        EXAMPLE.resolve("calibration.csv"),
        "-o",
        at("harsher"),
        "--no-report");
    Object key = at("harsher").resolve("model.key");
    Commands.Result result = run(1, "show", at("c.json"), "-o", at("page.html"), "--key", key);
    assertThat(result.out()).contains("REJECTED", "another model");
    assertThat(page()).contains(">Rejected<", "another model").doesNotContain("What was proven");
  }

  @Test
  void receiptsShowTheirHoldersData() throws Exception {
    Path secret = at("own.html");
    Object receipt = at("c.json.applicant.receipt");
    run(0, "show", at("c.json"), "-o", secret, "--receipt", receipt);
    assertThat(Files.readString(secret)).contains("Your data", "0.25").doesNotContain("Not about");
    assertThat(Files.getPosixFilePermissions(secret))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));

    Object other = at("other.json.applicant.receipt");
    Commands.Result result = run(1, "show", at("c.json"), "-o", secret, "--receipt", other);
    assertThat(result.out()).contains("REJECTED, it shows no receipt", "another certificate");
    assertThat(Files.readString(secret)).contains("Not about this receipt").doesNotContain("0.25");
  }

  /** {@code --receipt} takes all that follow; the certificate is the last of them. */
  @Test
  void theCertificateMayComeLast() throws Exception {
    Path receipt = at("c.json.applicant.receipt");
    Path page = at("last.html");
    run(0, "show", "-o", page, "--receipt", receipt, at("c.json"));
    assertThat(Files.readString(page)).contains("Your data", "0.25");
    assertThat(run(2, "show", "-o", page, "--receipt", at("c.json"), receipt).err())
        .contains("c.json.applicant.receipt: the file is not a probity certificate");
    assertThat(run(2, "show", "-o", page, "--receipt", receipt).err())
        .contains("which CERTIFICATE is to be shown? --receipt takes all files that follow")
        .hasLineCount(1);
    assertThat(run(2, "show", "-o", page).err())
        .isEqualToIgnoringNewLines("probity: which CERTIFICATE is to be shown?");
  }

  @Test
  void namesTheModelAsASignerDoes() throws Exception {
    SigningKey authority = SigningKey.generate();
    String model = ModelKey.decode(Files.readAllBytes(at("bank/model.key"))).modelId();
    Instant now = Instant.now();
    Validity validity = new Validity(now, now.plus(Duration.ofDays(1)));
    Endorsement name = new Endorsement(model, "credit <i>", "7");
    ProbityFiles.write(at("list"), ModelList.sign(authority, validity, List.of(name)));
    ProbityFiles.write(at("signer"), authority.signer());
    ProbityFiles.write(at("stranger"), SigningKey.generate().signer());
    Object[] show = {"show", at("c.json"), "-o", at("page.html"), "--signature", at("list")};
    run(0, with(show, "--signer", at("signer")));
    assertThat(page()).contains("credit &lt;i> 7", authority.signer().id());
    run(2, show);
    run(2, with(show, "--signer", at("stranger")));
    Endorsement other = new Endorsement("0".repeat(64), "other", "1");
    ProbityFiles.write(at("list"), ModelList.sign(authority, validity, List.of(other)));
    run(2, with(show, "--signer", at("signer")));
  }

  private static Object[] with(Object[] words, Object... more) {
    return Stream.of(words, more).flatMap(Arrays::stream).toArray();
  }

  @Test
  void refusesWhatItCannotUse() throws Exception {
    Path key = at("bank").resolve("model.key");
    run(2, "show", at("c.json"));
    run(2, "show", key, "-o", at("none.html"));
    run(2, "show", at("c.json"), "-o", at("none.html"), "--key", at("c.json"));
    run(2, "show", at("c.json"), "-o", at("none.html"), "--receipt", key);
    run(2, "show", at("none.json"), "-o", at("none.html"));
    run(2, "show", at("c.json"), "-o", at("no/folder.html"));
    assertThat(at("none.html")).doesNotExist();
  }
}
