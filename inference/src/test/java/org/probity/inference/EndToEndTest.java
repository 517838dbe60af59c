package org.probity.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.probity.inference.lowering.Graphs.along;
import static org.probity.inference.lowering.Graphs.view;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.probity.graph.AxisIndex;
import org.probity.graph.Format;
import org.probity.graph.FunctionNotation;
import org.probity.graph.IntegerGraph;
import org.probity.graph.RealFunction;
import org.probity.graph.Sum;
import org.probity.graph.View;
import org.probity.graph.execution.IntegerExecutor;
import org.probity.inference.certificate.Certificate;
import org.probity.inference.certificate.PortClaim;
import org.probity.inference.certificate.Receipt;
import org.probity.inference.certificate.Statement;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.key.ModelSecret;
import org.probity.inference.lowering.Graphs;
import org.probity.inference.signature.SignatureRequirement;
import org.probity.inference.signature.SigningKey;

/** From registration to verdict, with the real argument. */
class EndToEndTest {
  private static final Format BYTE = Format.signed(3, 6);
  private static final RealFunction TANH = RealFunction.unary(RealFunction.UnaryOperator.TANH);

  /** Every kind of node in one graph: two inputs, five outputs. */
  private static IntegerGraph everything() {
    return new Graphs()
        .input("x", BYTE, 2, 3)
        .input("u", BYTE, 2, 3)
        .linear("a", "x", 3, 4, 8)
        .parameter("b.s", Format.signed(2, 4), 3)
        .contract("b", List.of(2, 3), List.of(), View.identity("u", 2), view("b.s", along(1)))
        .sum(
            "s",
            List.of(2, 3),
            5,
            new Sum.Addend(View.identity("a", 2), 2),
            new Sum.Addend(View.identity("x", 2), -3),
            new Sum.Addend(view("u", AxisIndex.along(0, -1, 1), AxisIndex.along(1, 1, -1)), 1))
        .requantize("h", "s", 4, Graphs.RELU, Format.unsigned(2, 5))
        .requantize("t", "b", 3, TANH, Format.signed(5, 6))
        .softmax("p", "t", 1, 6, 6)
        .requantize("d", "u", 0, FunctionNotation.parse("add(exp(x),1.0)"), new Format(2, 1, 40))
        .divide("q", "x", view("d", along(0), along(1)), 2, new Format(3, -128, 127))
        .requantize("r", "q", 1, RealFunction.X, Format.signed(2, 6))
        .extremum(
            "m",
            List.of(2),
            List.of(2),
            false,
            Format.signed(2, 7),
            view("r", along(0), AxisIndex.along(1, 1, 1)),
            view("h", along(0), new AxisIndex.Table(1, List.of(1), new int[] {2, 0})))
        .argMax("decision", "h", true)
        .select(
            "chosen",
            List.of(2, 2),
            3,
            view("p", along(0), along(2)),
            view("decision", along(0), AxisIndex.at(0)))
        .output("h")
        .output("p")
        .output("decision")
        .output("m")
        .output("chosen")
        .build();
  }

  private static IntegerGraph small() {
    return new Graphs()
        .input("x", BYTE, 1, 3)
        .linear("a", "x", 2, 4, 8)
        .requantize("y", "a", 2, RealFunction.X, Format.signed(3, 8))
        .output("y")
        .build();
  }

  private static final Registration EVERYTHING = register(everything(), 1);
  private static final Registration SMALL = register(small(), 1);

  private static Registration register(IntegerGraph graph, long seed) {
    try {
      return Registrar.register(graph, Samples.parameters(graph, Samples.Choice.RANDOM, seed));
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  private static ProofRequest request(
      Registration r, Map<String, Visibility> visibilities, String context) {
    Map<String, int[]> inputs = Samples.inputs(r.key().graph(), Samples.Choice.RANDOM, 7);
    return new ProofRequest(inputs, visibilities, context.getBytes(UTF_8));
  }

  private static Proven prove(Registration r, Map<String, Visibility> visibilities, String context)
      throws RefusedException {
    return Prover.prove(r.key(), r.secret(), request(r, visibilities, context));
  }

  private static String reason(Verdict verdict) {
    return verdict.reason().orElse("accepted");
  }

  private static String verify(Registration r, Certificate certificate) {
    return reason(Verifier.verify(r.key(), certificate, Expectations.none()));
  }

  static Stream<Map<String, Visibility>> visibilities() {
    List<Map<String, Visibility>> all = new ArrayList<>();
    for (Visibility input : Visibility.values()) {
      for (Visibility output : Visibility.values()) {
        all.add(Map.of("x", input, "u", input, "h", output, "p", output, "decision", output));
      }
    }
    all.add(
        Map.of(
            "x", Visibility.COMMITTED, "h", Visibility.PUBLIC, "decision", Visibility.COMMITTED));
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("visibilities")
  void everyCombinationOfVisibilities(Map<String, Visibility> visibilities) throws Exception {
    Proven proven = prove(EVERYTHING, visibilities, "context");
    Certificate decoded = Certificate.decode(proven.certificate().encode());
    assertThat(verify(EVERYTHING, decoded)).isEqualTo("accepted");
    for (PortClaim claim : decoded.statement().ports()) {
      assertThat(claim.visibility())
          .isEqualTo(visibilities.getOrDefault(claim.name(), Visibility.HIDDEN));
    }
    assertThat(proven.certificate().proofSize())
        .isEqualTo(Verifier.cost(EVERYTHING.key(), visibilities).proofBytes());
  }

  @ParameterizedTest
  @EnumSource(Samples.Choice.class)
  void extremesOfTheDomain(Samples.Choice weights) throws Exception {
    IntegerGraph graph = everything();
    Registration r = Registrar.register(graph, Samples.parameters(graph, weights, 3));
    for (Samples.Choice choice : Samples.Choice.values()) {
      Map<String, int[]> inputs = Samples.inputs(graph, choice, 4);
      ProofRequest request = new ProofRequest(inputs, Map.of("p", Visibility.PUBLIC), new byte[0]);
      Proven proven = Prover.prove(r.key(), r.secret(), request);
      assertThat(verify(r, proven.certificate())).isEqualTo("accepted");
    }
  }

  @Test
  void outputsAreThoseOfTheExecution() throws Exception {
    Proven proven = prove(EVERYTHING, Map.of("h", Visibility.PUBLIC), "");
    Map<String, long[]> trace =
        IntegerExecutor.run(
            everything(),
            Samples.parameters(everything(), Samples.Choice.RANDOM, 1),
            Samples.inputs(everything(), Samples.Choice.RANDOM, 7));
    for (String port : List.of("h", "p", "decision")) {
      long[] outputs = java.util.Arrays.stream(proven.outputs().get(port)).asLongStream().toArray();
      assertThat(outputs).isEqualTo(trace.get(port));
    }
    assertThat(proven.certificate().statement().port("h").values().orElseThrow())
        .isEqualTo(proven.outputs().get("h"));
  }

  @Test
  void registrationHolds() {
    assertThat(Verifier.checkKey(EVERYTHING.key())).isEmpty();
  }

  @Test
  void anotherModelIsRejected() throws Exception {
    Registration other = register(small(), 2);
    Certificate certificate = prove(SMALL, Map.of("y", Visibility.PUBLIC), "").certificate();
    assertThat(verify(other, certificate)).isEqualTo("the certificate is about another model");
    // What else differs from the wrong key, or is asked for, would only mislead.
    Requirement failing = (_, _) -> List.of(Check.failed(Check.POLICY, "never asked"));
    Requirement signature =
        new SignatureRequirement(new byte[0], SigningKey.generate().signer(), Instant.EPOCH);
    Expectations demanding =
        Expectations.context("else")
            .withValues(Map.of("y", new int[1]))
            .and(failing)
            .and(signature);
    List<Check> checks = Verifier.verify(other.key(), certificate, demanding).checks();
    assertThat(checks.getFirst()).matches(c -> c.name().equals(Check.MODEL) && c.hasFailed());
    assertThat(checks.subList(1, checks.size()))
        .allMatch(c -> c.outcome() == Outcome.NOT_CHECKED)
        .extracting(Check::name)
        .containsExactly(
            Check.PORTS,
            Check.ORIGIN,
            Check.CONTEXT,
            Check.VALUES,
            Check.POLICY,
            Check.SIGNATURE,
            Check.REGISTRATION,
            Check.PROOF);
    Statement s = certificate.statement();
    Statement moved = new Statement(other.key().modelId(), s.ports(), s.context());
    assertThat(verify(other, new Certificate(moved, certificate.proof())))
        .isEqualTo("the proof does not hold for this statement");
  }

  @Test
  void anotherContextIsRejected() throws Exception {
    Certificate certificate = prove(SMALL, Map.of(), "loan 1").certificate();
    Expectations expected = Expectations.context("loan 2".getBytes(UTF_8));
    assertThat(reason(Verifier.verify(SMALL.key(), certificate, expected)))
        .isEqualTo("the certificate was made for another context");
    Statement s = certificate.statement();
    Statement moved = new Statement(s.modelId(), s.ports(), "loan 2".getBytes(UTF_8));
    Certificate forged = new Certificate(moved, certificate.proof());
    assertThat(reason(Verifier.verify(SMALL.key(), forged, expected)))
        .isEqualTo("the proof does not hold for this statement");
  }

  private static Certificate withPort(Certificate certificate, int index, PortClaim claim) {
    Statement s = certificate.statement();
    List<PortClaim> ports = new ArrayList<>(s.ports());
    ports.set(index, claim);
    return new Certificate(s.withPorts(ports), certificate.proof());
  }

  private static PortClaim publicClaim(PortClaim like, int[] values) {
    return new PortClaim(
        like.name(),
        like.role(),
        Visibility.PUBLIC,
        like.fraction(),
        Optional.of(values),
        Optional.empty());
  }

  @Test
  void alteredPublicValuesAreRejected() throws Exception {
    Certificate certificate =
        prove(SMALL, Map.of("x", Visibility.PUBLIC, "y", Visibility.PUBLIC), "").certificate();
    for (int port = 0; port < 2; port++) {
      PortClaim claim = certificate.statement().ports().get(port);
      for (int i = 0; i < claim.values().orElseThrow().length; i++) {
        int[] values = claim.values().orElseThrow().clone();
        values[i] += values[i] > 0 ? -1 : 1;
        Certificate forged = withPort(certificate, port, publicClaim(claim, values));
        assertThat(verify(SMALL, forged)).isEqualTo("the proof does not hold for this statement");
      }
    }
  }

  @Test
  void publicValuesOutsideTheDomainAreRejectedAndRefused() throws Exception {
    Map<String, Visibility> open = Map.of("x", Visibility.PUBLIC);
    Certificate certificate = prove(SMALL, open, "").certificate();
    PortClaim claim = certificate.statement().ports().get(0);
    int[] values = claim.values().orElseThrow().clone();
    values[1] = 1000;
    assertThat(verify(SMALL, withPort(certificate, 0, publicClaim(claim, values))))
        .isEqualTo("port x, value 1 is outside the domain");
    ProofRequest request = new ProofRequest(Map.of("x", values), open, new byte[0]);
    assertThatThrownBy(() -> Prover.prove(SMALL.key(), SMALL.secret(), request))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("x")
        .hasMessageContaining("1")
        .hasMessageNotContaining("1000");
  }

  @Test
  void swappedRolesAndNamesAreRejected() throws Exception {
    Certificate certificate = prove(EVERYTHING, Map.of(), "").certificate();
    List<PortClaim> ports = certificate.statement().ports();
    Certificate swapped = withPort(withPort(certificate, 0, ports.get(1)), 1, ports.get(0));
    assertThat(verify(EVERYTHING, swapped)).contains("port 0 is not the model's input");
    PortClaim x = ports.get(0);
    PortClaim asOutput =
        new PortClaim(
            x.name(),
            PortClaim.Role.OUTPUT,
            x.visibility(),
            x.fraction(),
            x.values(),
            x.commitment());
    assertThat(verify(EVERYTHING, withPort(certificate, 0, asOutput)))
        .contains("port 0 is not the model's input");
  }

  @Test
  void changedVisibilityIsRejected() throws Exception {
    Certificate certificate = prove(SMALL, Map.of("y", Visibility.PUBLIC), "").certificate();
    PortClaim y = certificate.statement().ports().get(1);
    PortClaim hidden =
        new PortClaim(
            y.name(),
            y.role(),
            Visibility.HIDDEN,
            y.fraction(),
            Optional.empty(),
            Optional.empty());
    assertThat(verify(SMALL, withPort(certificate, 1, hidden))).startsWith("the proof");
  }

  @Test
  void swappedCommitmentsAreRejected() throws Exception {
    Map<String, Visibility> committed =
        Map.of("x", Visibility.COMMITTED, "u", Visibility.COMMITTED);
    Certificate certificate = prove(EVERYTHING, committed, "").certificate();
    PortClaim x = certificate.statement().ports().get(0);
    PortClaim u = certificate.statement().ports().get(1);
    PortClaim forged =
        new PortClaim(x.name(), x.role(), x.visibility(), x.fraction(), x.values(), u.commitment());
    assertThat(verify(EVERYTHING, withPort(certificate, 0, forged)))
        .isEqualTo("the proof does not hold for this statement");
    PortClaim.Commitment c = x.commitment().orElseThrow();
    byte[] garbage = new byte[c.points().length];
    PortClaim malformed =
        new PortClaim(
            x.name(),
            x.role(),
            x.visibility(),
            x.fraction(),
            x.values(),
            Optional.of(new PortClaim.Commitment(c.shape(), garbage)));
    assertThat(verify(EVERYTHING, withPort(certificate, 0, malformed)))
        .isEqualTo("a port's commitment is not well-formed");
  }

  @Test
  void receiptsOpenTheirPorts() throws Exception {
    Map<String, Visibility> committed =
        Map.of("x", Visibility.COMMITTED, "decision", Visibility.COMMITTED);
    Proven first = prove(EVERYTHING, committed, "");
    Proven second = prove(EVERYTHING, committed, "");
    assertThat(first.receipts()).extracting(Receipt::port).containsExactly("x", "decision");
    for (Receipt receipt : first.receipts()) {
      Receipt decoded = Receipt.decode(receipt.encode());
      assertThat(decoded.opens(first.certificate().statement())).isTrue();
      assertThat(decoded.opens(second.certificate().statement())).isFalse();
    }
    assertThat(first.receipts().get(1).values()).isEqualTo(first.outputs().get("decision"));
  }

  @Test
  void everyProofByteCounts() throws Exception {
    Certificate certificate = prove(SMALL, Map.of("y", Visibility.PUBLIC), "").certificate();
    byte[] proof = certificate.proof();
    // Each 32-byte block once, at a changing position: the argument's own tests flip every byte.
    for (int i = 0; i < proof.length; i += 31) {
      byte[] flipped = proof.clone();
      flipped[i] ^= (byte) (1 << i % 8);
      assertThat(verify(SMALL, new Certificate(certificate.statement(), flipped)))
          .as("byte %d", i)
          .startsWith("the proof");
    }
    for (int length : new int[] {0, 1, 32, proof.length - 1, proof.length + 1}) {
      byte[] resized = java.util.Arrays.copyOf(proof, length);
      assertThat(verify(SMALL, new Certificate(certificate.statement(), resized)))
          .isEqualTo("the proof has the wrong size");
    }
  }

  @Test
  void twoProofsOfOneStatementShareNoBlock() throws Exception {
    Map<String, Visibility> open = Map.of("x", Visibility.PUBLIC, "y", Visibility.PUBLIC);
    byte[] first = prove(SMALL, open, "same").certificate().proof();
    byte[] second = prove(SMALL, open, "same").certificate().proof();
    assertThat(first).hasSameSizeAs(second);
    Set<String> blocks = blocks(first);
    assertThat(blocks).hasSize(first.length / 32);
    blocks.retainAll(blocks(second));
    assertThat(blocks).isEmpty();
  }

  private static Set<String> blocks(byte[] proof) {
    Set<String> blocks = new HashSet<>();
    for (int i = 0; i < proof.length; i += 32) {
      blocks.add(java.util.HexFormat.of().formatHex(proof, i, i + 32));
    }
    return blocks;
  }

  @Test
  void foreignSecretsAreRefused() {
    Registration other = register(small(), 2);
    ProofRequest request = request(SMALL, Map.of(), "");
    assertThatThrownBy(() -> Prover.prove(SMALL.key(), other.secret(), request))
        .isInstanceOf(RefusedException.class)
        .hasMessage("the model secret belongs to another model key");
    // Relabelled, as a careless tool would: the commitments tell.
    ModelSecret relabelled =
        new ModelSecret(SMALL.key().modelIdBytes(), new byte[32], other.secret().values());
    assertThatThrownBy(() -> Prover.prove(SMALL.key(), relabelled, request))
        .isInstanceOf(RefusedException.class)
        .hasMessage("the model secret does not open the model key's commitments");
  }

  @Test
  void requestsThatDoNotFitAreRefused() {
    Map<String, int[]> inputs = new HashMap<>(Map.of("x", new int[3], "z", new int[1]));
    assertRefused(inputs, Map.of(), "the model has no input port z");
    assertRefused(
        Map.of("x", new int[3]), Map.of("z", Visibility.PUBLIC), "the model has no port z");
    assertRefused(Map.of(), Map.of(), "input x must have 3 entries");
    assertRefused(Map.of("x", new int[4]), Map.of(), "input x must have 3 entries");
  }

  /** Readers limit the values of a file; what they would not read is not made. */
  @Test
  void moreValuesThanACertificateHoldsAreRefused() {
    int rows = 1 << 19;
    IntegerGraph graph =
        new Graphs()
            .input("x", BYTE, rows, 1)
            .input("u", BYTE, 1, 3)
            .linear("a", "u", 2, 4, 8)
            .requantize("y", "a", 2, RealFunction.X, Format.signed(3, 8))
            .output("y")
            .build();
    Registration r = register(graph, 1);
    ProofRequest request =
        new ProofRequest(
            Map.of("x", new int[rows], "u", new int[3]),
            Map.of("x", Visibility.PUBLIC, "u", Visibility.COMMITTED),
            new byte[0]);
    assertThatThrownBy(() -> Prover.prove(r.key(), r.secret(), request))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("cannot hold the 524289 values and points");
  }

  private static void assertRefused(
      Map<String, int[]> inputs, Map<String, Visibility> visibilities, String message) {
    ProofRequest request = new ProofRequest(inputs, visibilities, new byte[0]);
    assertThatThrownBy(() -> Prover.prove(SMALL.key(), SMALL.secret(), request))
        .isInstanceOf(RefusedException.class)
        .hasMessage(message);
  }

  @Test
  void expectedValuesAreCompared() throws Exception {
    Proven proven = prove(SMALL, Map.of("y", Visibility.PUBLIC), "");
    int[] y = proven.outputs().get("y");
    Expectations same = new Expectations(Optional.empty(), Map.of("y", y));
    assertThat(reason(Verifier.verify(SMALL.key(), proven.certificate(), same)))
        .isEqualTo("accepted");
    int[] wrong = y.clone();
    wrong[0]++;
    for (Map<String, int[]> values : List.of(Map.of("y", wrong), Map.of("x", y))) {
      Expectations other = new Expectations(Optional.empty(), values);
      assertThat(reason(Verifier.verify(SMALL.key(), proven.certificate(), other)))
          .endsWith("does not have the expected values");
    }
  }
}
