package org.probity.operators;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.probity.api.input.ElementKind;
import org.probity.api.input.InputFile;
import org.probity.api.input.Sample;
import org.probity.api.input.Slot;
import org.probity.inference.ProofRequest;
import org.probity.inference.Proven;
import org.probity.inference.Prover;
import org.probity.inference.Registrar;
import org.probity.inference.Registration;
import org.probity.inference.certificate.Visibility;
import org.probity.model.ModelImporter;
import org.probity.model.fidelity.Fidelity;
import org.probity.model.fidelity.FidelityReport;
import org.probity.model.fidelity.Reference;
import org.probity.model.fidelity.Texts;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.PortType;
import org.probity.model.onnx.ImportOptions;
import org.probity.model.quantize.InputQuantizer;
import org.probity.model.quantize.QuantizedModel;
import org.probity.model.quantize.Quantizer;
import org.probity.model.quantize.QuantizerOptions;

/**
 * A model of the repository, registered with its calibration samples, and a certificate for the
 * first of them with a hidden input and public outputs.
 */
record Example(
    Path file,
    QuantizedModel model,
    FidelityReport fidelity,
    Registration registration,
    ProofRequest request,
    Proven proven) {
  private static final Path FOLDER = Path.of("..", "examples");

  private static List<Example> all;

  /** All models in the examples; registered and proven once. */
  static synchronized List<Example> all() throws Exception {
    if (all == null) {
      List<Example> examples = new ArrayList<>();
      for (Path file : files()) {
        examples.add(of(file));
      }
      all = List.copyOf(examples);
    }
    return all;
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER, 3)) {
      // XGBoost's JSON has a UBJSON of the same model beside it.
      return files.filter(f -> f.toString().matches(".*\\.(onnx|ubj|txt)")).sorted().toList();
    }
  }

  private static Example of(Path file) throws Exception {
    FloatGraph graph = ModelImporter.read(file, ImportOptions.defaults()).graph();
    List<Slot> slots =
        graph.inputs().stream().map(p -> new Slot(p.name(), p.shape(), kind(p.type()))).toList();
    List<Map<String, double[]>> samples = new ArrayList<>();
    Texts texts = new Texts();
    for (Sample sample : InputFile.samples(calibration(file), slots)) {
      for (List<String> list : sample.texts().values()) {
        texts.add(list);
      }
      samples.add(sample.values());
    }
    QuantizedModel model = Quantizer.quantize(graph, samples, QuantizerOptions.defaults());
    FidelityReport fidelity;
    try (Reference reference = Reference.open(file, graph, texts)) {
      fidelity = Fidelity.measure(reference, model, samples);
    }
    Registration registration = Registrar.register(model.graph(), model.parameters());
    Map<String, Visibility> visibilities = new HashMap<>();
    model.graph().outputs().forEach(port -> visibilities.put(port.name(), Visibility.PUBLIC));
    ProofRequest request =
        new ProofRequest(
            new InputQuantizer(model.graph()).quantize(samples.getFirst()),
            visibilities,
            new byte[0]);
    Proven proven = Prover.prove(registration.key(), registration.secret(), request);
    return new Example(file, model, fidelity, registration, request, proven);
  }

  private static ElementKind kind(PortType type) {
    return switch (type) {
      case FLOAT32, FLOAT64 -> ElementKind.FLOATING;
      case INTEGER -> ElementKind.INTEGER;
      case BOOLEAN -> ElementKind.BOOLEAN;
      case TEXT -> ElementKind.TEXT;
    };
  }

  private static Path calibration(Path file) {
    return Stream.of("calibration.npz", "calibration.csv")
        .map(file::resolveSibling)
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(file + " has no calibration samples"));
  }

  /** Where it lies in the repository. */
  String name() {
    return "examples/" + FOLDER.relativize(file).toString().replace('\\', '/');
  }

  @Override
  public String toString() {
    return name();
  }
}
