package org.probity.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.probity.graph.Encoding;
import org.probity.graph.Format;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Parameters;
import org.probity.graph.Reading;
import org.probity.inference.certificate.Certificate;
import org.probity.inference.certificate.PortClaim;
import org.probity.inference.certificate.Statement;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.key.ModelKey;
import org.probity.inference.lowering.Graphs;

/** A network of 8-bit integers from registration to verdict; its ports say what they stand for. */
class QuantizedPortTest {
  private static final Encoding.Affine SCALE = new Encoding.Affine(0.1f, 100);
  private static final Format CODE = new Format(0, -100, 155);

  private static final IntegerGraph GRAPH =
      new Graphs()
          .weightFraction(0)
          .input("x", SCALE, CODE, 1, 3)
          .linear("a", "x", 2, 8, 16)
          .rescale("h", "a", List.of(1), CODE, 0.004f, 0.011f)
          .tabulate("y", "h", -100, new Format(0, 0, 255), squares())
          .output("y")
          .build();

  private static int[] squares() {
    int[] table = new int[256];
    for (int i = 0; i < table.length; i++) {
      table[i] = (i - 100) * (i - 100) % 256;
    }
    return table;
  }

  private static Proven prove(Registration r) throws Exception {
    ProofRequest request =
        new ProofRequest(
            Map.of("x", new int[] {-100, 7, 155}),
            Map.of("x", Visibility.PUBLIC, "y", Visibility.PUBLIC),
            new byte[0]);
    return Prover.prove(r.key(), r.secret(), request);
  }

  private static Registration register() throws Exception {
    Parameters parameters =
        new Parameters(
            Map.of("a.w", new int[] {5, -128, 127, 3, 77, -9}, "a.b", new int[] {-999, 1234}));
    return Registrar.register(GRAPH, parameters);
  }

  @Test
  void filesKeepNodesAndScales() throws Exception {
    ModelKey key = register().key();
    assertThat(ModelKey.decode(key.encode()).graph()).isEqualTo(GRAPH);
  }

  @Test
  void certificatesShowWhatPortsStandFor() throws Exception {
    Registration r = register();
    Certificate certificate = Certificate.decode(prove(r).certificate().encode());
    assertThat(Verifier.verify(r.key(), certificate, Expectations.none()).reason()).isEmpty();
    PortClaim x = certificate.statement().ports().getFirst();
    assertThat(x.encoding()).isEqualTo(SCALE);
    assertThat(x.content().orElseThrow().readings().getFirst())
        .isEqualTo(new Reading.Real(-100f * 0.1f));
    assertThat(certificate.statement().ports().getLast().encoding()).isEqualTo(Encoding.fixed());
  }

  @Test
  void anotherEncodingIsRejected() throws Exception {
    Registration r = register();
    Certificate certificate = prove(r).certificate();
    for (Encoding other :
        List.of(
            Encoding.fixed(),
            new Encoding.Fixed(List.of(0, 0, 1)),
            new Encoding.Affine(0.2f, 100),
            new Encoding.Affine(0.1f, 99),
            new Encoding.Ordered(Encoding.Ordered.Kind.FLOAT32))) {
      Statement statement = certificate.statement();
      List<PortClaim> ports = new ArrayList<>(statement.ports());
      PortClaim x = ports.getFirst();
      ports.set(
          0,
          new PortClaim(
              x.name(), x.role(), x.visibility(), x.fraction(), other, x.values(), x.commitment()));
      Certificate forged = new Certificate(statement.withPorts(ports), certificate.proof());
      assertThat(Verifier.verify(r.key(), forged, Expectations.none()).reason())
          .contains("port x has another encoding than the model's");
    }
  }
}
