package org.probity.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.probity.inference.Expectations;
import org.probity.inference.ProofRequest;
import org.probity.inference.Proven;
import org.probity.inference.Prover;
import org.probity.inference.Registrar;
import org.probity.inference.Registration;
import org.probity.inference.Verdict;
import org.probity.inference.Verifier;
import org.probity.inference.certificate.Visibility;
import org.probity.model.graph.Parameter;
import org.probity.model.quantize.InputQuantizer;
import org.probity.model.quantize.QuantizedModel;
import org.probity.model.quantize.Quantizer;
import org.probity.model.quantize.QuantizerOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code probity bench}. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures registering, proving and verifying dense nets on this machine.")
final class BenchCommand implements Callable<Integer> {
  @Option(
      names = "--repeat",
      paramLabel = "N",
      defaultValue = "5",
      description = "Proofs for each net (default ${DEFAULT-VALUE}).")
  private int repeat;

  @Option(
      names = "--largest",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Leave out nets of more parameters (default ${DEFAULT-VALUE}).")
  private long largest;

  @Mixin private Output output;

  /** Times in seconds; the first proof of a net meets cold tables and caches, the best one none. */
  private record Result(
      String name,
      long parameters,
      double register,
      double firstProof,
      double bestProof,
      double bestVerification,
      int certificateBytes) {
    static final String HEADER =
        String.format(
            "%-12s %11s %10s %12s %11s %10s %12s",
            "net", "parameters", "register", "first proof", "best proof", "verify", "certificate");

    String line() {
      return String.format(
          Locale.ROOT,
          "%-12s %,11d %10s %12s %11s %10s %12s",
          name,
          parameters,
          Units.time(register),
          Units.time(firstProof),
          Units.time(bestProof),
          Units.time(bestVerification),
          Units.size(certificateBytes));
    }

    ObjectNode object() {
      return Output.newObject()
          .put("net", name)
          .put("parameters", parameters)
          .put("registerSeconds", register)
          .put("firstProofSeconds", firstProof)
          .put("bestProofSeconds", bestProof)
          .put("bestVerificationSeconds", bestVerification)
          .put("certificateBytes", certificateBytes);
    }
  }

  @Override
  public Integer call() throws Exception {
    VectorModule.load();
    String machine =
        "%d processors, %s, %s %s"
            .formatted(
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.arch"),
                System.getProperty("java.vm.name"),
                System.getProperty("java.vm.version"));
    output.line("Machine: " + machine);
    output.line(Result.HEADER);
    ObjectNode object = Output.newObject().put("machine", machine);
    ArrayNode results = object.putArray("results");
    for (BenchModel model : BenchModel.dense()) {
      QuantizedModel quantized =
          Quantizer.quantize(model.graph(), model.samples(), QuantizerOptions.defaults());
      long parameters = quantized.graph().parameters().stream().mapToLong(Parameter::size).sum();
      if (parameters <= largest) {
        Result result = measure(model, quantized, parameters);
        output.line(result.line());
        results.add(result.object());
      }
    }
    output.object(object);
    return ExitCode.OK;
  }

  private Result measure(BenchModel model, QuantizedModel quantized, long parameters)
      throws Exception {
    var registration =
        output.timed(
            "Registering", () -> Registrar.register(quantized.graph(), quantized.parameters()));
    Registration registered = registration.value();
    Map<String, int[]> input =
        new InputQuantizer(quantized.graph()).quantize(model.samples().getFirst());
    ProofRequest request = new ProofRequest(input, Map.of("y", Visibility.PUBLIC), new byte[0]);
    double first = 0;
    double best = Double.POSITIVE_INFINITY;
    double bestVerification = Double.POSITIVE_INFINITY;
    int bytes = 0;
    for (int i = 0; i < Math.max(repeat, 1); i++) {
      var proven =
          output.timed(
              "Proving", () -> Prover.prove(registered.key(), registered.secret(), request));
      first = i == 0 ? proven.seconds() : first;
      best = Math.min(best, proven.seconds());
      bestVerification = Math.min(bestVerification, verify(registered, proven.value()));
      bytes = proven.value().certificate().encode().length;
    }
    return new Result(
        model.name(), parameters, registration.seconds(), first, best, bestVerification, bytes);
  }

  private double verify(Registration registered, Proven proven) throws Exception {
    var verdict =
        output.timed(
            "Verifying",
            () -> Verifier.verify(registered.key(), proven.certificate(), Expectations.none()));
    if (verdict.value() instanceof Verdict.Rejected rejected) {
      throw new IllegalStateException(rejected.reason());
    }
    return verdict.seconds();
  }
}
