package org.probity.inference.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.probity.graph.Format;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Parameter;
import org.probity.graph.Parameters;
import org.probity.graph.RealFunction;
import org.probity.inference.ProofRequest;
import org.probity.inference.Prover;
import org.probity.inference.RefusedException;
import org.probity.inference.Registrar;
import org.probity.inference.Registration;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.key.ModelKey;
import org.probity.inference.lowering.Graphs;

class EstimateTest {
  private static final Machine MACHINE = new Machine("test", 10, 50);
  private static final Map<String, Visibility> HIDDEN = Map.of();

  private static IntegerGraph net(int inputs, int hidden) {
    return new Graphs()
        .input("x", Format.signed(3, 6), 1, inputs)
        .linear("a", "x", hidden, 4, 8)
        .requantize("h", "a", 4, Graphs.RELU, Format.unsigned(2, 6))
        .linear("b", "h", 4, 4, 8)
        .requantize("y", "b", 4, RealFunction.X, Format.signed(2, 8))
        .output("y")
        .build();
  }

  private static Parameters parameters(IntegerGraph graph) {
    SplittableRandom random = new SplittableRandom(3);
    Map<String, int[]> values = new java.util.HashMap<>();
    for (Parameter p : graph.parameters()) {
      values.put(
          p.name(),
          random.ints(p.size(), (int) p.format().min(), (int) p.format().max() + 1).toArray());
    }
    return new Parameters(values);
  }

  private static Estimate estimate(IntegerGraph graph, int count) throws RefusedException {
    return Estimate.of(BlankKey.of(graph, Optional.empty()), HIDDEN, count, MACHINE);
  }

  @Test
  void sizesAreExact() throws Exception {
    IntegerGraph graph = net(20, 32);
    Registration registered = Registrar.register(graph, parameters(graph));
    ModelKey key = registered.key();
    for (Visibility visibility : new Visibility[] {Visibility.HIDDEN, Visibility.COMMITTED}) {
      Map<String, Visibility> visibilities = Map.of("x", visibility);
      Sizes sizes =
          Estimate.of(BlankKey.of(graph, Optional.empty()), visibilities, 1, MACHINE).sizes();
      assertThat(Estimate.of(key, visibilities, 1, MACHINE).sizes()).isEqualTo(sizes);
      assertThat(sizes.key()).isEqualTo(key.encode().length);
      assertThat(sizes.registrationProof()).isEqualTo(key.registrationProof().length);
      ProofRequest request = new ProofRequest(Map.of("x", new int[20]), visibilities, new byte[0]);
      var certificate = Prover.prove(key, registered.secret(), request).certificate();
      assertThat(sizes.proof()).isEqualTo(certificate.proofSize());
      assertThat(sizes.certificate()).isEqualTo(certificate.encode().length);
    }
  }

  @Test
  void publicValuesAreAboutAsLongAsTheWidest() throws Exception {
    IntegerGraph graph = net(20, 32);
    Registration registered = Registrar.register(graph, parameters(graph));
    Map<String, Visibility> visibilities = Map.of("y", Visibility.PUBLIC);
    ProofRequest request = new ProofRequest(Map.of("x", new int[20]), visibilities, new byte[0]);
    int actual =
        Prover.prove(registered.key(), registered.secret(), request).certificate().encode().length;
    assertThat(Estimate.of(registered.key(), visibilities, 1, MACHINE).sizes().certificate())
        .isBetween(actual - 100, actual + 200);
  }

  /** What is larger costs more of everything. */
  @Test
  void growsWithTheModel() throws Exception {
    Estimate before = estimate(net(16, 16), 1);
    for (int width = 64; width <= 1024; width *= 4) {
      Estimate after = estimate(net(width, width), 1);
      assertLess(before, after);
      assertThat(after.register().warm()).isGreaterThan(before.register().warm());
      assertThat(after.register().cold()).isGreaterThan(before.register().cold());
      assertThat(after.registerMemory()).isGreaterThan(before.registerMemory());
      assertThat(after.sizes().key()).isGreaterThan(before.sizes().key());
      before = after;
    }
  }

  @Test
  void growsWithTheBatchAndByLessThanItsNumber() throws Exception {
    IntegerGraph graph = net(32, 64);
    Estimate before = estimate(graph, 1);
    for (int count = 8; count <= 4096; count *= 8) {
      Estimate after = estimate(graph, count);
      assertLess(before, after);
      assertThat(after.prove().warm()).isLessThan(8 * before.prove().warm());
      assertThat(after.register()).isEqualTo(before.register());
      assertThat(after.sizes().key()).isEqualTo(before.sizes().key());
      before = after;
    }
  }

  private static void assertLess(Estimate before, Estimate after) {
    assertThat(after.prove().warm()).isGreaterThan(before.prove().warm());
    assertThat(after.prove().cold()).isGreaterThan(before.prove().cold());
    assertThat(after.verify().warm()).isGreaterThan(before.verify().warm());
    assertThat(after.verify().cold()).isGreaterThan(before.verify().cold());
    assertThat(after.proveMemory()).isGreaterThan(before.proveMemory());
    assertThat(after.sizes().proof()).isGreaterThan(before.sizes().proof());
    for (Seconds s :
        new Seconds[] {after.prove(), after.verify(), after.register(), before.prove()}) {
      assertThat(s.cold()).isGreaterThan(s.warm());
    }
  }

  @Test
  void timesAreProportionalToTheMachine() throws Exception {
    ModelKey key = BlankKey.of(net(32, 64), Optional.empty());
    Estimate slow = Estimate.of(key, HIDDEN, 1, new Machine("test", 20, 100));
    Estimate fast = Estimate.of(key, HIDDEN, 1, MACHINE);
    assertThat(slow.prove().warm()).isEqualTo(2 * fast.prove().warm());
    assertThat(slow.verify().cold()).isEqualTo(2 * fast.verify().cold());
    assertThat(slow.proveMemory()).isEqualTo(fast.proveMemory());
  }

  @Test
  void aNewProcessPreparesBeforeItRegisters() throws Exception {
    Estimate estimate = estimate(net(32, 64), 1);
    Estimate prepared = estimate.prepared(2.5);
    assertThat(prepared.register().warm()).isEqualTo(estimate.register().warm());
    assertThat(prepared.register().cold()).isEqualTo(2.5 + estimate.register().cold());
    assertThat(prepared.prove()).isEqualTo(estimate.prove());
  }

  @Test
  void whatNoCertificateHoldsIsRefused() {
    assertThatThrownBy(
            () ->
                Estimate.of(
                    BlankKey.of(net(32, 64), Optional.empty()),
                    Map.of("x", Visibility.PUBLIC),
                    1 << 20,
                    MACHINE))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("a certificate cannot hold");
  }

  @Test
  void aBlankKeyProvesNothing() throws Exception {
    assertThat(BlankKey.of(net(16, 16), Optional.empty()).registrationFault()).isPresent();
  }

  @Test
  void machines() throws Exception {
    Machine machine = Machine.measure();
    assertThat(machine.vector()).isPositive().isLessThan(machine.scalar() * 10);
    assertThatThrownBy(() -> new Machine("test", 0, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
