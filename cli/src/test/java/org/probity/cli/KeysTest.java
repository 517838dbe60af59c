package org.probity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.probity.inference.json.Documents;

/** Signing, listing and comparing model keys by command. */
class KeysTest {
  private static final Path EXAMPLE = Path.of("../examples/credit").toAbsolutePath();

  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path first;
  private static Path again;
  private static Path harsher;
  private static Path certificate;

  @BeforeAll
  static void register() {
    first = register("credit.onnx", "first");
    again = register("credit.onnx", "again");
    harsher = register("credit-harsher.onnx", "harsher");
    certificate = shared.resolve("certificate.json");
    run("prove", shared.resolve("first"), EXAMPLE.resolve("applicant.json"), "-o", certificate);
    run("keys", "new-signer", "-o", shared.resolve("bank"));
    run("keys", "new-signer", "-o", shared.resolve("stranger"));
  }

  private static Path register(String model, String name) {
    Path target = shared.resolve(name);
    Path samples = EXAMPLE.resolve("calibration.csv");
    run("register", EXAMPLE.resolve(model), "--calibrate", samples, "-o", target, "--no-report");
    return target.resolve("model.key");
  }

  private static Commands.Result run(Object... args) {
    Commands.Result result = Commands.run(args);
    assertThat(result.code()).as(result.out() + result.err()).isZero();
    return result;
  }

  private static JsonNode json(Commands.Result result) throws IOException {
    return new ObjectMapper().readTree(result.out());
  }

  private static void assertRefused(String reason, Object... args) {
    Commands.Result result = Commands.run(args);
    assertThat(result.code()).as(result.out() + result.err()).isEqualTo(2);
    assertThat(result.err()).startsWith("probity: ").contains(reason);
    assertThat(result.out()).isEmpty();
  }

  private static Path secret(String signer) {
    return shared.resolve(signer + ".private");
  }

  private static Path open(String signer) {
    return shared.resolve(signer + ".pub");
  }

  private Path sign(Path key, String signer, String version, String target, Object... more) {
    Path signature = folder.resolve(target);
    Object[] args = new Object[11 + more.length];
    Object[] start = {
      "keys",
      "sign",
      key,
      "--name",
      "Credit",
      "--version",
      version,
      "--signer",
      secret(signer),
      "-o",
      signature
    };
    System.arraycopy(start, 0, args, 0, 11);
    System.arraycopy(more, 0, args, 11, more.length);
    run(args);
    return signature;
  }

  private static Commands.Result verify(Path key, Path signature, String signer) {
    return Commands.run(
        "keys", "verify", key, "--signature", signature, "--signer", open(signer), "--json");
  }

  private static Commands.Result verifyCertificate(Path signature, String signer) {
    return Commands.run(
        "verify", certificate, "--key", first, "--signature", signature, "--signer", open(signer));
  }

  @Test
  void signersKeepTheirSecrets() throws IOException {
    assertThat(Files.getPosixFilePermissions(secret("bank")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    String content = Files.readString(secret("bank"));
    String seed = content.replaceAll("(?s).*\"secret\": \"([^\"]*)\".*", "$1");
    assertThat(seed).hasSize(44);
    assertThat(Files.readString(open("bank"))).doesNotContain(seed);
    Commands.Result shown = run("inspect", secret("bank"));
    assertThat(shown.out()).contains("its secret is not shown").doesNotContain(seed);
    assertRefused("exists", "keys", "new-signer", "-o", shared.resolve("bank"));
    assertThat(Files.readString(secret("bank"))).isEqualTo(content);
  }

  @Test
  void aSignatureIsOfItsKeyAndSigner() throws Exception {
    Path signature = sign(first, "bank", "2.1", "model.sig");
    assertThat(verify(first, signature, "bank").code()).isZero();
    Commands.Result verified = verifyCertificate(signature, "bank");
    assertThat(verified.code()).isZero();
    assertThat(verified.out()).containsPattern("signature +passed +Credit 2.1, signed by ");
    // Another key, another signer, and both.
    assertThat(json(verify(harsher, signature, "bank")).get("reason").asText())
        .isEqualTo("the signature is over other models");
    assertThat(json(verify(first, signature, "stranger")).get("reason").asText())
        .contains("signed by another signer");
    Path forged = sign(first, "stranger", "2.1", "forged.sig");
    assertThat(verify(first, forged, "bank").code()).isEqualTo(1);
    assertThat(verifyCertificate(forged, "bank").code()).isEqualTo(1);
    Path other = sign(harsher, "bank", "2.1", "other.sig");
    Commands.Result rejected = verifyCertificate(other, "bank");
    assertThat(rejected.code()).isEqualTo(1);
    assertThat(rejected.out())
        .startsWith("REJECTED: the signature is over other models")
        .containsPattern("signature +FAILED")
        .contains("not checked  registration, proof: another check has failed");
    // Truncated, of another name, and none at all.
    byte[] file = Files.readAllBytes(signature);
    Path damaged = folder.resolve("damaged.sig");
    Files.write(damaged, java.util.Arrays.copyOf(file, file.length - 20));
    assertThat(verifyCertificate(damaged, "bank").code()).isEqualTo(1);
    Files.writeString(damaged, Files.readString(signature).replace("Credit", "Kredit"));
    assertThat(verifyCertificate(damaged, "bank").code()).isEqualTo(1);
    assertThat(verifyCertificate(first, "bank").code()).isEqualTo(1);
  }

  @Test
  void signaturesEnd() throws Exception {
    Path past =
        sign(
            first,
            "bank",
            "1",
            "past.sig",
            "--valid-from",
            "2020-01-01T00:00:00Z",
            "--valid-days",
            "3");
    assertThat(json(verify(first, past, "bank")).get("reason").asText())
        .isEqualTo("the signature: it is expired at 2020-01-04T00:00:00Z");
    Path future = sign(first, "bank", "1", "f.sig", "--valid-from", "9990-01-01T00:00:00Z");
    assertThat(json(verify(first, future, "bank")).get("reason").asText())
        .contains("not valid before 9990");
    Path list = folder.resolve("list");
    assertRefused(
        "cannot be taken over: it is expired",
        "keys",
        "bundle",
        past,
        "--signer",
        secret("bank"),
        "-o",
        list);
    assertThat(list).doesNotExist();
  }

  @Test
  void listsOfModels() throws Exception {
    Path one = sign(first, "bank", "2.1", "one.sig");
    Path two = sign(harsher, "bank", "2.2", "two.sig");
    Path list = folder.resolve("models.list");
    run("keys", "bundle", one, two, "--signer", secret("bank"), "-o", list);
    for (Path key : new Path[] {first, harsher}) {
      assertThat(verify(key, list, "bank").code()).isZero();
    }
    assertThat(verify(again, list, "bank").code()).isEqualTo(1);
    assertThat(run("inspect", list).out()).contains("not checked", "Credit 2.1", "Credit 2.2");
    assertRefused(
        "listed twice", "keys", "bundle", one, one, "--signer", secret("bank"), "-o", list);
    assertRefused(
        "another signer", "keys", "bundle", one, "--signer", secret("stranger"), "-o", list);
    Files.copy(one, first.resolveSibling("model.sig"));
    try {
      JsonNode keys = json(run("keys", "list", shared, "--json")).get("keys");
      assertThat(keys).hasSize(3);
      assertThat(keys.findValuesAsText("holds")).containsExactly("true");
      assertThat(keys.findValuesAsText("version")).containsExactly("2.1");
      String text = run("keys", "list", shared).out();
      assertThat(text).contains("Credit 2.1", "applicant, 20 values", "signed   by nobody");
    } finally {
      Files.delete(first.resolveSibling("model.sig"));
    }
    assertThat(run("keys", "list", first, list).out()).contains("Credit 2.1");
  }

  @Test
  void comparesVersions() throws Exception {
    Commands.Result same = Commands.run("keys", "compare", first, first);
    assertThat(same.code()).isZero();
    assertThat(same.out()).startsWith("The same key.");
    Commands.Result anew = Commands.run("keys", "compare", first, again, "--json");
    assertThat(anew.code()).isEqualTo(1);
    JsonNode object = json(anew);
    assertThat(object.get("same").asBoolean()).isFalse();
    // The same weights: nobody can tell.
    assertThat(object.get("differences"))
        .allSatisfy(
            d -> assertThat(d.get("fact").asText()).containsPattern("^(commitment of|original)"));
    assertThat(object.get("conclusions").toString())
        .contains("Structure, functions, formats and ranges are the same.")
        .contains("Nothing can be concluded about the weights");
    assertThat(object.get("fidelity")).isEmpty();
    Commands.Result other = Commands.run("keys", "compare", first, harsher);
    assertThat(other.code()).isEqualTo(1);
    assertThat(other.out())
        .contains("output scores", "Fidelity to the original", "scores: largestError")
        .doesNotContain("Structure, functions, formats and ranges are the same.");
  }

  @Test
  void whatCannotBeUsed() throws IOException {
    Path signature = sign(first, "bank", "2.1", "model.sig");
    Path policy =
        Files.writeString(
            folder.resolve("policy.json"),
            "{\"format\": \"probity policy\", \"version\": 1, \"models\": [\"%s\"]}"
                .formatted("ab".repeat(32)));
    Object[] verify = {"verify", certificate, "--key", first};
    assertRefused("--signature needs --signer", with(verify, "--signature", signature));
    assertRefused("--signer needs the --signature", with(verify, "--signer", open("bank")));
    assertRefused("--nonce needs a --policy", with(verify, "--nonce", "1"));
    assertRefused(
        "demands no signed model list", with(verify, "--policy", policy, "--signature", signature));
    assertRefused("1 to 256", with(verify, "--policy", policy, "--nonce", ""));
    assertRefused(
        "is not a probity signer",
        with(verify, "--signature", signature, "--signer", secret("bank")));
    Files.writeString(policy, "{\"format\": \"probity policy\", \"version\": 1}");
    assertRefused("policy.json: a policy names its models", with(verify, "--policy", policy));
    assertRefused("is another file of probity", "verify", signature, "--key", first);
    // Told by its first field alone: what else a stranger has put into it is not read.
    byte[] empty = Documents.write(Documents.start("probity model key"), "model");
    Path shell = Files.write(folder.resolve("shell.key"), empty);
    assertRefused("is another file of probity", "verify", shell, "--key", first);
    assertRefused("list, compare", "keys");
    assertRefused("no such file", "keys", "list", folder.resolve("none.key"));
    assertRefused("model.sig: the file is not a", "keys", "compare", first, signature);
    for (String[] bad :
        new String[][] {
          {"Credit", "", "365"}, {"", "1", "365"}, {"Cr\u0007dit", "1", "365"}, {"Credit", "1", "0"}
        }) {
      Path target = folder.resolve("bad.sig");
      Commands.Result result =
          Commands.run(
              "keys",
              "sign",
              first,
              "--name",
              bad[0],
              "--version",
              bad[1],
              "--signer",
              secret("bank"),
              "-o",
              target,
              "--valid-days",
              bad[2]);
      assertThat(result.code()).isEqualTo(2);
      assertThat(result.err().strip()).hasLineCount(1);
      assertThat(target).doesNotExist();
    }
  }

  private static Object[] with(Object[] args, Object... more) {
    Object[] all = java.util.Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return all;
  }

  /** The key is chosen by the certificate; none that fits is a rejection. */
  @Test
  void severalKeys() {
    Object[] keys = {"verify", certificate, "--key", harsher, "--key", again, "--key", first};
    assertThat(Commands.run(keys).code()).isZero();
    Commands.Result none = Commands.run("verify", certificate, "--key", harsher, "--key", again);
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.out()).containsPattern("model +FAILED");
  }
}
