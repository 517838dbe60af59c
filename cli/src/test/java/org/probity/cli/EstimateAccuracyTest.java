package org.probity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.probity.cli.bench.BenchForest;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Parameters;
import org.probity.inference.Expectations;
import org.probity.inference.ProofRequest;
import org.probity.inference.Proven;
import org.probity.inference.Prover;
import org.probity.inference.Registrar;
import org.probity.inference.Registration;
import org.probity.inference.Verifier;
import org.probity.inference.certificate.Certificate;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.estimate.Estimate;
import org.probity.inference.estimate.Machine;
import org.probity.model.quantize.QuantizedModel;

/**
 * Estimates against the truth. Times are compared with each other only: how much slower one model
 * is than another, each at the best of interleaved runs, until the machine was quiet for a while.
 */
class EstimateAccuracyTest {
  /** The factor that is promised, on both sides of a ratio of two models. */
  private static final double QUIET = 1.5 * 1.5;

  private static final double NOISY = 2 * QUIET;
  private static final int ROUNDS = 16;
  private static final int LEAST = 8;
  private static final long PAUSE_NANOS = 30_000_000;

  private static final class Subject {
    private final String name;
    private final Registration registration;
    private final ProofRequest request;
    private final Estimate estimate;
    private double prove = Double.POSITIVE_INFINITY;
    private double verify = Double.POSITIVE_INFINITY;
    private int bytes;

    Subject(
        String name,
        IntegerGraph graph,
        Parameters parameters,
        Map<String, int[]> input,
        Machine machine)
        throws Exception {
      this.name = name;
      registration = Registrar.register(graph, parameters);
      Map<String, Visibility> visibilities = new HashMap<>();
      graph.outputs().forEach(port -> visibilities.put(port.name(), Visibility.PUBLIC));
      request = new ProofRequest(input, visibilities, new byte[0]);
      estimate = Estimate.of(registration.key(), visibilities, 1, machine);
    }

    void run() throws Exception {
      long start = System.nanoTime();
      Proven proven = Prover.prove(registration.key(), registration.secret(), request);
      long between = System.nanoTime();
      Certificate certificate = proven.certificate();
      Verifier.verify(registration.key(), certificate, Expectations.none());
      verify = Math.min(verify, (double) (System.nanoTime() - between));
      prove = Math.min(prove, (double) (between - start));
      bytes = certificate.encode().length;
    }

    double proveRatio() {
      return prove / estimate.prove().warm();
    }

    double verifyRatio() {
      return verify / estimate.verify().warm();
    }

    @Override
    public String toString() {
      return "%s %.2f %.2f".formatted(name, proveRatio(), verifyRatio());
    }
  }

  /** All examples, and a forest. */
  private static List<Subject> subjects() throws Exception {
    Machine machine = Machine.measure();
    List<Subject> subjects = new ArrayList<>();
    for (Example example : Example.ALL) {
      Example.Ready ready = example.ready();
      QuantizedModel model = ready.model();
      subjects.add(
          new Subject(example.model(), model.graph(), model.parameters(), ready.input(), machine));
    }
    SplittableRandom random = new SplittableRandom(1);
    BenchForest forest = new BenchForest(100, 6, 20, 8);
    subjects.add(
        new Subject(
            forest.name(),
            forest.graph(),
            forest.parameters(random),
            forest.input(random),
            machine));
    return subjects;
  }

  private static double spread(List<Double> ratios) {
    double most = ratios.stream().mapToDouble(r -> r).max().orElseThrow();
    return most / ratios.stream().mapToDouble(r -> r).min().orElseThrow();
  }

  @Test
  void modelsComparedWithEachOther() throws Exception {
    List<Subject> subjects = subjects();
    double prove = Double.POSITIVE_INFINITY;
    double verify = Double.POSITIVE_INFINITY;
    for (int round = 0;
        round < LEAST || (round < ROUNDS && (prove > QUIET || verify > QUIET));
        round++) {
      for (Subject subject : subjects) {
        subject.run();
      }
      prove = spread(subjects.stream().map(Subject::proveRatio).toList());
      verify = spread(subjects.stream().map(Subject::verifyRatio).toList());
    }
    assertThat(prove).as("measured over predicted, prove: %s", subjects).isLessThan(NOISY);
    assertThat(verify).as("measured over predicted, verify: %s", subjects).isLessThan(NOISY);
    // Public values are taken to be as long as the widest of their format.
    assertThat(subjects)
        .allSatisfy(
            s ->
                assertThat((double) s.estimate.sizes().certificate() / s.bytes)
                    .isBetween(0.98, 1.5))
        .allSatisfy(
            s ->
                assertThat(s.estimate.sizes().key())
                    .isEqualTo(s.registration.key().encode().length));
  }

  /** Garbage is collected all the time, so that what is left is in use. */
  @Test
  void memory() throws Exception {
    SplittableRandom random = new SplittableRandom(1);
    BenchForest forest = new BenchForest(250, 8, 20, 8);
    IntegerGraph graph = forest.graph();
    Parameters parameters = forest.parameters(random);
    Registration[] registered = new Registration[1];
    long before = used();
    long peak = peak(() -> registered[0] = Registrar.register(graph, parameters)) - before;
    // What a process has in use anyhow is not measured here, and so not estimated.
    double fixed = 9 << 20;
    double estimated = Estimate.registerMemory(registered[0].key()) - fixed;
    assertThat(estimated / peak).isBetween(1 / 1.5, 1.5);
  }

  private interface Work {
    void run() throws Exception;
  }

  /** Without what was allocated since the collection. */
  private static long used() {
    System.gc();
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong(pool -> pool.getCollectionUsage().getUsed())
        .sum();
  }

  private static long peak(Work work) throws Exception {
    long[] most = new long[1];
    boolean[] over = new boolean[1];
    Thread sampler =
        new Thread(
            () -> {
              while (!isOver(over)) {
                most[0] = Math.max(most[0], used());
                // Or the work would stand still.
                LockSupport.parkNanos(PAUSE_NANOS);
              }
            });
    sampler.start();
    try {
      work.run();
    } finally {
      synchronized (over) {
        over[0] = true;
      }
      sampler.join();
    }
    return most[0];
  }

  private static boolean isOver(boolean[] over) {
    synchronized (over) {
      return over[0];
    }
  }
}
