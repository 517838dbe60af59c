package org.probity.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.probity.graph.Contract;
import org.probity.graph.Format;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Parameter;
import org.probity.graph.Parameters;
import org.probity.graph.Port;
import org.probity.graph.Requantize;
import org.probity.graph.Sum;
import org.probity.graph.Tensor;
import org.probity.graph.View;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.key.ModelKey;
import org.probity.inference.lowering.GraphCompiler;
import org.probity.inference.lowering.Graphs;
import org.probity.inference.lowering.Plan;

/** Graphs that are legal and unusual. */
class RegistrarTest {
  @Test
  void aGraphWithoutParametersIsProvenAndVerified() throws Exception {
    IntegerGraph graph =
        new Graphs()
            .input("x", Format.signed(0, 4), 1, 3)
            .argMax("y", "x", false)
            .output("y")
            .build();
    Registration registration = Registrar.register(graph, new Parameters(Map.of()));
    ProofRequest request =
        new ProofRequest(
            Map.of("x", new int[] {1, 5, -3}), Map.of("y", Visibility.PUBLIC), new byte[0]);
    Proven proven = Prover.prove(registration.key(), registration.secret(), request);
    assertThat(proven.outputs().get("y")).containsExactly(1);
    ModelKey key = ModelKey.decode(registration.key().encode());
    assertThat(Verifier.verify(key, proven.certificate(), Expectations.none()).reason()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"vectors", "all weight vectors", "witness"})
  void parametersMayHaveTheNamesOfGroups(String name) throws Exception {
    IntegerGraph graph =
        new IntegerGraph(
            List.of(new Port("x", "x", List.of(1L, 4L))),
            List.of(new Port("y", "y", List.of(1L, 2L))),
            List.of(
                new Tensor("x", List.of(1, 4), Format.signed(0, 4)),
                new Tensor("p", List.of(1, 2), Format.signed(0, 20)),
                new Tensor("a", List.of(1, 2), Format.signed(0, 21)),
                new Tensor("y", List.of(1, 2), Format.signed(0, 8))),
            List.of(
                new Parameter(name, List.of(4, 2), Format.signed(0, 4)),
                new Parameter("b", List.of(2), Format.signed(0, 8))),
            List.of(
                new Contract(
                    "p",
                    List.of(4),
                    Graphs.view("x", Graphs.along(0), Graphs.along(2)),
                    Optional.of(Graphs.view(name, Graphs.along(2), Graphs.along(1)))),
                new Sum(
                    "a",
                    List.of(
                        new Sum.Addend(View.identity("p", 2), 1),
                        new Sum.Addend(Graphs.view("b", Graphs.along(1)), 1)),
                    0),
                new Requantize("y", "a", 2, Graphs.RELU)));
    Parameters parameters = Samples.parameters(graph, Samples.Choice.RANDOM, 1);
    ModelKey key = Registrar.register(graph, parameters).key();
    assertThat(Verifier.checkKey(ModelKey.decode(key.encode()))).isEmpty();
  }

  /** What the compiler adds to the name of one port must not make it another's. */
  @ParameterizedTest
  @ValueSource(
      strings = {"P, from above", "P, limb 1", "limb 1 of P", "upper bound of P", "domain of P"})
  void portsMayHaveTheNamesOfLimbs(String name) {
    Format format = new Format(0, 0, 999);
    IntegerGraph graph =
        new Graphs()
            .input("P", format, 1, 1)
            .input(name, format, 1, 1)
            .argMax("y", "P", false)
            .output("y")
            .build();
    for (int bits : new int[] {4, 5, 8}) {
      Plan plan = new Plan(bits, bits, List.of());
      assertThat(GraphCompiler.compile(graph, Map.of(), plan, 5).program()).isNotNull();
    }
  }
}
