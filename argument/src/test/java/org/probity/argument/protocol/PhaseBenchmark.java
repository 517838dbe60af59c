package org.probity.argument.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.field.PrimeField;
import org.probity.algebra.kernel.Kernels;

/**
 * Where the time of a proof goes, phase by phase, on synthetic networks and forests. Not a test:
 * {@code java -cp ... org.probity.argument.protocol.PhaseBenchmark
 * [resnet|lenet|forest|small-forest] [runs]}.
 */
final class PhaseBenchmark {
  private PhaseBenchmark() {}

  public static void main(String[] args) throws Exception {
    String name = args.length == 0 ? "resnet" : args[0];
    int runs = args.length > 1 ? Integer.parseInt(args[1]) : 10;
    String kernel = Kernels.awaitHot().name();
    long start = System.nanoTime();
    SyntheticNet.Built net =
        switch (name) {
          case "resnet" -> SyntheticNet.resNet();
          case "lenet" -> SyntheticNet.leNet();
          case "forest" -> SyntheticForest.of(1024, 8);
          case "small-forest" -> SyntheticForest.of(128, 6);
          default -> throw new IllegalArgumentException("no such program: " + name);
        };
    ProofShape shape = ProofShape.of(net.program());
    LeafLayout leaves = new LeafLayout(net.program());
    int witness =
        net.program().columns().stream()
            .filter(c -> c.kind() == org.probity.argument.program.Column.Kind.WITNESS)
            .mapToInt(c -> c.shape().cells())
            .sum();
    System.out.printf(
        "%s: %,d weights, %,d witness cells, %,d of 2^%d leaves, rows 2^%d, proof %,d bytes; built"
            + " in %.1f s%n",
        net.name(),
        net.weights(),
        witness,
        leaves.used(),
        leaves.bits(),
        shape.rowBits(),
        shape.bytes(),
        (System.nanoTime() - start) / 1e9);
    double multiplication = multiplication();
    System.out.printf("%s, a multiplication takes %.1f ns%n", kernel, multiplication);
    Map<String, List<PhaseClock.Time>> times = new LinkedHashMap<>();
    for (int run = 0; run < runs; run++) {
      run(net, times);
    }
    System.out.printf("%-36s %10s %10s %16s%n", "ms", "best", "median", "processors, mean");
    times.forEach(
        (phase, all) ->
            System.out.printf(
                "%-36s %10.1f %10.1f %10.1f%n",
                phase,
                quantile(all, PhaseClock.Time::wall, 0),
                quantile(all, PhaseClock.Time::wall, 0.5),
                meanProcessors(all)));
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    System.out.printf("live heap %,d MB%n", (runtime.totalMemory() - runtime.freeMemory()) >> 20);
  }

  private static double quantile(
      List<PhaseClock.Time> times, ToLongFunction<PhaseClock.Time> which, double q) {
    // The first half warms up.
    List<PhaseClock.Time> late = times.subList(times.size() / 2, times.size());
    long[] sorted = late.stream().mapToLong(which).sorted().toArray();
    return sorted[(int) (q * (sorted.length - 1))] / 1e6;
  }

  /** A mean, because the clock of processors may tick in steps of 10 ms. */
  private static double meanProcessors(List<PhaseClock.Time> times) {
    List<PhaseClock.Time> late = times.subList(times.size() / 2, times.size());
    return late.stream().mapToLong(PhaseClock.Time::processors).average().orElseThrow() / 1e6;
  }

  /** Nanoseconds of a processor for a field multiplication in a long vector. */
  private static double multiplication() {
    PrimeField field = PrimeField.BN254_Q;
    int[] ones = new int[FieldVector.GRAIN];
    Arrays.fill(ones, 3);
    FieldVector vector = FieldVector.ofInts(field, ones, 0, ones.length);
    int count = 50_000;
    for (int k = 0; k < count; k++) {
      vector.multiply(vector, vector);
    }
    PhaseClock.Time start = PhaseClock.Time.now();
    for (int k = 0; k < count; k++) {
      vector.multiply(vector, vector);
    }
    long processors = PhaseClock.Time.now().minus(start).processors();
    return processors / (double) count / ones.length;
  }

  private static void run(SyntheticNet.Built net, Map<String, List<PhaseClock.Time>> times)
      throws Exception {
    PhaseClock.Time start = PhaseClock.Time.now();
    LookupValues lookups = LookupValues.compute(net.program(), net.columns());
    keep(times, "native evaluation", PhaseClock.Time.now().minus(start));
    PhaseClock prover = new PhaseClock();
    byte[] proof =
        new ProverSession(net.instance(), net.columns(), net.openings(), prover).prove(lookups);
    prover.begin("");
    prover.times().forEach((phase, time) -> keep(times, "prove " + phase, time));
    PhaseClock.Time proven = PhaseClock.Time.now();
    PhaseClock verifier = new PhaseClock();
    if (!new VerifierSession(net.instance(), verifier).verify(proof)) {
      throw new IllegalStateException("the proof does not hold");
    }
    verifier.begin("");
    verifier.times().forEach((phase, time) -> keep(times, "verify " + phase, time));
    PhaseClock.Time verified = PhaseClock.Time.now();
    keep(times, "verify (all)", verified.minus(proven));
    keep(times, "prove and verify (all)", verified.minus(start));
  }

  private static void keep(
      Map<String, List<PhaseClock.Time>> times, String phase, PhaseClock.Time time) {
    times.computeIfAbsent(phase, p -> new ArrayList<>()).add(time);
  }
}
