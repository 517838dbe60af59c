package org.probity.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.probity.api.ProbityFiles;
import org.probity.api.file.ModelFolder;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Parameters;
import org.probity.inference.ProofRequest;
import org.probity.inference.Prover;
import org.probity.inference.Registrar;
import org.probity.inference.Registration;
import org.probity.inference.Source;
import org.probity.inference.certificate.Prefix;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.key.ModelKey;

/** The policies of docs/policies.md accept what they are meant for, and nothing else. */
class PolicyExamplesTest {
  private static final Path EXAMPLE = Path.of("../examples/credit").toAbsolutePath();
  private static final Path PAGE = Path.of("..", "docs", "policies.md");

  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path bank;

  @BeforeAll
  static void register() {
    bank = shared.resolve("bank");
    Path samples = EXAMPLE.resolve("calibration.csv");
    Path model = EXAMPLE.resolve("credit.onnx");
    run("register", model, "--calibrate", samples, "-o", bank, "--no-report");
  }

  private static Commands.Result run(Object... args) {
    Commands.Result result = Commands.run(args);
    assertThat(result.code()).as(result.out() + result.err()).isZero();
    return result;
  }

  /** An example of the page. */
  private static String example(String name) throws IOException {
    Matcher matcher =
        Pattern.compile("```json " + name + "\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(PAGE));
    assertThat(matcher.find()).as(name).isTrue();
    return matcher.group(1);
  }

  private Path policy(String text) throws IOException {
    return Files.writeString(folder.resolve("policy.json"), text);
  }

  private static String forModel(String example, Path key) throws Exception {
    return example.replaceFirst("(\"models\": \\[\")[0-9a-f]{64}", "$1" + id(key));
  }

  private static String id(Path key) throws Exception {
    return ProbityFiles.readKey(key).modelId();
  }

  /** The names of the checks that failed. */
  private static List<String> failed(Commands.Result result) throws IOException {
    JsonNode object = new ObjectMapper().readTree(result.out());
    List<String> names = new java.util.ArrayList<>();
    for (JsonNode check : object.get("checks")) {
      if (check.get("outcome").asText().equals("failed")) {
        names.add(check.get("name").asText());
      }
    }
    assertThat(result.code()).isEqualTo(names.isEmpty() ? 0 : 1);
    return names;
  }

  private List<String> verify(Path certificate, Path key, Object... more) throws IOException {
    Object[] first = {"verify", certificate, "--key", key, "--json"};
    Object[] args = Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, args, first.length, more.length);
    return failed(Commands.run(args));
  }

  private Path prove(String context, Object... more) {
    Path target = folder.resolve("certificate-" + context.hashCode() + more.length + ".json");
    Object[] first = {
      "prove", bank, EXAMPLE.resolve("applicant.json"), "-o", target, "--context", context
    };
    Object[] args = Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, args, first.length, more.length);
    run(args);
    return target;
  }

  @Test
  void regulator() throws Exception {
    run("keys", "new-signer", "-o", folder.resolve("authority"));
    Path secret = folder.resolve("authority.private");
    Path signature = folder.resolve("model.sig");
    Path key = bank.resolve("model.key");
    Object[] sign = {
      "keys", "sign", key, "--name", "Credit", "--version", "2.1", "--signer", secret, "-o"
    };
    Object[] signed = Arrays.copyOf(sign, sign.length + 1);
    signed[sign.length] = signature;
    run(signed);
    Path list = folder.resolve("approved.list");
    run("keys", "bundle", signature, "--signer", secret, "-o", list);
    Matcher signer =
        Pattern.compile("\"signer\": \"([0-9a-f]{64})\"")
            .matcher(Files.readString(folder.resolve("authority.pub")));
    assertThat(signer.find()).isTrue();
    String text =
        example("regulator").replaceFirst("(\"signer\": \")[0-9a-f]{64}", "$1" + signer.group(1));
    Path policy = policy(text);
    String today = LocalDate.now(ZoneOffset.UTC).toString();
    Path good = prove("application 4711 of " + today, "--input", "committed");
    assertThat(verify(good, key, "--policy", policy)).isEmpty();
    Path hidden = prove("application 4711 of " + today);
    assertThat(verify(hidden, key, "--policy", policy)).containsExactly("policy.visibility");
    Path old = prove("application 4711 of 2020-02-29", "--input", "public");
    assertThat(verify(old, key, "--policy", policy)).containsExactly("policy.freshness");
    // A list by somebody else, in the place of the authority's.
    run("keys", "new-signer", "-o", folder.resolve("other"));
    Path other = folder.resolve("other.private");
    signed[8] = other;
    run(signed);
    run("keys", "bundle", signature, "--signer", other, "-o", list);
    assertThat(verify(good, key, "--policy", policy)).containsExactly("policy.models");
    Files.writeString(list, "{}");
    assertThat(verify(good, key, "--policy", policy)).containsExactly("policy.models");
    Files.delete(list);
    Commands.Result missing = Commands.run("verify", good, "--key", key, "--policy", policy);
    assertThat(missing.code()).isEqualTo(2);
    assertThat(missing.err()).contains("approved.list: no such file").hasLineCount(1);
  }

  private static Map<String, int[]> input(IntegerGraph graph) {
    int size = graph.tensorsByName().get(graph.inputs().getFirst().tensor()).size();
    int[] applicant = new int[size];
    Arrays.fill(applicant, 3, 20, 1);
    return Map.of("applicant", applicant);
  }

  @Test
  void insurer() throws Exception {
    ModelFolder model = new ModelFolder(bank);
    ModelKey key = model.key();
    Map<String, int[]> three = new HashMap<>();
    input(key.graph())
        .forEach(
            (name, v) ->
                three.put(name, IntStream.range(0, 3).flatMap(_ -> Arrays.stream(v)).toArray()));
    Map<String, Visibility> shown =
        Map.of("applicant", Visibility.COMMITTED, "scores", Visibility.PUBLIC);
    Path policy = policy(forModel(example("insurer"), model.keyFile()));
    Map<List<String>, List<String>> cases =
        Map.of(
            List.of("4711", "4712", "4713"), List.of(),
            List.of("4712", "4711", "4713"), List.of("policy.batch"));
    for (var labels : cases.entrySet()) {
      ProofRequest request =
          new ProofRequest(
              3,
              three,
              Map.of(),
              shown,
              labels.getKey(),
              Map.of(),
              "premiums 2026-11".getBytes(UTF_8));
      Path certificate = folder.resolve("certificate.json");
      Files.write(certificate, Prover.prove(key, model.secret(), request).certificate().encode());
      assertThat(verify(certificate, model.keyFile(), "--policy", policy))
          .isEqualTo(labels.getValue());
    }
    Path single = prove("premiums 2026-11", "--input", "committed");
    assertThat(verify(single, model.keyFile(), "--policy", policy)).containsExactly("policy.batch");
  }

  @Test
  void platform() throws Exception {
    ModelFolder whole = new ModelFolder(bank);
    IntegerGraph graph = whole.key().graph();
    Parameters weights = new Parameters(whole.secret().values());
    byte[] digest = new byte[32];
    String backbone = "20".repeat(32);
    Path head = folder.resolve("head.key");
    for (String actual : List.of(backbone, "21".repeat(32))) {
      Source source =
          new Source(digest, List.of("applicant"), List.of(), new Prefix.Public(actual));
      Registration part = Registrar.register(graph, weights, Optional.of(source));
      Files.write(head, part.key().encode());
      ProofRequest request =
          new ProofRequest(
              input(graph),
              Map.of("applicant", Visibility.PUBLIC),
              "image 7 for 8f2e".getBytes(UTF_8));
      Path certificate = folder.resolve("certificate.json");
      Files.write(
          certificate, Prover.prove(part.key(), part.secret(), request).certificate().encode());
      Path policy =
          policy(
              forModel(example("platform"), head)
                  .replaceFirst("(\"publicPrefixes\": \\[\")[0-9a-f]{64}", "$1" + backbone));
      assertThat(verify(certificate, head, "--policy", policy, "--nonce", "8f2e"))
          .isEqualTo(actual.equals(backbone) ? List.of() : List.of("policy.origin"));
      assertThat(verify(certificate, head, "--policy", policy)).contains("policy.context");
      assertThat(verify(certificate, head, "--policy", policy, "--nonce", "9a"))
          .contains("policy.context");
    }
  }

  @Test
  void contract() throws Exception {
    Path key = bank.resolve("model.key");
    String text = forModel(example("contract"), key);
    String place = "eip155:8453/0x5fbdb2315678afecb367f032d93f642f64180aa3/";
    Path certificate = prove(place + "17");
    assertThat(verify(certificate, key, "--policy", policy(text), "--nonce", "17")).isEmpty();
    assertThat(verify(certificate, key, "--policy", policy(text), "--nonce", "18"))
        .containsExactly("policy.context");
    Path stricter = policy(text.replace("0.05", "0.5"));
    assertThat(verify(certificate, key, "--policy", stricter, "--nonce", "17"))
        .containsExactly("policy.condition");
    Path turned = policy(text.replace("== 0", "== 1"));
    assertThat(verify(certificate, key, "--policy", turned, "--nonce", "17"))
        .containsExactly("policy.condition");
  }
}
