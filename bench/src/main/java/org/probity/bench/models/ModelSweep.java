package org.probity.bench.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.probity.api.input.InputFile;
import org.probity.api.input.Sample;
import org.probity.api.input.Slot;
import org.probity.inference.Expectations;
import org.probity.inference.ProofRequest;
import org.probity.inference.Proven;
import org.probity.inference.Prover;
import org.probity.inference.Registrar;
import org.probity.inference.Registration;
import org.probity.inference.Verdict;
import org.probity.inference.Verifier;
import org.probity.inference.certificate.Visibility;
import org.probity.model.fidelity.Fidelity;
import org.probity.model.fidelity.FidelityReport;
import org.probity.model.fidelity.OutputFidelity;
import org.probity.model.fidelity.Reference;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatPort;
import org.probity.model.onnx.OnnxImporter;
import org.probity.model.quantize.InputQuantizer;
import org.probity.model.quantize.QuantizedModel;
import org.probity.model.quantize.Quantizer;
import org.probity.model.quantize.QuantizerOptions;

/**
 * Takes every model below a folder from its file to a verified certificate and prints a line about
 * each: {@code FOLDER/NAME/network.onnx} with {@code input.json}. Calibrates on the given input and
 * on some near it; an input of integers is used as it is.
 */
public final class ModelSweep {
  private static final int SAMPLES = 32;

  private ModelSweep() {}

  /**
   * The sweep.
   *
   * @param arguments folders; a word that starts with {@code +} selects the models with it in their
   *     name
   */
  public static void main(String[] arguments) throws Exception {
    System.out.printf(
        "%-36s %-9s %9s %7s %9s %9s %9s %10s %10s%n",
        "model", "result", "params", "leaves", "prove", "verify", "bytes", "agreement", "error");
    String wanted = "";
    for (String argument : arguments) {
      wanted = argument.startsWith("+") ? argument.substring(1) : wanted;
    }
    for (String argument : arguments) {
      if (!argument.startsWith("+")) {
        sweep(Path.of(argument), wanted);
      }
    }
  }

  private static void sweep(Path folder, String wanted) throws IOException {
    List<Path> models;
    try (Stream<Path> list = Files.list(folder)) {
      models = list.filter(p -> Files.exists(p.resolve("network.onnx"))).sorted().toList();
    }
    int proven = 0;
    int tried = 0;
    for (Path model : models) {
      if (!model.getFileName().toString().contains(wanted)) {
        continue;
      }
      tried++;
      String name = model.getFileName().toString();
      try {
        System.out.printf("%-36s %s%n", name, line(model));
        proven++;
      } catch (Exception | StackOverflowError e) {
        String kind = e.getClass().getSimpleName().equals("ModelException") ? "refused" : "FAILED";
        System.out.printf(
            "%-36s %-9s %s: %s%n", name, kind, e.getClass().getSimpleName(), e.getMessage());
        if (kind.equals("FAILED") && System.getProperty("trace") != null) {
          e.printStackTrace(System.out);
        }
      }
    }
    System.out.printf("%s: %d of %d proven and verified%n", folder, proven, tried);
  }

  private static String line(Path folder) throws Exception {
    Path file = folder.resolve("network.onnx");
    FloatGraph graph = OnnxImporter.read(file);
    List<Map<String, double[]>> samples = samples(folder, graph);
    QuantizedModel quantized = Quantizer.quantize(graph, samples, QuantizerOptions.defaults());
    FidelityReport report;
    try (Reference reference = Reference.open(file, graph)) {
      report = Fidelity.measure(reference, quantized, samples);
    }
    Registration registration = Registrar.register(quantized.graph(), quantized.parameters());
    Map<String, Visibility> visibilities = new HashMap<>();
    quantized.graph().outputs().forEach(p -> visibilities.put(p.name(), Visibility.PUBLIC));
    Map<String, int[]> input = new InputQuantizer(quantized.graph()).quantize(samples.getFirst());
    ProofRequest request = new ProofRequest(input, visibilities, new byte[0]);
    Proven proven = null;
    double prove = Double.MAX_VALUE;
    double verify = Double.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      long start = System.nanoTime();
      proven = Prover.prove(registration.key(), registration.secret(), request);
      long proved = System.nanoTime();
      Verdict verdict =
          Verifier.verify(registration.key(), proven.certificate(), Expectations.none());
      if (!verdict.accepted()) {
        throw new IllegalStateException("rejected: " + verdict.reason().orElseThrow());
      }
      prove = Math.min(prove, (proved - start) * 1e-6);
      verify = Math.min(verify, (System.nanoTime() - proved) * 1e-6);
    }
    OutputFidelity output = report.outputs().getFirst();
    return String.format(
        Locale.ROOT,
        "%-9s %,9d %7s %6.0f ms %6.1f ms %,9d %10s %10.2e",
        "proven",
        quantized.graph().parameters().stream().mapToLong(p -> p.size()).sum(),
        "2^" + Verifier.cost(registration.key(), visibilities).leafBits(),
        prove,
        verify,
        proven.certificate().encode().length,
        output.labelAgreement().isPresent()
            ? String.format(Locale.ROOT, "%.1f %%", 100 * output.labelAgreement().getAsDouble())
            : "-",
        output.largestError() / Math.max(1e-30, output.largestValue()));
  }

  private static List<Map<String, double[]>> samples(Path folder, FloatGraph graph) {
    List<Slot> slots = graph.inputs().stream().map(p -> new Slot(p.name(), p.shape())).toList();
    Path calibration = folder.resolve("calibration.npz");
    if (Files.exists(calibration)) {
      return InputFile.samples(calibration, slots).stream().map(Sample::values).toList();
    }
    Map<String, double[]> given =
        InputFile.samples(folder.resolve("input.json"), slots).getFirst().values();
    SplittableRandom random = new SplittableRandom(1);
    List<Map<String, double[]>> samples = new ArrayList<>(List.of(given));
    for (int i = 1; i < SAMPLES; i++) {
      Map<String, double[]> near = new HashMap<>();
      for (FloatPort port : graph.inputs()) {
        near.put(
            port.name(),
            port.integer() ? given.get(port.name()) : near(given.get(port.name()), random));
      }
      samples.add(near);
    }
    return samples;
  }

  /** Every entry moved a little, within the range of the given ones. */
  private static double[] near(double[] values, SplittableRandom random) {
    double low = Double.MAX_VALUE;
    double high = -Double.MAX_VALUE;
    for (double v : values) {
      low = Math.min(low, v);
      high = Math.max(high, v);
    }
    double[] moved = values.clone();
    for (int i = 0; i < moved.length; i++) {
      double step = 0.1 * (high - low) * random.nextGaussian();
      moved[i] = Math.clamp(moved[i] + step, low, high);
    }
    return moved;
  }
}
