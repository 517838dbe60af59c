package org.probity.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.probity.inference.lowering.Graphs.along;
import static org.probity.inference.lowering.Graphs.view;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.probity.graph.AxisIndex;
import org.probity.graph.Format;
import org.probity.graph.FunctionNotation;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Sum;
import org.probity.graph.View;
import org.probity.inference.certificate.Certificate;
import org.probity.inference.certificate.Receipt;
import org.probity.inference.certificate.Statement;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.json.Documents;
import org.probity.inference.json.InvalidFileException;
import org.probity.inference.json.Json;
import org.probity.inference.key.ModelKey;
import org.probity.inference.key.ModelSecret;
import org.probity.inference.key.PublicPrefix;
import org.probity.inference.lowering.Graphs;

/** Hostile files: one answer, no other exception, nothing accepted that is not as written. */
class FilesTest {
  private static final IntegerGraph GRAPH =
      new Graphs()
          .input("x", Format.signed(3, 6), 1, 3)
          .linear("a", "x", 2, 4, 8)
          .sum("s", List.of(1, 2), 5, new Sum.Addend(View.identity("a", 2), 2))
          .requantize(
              "h", "s", 2, FunctionNotation.parse("max(x,mul(0.125,x))"), Format.signed(3, 8))
          .requantize(
              "c", "s", 2, FunctionNotation.parse("min(max(x,-1.0),Infinity)"), Format.signed(3, 8))
          .parameter("b.s", Format.signed(2, 4), 2)
          .contract("b", List.of(1, 2), List.of(), View.identity("h", 2), view("b.s", along(1)))
          .requantize("t", "b", 3, FunctionNotation.parse("sigmoid(x)"), Format.unsigned(4, 4))
          .softmax("p", "t", 1, 6, 6)
          .argMax("y", "c", true)
          .requantize("d", "c", 0, FunctionNotation.parse("add(abs(x),1.0)"), new Format(0, 1, 9))
          .divide("q", "c", view("d", along(0), along(1)), 2, new Format(5, -512, 508))
          .extremum(
              "m",
              List.of(2),
              List.of(2),
              true,
              new Format(5, -512, 508),
              view(
                  "q",
                  AxisIndex.at(0),
                  new AxisIndex.Table(1, List.of(0, 1), new int[] {1, 1, 0, 1})))
          .select(
              "e",
              List.of(1, 2),
              2,
              view("p", along(0), along(2)),
              view("y", along(0), AxisIndex.at(0)))
          .output("y")
          .output("p")
          .output("m")
          .output("e")
          .build();

  private static final Registration REGISTRATION = registration();
  private static final Proven PROVEN = proven();

  private static Registration registration() {
    try {
      return Registrar.register(GRAPH, Samples.parameters(GRAPH, Samples.Choice.RANDOM, 1));
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  private static Proven proven() {
    Map<String, Visibility> visibilities =
        Map.of("x", Visibility.PUBLIC, "y", Visibility.COMMITTED);
    ProofRequest request =
        new ProofRequest(
            Samples.inputs(GRAPH, Samples.Choice.RANDOM, 2),
            visibilities,
            "a \"context\"".getBytes(StandardCharsets.US_ASCII));
    try {
      return Prover.prove(REGISTRATION.key(), REGISTRATION.secret(), request);
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  /** The kinds of files. */
  enum Kind {
    KEY("probity model key", "model") {
      @Override
      byte[] sample() {
        return REGISTRATION.key().encode();
      }

      @Override
      byte[] roundTrip(byte[] file) throws InvalidFileException {
        return ModelKey.decode(file).encode();
      }
    },
    PREFIX("probity prefix", "prefix") {
      @Override
      byte[] sample() {
        return PublicPrefix.of(GRAPH, Samples.parameters(GRAPH, Samples.Choice.RANDOM, 1)).encode();
      }

      @Override
      byte[] roundTrip(byte[] file) throws InvalidFileException {
        return PublicPrefix.decode(file).encode();
      }
    },
    CERTIFICATE("probity certificate", "checksum") {
      @Override
      byte[] sample() {
        return PROVEN.certificate().encode();
      }

      @Override
      byte[] roundTrip(byte[] file) throws InvalidFileException {
        return Certificate.decode(file).encode();
      }
    },
    RECEIPT("probity receipt", "checksum") {
      @Override
      byte[] sample() {
        return PROVEN.receipts().get(0).encode();
      }

      @Override
      byte[] roundTrip(byte[] file) throws InvalidFileException {
        return Receipt.decode(file).encode();
      }
    },
    SECRET("", "") {
      @Override
      byte[] sample() {
        return REGISTRATION.secret().encode();
      }

      @Override
      byte[] roundTrip(byte[] file) throws InvalidFileException {
        return ModelSecret.decode(file).encode();
      }
    };

    final String format;
    final String digest;

    Kind(String format, String digest) {
      this.format = format;
      this.digest = digest;
    }

    abstract byte[] sample();

    abstract byte[] roundTrip(byte[] file) throws InvalidFileException;
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void roundTrip(Kind kind) throws Exception {
    assertThat(kind.roundTrip(kind.sample())).isEqualTo(kind.sample());
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void everyMutationIsInvalid(Kind kind) {
    Mutations.of(kind.sample()).forEach(file -> assertInvalid(kind, file));
  }

  private static void assertInvalid(Kind kind, byte[] file) {
    assertThatThrownBy(() -> kind.roundTrip(file))
        .isInstanceOf(InvalidFileException.class)
        .message()
        .isNotBlank()
        .hasLineCount(1);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aFileOfAnotherKindIsRecognised(Kind kind) {
    for (Kind other : Kind.values()) {
      if (other != kind) {
        assertInvalid(kind, other.sample());
      }
    }
  }

  /** Changes that know how to keep the digest right. */
  private static void assertRejectedWithRightDigest(Kind kind, UnaryOperator<String> change)
      throws Exception {
    String sample = new String(kind.sample(), StandardCharsets.UTF_8);
    String changed = change.apply(sample);
    assertThat(changed).isNotEqualTo(sample);
    Json.Fields document;
    try {
      document = TestDocuments.parse(changed.getBytes(StandardCharsets.UTF_8));
    } catch (InvalidFileException e) {
      assertInvalid(kind, changed.getBytes(StandardCharsets.UTF_8));
      return;
    }
    assertInvalid(kind, Documents.write(document, kind.digest));
  }

  @Test
  void changesWithARecomputedDigestAreInvalid() throws Exception {
    List<UnaryOperator<String>> ofAny =
        List.of(
            s -> s.replaceFirst("\"version\": 1", "\"version\": 2"),
            s -> s.replaceFirst("\"version\": 1", "\"version\": 1.0"),
            s -> s.replaceFirst("\"version\": 1", "\"version\": \"1\""),
            s -> s.replaceFirst("\"version\": 1", "\"version\": 1,\n  \"version\": 1"),
            s -> s.replaceFirst("\"version\": 1", "\"version\": 1,\n  \"more\": 1"),
            s ->
                s.replaceFirst(
                    "\"version\": 1", "\"version\": 1,\n  \"deep\": [[[[[[[[[1]]]]]]]]]"),
            s -> s.replaceFirst("\"version\": 1", "\"version\": " + "1".repeat(400)),
            s -> s.replaceFirst("\"version\": 1", "\"version\": null"),
            s -> s.replaceFirst("=\"", "\""),
            s -> s.replaceFirst("  \"", "\t\""));
    for (Kind kind : List.of(Kind.KEY, Kind.PREFIX, Kind.CERTIFICATE, Kind.RECEIPT)) {
      for (UnaryOperator<String> change : ofAny) {
        String sample = new String(kind.sample(), StandardCharsets.UTF_8);
        if (!change.apply(sample).equals(sample)) {
          byte[] asIs = change.apply(sample).getBytes(StandardCharsets.UTF_8);
          assertInvalid(kind, asIs);
          if (!change.apply(sample).contains("\t")) {
            assertRejectedWithRightDigest(kind, change);
          }
        }
      }
    }
  }

  @Test
  void keysAreLintedAgainWhenLoaded() throws Exception {
    List<UnaryOperator<String>> changes =
        List.of(
            s -> s.replaceFirst("\"rowBits\": \\d+", "\"rowBits\": 0"),
            s -> s.replaceFirst("\"rowBits\": \\d+", "\"rowBits\": 4"),
            s -> s.replaceFirst("\"rowBits\": \\d+", "\"rowBits\": 17"),
            s -> s.replaceFirst("\"rangeBits\": \\d+", "\"rangeBits\": 3"),
            s -> s.replaceFirst("\"rangeBits\": \\d+", "\"rangeBits\": 64"),
            s -> s.replaceFirst("\"requantize\": \\[", "\"requantize\": [\"direct\", "),
            s -> s.replaceFirst("\"requantize\": \\[.[a-z]+", "\"requantize\": [\"indirect"),
            s -> s.replaceFirst("grumpkin-sha256", "grumpkin-md5"),
            s -> s.replaceFirst("\"shape\": \\[1, 3\\], \"f", "\"shape\": [1, 4], \"f"),
            s -> s.replaceFirst("\"shape\": \\[1, 3\\], \"f", "\"shape\": [1, -3], \"f"),
            s -> s.replaceFirst("\"shape\": \\[1, 3\\], \"f", "\"shape\": [1, 2000000000], \"f"),
            s -> s.replaceFirst("\"shape\": \\[1, 3\\], \"f", "\"shape\": [1, 20000000000], \"f"),
            s -> s.replaceFirst("\"shape\": \\[1, 3\\], \"f", "\"shape\": [0, 3], \"f"),
            s -> s.replaceFirst("\"shape\": \\[1, 3\\], \"f", "\"shape\": [], \"f"),
            s -> s.replaceFirst("\"summed\": \\[3\\]", "\"summed\": [4]"),
            s -> s.replaceFirst("\"summed\": \\[3\\]", "\"summed\": [3, 0]"),
            s -> s.replaceFirst("\"index\": \\[", "\"index\": [0, "),
            s -> s.replaceFirst("\"index\": \\[0, 1", "\"index\": [0, 2000000000"),
            s -> s.replaceFirst("\"index\": \\[0, 1", "\"index\": [0, -1"),
            s -> s.replaceFirst("\"index\": \\[0, 1", "\"index\": [-1, 1"),
            s -> s.replaceFirst("\"index\": \\[0, 1, 0", "\"index\": [0, 1, 7"),
            s -> s.replaceFirst("(\"index\": \\[0, 1, 0, 1, 0), 1", "$1, 0"),
            // Runs: too long, of no length, not as long as they can be, with a needless step.
            s -> s.replaceFirst("1, 0, 2, 0, 1, 2\\]", "1, 0, 2000000000, 0, 1, 2]"),
            s -> s.replaceFirst("1, 0, 2, 0, 1, 2\\]", "1, 0, 2, 0, 1, 0]"),
            s -> s.replaceFirst("2, 1, 0, 2, 0, 1, 2\\]", "3, 1, 0, 1, 1, 0, 1, 0, 1, 2]"),
            s -> s.replaceFirst("2, 1, 0, 2, 0, 1, 2\\]", "3, 1, 0, 2, 0, 9, 1, 1, 0, 1]"),
            s -> s.replaceFirst("1, 0, 2, 0, 1, 2\\]", "1, 0, 2, 2147483647, -2147483646, 2]"),
            s -> s.replaceFirst("1, 0, 2, 0, 1, 2\\]", "1, 0, 2, -2, 3, 2]"),
            s -> s.replaceFirst("\"of\": \"x\"", "\"of\": \"nowhere\""),
            s -> s.replaceFirst("\"ties\": \"last\"", "\"ties\": \"middle\""),
            s -> s.replaceFirst("\"count\": 2", "\"count\": 3"),
            s -> s.replaceFirst("\"axis\": 1", "\"axis\": 2"),
            s -> s.replaceFirst("\"kind\": \"minimum\"", "\"kind\": \"median\""),
            s -> s.replaceFirst("\"min\": -32", "\"min\": -33000000"),
            s -> s.replaceFirst("\"min\": -32", "\"min\": 33"),
            s -> s.replaceFirst("\"fraction\": 3", "\"fraction\": 300"),
            s -> s.replaceFirst("\"shift\": 2", "\"shift\": 41"),
            s -> s.replaceFirst("\"shift\": 2", "\"shift\": -1"),
            s -> s.replaceFirst("mul\\(0.125,x\\)", "mul(NaN,x)"),
            s -> s.replaceFirst("mul\\(0.125,x\\)", "mul(0.1250,x)"),
            s -> s.replaceFirst("mul\\(0.125,x\\)", "mul(0.125, x)"),
            s -> s.replaceFirst("mul\\(0.125,x\\)", "mul(0.125,y)"),
            s -> s.replaceFirst("\"exponent\": 6", "\"exponent\": 99"),
            s -> s.replaceFirst("\"multipliers\": \\[2\\]", "\"multipliers\": [2, 3]"),
            s ->
                s.replaceFirst(
                    "\"multipliers\": \\[2\\]", "\"multipliers\": [9223372036854775807]"),
            s -> s.replaceFirst("\"kind\": \"softmax\"", "\"kind\": \"hardmax\""),
            s -> s.replaceFirst("sigmoid\\(x\\)", "sigmoid(x))"),
            s -> s.replaceFirst("\"input\": \"s\"", "\"input\": \"nowhere\""),
            s -> s.replaceFirst("\"weight a.w\"", "\"weight of a.w\""),
            // A coordinate that is not below the modulus, a selector without meaning.
            s -> s.replaceFirst("\"rows\": \"....", "\"rows\": \"P///"),
            s -> s.replaceFirst("\"rows\": \"....", "\"rows\": \"////"),
            s -> s.replaceFirst("\\{\"of\": .*\\n", ""));
    for (UnaryOperator<String> change : changes) {
      assertRejectedWithRightDigest(Kind.KEY, change);
    }
  }

  @Test
  void prefixesAreLintedAgainWhenLoaded() throws Exception {
    List<UnaryOperator<String>> changes =
        List.of(
            s -> s.replaceFirst("\"of\": \"x\"", "\"of\": \"nowhere\""),
            s -> s.replaceFirst("\"fraction\": 3", "\"fraction\": 300"),
            s -> s.replaceFirst("\"width\": 1", "\"width\": 3"),
            s -> s.replaceFirst("\"width\": 1", "\"width\": 2"),
            s -> s.replaceFirst("\"width\": 1", "\"width\": -1"),
            // Beyond the declared range; too few; of another parameter; of one too few.
            s -> s.replaceFirst("\"integers\": \"..", "\"integers\": \"gI"),
            s -> s.replaceFirst("\"integers\": \"....", "\"integers\": \""),
            s -> s.replaceFirst("\\{\"of\": \"a.w\", \"w", "{\"of\": \"a.b\", \"w"),
            s -> s.replaceFirst("\\{\"of\": \"a.w\", \"width.*\\n", ""));
    for (UnaryOperator<String> change : changes) {
      assertRejectedWithRightDigest(Kind.PREFIX, change);
    }
  }

  @Test
  void certificatesAreCheckedFieldByField() throws Exception {
    List<UnaryOperator<String>> changes =
        List.of(
            s -> s.replaceFirst("\"role\": \"input\"", "\"role\": \"intput\""),
            s -> s.replaceFirst("\"visibility\": \"public\"", "\"visibility\": \"hidden\""),
            s -> s.replaceFirst("\"visibility\": \"public\"", "\"visibility\": \"PUBLIC\""),
            s -> s.replaceFirst("\"real\": \\[", "\"real\": [0.5, "),
            s -> s.replaceFirst("\"real\": \\[-?[0-9.]+", "\"real\": [9.75"),
            s -> s.replaceFirst("\"values\": \\[", "\"values\": [3000000000, "),
            s -> s.replaceFirst("\"values\": \\[", "\"values\": [\"1\", "),
            s -> s.replaceFirst("\"fraction\": 3", "\"fraction\": 63"),
            s -> s.replaceFirst("\"model\": \"....", "\"model\": \"GGGG"),
            s -> s.replaceFirst("\"model\": \"....", "\"model\": \""),
            s -> s.replaceFirst("text:", "hex:"),
            s -> s.replaceFirst("text:[^,]*", "hex:616263\""),
            s -> s.replaceFirst("text:", "context:"),
            s -> s.replaceFirst("text:", "text:\u00e9"));
    for (UnaryOperator<String> change : changes) {
      assertRejectedWithRightDigest(Kind.CERTIFICATE, change);
    }
  }

  @Test
  void receiptsNamePortsAsModelsDo() throws Exception {
    List<UnaryOperator<String>> changes =
        List.of(
            s -> s.replaceFirst("\"port\": \"y\"", "\"port\": \"\""),
            s -> s.replaceFirst("\"port\": \"y\"", "\"port\": \"y\\\\u000a\""),
            s -> s.replaceFirst("\"port\": \"y\"", "\"port\": \"" + "y".repeat(300) + "\""));
    for (UnaryOperator<String> change : changes) {
      assertRejectedWithRightDigest(Kind.RECEIPT, change);
    }
  }

  @Test
  void intactFilesSayWhatTheyAre() {
    byte[] key = REGISTRATION.key().encode();
    assertThat(Documents.intactFormat(key)).contains("probity model key");
    assertThat(Documents.intactFormat(PROVEN.certificate().encode())).contains(Certificate.FORMAT);
    byte[] damaged = key.clone();
    damaged[key.length / 2] ^= 1;
    assertThat(Documents.intactFormat(damaged)).isEmpty();
    for (String none : List.of("", "{}", "{\"a\": 1}", "{\"format\": 1}", "{\"format\": \"x\"}")) {
      assertThat(Documents.intactFormat(none.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }
  }

  @Test
  void receiptsAreCheckedFieldByField() throws Exception {
    String seed = "\"seed\": \"[^\"]*\"";
    String digits = "AAAA".repeat(10);
    List<UnaryOperator<String>> changes =
        List.of(
            s -> s.replaceFirst("\"item\": 0", "\"item\": -1"),
            s -> s.replaceFirst("\"item\": 0", "\"item\": 1048576"),
            s -> s.replaceFirst("\"fraction\": 0", "\"fraction\": 63"),
            s -> s.replaceFirst("\"fraction\": 0", "\"fraction\": -2147483648"),
            s -> s.replaceFirst("\"role\": \"output\"", "\"role\": \"result\""),
            s -> s.replaceFirst("\"suite\": \"", "\"suite\": \"x"),
            s -> s.replaceFirst("\"shape\": \\[", "\"shape\": [2, "),
            s -> s.replaceFirst("\"shape\": \\[", "\"shape\": [0, "),
            s -> s.replaceFirst("\"shape\": \\[", "\"shape\": [" + "1, ".repeat(12)),
            s -> s.replaceFirst("\"shape\": [^]]*]", "\"shape\": []"),
            // 30, 31 and 33 bytes.
            s -> s.replaceFirst(seed, "\"seed\": \"" + digits + "\""),
            s -> s.replaceFirst(seed, "\"seed\": \"" + digits + "AA==\""),
            s -> s.replaceFirst(seed, "\"seed\": \"" + digits + "AAAA\""));
    for (UnaryOperator<String> change : changes) {
      assertRejectedWithRightDigest(Kind.RECEIPT, change);
    }
  }

  @Test
  void secretsShowNothing() {
    assertThat(REGISTRATION.secret().toString()).isEqualTo("ModelSecret");
    assertThat(REGISTRATION.toString()).doesNotContain("[I@").doesNotContain("seed");
    assertThat(PROVEN.receipts().get(0).toString()).isEqualTo("Receipt of port y");
    assertThat(PROVEN.toString()).doesNotContain("outputs");
  }

  @Test
  void hiddenPortsNeedNotBeNamed() {
    ModelKey key = REGISTRATION.key();
    Map<String, Visibility> hidden = Map.of("x", Visibility.HIDDEN, "p", Visibility.HIDDEN);
    assertThat(key.program(hidden)).isSameAs(key.program(Map.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0.5", "{}", "[]", "\"\"", "[0]"})
  void manyValuesAreRefusedBeforeTheyFillTheMemory(String value) {
    String many = (value + ",").repeat(1 << 21);
    String file =
        "{\"format\":\"probity certificate\",\"version\":1,\"x\":["
            + many.substring(0, many.length() - 1)
            + "]}";
    assertThatThrownBy(() -> Certificate.decode(file.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(InvalidFileException.class)
        .hasMessage("the file has too many values");
  }

  @Test
  void secretsHaveOneSpelling() throws Exception {
    byte[] id = new byte[32];
    byte[] narrow = new ModelSecret(id, id, Map.of("w", new int[] {1})).encode();
    assertThat(ModelSecret.decode(narrow).values().get("w")).containsExactly(1);
    // The same value in two bytes: width, count, value after magic, version, id, seed and name.
    byte[] wide = Arrays.copyOf(narrow, narrow.length + 1);
    int width = 8 + 1 + 32 + 32 + 4 + 2 + 1;
    wide[width] = 2;
    wide[width + 5] = 0;
    wide[width + 6] = 1;
    int body = wide.length - 32;
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Arrays.copyOf(wide, body));
    System.arraycopy(digest, 0, wide, body, 32);
    assertThatThrownBy(() -> ModelSecret.decode(wide))
        .isInstanceOf(InvalidFileException.class)
        .hasMessageContaining("canonical");
  }

  @Test
  void theModelIdCoversTheWholeKey() {
    ModelKey again =
        ModelKey.of(
            REGISTRATION.key().suite(),
            GRAPH,
            REGISTRATION.key().plan(),
            REGISTRATION.key().registrationProgram().program().rowBits(),
            Optional.empty(),
            TestDocuments.commitments(REGISTRATION.key()),
            REGISTRATION.key().registrationProof());
    assertThat(again.modelId()).isEqualTo(REGISTRATION.key().modelId());
    byte[] proof = REGISTRATION.key().registrationProof();
    proof[0] ^= 1;
    ModelKey other =
        ModelKey.of(
            REGISTRATION.key().suite(),
            GRAPH,
            REGISTRATION.key().plan(),
            REGISTRATION.key().registrationProgram().program().rowBits(),
            Optional.empty(),
            TestDocuments.commitments(REGISTRATION.key()),
            proof);
    assertThat(other.modelId()).isNotEqualTo(REGISTRATION.key().modelId());
    assertThat(Verifier.checkKey(other)).isPresent();
    // No certificate is accepted with such a key, whether or not somebody thought of checking it.
    Statement s = PROVEN.certificate().statement();
    Statement moved = new Statement(other.modelId(), s.ports(), s.context());
    Certificate certificate = new Certificate(moved, PROVEN.certificate().proof());
    assertThat(Verifier.verify(other, certificate, Expectations.none()).reason().orElseThrow())
        .startsWith("the model key's registration does not hold");
    assertThat(Verifier.checkKey(REGISTRATION.key())).isEmpty();
  }
}
