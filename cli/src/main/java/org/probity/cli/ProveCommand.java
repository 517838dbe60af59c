package org.probity.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.probity.api.file.ModelFolder;
import org.probity.api.file.OutputFiles;
import org.probity.api.input.BadInputException;
import org.probity.api.input.Entrance;
import org.probity.api.input.InputFile;
import org.probity.api.input.Sample;
import org.probity.graph.IntegerGraph;
import org.probity.inference.ProofRequest;
import org.probity.inference.Proven;
import org.probity.inference.Prover;
import org.probity.inference.certificate.Receipt;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.key.ModelKey;
import org.probity.inference.key.ModelSecret;
import org.probity.model.ModelException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code probity prove}. */
@Command(
    name = "prove",
    mixinStandardHelpOptions = true,
    description = "Runs a registered model on an input and certifies what it gave.")
final class ProveCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "Folder of the registered model.")
  private Path folder;

  @Parameters(paramLabel = "INPUT", description = "The input: .json, .csv, .npy or .npz.")
  private Path input;

  @Option(
      names = {"-o", "--output-file"},
      paramLabel = "FILE",
      required = true,
      description = "Where to write the certificate.")
  private Path certificate;

  @Option(
      names = "--input",
      paramLabel = "VISIBILITY",
      description =
          "Who learns the input: hidden (nobody, the default), committed, public. Behind a public"
              + " prefix the default is public, behind an unproven one committed.")
  private Visibility inputs;

  @Option(
      names = "--output",
      paramLabel = "VISIBILITY",
      defaultValue = "public",
      description = "Who learns the output: public (the default), committed, hidden.")
  private Visibility outputs;

  @Option(
      names = "--context",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Text the certificate is bound to, such as a challenge of the verifier.")
  private String context;

  @Option(
      names = "--row",
      paramLabel = "N",
      description = "Which sample of the input file to take, counted from 1.")
  private Integer row;

  @Mixin private Output output;

  @Override
  public Integer call() throws Exception {
    VectorModule.load();
    ModelFolder model = new ModelFolder(folder);
    ModelKey key = model.key();
    ModelSecret secret = model.secret();
    ProofRequest request = request(key, model.entrance(key));
    var proven = output.timed("Proving", () -> Prover.prove(key, secret, request));
    byte[] encoded = proven.value().certificate().encode();
    List<Path> receipts = writeReceipts(proven.value());
    OutputFiles.write(certificate, encoded);
    report(proven, encoded.length, receipts);
    return ExitCode.OK;
  }

  private ProofRequest request(ModelKey key, Entrance entrance) {
    IntegerGraph graph = key.graph();
    Sample sample = sample(entrance);
    Map<String, int[]> values = quantized(entrance, sample);
    Map<String, Visibility> visibilities = new HashMap<>();
    Visibility input = inputs == null ? DefaultVisibility.ofInputs(key) : inputs;
    graph.inputs().forEach(port -> visibilities.put(port.name(), input));
    graph.outputs().forEach(port -> visibilities.put(port.name(), outputs));
    return new ProofRequest(values, entrance.texts(sample), visibilities, context.getBytes(StandardCharsets.UTF_8));
  }

  private Map<String, int[]> quantized(Entrance entrance, Sample sample) {
    try {
      return entrance.ports(sample);
    } catch (ModelException e) {
      String place = row == null ? "" : "sample " + row + ": ";
      throw new BadInputException(input + ": " + place + e.getMessage(), e);
    }
  }

  private Sample sample(Entrance entrance) {
    if (row == null) {
      return InputFile.one(input, entrance.slots());
    }
    List<Sample> samples = InputFile.samples(input, entrance.slots());
    if (row < 1 || row > samples.size()) {
      throw new BadInputException(
          "%s: has samples 1 to %d, not %d".formatted(input, samples.size(), row));
    }
    return samples.get(row - 1);
  }

  /** Before the certificate: a committed value without its receipt would be lost. */
  private List<Path> writeReceipts(Proven proven) throws Exception {
    List<Receipt> receipts = proven.receipts();
    List<Path> files =
        receipts.stream()
            .map(r -> r.port().replaceAll("[^A-Za-z0-9_-]", "_"))
            .map(p -> certificate.resolveSibling(certificate.getFileName() + "." + p + ".receipt"))
            .toList();
    if (files.stream().distinct().count() < files.size()) {
      throw new BadInputException("ports with such similar names cannot both be committed");
    }
    for (int i = 0; i < files.size(); i++) {
      OutputFiles.writeSecret(files.get(i), receipts.get(i).encode());
    }
    return files;
  }

  private void report(Output.Timed<Proven> proven, int bytes, List<Path> receipts) {
    StatementView view = new StatementView(proven.value().certificate().statement());
    output.line(
        "Proven in %s: %s (%s)"
            .formatted(Units.time(proven.seconds()), certificate, Units.size(bytes)));
    view.lines().forEach(output::line);
    receipts.forEach(file -> output.line("  receipt  " + file + " (keep it to yourself)"));
    ObjectNode object = Output.newObject();
    object.put("certificate", certificate.toString());
    object.put("bytes", bytes);
    object.put("proofBytes", proven.value().certificate().proofSize());
    object.put("seconds", proven.seconds());
    object.set("statement", view.object());
    receipts.forEach(file -> object.withArray("receipts").add(file.toString()));
    output.object(object);
  }
}
