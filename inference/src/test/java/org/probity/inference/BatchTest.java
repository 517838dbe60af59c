package org.probity.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.probity.graph.Encoding;
import org.probity.graph.Format;
import org.probity.graph.IntegerGraph;
import org.probity.graph.OrderedCode;
import org.probity.graph.Parameters;
import org.probity.graph.RealFunction;
import org.probity.graph.execution.IntegerExecutor;
import org.probity.inference.certificate.Certificate;
import org.probity.inference.certificate.Origin;
import org.probity.inference.certificate.PortClaim;
import org.probity.inference.certificate.Prefix;
import org.probity.inference.certificate.Receipt;
import org.probity.inference.certificate.Statement;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.json.InvalidFileException;
import org.probity.inference.key.ModelKey;
import org.probity.inference.lowering.Graphs;

/** One certificate for several inferences. */
class BatchTest {
  private static final Format BYTE = Format.signed(3, 8);
  private static final int COUNT = 3;
  private static final List<String> LABELS = List.of("case 7", "case 8", "Fall 9: ok");

  /** Two inputs, one of texts; two outputs. */
  private static IntegerGraph graph() {
    return new Graphs()
        .input("x", BYTE, 1, 40)
        .wide("job", Encoding.Ordered.Kind.TEXT, 1)
        .linear("a", "x", 3, 6, 8)
        .requantize("y", "a", 4, RealFunction.X, Format.signed(2, 10))
        .argMax("decision", "y", false)
        .output("y")
        .output("decision")
        .build();
  }

  private static Registration model;
  private static Proven proven;

  @BeforeAll
  static void prove() throws Exception {
    IntegerGraph graph = graph();
    // A model that decides differently about the items, so that exchanging them is a change.
    Parameters parameters =
        LongStream.range(1, 100)
            .mapToObj(seed -> Samples.parameters(graph, Samples.Choice.RANDOM, seed))
            .filter(p -> decision(p, 0) != decision(p, 1))
            .findFirst()
            .orElseThrow();
    model = Registrar.register(graph, parameters);
    proven = Prover.prove(model.key(), model.secret(), request(COUNT, mixed(), LABELS));
  }

  private static Map<String, Visibility> mixed() {
    return Map.of(
        "x",
        Visibility.COMMITTED,
        "job",
        Visibility.PUBLIC,
        "y",
        Visibility.COMMITTED,
        "decision",
        Visibility.PUBLIC);
  }

  private static int[] input(int item) {
    // Items 0 and 2 are equal.
    return Samples.fill(BYTE, 40, Samples.Choice.RANDOM, new Random(item % 2));
  }

  private static String job(int item) {
    return "job " + item;
  }

  private static ProofRequest request(
      int count, Map<String, Visibility> visibilities, List<String> labels) {
    Encoding.Ordered texts = new Encoding.Ordered(Encoding.Ordered.Kind.TEXT);
    List<String> jobs = IntStream.range(0, count).mapToObj(BatchTest::job).toList();
    int[] codes =
        jobs.stream()
            .flatMapToInt(t -> Arrays.stream(texts.codes(OrderedCode.ofText(t))))
            .toArray();
    int[] x = IntStream.range(0, count).flatMap(i -> Arrays.stream(input(i))).toArray();
    return new ProofRequest(
        count,
        Map.of("x", x, "job", codes),
        Map.of("job", jobs),
        visibilities,
        labels,
        Map.of(),
        "month 4".getBytes(UTF_8));
  }

  private static Statement statement() {
    return proven.certificate().statement();
  }

  private static Verdict verify(Certificate certificate) {
    return Verifier.verify(model.key(), certificate, Expectations.none());
  }

  /** What the model itself says. */
  private static Map<String, long[]> execution(int item) {
    return execution(new Parameters(model.secret().values()), item);
  }

  private static Map<String, long[]> execution(Parameters parameters, int item) {
    return IntegerExecutor.run(graph(), parameters, Map.of("x", input(item), "job", new int[2]));
  }

  private static long decision(Parameters parameters, int item) {
    return execution(parameters, item).get("decision")[0];
  }

  static Stream<Map<String, Visibility>> visibilities() {
    List<Map<String, Visibility>> all = new ArrayList<>();
    for (Visibility input : Visibility.values()) {
      for (Visibility output : Visibility.values()) {
        all.add(Map.of("x", input, "job", input, "y", output, "decision", output));
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("visibilities")
  void everyItemIsProven(Map<String, Visibility> visibilities) throws Exception {
    Proven batch = Prover.prove(model.key(), model.secret(), request(4, visibilities, List.of()));
    Certificate certificate = Certificate.decode(batch.certificate().encode());
    ModelKey key = ModelKey.decode(model.key().encode());
    assertThat(Verifier.verify(key, certificate, Expectations.none()).reason()).isEmpty();
    assertThat(certificate.statement().count()).isEqualTo(4);
    for (int i = 0; i < 4; i++) {
      long[] y = execution(i).get("y");
      assertThat(Arrays.copyOfRange(batch.outputs().get("y"), 3 * i, 3 * i + 3))
          .isEqualTo(Arrays.stream(y).mapToInt(v -> (int) v).toArray());
      Statement item = certificate.statement().item(i);
      if (visibilities.get("y") == Visibility.PUBLIC) {
        assertThat(item.port("y").values().orElseThrow())
            .isEqualTo(Arrays.stream(y).mapToInt(v -> (int) v).toArray());
      }
      if (visibilities.get("job") == Visibility.PUBLIC) {
        assertThat(item.port("job").texts()).containsExactly(job(i));
      }
    }
  }

  @Test
  void theSameKeyServesEveryCount() throws Exception {
    for (int count : new int[] {1, 2, 5, 9}) {
      Proven batch = Prover.prove(model.key(), model.secret(), request(count, mixed(), List.of()));
      assertThat(verify(Certificate.decode(batch.certificate().encode())).reason()).isEmpty();
    }
    assertThat(model.key().program(mixed(), 5)).isSameAs(model.key().program(mixed(), 5));
    assertThat(model.key().program(mixed(), 1)).isSameAs(model.key().program(mixed()));
    assertThat(model.key().program(mixed(), 5)).isNotSameAs(model.key().program(mixed(), 6));
  }

  // Receipts.

  @Test
  void receiptsOpenTheirItem() throws Exception {
    assertThat(proven.receipts()).hasSize(2 * COUNT);
    assertThat(proven.receipts().stream().map(r -> r.port() + r.item()))
        .containsExactly("x0", "x1", "x2", "y0", "y1", "y2");
    Proven other = Prover.prove(model.key(), model.secret(), request(COUNT, mixed(), LABELS));
    Proven single = Prover.prove(model.key(), model.secret(), request(1, mixed(), List.of()));
    for (Receipt made : proven.receipts()) {
      Receipt receipt = Receipt.decode(made.encode());
      assertThat(receipt.opens(statement())).isTrue();
      assertThat(receipt.opens(other.certificate().statement())).isFalse();
      assertThat(receipt.opens(single.certificate().statement())).isFalse();
      int[] expected =
          receipt.port().equals("x")
              ? input(receipt.item())
              : Arrays.stream(execution(receipt.item()).get("y")).mapToInt(v -> (int) v).toArray();
      assertThat(receipt.values()).isEqualTo(expected);
    }
  }

  /** A receipt whose position has been changed, with the checksum that fits. */
  private static Receipt moved(Receipt receipt, int item) throws Exception {
    String file = new String(receipt.encode(), UTF_8);
    return Receipt.decode(
        TestDocuments.withChecksum(
            file.replace("\"item\": " + receipt.item() + ",", "\"item\": " + item + ",")));
  }

  @Test
  void receiptsOpenNoOtherItem() throws Exception {
    for (Receipt receipt : proven.receipts()) {
      for (int item = 0; item <= COUNT; item++) {
        assertThat(moved(receipt, item).opens(statement())).isEqualTo(item == receipt.item());
      }
    }
  }

  @Test
  void equalItemsHaveDifferentCommitments() {
    byte[] first = statement().item(0).port("x").commitment().orElseThrow().points();
    byte[] third = statement().item(2).port("x").commitment().orElseThrow().points();
    assertThat(first).hasSize(64).isNotEqualTo(third);
    assertThat(input(0)).isEqualTo(input(2));
  }

  /** Whether an item was proven alone or among others cannot be seen in its commitment. */
  @Test
  void commitmentsAreThoseOfSingleCertificates() throws Exception {
    Proven single = Prover.prove(model.key(), model.secret(), request(1, mixed(), List.of()));
    PortClaim.Commitment alone =
        single.certificate().statement().port("x").commitment().orElseThrow();
    PortClaim.Commitment among = statement().item(1).port("x").commitment().orElseThrow();
    assertThat(among.shape()).isEqualTo(alone.shape());
    assertThat(among.points()).hasSameSizeAs(alone.points());
    List<PortClaim> ports = new ArrayList<>(single.certificate().statement().ports());
    ports.set(0, statement().item(1).ports().get(0));
    assertThat(moved(proven.receipts().get(1), 0))
        .matches(r -> r.opens(single.certificate().statement().withPorts(ports)));
  }

  // Other statements.

  private static void assertRejected(Statement other) throws Exception {
    Certificate forged = new Certificate(other, proven.certificate().proof());
    Verdict verdict = verify(Certificate.decode(forged.encode()));
    assertThat(verdict.accepted()).isFalse();
    assertThat(verdict.reason()).isPresent();
  }

  private static Statement with(int count, List<String> labels, UnaryOperator<PortClaim> change) {
    Statement s = statement();
    return new Statement(
        s.modelId(),
        count,
        labels,
        s.origin(),
        s.ports().stream().map(change).toList(),
        s.context());
  }

  /** The same claim with items picked from it. */
  private static PortClaim pick(PortClaim p, int... items) {
    List<PortClaim> picked =
        Arrays.stream(items).mapToObj(i -> statement().item(i).port(p.name())).toList();
    return new PortClaim(
        p.name(),
        p.role(),
        p.visibility(),
        p.fraction(),
        p.encoding(),
        p.values()
            .map(
                _ ->
                    picked.stream()
                        .flatMapToInt(c -> Arrays.stream(c.values().orElseThrow()))
                        .toArray()),
        picked.stream().flatMap(c -> c.texts().stream()).toList(),
        p.commitment()
            .map(
                c -> {
                  int size = c.points().length / COUNT;
                  byte[] points = new byte[items.length * size];
                  for (int i = 0; i < items.length; i++) {
                    System.arraycopy(c.points(), items[i] * size, points, i * size, size);
                  }
                  return new PortClaim.Commitment(c.shape(), points);
                }));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "job", "y", "decision"})
  void onePortOfTwoItemsExchanged(String port) throws Exception {
    assertRejected(with(COUNT, LABELS, p -> p.name().equals(port) ? pick(p, 0, 2, 1) : p));
  }

  @Test
  void itemsExchanged() throws Exception {
    assertRejected(with(COUNT, LABELS, p -> pick(p, 0, 2, 1)));
    List<String> exchanged = List.of(LABELS.get(0), LABELS.get(2), LABELS.get(1));
    assertRejected(with(COUNT, exchanged, UnaryOperator.identity()));
    // All of it: every item is true, but the proof was made for another order.
    assertRejected(with(COUNT, exchanged, p -> pick(p, 0, 2, 1)));
  }

  @Test
  void itemsDroppedOrAdded() throws Exception {
    assertRejected(with(2, LABELS.subList(0, 2), p -> pick(p, 0, 1)));
    assertRejected(with(1, LABELS.subList(1, 2), p -> pick(p, 1)));
    List<String> four = new ArrayList<>(LABELS);
    four.add("case 10");
    assertRejected(with(4, four, p -> pick(p, 0, 1, 2, 2)));
    assertRejected(statement().item(1));
  }

  @Test
  void labelsChanged() throws Exception {
    assertRejected(with(COUNT, List.of(), UnaryOperator.identity()));
    assertRejected(with(COUNT, List.of("case 7", "case 8", "case 9"), UnaryOperator.identity()));
  }

  /** The values of all items as those of one. */
  @Test
  void countChanged() throws Exception {
    assertRejected(with(1, List.of(), UnaryOperator.identity()));
    for (int count : new int[] {2, 6, Statement.MAX_COUNT}) {
      assertThatThrownBy(() -> with(count, List.of(), UnaryOperator.identity()))
          .hasMessage("a port does not hold the same number of values for each item");
    }
  }

  @Test
  void anOriginOfNoKey() throws Exception {
    Statement s = statement();
    Origin origin = new Origin(s.modelId(), List.of(), List.of(), new Prefix.None());
    assertRejected(
        new Statement(s.modelId(), COUNT, LABELS, Optional.of(origin), s.ports(), s.context()));
  }

  /** Nothing in the certificate but the count says how many there are. */
  @Test
  void aCountBeyondWhatIsThere() throws Exception {
    Map<String, Visibility> hidden = Map.of();
    Proven two = Prover.prove(model.key(), model.secret(), request(2, hidden, List.of()));
    Statement s = two.certificate().statement();
    for (int count : new int[] {1, 3, 1 << 10, 1 << 16, Statement.MAX_COUNT}) {
      Statement other =
          new Statement(s.modelId(), count, List.of(), s.origin(), s.ports(), s.context());
      Verdict verdict = verify(new Certificate(other, two.certificate().proof()));
      assertThat(verdict.reason()).isPresent();
    }
  }

  // Requests.

  private static ProofRequest labelled(List<String> labels) {
    return request(COUNT, Map.of(), labels);
  }

  private static void assertRefused(ProofRequest request, String message) {
    assertThatThrownBy(() -> Prover.prove(model.key(), model.secret(), request))
        .isInstanceOf(RefusedException.class)
        .hasMessage(message);
  }

  @Test
  void labelsThatAreNone() {
    assertRefused(labelled(List.of("a", "b", "a")), "item 3 has the label of an item before it");
    assertRefused(labelled(List.of("a", "b")), "there are 2 labels for 3 items");
    assertRefused(labelled(List.of("a", "", "c")), "item 2 has no name");
    for (String bad : List.of("b\n", "b\u001b[0m", "b\u2028", "b\ud800", "\u0000")) {
      assertRefused(labelled(List.of("a", bad, "c")), "item 2's name has a control character");
    }
    assertRefused(labelled(List.of("a", "b".repeat(257), "c")), "item 2's name is too long");
  }

  @Test
  void labelsThatAreNoneInAFile() throws Exception {
    String file = new String(proven.certificate().encode(), UTF_8);
    for (String bad : List.of("case 8", "", "\\u000a")) {
      String other = file.replace("\"case 7\"", "\"" + bad + "\"");
      assertThatThrownBy(() -> Certificate.decode(TestDocuments.withChecksum(other)))
          .isInstanceOf(InvalidFileException.class)
          .hasMessageStartingWith("item ");
    }
    for (String bad : List.of("0", "-1", "1048577", "2147483648", "2")) {
      String other = file.replace("\"count\": 3", "\"count\": " + bad);
      assertThatThrownBy(() -> Certificate.decode(TestDocuments.withChecksum(other)))
          .isInstanceOf(InvalidFileException.class);
    }
  }

  @Test
  void inputsThatDoNotFit() {
    ProofRequest good = request(COUNT, Map.of(), List.of());
    Map<String, int[]> inputs = new HashMap<>(good.inputs());
    inputs.put("x", new int[40 * COUNT - 1]);
    assertRefused(with(good, inputs), "input x must have 40 entries for each of 3 items");
    inputs.remove("x");
    assertRefused(with(good, inputs), "input x must have 40 entries for each of 3 items");
    int[] x = good.inputs().get("x").clone();
    x[40 + 17] = 128;
    inputs.put("x", x);
    assertRefused(with(good, inputs), "input x, item 2: entry 17 is outside the declared domain");
    inputs.put("x", good.inputs().get("x"));
    int[] job = good.inputs().get("job").clone();
    job[4] = 1 << 30;
    inputs.put("job", job);
    assertRefused(with(good, inputs), "port job, item 3: value 0 stands for nothing");
  }

  private static ProofRequest with(ProofRequest r, Map<String, int[]> inputs) {
    return new ProofRequest(
        r.count(), inputs, Map.of(), r.visibilities(), r.labels(), r.shared(), r.context());
  }

  @Test
  void tooManyItems() {
    for (int count : new int[] {0, -1, Statement.MAX_COUNT + 1}) {
      ProofRequest request =
          new ProofRequest(count, Map.of(), Map.of(), Map.of(), List.of(), Map.of(), new byte[0]);
      assertRefused(request, "a batch has 1 to 1048576 items, not " + count);
    }
    // A certificate that holds them would not be read.
    int count = 20_000;
    ProofRequest large =
        new ProofRequest(
            count,
            Map.of("x", new int[40 * count], "job", new int[2 * count]),
            Map.of(),
            Map.of("x", Visibility.PUBLIC),
            List.of(),
            Map.of(),
            new byte[0]);
    assertRefused(
        large,
        "a certificate cannot hold the 800000 values and points of the public and committed ports");
  }

  @Test
  void theStatementOfAnItem() {
    Statement item = statement().item(1);
    assertThat(item.count()).isEqualTo(1);
    assertThat(item.labels()).containsExactly("case 8");
    assertThat(item.port("job").texts()).containsExactly("job 1");
    assertThat(item.modelId()).isEqualTo(statement().modelId());
    for (int out : new int[] {-1, COUNT}) {
      assertThatThrownBy(() -> statement().item(out)).isInstanceOf(IndexOutOfBoundsException.class);
    }
  }
}
