package org.probity.bench.estimate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.probity.api.input.InputFile;
import org.probity.api.input.Sample;
import org.probity.api.input.Slots;
import org.probity.cli.bench.BenchForest;
import org.probity.cli.bench.BenchModel;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Parameters;
import org.probity.model.ModelImporter;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.onnx.ImportOptions;
import org.probity.model.quantize.InputQuantizer;
import org.probity.model.quantize.QuantizedModel;
import org.probity.model.quantize.Quantizer;
import org.probity.model.quantize.QuantizerOptions;

/** A model to compare estimates with: made when it is its turn. */
record Subject(String name, Callable<Model> model) {
  private static final int SAMPLES = 64;

  /** What is registered, and an input. */
  record Model(IntegerGraph graph, Parameters parameters, Map<String, int[]> input) {}

  private record Example(String folder, String file, String samples) {}

  private static final List<Example> EXAMPLES =
      List.of(
          new Example("agent", "price-risk.onnx", "calibration.csv"),
          new Example("credit", "credit.onnx", "calibration.csv"),
          new Example("generator", "generator.onnx", "calibration.npz"),
          new Example("insurance", "claims.onnx", "calibration.csv"),
          new Example("insurance", "tariff.onnx", "calibration.csv"),
          new Example("lending/boosters", "lightgbm.onnx", "calibration.csv"),
          new Example("lending/boosters", "xgboost.onnx", "calibration.csv"),
          new Example("lending/pipelines", "forest.onnx", "calibration.csv"),
          new Example("lending/pipelines", "imputed.onnx", "imputed-calibration.csv"),
          new Example("lending/pipelines", "scorecard.onnx", "calibration.csv"),
          new Example("mnist", "lenet.onnx", "calibration.npz"),
          new Example("mnist", "residual.onnx", "calibration.npz"),
          new Example("spam", "spam.onnx", "calibration.npz"));

  /** All examples in a folder, and the nets and forests of {@code probity bench}. */
  static List<Subject> all(Path examples) throws Exception {
    List<Subject> all = new ArrayList<>();
    for (Example example : EXAMPLES) {
      Path folder = examples.resolve(example.folder());
      all.add(new Subject(example.file(), () -> read(folder, example)));
    }
    Path credit = examples.resolve("credit");
    // Names only: the nets themselves would be in the way when memory is measured.
    for (String name : BenchModel.all(credit).stream().map(BenchModel::name).toList()) {
      all.add(new Subject(name, () -> net(credit, name)));
    }
    for (BenchForest forest : BenchForest.all()) {
      all.add(new Subject(forest.name(), () -> of(forest)));
    }
    return all;
  }

  private static Model net(Path credit, String name) throws Exception {
    BenchModel net =
        BenchModel.all(credit).stream()
            .filter(n -> n.name().equals(name))
            .findFirst()
            .orElseThrow();
    return quantized(net.graph(), net.samples());
  }

  private static Model read(Path folder, Example example) throws Exception {
    FloatGraph graph =
        ModelImporter.read(folder.resolve(example.file()), new ImportOptions(Map.of(), Map.of()))
            .graph();
    List<Map<String, double[]>> samples =
        InputFile.samples(folder.resolve(example.samples()), Slots.of(graph)).stream()
            .limit(SAMPLES)
            .map(Sample::values)
            .toList();
    return quantized(graph, samples);
  }

  private static Model quantized(FloatGraph graph, List<Map<String, double[]>> samples)
      throws Exception {
    QuantizedModel model = Quantizer.quantize(graph, samples, QuantizerOptions.defaults());
    return new Model(
        model.graph(),
        model.parameters(),
        new InputQuantizer(model.graph()).quantize(samples.getFirst()));
  }

  private static Model of(BenchForest forest) {
    SplittableRandom random = new SplittableRandom(1);
    return new Model(forest.graph(), forest.parameters(random), forest.input(random));
  }
}
