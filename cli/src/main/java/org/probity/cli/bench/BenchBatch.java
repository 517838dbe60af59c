package org.probity.cli.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.probity.cli.Output;
import org.probity.cli.Units;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Parameters;
import org.probity.inference.Expectations;
import org.probity.inference.ProofRequest;
import org.probity.inference.Proven;
import org.probity.inference.Prover;
import org.probity.inference.Registrar;
import org.probity.inference.Registration;
import org.probity.inference.Verdict;
import org.probity.inference.Verifier;
import org.probity.inference.certificate.Certificate;
import org.probity.inference.certificate.Visibility;
import org.probity.model.quantize.InputQuantizer;
import org.probity.model.quantize.QuantizedModel;
import org.probity.model.quantize.Quantizer;
import org.probity.model.quantize.QuantizerOptions;

/**
 * One proof for many inferences with hidden inputs and public outputs, warm: the median of the
 * second half of the runs, for the whole batch and for one item of it.
 */
final class BenchBatch {
  private static final List<Integer> COUNTS = List.of(1, 10, 100, 1000);

  /** Items proven for each count, so that the small ones are hot too. */
  private static final int ITEMS = 300;

  private static final int LEAST_REPEAT = 5;

  static final String HEADER =
      String.format(
          "%-12s %6s %9s %11s %9s %11s %12s %11s %10s",
          "net",
          "items",
          "prove",
          "an item",
          "verify",
          "an item",
          "certificate",
          "an item",
          "peak heap");

  /** A registered model and inputs of it. */
  private record Subject(String name, Registration model, List<Map<String, int[]>> inputs) {}

  private final Output output;
  private final ArrayNode results;

  BenchBatch(Output output, ArrayNode results) {
    this.output = output;
    this.results = results;
  }

  /** Measures the credit net of the folder and a forest. */
  void measure(Path folder) throws Exception {
    output.line("One proof for a batch, warm, hidden inputs, public outputs:");
    output.line(HEADER);
    for (Subject subject :
        List.of(net(BenchModel.credit(folder)), forest(BenchForest.all().getFirst()))) {
      for (int count : COUNTS) {
        measure(subject, count);
      }
    }
  }

  private static Subject net(BenchModel model) throws Exception {
    QuantizedModel quantized =
        Quantizer.quantize(model.graph(), model.samples(), QuantizerOptions.defaults());
    InputQuantizer quantizer = new InputQuantizer(quantized.graph());
    List<Map<String, int[]>> inputs = new ArrayList<>();
    for (Map<String, double[]> sample : model.samples()) {
      inputs.add(quantizer.quantize(sample));
    }
    return subject(model.name(), quantized.graph(), quantized.parameters(), inputs);
  }

  private static Subject forest(BenchForest forest) throws Exception {
    SplittableRandom random = new SplittableRandom(1);
    IntegerGraph graph = forest.graph();
    Parameters parameters = forest.parameters(random);
    List<Map<String, int[]>> inputs =
        IntStream.range(0, 100).mapToObj(_ -> forest.input(random)).toList();
    return subject(forest.name(), graph, parameters, inputs);
  }

  private static Subject subject(
      String name, IntegerGraph graph, Parameters parameters, List<Map<String, int[]>> inputs)
      throws Exception {
    return new Subject(name, Registrar.register(graph, parameters), inputs);
  }

  private void measure(Subject subject, int count) throws Exception {
    BenchNet.resetPeak();
    ProofRequest request = request(subject, count);
    int repeat = Math.max(LEAST_REPEAT, ITEMS / count);
    double[] prove = new double[repeat];
    double[] verify = new double[repeat];
    Certificate certificate = null;
    for (int i = 0; i < repeat; i++) {
      Registration model = subject.model();
      long start = System.nanoTime();
      Proven proven = Prover.prove(model.key(), model.secret(), request);
      long proved = System.nanoTime();
      certificate = proven.certificate();
      Verdict verdict = Verifier.verify(model.key(), certificate, Expectations.none());
      verify[i] = (System.nanoTime() - proved) * 1e-9;
      prove[i] = (proved - start) * 1e-9;
      if (!verdict.accepted()) {
        throw new IllegalStateException(verdict.reason().orElseThrow());
      }
    }
    report(
        subject.name(),
        count,
        BenchNet.median(prove),
        BenchNet.median(verify),
        certificate.encode().length);
  }

  private static ProofRequest request(Subject subject, int count) {
    IntegerGraph graph = subject.model().key().graph();
    Map<String, int[]> inputs = new HashMap<>();
    Map<String, Visibility> visibilities = new HashMap<>();
    graph.inputs().forEach(p -> inputs.put(p.name(), joined(subject.inputs(), p.name(), count)));
    graph.inputs().forEach(p -> visibilities.put(p.name(), Visibility.HIDDEN));
    graph.outputs().forEach(p -> visibilities.put(p.name(), Visibility.PUBLIC));
    return new ProofRequest(
        count, inputs, Map.of(), visibilities, List.of(), Map.of(), new byte[0]);
  }

  private static int[] joined(List<Map<String, int[]>> inputs, String port, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> inputs.get(i % inputs.size()).get(port))
        .flatMapToInt(Arrays::stream)
        .toArray();
  }

  private void report(String name, int count, double prove, double verify, int bytes) {
    long peak = BenchNet.peak();
    output.line(
        String.format(
            Locale.ROOT,
            "%-12s %6d %9s %11s %9s %11s %12s %11s %10s",
            name,
            count,
            Units.time(prove),
            Units.time(prove / count),
            Units.time(verify),
            Units.time(verify / count),
            Units.size(bytes),
            Units.size(bytes / count),
            Units.size(peak)));
    ObjectNode object = results.addObject();
    object
        .put("net", name)
        .put("items", count)
        .put("proveSeconds", prove)
        .put("verifySeconds", verify)
        .put("certificateBytes", bytes)
        .put("peakHeapBytes", peak);
  }
}
