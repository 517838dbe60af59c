package org.probity.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.probity.inference.json.Documents;
import org.probity.inference.key.ModelKey;

/** Exit codes and what is printed. */
class MainTest {
  @TempDir static Path folder;

  private static ExampleFiles files;

  private record Result(int code, String out, String err) {}

  @BeforeAll
  static void make() throws Exception {
    files = ExampleFiles.make(folder);
  }

  private static Result run(Object... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String[] args = Arrays.stream(words).map(Object::toString).toArray(String[]::new);
    int code = Main.run(print(out), print(err), args);
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static PrintStream print(ByteArrayOutputStream target) {
    return new PrintStream(target, true, StandardCharsets.UTF_8);
  }

  @Test
  void verifies() {
    Result result =
        run(files.certificate(), "--key", files.key(), "--expect-context", ExampleFiles.CONTEXT);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .startsWith("Verified.")
        .containsPattern("input +applicant +committed")
        .contains("context  \"application 4711\"")
        .containsPattern("proof +passed");
  }

  @Test
  void rejectsWhatIsNotProven() throws Exception {
    for (Path certificate : new Path[] {files.damaged(), files.forged()}) {
      Result result = run("--key", files.key(), certificate);
      assertThat(result.code()).isEqualTo(1);
      assertThat(result.out()).startsWith("REJECTED: ").contains("FAILED");
    }
    Result replayed = run(files.certificate(), "--key", files.key(), "--expect-context", "other");
    assertThat(replayed.code()).isEqualTo(1);
    assertThat(replayed.out()).contains("another context");
  }

  private static Path policy(String name, String visibility) throws Exception {
    String model = ModelKey.decode(Files.readAllBytes(files.key())).modelId();
    return Files.writeString(
        folder.resolve(name),
        """
        {"format": "probity policy", "version": 1, "models": ["%s"],
         "visibilities": [{"role": "input", "allowed": ["%s"]}]}
        """
            .formatted(model, visibility));
  }

  @Test
  void enforcesAPolicy() throws Exception {
    Path allows = policy("allows.json", "committed");
    Result accepted = run(files.certificate(), "--key", files.key(), "--policy", allows);
    assertThat(accepted.code()).as(accepted.out() + accepted.err()).isZero();
    assertThat(accepted.out()).containsPattern("policy.visibility +passed");
    Path forbids = policy("forbids.json", "public");
    Result rejected = run(files.certificate(), "--key", files.key(), "--policy", forbids);
    assertThat(rejected.code()).isEqualTo(1);
    assertThat(rejected.out()).containsPattern("policy.visibility +FAILED");
  }

  @Test
  void refusesWhatItCannotUse() throws Exception {
    Path text = Files.writeString(folder.resolve("text"), "text");
    // Told by its first field alone: what else a stranger has put into it is not read.
    byte[] empty = Documents.write(Documents.start("probity model key"), "model");
    Path shell = Files.write(folder.resolve("shell.key"), empty);
    Object[][] usages = {
      {},
      {files.certificate()},
      {files.certificate(), "--key"},
      {files.certificate(), "--key", files.key(), "--key", files.key()},
      {files.certificate(), files.certificate(), "--key", files.key()},
      {files.certificate(), "--key", files.key(), "--verbose"},
      {files.certificate(), "--key", folder.resolve("none")},
      {files.certificate(), "--key", folder},
      {files.certificate(), "--key", text},
      {files.certificate(), "--key", files.certificate()},
      {files.certificate(), "--key", files.key(), "--policy", text},
      {files.certificate(), "--key", files.key(), "--nonce", "4711"},
      {files.key(), "--key", files.key()},
      {files.receipt(), "--key", files.key()},
      {shell, "--key", files.key()},
      {files.secret(), "--key", files.key()},
      {folder.resolve("none"), "--key", files.key()},
    };
    for (Object[] usage : usages) {
      Result result = run(usage);
      assertThat(result.code()).as("%s", Arrays.asList(usage)).isEqualTo(2);
      assertThat(result.err()).startsWith("probity-verifier: ").hasLineCount(1);
      assertThat(result.out()).isEmpty();
    }
  }

  @Test
  void tellsHowItIsUsed() {
    assertThat(run("--help").out()).contains("--key FILE");
  }
}
