package org.probity.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.probity.graph.Format;
import org.probity.graph.IntegerGraph;
import org.probity.graph.RealFunction;
import org.probity.inference.certificate.Certificate;
import org.probity.inference.certificate.PortClaim;
import org.probity.inference.certificate.Receipt;
import org.probity.inference.certificate.Statement;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.lowering.Graphs;

/**
 * Certificates of two models about one commitment: the output of the first is the input of the
 * second. Ports and tensors have other names there.
 */
class SharedCommitmentTest {
  private static final Format BYTE = Format.signed(3, 8);
  private static final Format SCORE = Format.signed(3, 10);

  private static final Registration FIRST =
      register(
          new Graphs()
              .input("x", BYTE, 1, 3)
              .linear("a", "x", 2, 4, 8)
              .requantize("score", "a", 2, RealFunction.X, SCORE)
              .output("score"));
  private static final Registration SECOND =
      register(
          new Graphs()
              .input("rating", SCORE, 1, 2)
              .input("score", BYTE, 1, 2)
              .linear("b", "rating", 2, 5, 8)
              .linear("c", "score", 2, 5, 8)
              .requantize("y", "b", 3, RealFunction.X, Format.signed(2, 12))
              .requantize("z", "c", 3, RealFunction.X, Format.signed(2, 12))
              .output("y")
              .output("z"));

  private static final int[] X = {17, -90, 44};

  private static Registration register(Graphs graphs) {
    IntegerGraph graph = graphs.build();
    try {
      return Registrar.register(graph, Samples.parameters(graph, Samples.Choice.RANDOM, 3));
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  private static Proven first(String context) throws RefusedException {
    return Prover.prove(
        FIRST.key(),
        FIRST.secret(),
        new ProofRequest(
            Map.of("x", X),
            Map.of("x", Visibility.COMMITTED, "score", Visibility.COMMITTED),
            context.getBytes(UTF_8)));
  }

  private static Receipt receipt(Proven proven, String port) {
    return proven.receipts().stream().filter(r -> r.port().equals(port)).findFirst().orElseThrow();
  }

  private static ProofRequest second(
      int count, int[] rating, Map<String, List<Optional<Receipt>>> shared) {
    return new ProofRequest(
        count,
        Map.of("rating", rating, "score", new int[2 * count]),
        Map.of(),
        Map.of("rating", Visibility.COMMITTED, "score", Visibility.COMMITTED),
        List.of(),
        shared,
        new byte[0]);
  }

  private static Proven second(Receipt score) throws RefusedException {
    Map<String, List<Optional<Receipt>>> shared = Map.of("rating", List.of(Optional.of(score)));
    return Prover.prove(SECOND.key(), SECOND.secret(), second(1, score.values(), shared));
  }

  private static boolean accepted(Registration model, Proven proven) throws Exception {
    Certificate decoded = Certificate.decode(proven.certificate().encode());
    return Verifier.verify(model.key(), decoded, Expectations.none()).accepted();
  }

  private static byte[] points(Proven proven, String port) {
    return proven.certificate().statement().port(port).commitment().orElseThrow().points();
  }

  @Test
  void theOutputOfOneModelIsTheInputOfTheNext() throws Exception {
    Proven a = first("");
    Proven b = second(receipt(a, "score"));
    assertThat(points(b, "rating")).isEqualTo(points(a, "score"));
    assertThat(accepted(FIRST, a)).isTrue();
    assertThat(accepted(SECOND, b)).isTrue();
    List<Link> links = Links.of(List.of(a.certificate().statement(), b.certificate().statement()));
    assertThat(links).hasSize(1);
    assertThat(links.getFirst().isComplete()).isTrue();
    assertThat(links.getFirst().words())
        .isEqualTo("output 'score' of certificate 1 is input 'rating' of certificate 2");
  }

  @Test
  void receiptsOfSharedPortsAreOfTheNewCertificate() throws Exception {
    Proven a = first("");
    Proven b = second(receipt(a, "score"));
    Receipt reissued = Receipt.decode(receipt(b, "rating").encode());
    assertThat(reissued.role()).isEqualTo(PortClaim.Role.INPUT);
    assertThat(reissued.opens(b.certificate().statement())).isTrue();
    assertThat(reissued.values()).isEqualTo(receipt(a, "score").values());
    // Its own port and role, whatever is committed there.
    assertThat(reissued.refusal(a.certificate().statement()))
        .contains("the certificate has no port 'rating': it is about another model");
    assertThat(receipt(a, "score").refusal(b.certificate().statement()))
        .contains("the receipt is of an output, port 'score' of the certificate is an input");
  }

  /** Two proofs about one commitment have nothing else in common. */
  @Test
  void proofsAboutOneCommitmentShareNoBlock() throws Exception {
    Receipt score = receipt(first(""), "score");
    Set<String> blocks = new HashSet<>();
    int count = 0;
    for (int i = 0; i < 2; i++) {
      byte[] proof = second(score).certificate().proof();
      for (int at = 0; at + 32 <= proof.length; at += 32) {
        blocks.add(Arrays.toString(Arrays.copyOfRange(proof, at, at + 32)));
        count++;
      }
    }
    assertThat(blocks).hasSize(count);
  }

  /** Nothing links certificates unless it is asked for: not even all the same data again. */
  @Test
  void sameDataTwiceIsNotLinked() throws Exception {
    List<Statement> statements = new ArrayList<>();
    Set<String> points = new HashSet<>();
    for (int i = 0; i < 4; i++) {
      Proven proven = first("same");
      statements.add(proven.certificate().statement());
      for (String port : List.of("x", "score")) {
        byte[] all = points(proven, port);
        for (int at = 0; at < all.length; at += 32) {
          points.add(Arrays.toString(Arrays.copyOfRange(all, at, at + 32)));
        }
      }
    }
    assertThat(Links.of(statements)).isEmpty();
    assertThat(points).hasSize(8);
  }

  @Test
  void itemsOfABatchHaveTheirOwn() throws Exception {
    Receipt one = receipt(first("1"), "score");
    Receipt other = receipt(first("2"), "score");
    int[] rating = new int[6];
    System.arraycopy(one.values(), 0, rating, 0, 2);
    System.arraycopy(other.values(), 0, rating, 4, 2);
    Proven batch =
        Prover.prove(
            SECOND.key(),
            SECOND.secret(),
            second(
                3,
                rating,
                Map.of("rating", List.of(Optional.of(one), Optional.empty(), Optional.of(other)))));
    assertThat(accepted(SECOND, batch)).isTrue();
    Statement statement = batch.certificate().statement();
    for (Receipt receipt : batch.receipts()) {
      assertThat(receipt.opens(statement)).isTrue();
    }
    // Items 1 and 3 have equal values, but not the same commitment.
    assertThat(one.reissued("rating", PortClaim.Role.INPUT, 2).refusal(statement))
        .contains("it opens input 'rating' of item 1, not input 'rating' of item 3");
    assertThat(one.reissued("rating", PortClaim.Role.INPUT, 3).refusal(statement))
        .contains("the receipt is of item 4, the certificate has 3");
    assertThat(
            batch.receipts().get(3).reissued("rating", PortClaim.Role.INPUT, 0).refusal(statement))
        .isPresent();
  }

  private void assertRefused(Map<String, List<Optional<Receipt>>> shared, String message) {
    int[] rating = {1, 2};
    assertThatThrownBy(() -> Prover.prove(SECOND.key(), SECOND.secret(), second(1, rating, shared)))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining(message);
  }

  @Test
  void whatDoesNotFitIsRefused() throws Exception {
    Proven a = first("");
    Optional<Receipt> score = Optional.of(receipt(a, "score"));
    Optional<Receipt> x = Optional.of(receipt(a, "x"));
    assertRefused(Map.of("rating", List.of(score)), "the receipt is of other values than this run");
    assertRefused(
        Map.of("rating", List.of(x)), "the receipt is of shape [1, 3], the port of [1, 2]");
    assertRefused(Map.of("rating", List.of()), "0 receipts for 1 items");
    assertRefused(Map.of("y", List.of(score)), "port y is shared but not committed");
    assertRefused(Map.of("nobody", List.of(score)), "the model has no port nobody");
  }

  /** A prover who only knows somebody's commitment can prove nothing about it. */
  @Test
  void aCopiedCommitmentProvesNothing() throws Exception {
    Proven a = first("");
    Proven own = Prover.prove(SECOND.key(), SECOND.secret(), second(1, new int[] {5, 6}, Map.of()));
    Statement s = own.certificate().statement();
    List<PortClaim> ports = new ArrayList<>(s.ports());
    PortClaim mine = ports.getFirst();
    ports.set(
        0,
        new PortClaim(
            mine.name(),
            mine.role(),
            mine.visibility(),
            mine.fraction(),
            Optional.empty(),
            a.certificate().statement().port("score").commitment()));
    Certificate forged = new Certificate(s.withPorts(ports), own.certificate().proof());
    assertThat(Verifier.verify(SECOND.key(), forged, Expectations.none()).reason())
        .contains("the proof does not hold for this statement");
  }
}
