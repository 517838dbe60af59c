package org.probity.cli.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.probity.cli.Output;
import org.probity.cli.Units;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Parameter;
import org.probity.graph.Parameters;
import org.probity.inference.Expectations;
import org.probity.inference.ProgramCost;
import org.probity.inference.ProofRequest;
import org.probity.inference.Proven;
import org.probity.inference.Prover;
import org.probity.inference.Registrar;
import org.probity.inference.Registration;
import org.probity.inference.Verdict;
import org.probity.inference.Verifier;
import org.probity.inference.certificate.Visibility;
import org.probity.model.quantize.InputQuantizer;
import org.probity.model.quantize.QuantizedModel;
import org.probity.model.quantize.Quantizer;
import org.probity.model.quantize.QuantizerOptions;

/**
 * One net, warm: registered once, then proven and verified again and again with hidden input and
 * public output. Times in seconds, the median of the second half of the runs.
 */
record BenchNet(
    String name,
    long parameters,
    int leafBits,
    double register,
    double prove,
    double bestProve,
    double verify,
    double bestVerify,
    int certificateBytes,
    long peakHeap) {
  static final String HEADER =
      String.format(
          "%-12s %11s %7s %9s %9s %9s %9s %9s %12s %10s",
          "net",
          "parameters",
          "leaves",
          "register",
          "prove",
          "(best)",
          "verify",
          "(best)",
          "certificate",
          "peak heap");

  static BenchNet measure(BenchModel model, int repeat, Output output) throws Exception {
    QuantizedModel quantized =
        Quantizer.quantize(model.graph(), model.samples(), QuantizerOptions.defaults());
    Map<String, int[]> input =
        new InputQuantizer(quantized.graph()).quantize(model.samples().getFirst());
    return measure(model.name(), quantized.graph(), quantized.parameters(), input, repeat, output);
  }

  static BenchNet measure(BenchForest forest, int repeat, Output output) throws Exception {
    SplittableRandom random = new SplittableRandom(1);
    return measure(
        forest.name(),
        forest.graph(),
        forest.parameters(random),
        forest.input(random),
        repeat,
        output);
  }

  private static BenchNet measure(
      String name,
      IntegerGraph graph,
      Parameters secret,
      Map<String, int[]> input,
      int repeat,
      Output output)
      throws Exception {
    long parameters = parameters(graph);
    resetPeak();
    var registration = output.timed("Registering " + name, () -> Registrar.register(graph, secret));
    Registration registered = registration.value();
    Map<String, Visibility> visibilities = new HashMap<>();
    graph.inputs().forEach(p -> visibilities.put(p.name(), Visibility.HIDDEN));
    graph.outputs().forEach(p -> visibilities.put(p.name(), Visibility.PUBLIC));
    ProofRequest request = new ProofRequest(input, visibilities, new byte[0]);
    double[] prove = new double[repeat];
    double[] verify = new double[repeat];
    int bytes = 0;
    for (int i = 0; i < repeat; i++) {
      long start = System.nanoTime();
      Proven proven = Prover.prove(registered.key(), registered.secret(), request);
      long proved = System.nanoTime();
      check(registered, proven);
      prove[i] = (proved - start) * 1e-9;
      verify[i] = (System.nanoTime() - proved) * 1e-9;
      bytes = proven.certificate().encode().length;
    }
    ProgramCost cost = Verifier.cost(registered.key(), visibilities);
    return new BenchNet(
        name,
        parameters,
        cost.leafBits(),
        registration.seconds(),
        median(prove),
        best(prove),
        median(verify),
        best(verify),
        bytes,
        peak());
  }

  static long parameters(IntegerGraph graph) {
    return graph.parameters().stream().mapToLong(Parameter::size).sum();
  }

  private static void check(Registration registered, Proven proven) {
    Verdict verdict = Verifier.verify(registered.key(), proven.certificate(), Expectations.none());
    if (!verdict.accepted()) {
      throw new IllegalStateException(verdict.reason().orElseThrow());
    }
  }

  static double median(double[] times) {
    double[] warm = Arrays.copyOfRange(times, times.length / 2, times.length);
    Arrays.sort(warm);
    return warm[warm.length / 2];
  }

  private static double best(double[] times) {
    return Arrays.stream(times).min().orElseThrow();
  }

  static void resetPeak() {
    System.gc();
    ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
  }

  /** Upper bound: the pools' peaks need not fall together, and contain garbage. */
  static long peak() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong(pool -> pool.getPeakUsage().getUsed())
        .sum();
  }

  String line() {
    return String.format(
        Locale.ROOT,
        "%-12s %,11d %7s %9s %9s %9s %9s %9s %12s %10s",
        name,
        parameters,
        "2^" + leafBits,
        Units.time(register),
        Units.time(prove),
        Units.time(bestProve),
        Units.time(verify),
        Units.time(bestVerify),
        Units.size(certificateBytes),
        Units.size(peakHeap));
  }

  ObjectNode object() {
    return Output.newObject()
        .put("net", name)
        .put("parameters", parameters)
        .put("leafBits", leafBits)
        .put("registerSeconds", register)
        .put("proveSeconds", prove)
        .put("bestProveSeconds", bestProve)
        .put("verifySeconds", verify)
        .put("bestVerifySeconds", bestVerify)
        .put("certificateBytes", certificateBytes)
        .put("peakHeapBytes", peakHeap);
  }
}
