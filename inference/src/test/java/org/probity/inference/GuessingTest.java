package org.probity.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.probity.algebra.curve.Curve;
import org.probity.algebra.curve.Generators;
import org.probity.algebra.curve.Point;
import org.probity.argument.program.Shape;
import org.probity.graph.Encoding;
import org.probity.graph.Format;
import org.probity.graph.IntegerGraph;
import org.probity.graph.RealFunction;
import org.probity.inference.certificate.Certificate;
import org.probity.inference.certificate.PortClaim;
import org.probity.inference.certificate.PortValues;
import org.probity.inference.certificate.Receipt;
import org.probity.inference.certificate.Statement;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.lowering.Graphs;

/**
 * A committed input of eight bits is not found by trying all 256 values. The commitment is C = v G
 * + r H with a uniform r. H generates the group, so for every value w there is exactly one r' with
 * C = w G + r' H: the certificate fits all of them equally well, and no computing power changes
 * that. What could go wrong is that r is not uniform, or known; these are the attempts.
 */
class GuessingTest {
  private static final Format BYTE = Format.unsigned(0, 8);
  private static final int VALUE = 173;
  private static final Curve CURVE = Curve.GRUMPKIN;

  private final Registration model = register();

  private static Registration register() {
    IntegerGraph graph =
        new Graphs()
            .input("x", BYTE, 1, 1)
            .linear("a", "x", 2, 4, 8)
            .requantize("y", "a", 2, RealFunction.X, Format.signed(2, 12))
            .output("y")
            .build();
    try {
      return Registrar.register(graph, Samples.parameters(graph, Samples.Choice.RANDOM, 5));
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  private Proven prove(int value) throws RefusedException {
    return Prover.prove(
        model.key(),
        model.secret(),
        new ProofRequest(
            Map.of("x", new int[] {value}),
            Map.of("x", Visibility.COMMITTED, "y", Visibility.HIDDEN),
            new byte[0]));
  }

  private static byte[] points(Statement statement) {
    return statement.port("x").commitment().orElseThrow().points();
  }

  private Receipt guess(int value, byte[] seed) {
    PortValues content = new PortValues(Encoding.fixed(), 0, new int[] {value});
    return new Receipt(
        "x", PortClaim.Role.INPUT, 0, model.key().suite(), new Shape(List.of(1, 1)), content, seed);
  }

  /** Seeds that anybody can think of. */
  private List<byte[]> seeds(Certificate certificate) {
    List<byte[]> seeds = new ArrayList<>();
    seeds.add(new byte[32]);
    seeds.add(model.key().modelIdBytes());
    seeds.add(points(certificate.statement()));
    return seeds;
  }

  @Test
  void noValueCanBeTold() throws Exception {
    Proven proven = prove(VALUE);
    Statement statement = proven.certificate().statement();
    byte[] seed = proven.receipts().getFirst().seed();
    Point commitment = CURVE.decodeAll(points(statement), 0, 1).get(0);
    Point g = Generators.of(CURVE).rows(1).get(0);
    Set<Point> rests = new HashSet<>();
    for (int w = 0; w < 256; w++) {
      // Each value leaves some multiple of H, and none leaves nothing, which would be no blinder.
      Point rest = commitment.subtract(g.multiply(w));
      assertThat(rest).as("without blinder: %d", w).isNotEqualTo(CURVE.identity());
      rests.add(rest);
      for (byte[] public32 : seeds(proven.certificate())) {
        assertThat(guess(w, public32).opens(statement)).as("public seed: %d", w).isFalse();
      }
      // With the seed it is the value and no other: the search finds what can be found.
      assertThat(guess(w, seed).opens(statement)).as("own seed: %d", w).isEqualTo(w == VALUE);
    }
    assertThat(rests).hasSize(256);
  }

  /**
   * Nor by comparing with certificates that the guesser has got made for values of their choice.
   */
  @Test
  void commitmentsToChosenValuesDoNotHelp() throws Exception {
    Point unknown = CURVE.decodeAll(points(prove(VALUE).certificate().statement()), 0, 1).get(0);
    Point chosen = CURVE.decodeAll(points(prove(VALUE).certificate().statement()), 0, 1).get(0);
    Point difference = unknown.subtract(chosen);
    Point g = Generators.of(CURVE).rows(1).get(0);
    for (int d = -255; d < 256; d++) {
      assertThat(difference).as("difference %d", d).isNotEqualTo(g.multiply((long) d));
    }
  }

  /** The form of a certificate does not depend on the value. */
  @Test
  void sizesDoNotTell() throws Exception {
    Set<Integer> sizes = new HashSet<>();
    for (int value : new int[] {0, 1, 128, 255}) {
      sizes.add(prove(value).certificate().encode().length);
    }
    assertThat(sizes).hasSize(1);
  }
}
