package org.probity.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.probity.graph.Encoding;
import org.probity.graph.Encoding.Ordered.Kind;
import org.probity.graph.Format;
import org.probity.graph.IntegerGraph;
import org.probity.graph.OrderedCode;
import org.probity.graph.Reading;
import org.probity.inference.certificate.Certificate;
import org.probity.inference.certificate.PortClaim;
import org.probity.inference.certificate.PortValues;
import org.probity.inference.certificate.Receipt;
import org.probity.inference.certificate.Statement;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.json.Documents;
import org.probity.inference.json.InvalidFileException;
import org.probity.inference.json.Json;
import org.probity.inference.key.ModelKey;
import org.probity.inference.lowering.Graphs;

/**
 * Ports of every encoding in keys, certificates and receipts: what people are shown is what the
 * model says of the integers that were proven, and nothing else passes.
 */
class EncodedPortTest {
  private static final Encoding EXPONENTS = new Encoding.Fixed(List.of(0, -3, 10));
  private static final Encoding MISSING = new Encoding.Fixed(List.of(), OptionalInt.of(64));
  private static final Encoding NAMES = new Encoding.Category(List.of("bad", "good", "grün 😀"));
  private static final String JOB = "Köchin, \"erste\"\n";

  /** Inputs that nothing reads are allowed, and prove the same of ports. */
  private static final IntegerGraph GRAPH =
      new Graphs()
          .input("x", EXPONENTS, Format.signed(2, 8), 1, 3)
          .input("gap", MISSING, Format.signed(2, 8), 1, 2)
          .input("single", new Encoding.Ordered(Kind.FLOAT32), Encoding.Ordered.FORMAT, 1, 3)
          .wide("double", Kind.FLOAT64, 1, 3)
          .wide("whole", Kind.INTEGER, 2)
          .wide("job", Kind.TEXT, 1)
          .argMax("y", "x", false)
          .output("y", NAMES)
          .build();

  private static Registration model;
  private static Proven shown;
  private static Proven committed;

  @BeforeAll
  static void prove() throws Exception {
    model = Registrar.register(GRAPH, Samples.parameters(GRAPH, Samples.Choice.RANDOM, 1));
    shown = Prover.prove(model.key(), model.secret(), request(Visibility.PUBLIC));
    committed = Prover.prove(model.key(), model.secret(), request(Visibility.COMMITTED));
  }

  private static int[] codes(Kind kind, double... x) {
    Encoding.Ordered ordered = new Encoding.Ordered(kind);
    return Arrays.stream(x).boxed().flatMapToInt(v -> Arrays.stream(ordered.codes(v))).toArray();
  }

  private static ProofRequest request(Visibility visibility) {
    Map<String, int[]> inputs =
        Map.of(
            "x", new int[] {5, 7, 6},
            "gap", new int[] {64, 5},
            "single", codes(Kind.FLOAT32, 0.1f, Double.NaN, Double.NEGATIVE_INFINITY),
            "double", codes(Kind.FLOAT64, 0.1, -1e-300, Double.POSITIVE_INFINITY),
            "whole", codes(Kind.INTEGER, -41, 9007199254740991.0),
            "job", codes(Kind.TEXT, OrderedCode.ofText(JOB)));
    Map<String, Visibility> visibilities =
        Map.of(
            "x",
            visibility,
            "gap",
            visibility,
            "single",
            visibility,
            "double",
            visibility,
            "whole",
            visibility,
            "job",
            visibility,
            "y",
            visibility);
    return new ProofRequest(inputs, Map.of("job", List.of(JOB)), visibilities, new byte[0]);
  }

  private static Verdict verify(Certificate certificate) {
    return Verifier.verify(model.key(), certificate, Expectations.none());
  }

  private static PortClaim port(String name) {
    return shown.certificate().statement().port(name);
  }

  /** The certificate with one port changed. */
  private static Certificate with(String name, UnaryOperator<PortClaim> change) {
    Statement statement = shown.certificate().statement();
    List<PortClaim> ports = new ArrayList<>(statement.ports());
    ports.replaceAll(p -> p.name().equals(name) ? change.apply(p) : p);
    return new Certificate(statement.withPorts(ports), shown.certificate().proof());
  }

  private static PortClaim claim(PortClaim p, Encoding encoding, int[] values, List<String> texts) {
    return new PortClaim(
        p.name(),
        p.role(),
        p.visibility(),
        p.fraction(),
        encoding,
        Optional.of(values),
        texts,
        Optional.empty());
  }

  private static PortClaim encoded(PortClaim p, Encoding encoding) {
    return claim(p, encoding, p.values().orElseThrow(), List.of());
  }

  @Test
  void filesKeepEncodings() throws Exception {
    assertThat(ModelKey.decode(model.key().encode()).graph()).isEqualTo(GRAPH);
    Certificate certificate = Certificate.decode(shown.certificate().encode());
    assertThat(certificate.encode()).isEqualTo(shown.certificate().encode());
    assertThat(verify(certificate).reason()).isEmpty();
    assertThat(verify(Certificate.decode(committed.certificate().encode())).reason()).isEmpty();
  }

  @Test
  void certificatesShowWhatTheIntegersStandFor() throws Exception {
    Statement statement = Certificate.decode(shown.certificate().encode()).statement();
    assertThat(texts(statement, "x")).containsExactly("1.25", "0.21875", "1536.0");
    assertThat(texts(statement, "gap")).containsExactly("NaN", "1.25");
    assertThat(texts(statement, "single")).containsExactly("0.1", "NaN", "-Infinity");
    assertThat(texts(statement, "double")).containsExactly("0.1", "-1.0E-300", "Infinity");
    assertThat(texts(statement, "whole")).containsExactly("-41", "9007199254740991");
    assertThat(texts(statement, "job")).containsExactly(JOB);
    assertThat(texts(statement, "y")).containsExactly("good");
    String file = new String(shown.certificate().encode(), StandardCharsets.UTF_8);
    assertThat(file)
        .contains("\"missing\": 64, \"values\": [64, 5], \"real\": [\"NaN\", 1.25]")
        .contains("\"real\": [0.1, \"NaN\", \"-Infinity\"]")
        .contains(
            "\"names\": [\"bad\", \"good\", \"grün 😀\"], \"values\": [1], \"text\": [\"good\"]")
        .contains("\"text\": [\"Köchin, \\\"erste\\\"\\u000a\"]");
  }

  private static List<String> texts(Statement statement, String port) {
    return statement.port(port).content().orElseThrow().readings().stream()
        .map(Reading::toString)
        .toList();
  }

  @Test
  void receiptsHoldTheTexts() throws Exception {
    for (Receipt made : committed.receipts()) {
      Receipt receipt = Receipt.decode(made.encode());
      assertThat(receipt.encode()).isEqualTo(made.encode());
      assertThat(receipt.opens(committed.certificate().statement())).isTrue();
      assertThat(receipt.content().readings())
          .isEqualTo(port(receipt.port()).content().orElseThrow().readings());
      assertThat(receipt.content().toString()).doesNotContain("Köchin");
    }
  }

  @Test
  void anotherEncodingIsRejected() {
    Map<String, Encoding> others =
        Map.of(
            "x", new Encoding.Fixed(List.of(0, -3, 11)),
            "gap", new Encoding.Fixed(List.of(), OptionalInt.of(5)),
            "single", new Encoding.Ordered(Kind.FLOAT64),
            "double", new Encoding.Ordered(Kind.FLOAT32),
            "whole", new Encoding.Ordered(Kind.FLOAT64),
            "job", new Encoding.Ordered(Kind.FLOAT64),
            "y", new Encoding.Category(List.of("good", "bad", "grün 😀")));
    others.forEach(
        (name, other) -> {
          assertThat(verify(with(name, p -> encoded(p, other))).reason())
              .contains("port " + name + " has another encoding than the model's");
          assertThat(verify(with(name, p -> encoded(p, Encoding.fixed()))).reason()).isPresent();
        });
  }

  /** A receipt that says the same integers are something else opens nothing. */
  @Test
  void receiptsOfAnotherEncodingOpenNothing() throws Exception {
    for (Receipt receipt : committed.receipts()) {
      Statement statement = committed.certificate().statement();
      List<PortClaim> ports = new ArrayList<>(statement.ports());
      ports.replaceAll(
          p ->
              new PortClaim(
                  p.name(),
                  p.role(),
                  p.visibility(),
                  p.fraction(),
                  new Encoding.Affine(1, 0),
                  p.values(),
                  p.commitment()));
      assertThat(receipt.opens(statement.withPorts(ports))).isFalse();
    }
  }

  @Test
  void anotherTextIsRefused() {
    PortClaim job = port("job");
    for (List<String> texts : List.of(List.of("Koch"), List.of(JOB, JOB), List.of(JOB + " "))) {
      Certificate forged =
          with("job", p -> claim(p, p.encoding(), p.values().orElseThrow(), texts));
      assertThat(verify(forged).reason()).isPresent();
      assertThatThrownBy(() -> Certificate.decode(forged.encode()))
          .isInstanceOf(InvalidFileException.class)
          .hasMessageNotContaining("Koch");
    }
    // Text and code replaced together: the proof is about other integers.
    int[] cook = codes(Kind.TEXT, OrderedCode.ofText("Koch"));
    assertThat(verify(with("job", p -> claim(p, p.encoding(), cook, List.of("Koch")))).reason())
        .isPresent();
    // The same statement without the text is another one.
    assertThat(verify(with("job", p -> encoded(p, p.encoding()))).reason()).isPresent();
    assertThat(job.texts()).containsExactly(JOB);
  }

  @Test
  void textsOfOtherPortsAreRejected() {
    for (String name : List.of("x", "gap", "single", "double", "whole", "y")) {
      int[] values = port(name).values().orElseThrow();
      assertThat(
              verify(with(name, p -> claim(p, p.encoding(), values, List.of("good", "a", "b"))))
                  .reason())
          .isPresent();
    }
  }

  /** Integers of the format that stand for nothing, which hidden ports cannot exclude. */
  @ParameterizedTest
  @CsvSource({
    "single, 0x7f800001, 0",
    "single, 0x7fc00001, 0",
    "single, -0x7f800001, 0",
    "double, 0x7ff00000, -0x7fffffff",
    "whole, 0x3fe00000, -0x80000000",
    "whole, 0x43400000, -0x80000000",
    "job, -1, 0",
    "job, 0x7ff80000, -0x80000000"
  })
  void valuesThatStandForNothing(String name, String first, String second) throws Exception {
    int[] values = port(name).values().orElseThrow().clone();
    values[0] = Integer.decode(first);
    if (!name.equals("single")) {
      values[1] = Integer.decode(second);
    }
    Certificate forged = with(name, p -> claim(p, p.encoding(), values, List.of()));
    assertThat(verify(forged).reason()).contains("port " + name + ": value 0 stands for nothing");
    assertThatThrownBy(() -> Certificate.decode(forged.encode()))
        .isInstanceOf(InvalidFileException.class)
        .hasMessage("a port's values: value 0 stands for nothing");
    ProofRequest request = request(Visibility.HIDDEN);
    Map<String, int[]> inputs = new java.util.HashMap<>(request.inputs());
    inputs.put(name, values);
    ProofRequest other = new ProofRequest(inputs, request.visibilities(), request.context());
    assertThatThrownBy(() -> Prover.prove(model.key(), model.secret(), other))
        .isInstanceOf(RefusedException.class)
        .hasMessage("port " + name + ": value 0 stands for nothing");
  }

  @Test
  void theProverRefusesOtherTexts() {
    ProofRequest request = request(Visibility.HIDDEN);
    for (Map<String, List<String>> texts :
        List.of(
            Map.of("job", List.of("Koch")),
            Map.of("job", List.of("half \ud83d")),
            Map.of("x", List.of("a", "b", "c")),
            Map.of("y", List.of("good")),
            Map.of("none", List.of("a")))) {
      ProofRequest other =
          new ProofRequest(request.inputs(), texts, request.visibilities(), new byte[0]);
      assertThatThrownBy(() -> Prover.prove(model.key(), model.secret(), other))
          .isInstanceOf(RefusedException.class)
          .hasMessageNotContaining("Koch");
    }
    assertThat(new PortValues(NAMES, 0, new int[] {1}).toString()).doesNotContain("1 of 1");
  }

  /** Each replaces a part of the file, whose checksum is made anew. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"code\": \"float32\"        | \"code\": \"float16\"       | unknown kind of codes",
        "\"code\": \"float32\"        | \"code\": 32                 | not a string",
        "\"code\": \"text\"           | \"code\": \"text\", \"zero\": 1 | canonical",
        "\"code\": \"text\"           | \"code\": \"text\", \"names\": [\"a\"] | two encodings",
        "\"exponents\": [0, -3, 10]   | \"exponents\": []            | empty list of exponents",
        "\"exponents\": [0, -3, 10]   | \"exponents\": [0, 0, 0]     | all exponents of a port are"
            + " 0",
        "\"exponents\": [0, -3, 10]   | \"exponents\": [0, 0, 901]   | an exponent is outside",
        "\"exponents\": [0, -3, 10]   | \"exponents\": [0, -3, 9]    | canonical",
        "\"missing\": 64             | \"missing\": 5              | canonical",
        "\"missing\": 64             | \"missing\": 0.5            | not an integer",
        "\"missing\": 64             | \"missing\": 64, \"scale\": 1 | two encodings",
        "[\"NaN\", 1.25]             | [16.0, 1.25]               | canonical",
        "[\"NaN\", 1.25]             | [0.0, 1.25]                | canonical",
        "\"names\": [\"bad\", \"good\", | \"names\": [\"bad\", \"bad\",  | the same name",
        "\"names\": [\"bad\", \"good\", | \"names\": [\"bad\", \"gööd\", | canonical",
        "\"names\": [\"bad\", \"good\", | \"names\": [\"a\\u0007\", \"good\", | control character",
        "\"names\": [\"bad\", \"good\", | \"names\": [1, \"good\",       | not a string",
        "\"values\": [1], \"text\"    | \"values\": [3], \"text\"    | stands for nothing",
        "\"text\": [\"good\"]         | \"text\": [\"bad\"]          | canonical",
        "\"text\": [\"good\"]         | \"real\": [1.0]              | canonical",
        "0.1, \"NaN\"                 | 0.1, \"Infinity\"            | canonical",
        "0.1, \"NaN\"                 | 0.1, 0.0                     | canonical",
        "\"erste                      | \"zweite                    | text 0 is not the one",
      })
  void changedFiles(String before, String after, String reason) {
    String file = new String(shown.certificate().encode(), StandardCharsets.UTF_8);
    String escaped = before.startsWith("\"erste") ? "\\\"erste" : before;
    String replacement = after.startsWith("\"zweite") ? "\\\"zweite" : after;
    assertThat(file).contains(escaped);
    byte[] changed = file.replace(escaped, replacement).getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> Certificate.decode(sealed(changed)))
        .isInstanceOf(InvalidFileException.class)
        .hasMessageContaining(reason);
  }

  /** The file with the checksum of its content. */
  private static byte[] sealed(byte[] file) throws InvalidFileException {
    Json.Fields document = Documents.parse(file);
    return Documents.write(document, "checksum");
  }
}
