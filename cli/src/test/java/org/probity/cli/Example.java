package org.probity.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.probity.api.input.InputFile;
import org.probity.api.input.Sample;
import org.probity.api.input.Slots;
import org.probity.model.ModelImporter;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.onnx.ImportOptions;
import org.probity.model.quantize.InputQuantizer;
import org.probity.model.quantize.QuantizedModel;
import org.probity.model.quantize.Quantizer;
import org.probity.model.quantize.QuantizerOptions;

/** One of the project's example models, with the samples beside it. */
record Example(String model, String samples) {
  private static final Path FOLDER = Path.of("../examples");
  private static final int SAMPLES = 64;

  static final List<Example> ALL =
      List.of(
          new Example("agent/price-risk.onnx", "calibration.csv"),
          new Example("credit/credit.onnx", "calibration.csv"),
          new Example("generator/generator.onnx", "calibration.npz"),
          new Example("insurance/claims.onnx", "calibration.csv"),
          new Example("insurance/tariff.onnx", "calibration.csv"),
          new Example("lending/boosters/lightgbm.txt", "calibration.csv"),
          new Example("lending/boosters/xgboost.json", "calibration.csv"),
          new Example("lending/pipelines/forest.onnx", "calibration.csv"),
          new Example("lending/pipelines/imputed.onnx", "imputed-calibration.csv"),
          new Example("lending/pipelines/scorecard.onnx", "calibration.csv"),
          new Example("mnist/lenet.onnx", "calibration.npz"),
          new Example("mnist/residual.onnx", "calibration.npz"),
          new Example("spam/spam.onnx", "calibration.npz"));

  /** An integer model and its input of the first sample. */
  record Ready(QuantizedModel model, Map<String, int[]> input) {}

  Ready ready() throws Exception {
    Path file = FOLDER.resolve(model);
    FloatGraph graph = ModelImporter.read(file, new ImportOptions(Map.of(), Map.of())).graph();
    List<Map<String, double[]>> read =
        InputFile.samples(file.resolveSibling(samples), Slots.of(graph)).stream()
            .limit(SAMPLES)
            .map(Sample::values)
            .toList();
    QuantizedModel quantized = Quantizer.quantize(graph, read, QuantizerOptions.defaults());
    return new Ready(quantized, new InputQuantizer(quantized.graph()).quantize(read.getFirst()));
  }
}
