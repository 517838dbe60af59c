package org.probity.model.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.probity.graph.AxisIndex;
import org.probity.graph.Format;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Parameters;
import org.probity.graph.Port;
import org.probity.graph.Ranking;
import org.probity.graph.Tensor;
import org.probity.graph.View;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.Simplified;
import org.probity.model.onnx.ImportOptions;
import org.probity.model.onnx.OnnxFile;
import org.probity.model.onnx.OnnxImporter;
import org.probity.model.quantize.QuantizedModel;
import org.probity.model.quantize.Quantizer;
import org.probity.model.quantize.QuantizerOptions;

class FidelityTest {
  private static final Path CREDIT = Path.of("../examples/credit");

  private static List<Map<String, double[]>> applicants() throws IOException {
    return Files.readAllLines(CREDIT.resolve("calibration.csv")).stream()
        .skip(1)
        .map(line -> Arrays.stream(line.split(",", -1)).mapToDouble(Double::parseDouble).toArray())
        .map(row -> Map.of("applicant", row))
        .toList();
  }

  /** The credit example: what a width costs. */
  @ParameterizedTest
  @CsvSource({
    "credit, 8, 0.98, 0.04",
    "credit, 10, 0.99, 0.01",
    "credit, 12, 1, 0.003",
    "credit-harsher, 8, 0.98, 0.04",
    "credit-harsher, 10, 0.99, 0.01",
    "credit-harsher, 12, 1, 0.003"
  })
  void creditExample(String name, int bits, double agreement, double error)
      throws IOException, ModelException {
    byte[] file = Files.readAllBytes(CREDIT.resolve(name + ".onnx"));
    List<Map<String, double[]>> samples = applicants();
    QuantizerOptions options = new QuantizerOptions(bits, bits, bits, bits, Map.of());
    QuantizedModel model = Quantizer.quantize(OnnxImporter.read(file), samples, options);
    try (OnnxRuntimeReference reference = OnnxRuntimeReference.open(file)) {
      FidelityReport report = Fidelity.measure(reference, model, samples);
      assertThat(report.samples()).isEqualTo(samples.size());
      OutputFidelity scores = report.outputs().getFirst();
      assertThat(scores.labelAgreement().orElseThrow()).isGreaterThanOrEqualTo(agreement);
      assertThat(scores.largestError()).isLessThan(error);
      assertThat(scores.meanError()).isLessThan(scores.largestError()).isPositive();
    }
  }

  /** Layers have names, operators and widths; what was folded and tabulated is told. */
  @Test
  void theWholeReport() throws IOException, ModelException {
    byte[] file = Files.readAllBytes(CREDIT.resolve("credit.onnx"));
    List<Map<String, double[]>> samples = applicants().subList(0, 40);
    FloatGraph graph = OnnxImporter.read(file);
    Simplified imported = new Simplified(graph, List.of());
    QuantizedModel model = Quantizer.quantize(graph, samples, QuantizerOptions.defaults());
    try (OnnxRuntimeReference reference = OnnxRuntimeReference.open(file)) {
      FidelityReport report =
          Fidelity.report(reference, imported, model, samples, FidelityOptions.defaults());
      assertThat(report.layers())
          .hasSizeGreaterThan(3)
          .allMatch(layer -> layer.snrDb() > 40 && layer.bits() == 12);
      assertThat(report.layers().getFirst().operator()).isEqualTo("input");
      assertThat(report.layers())
          .extracting(LayerQuality::operator)
          .contains("weighted sum, relu(x)");
      assertThat(report.sensitivity())
          .hasSizeGreaterThan(3)
          .allMatch(layer -> layer.error() < 0.01)
          .anyMatch(layer -> layer.weightBits() == 12);
      assertThat(report.toJson()).doesNotContain("Infinity", "NaN");
    }
  }

  @Test
  void whatWasChangedIsTold(@TempDir Path folder) throws IOException, ModelException {
    byte[] file =
        new OnnxFile(17)
            .input("x", 1, 2)
            .floats("w", new long[] {2, 2}, 1, 2, -3, 1)
            .add("MatMul", "x,w", "product")
            .add("Sigmoid", "product", "curved")
            .add("Add", "curved,x", "sum")
            .add("Add", "sum,product", "joined")
            .add("Softmax", "joined", "y")
            .output("y")
            .toBytes();
    List<Map<String, double[]>> samples =
        List.of(
            Map.of("x", new double[] {0.5, 1}),
            Map.of("x", new double[] {-1, 0.25}),
            Map.of("x", new double[] {0.3, -0.7}));
    Path stored = Files.write(folder.resolve("m.onnx"), file);
    Simplified imported = OnnxImporter.readNoted(stored, ImportOptions.defaults());
    QuantizedModel model =
        Quantizer.quantize(imported.graph(), samples, QuantizerOptions.uniform(12));
    try (OnnxRuntimeReference reference = OnnxRuntimeReference.open(file)) {
      FidelityReport report =
          Fidelity.report(reference, imported, model, samples, FidelityOptions.defaults());
      assertThat(report.notes())
          .extracting(ImportNote::kind)
          .contains(ImportNote.Kind.FOLD, ImportNote.Kind.TABLE, ImportNote.Kind.APPROXIMATION);
      assertThat(report.notes())
          .extracting(ImportNote::text)
          .anyMatch(text -> text.startsWith("curved: sigmoid(x), off by at most "))
          .anyMatch(text -> text.startsWith("y: exponentials of the Softmax"));
    }
  }

  /** ONNX Runtime and our own executor are the same original, but for single precision. */
  @Test
  void eitherReferenceGivesTheSameReport() throws IOException, ModelException {
    byte[] file = Files.readAllBytes(CREDIT.resolve("credit.onnx"));
    List<Map<String, double[]>> samples = applicants().subList(0, 40);
    FloatGraph graph = OnnxImporter.read(file);
    QuantizedModel model = Quantizer.quantize(graph, samples, QuantizerOptions.defaults());
    Reference own = new FloatGraphReference(graph, "a test");
    try (OnnxRuntimeReference reference = OnnxRuntimeReference.open(file)) {
      OutputFidelity first = Fidelity.measure(reference, model, samples).outputs().getFirst();
      OutputFidelity second = Fidelity.measure(own, model, samples).outputs().getFirst();
      assertThat(second.confusion()).isEqualTo(first.confusion());
      assertThat(second.meanError()).isCloseTo(first.meanError(), within(1e-5)).isPositive();
      assertThat(second.largestError()).isCloseTo(first.largestError(), within(1e-5));
    }
    assertThatThrownBy(() -> own.run(Map.of("applicant", new double[3])))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("applicant");
  }

  /** A model whose output is known: the label of a row of three. */
  private static QuantizedModel labels() {
    Format format = Format.signed(0, 8);
    View row = new View("x", List.of(AxisIndex.along(1)));
    return new QuantizedModel(
        new IntegerGraph(
            List.of(new Port("x", "x", List.of(3L))),
            List.of(new Port("label", "y", List.of(1L))),
            List.of(
                new Tensor("x", List.of(3), format),
                new Tensor("y", List.of(1), new Format(0, 0, 2))),
            List.of(),
            List.of(new Ranking("y", 3, row, false, false))),
        new Parameters(Map.of()));
  }

  private static Reference always(double... label) {
    return new Reference() {
      @Override
      public String name() {
        return "a \"constant\"";
      }

      @Override
      public Map<String, double[]> run(Map<String, double[]> inputs) {
        return Map.of("label", label);
      }
    };
  }

  @Test
  void labelsAreComparedAsLabels() throws ModelException {
    List<Map<String, double[]>> samples =
        List.of(
            Map.of("x", new double[] {1, 5, 3}),
            Map.of("x", new double[] {9, 5, 3}),
            Map.of("x", new double[] {1, 5, 5}),
            Map.of("x", new double[] {1, 5, 7}));
    FidelityReport report = Fidelity.measure(always(1), labels(), samples);
    OutputFidelity only = report.outputs().getFirst();
    assertThat(only.role()).isEqualTo(OutputRole.LABELS);
    assertThat(only.labelAgreement()).hasValue(0.5);
    assertThat(only.largestError()).isEqualTo(1);
    assertThat(report.toText())
        .isEqualToNormalizingNewlines(
            """
            Fidelity against a "constant" on 4 calibration samples
              label [1]: labels agree 50.00 %, 2 of 4 differ
            """);
    assertThat(report.toJson())
        .startsWith(
            """
            {"reference":"a \\"constant\\"","samples":4,"refused":0,"calibration":true,"outputs":[{"name":"label",\
            "shape":[1],"entries":1,"role":"labels","categories":[],"differing":2,\
            "labelAgreement":0.5,"largestError":1.0,"meanError":0.5,"largestValue":1.0,\
            """)
        .contains("\"confusion\":[{\"original\":1,\"proven\":0,\"count\":1},")
        .endsWith("\"layers\":[],\"sensitivity\":[],\"notes\":[]}");
  }

  @Test
  void namesAreQuotedInJson() {
    FidelityReport report = SampleReports.report(1, SampleReports.values("price\u0001\"", 1, 0.5));
    assertThat(report.toText()).doesNotContain("labels");
    assertThat(report.toJson()).contains("\"labelAgreement\":null", "price\\u0001\\\"");
  }

  @Test
  void whatCannotBeComparedIsRefused() {
    List<Map<String, double[]>> fine = List.of(Map.of("x", new double[] {1, 5, 3}));
    assertThatThrownBy(() -> Fidelity.measure(always(1), labels(), List.of()))
        .hasMessageContaining("at least one sample");
    assertThatThrownBy(() -> Fidelity.measure(always(1, 2), labels(), fine))
        .hasMessageContaining("output label of the original has another shape");
    assertThatThrownBy(() -> Fidelity.measure(always(Double.NaN), labels(), fine))
        .hasMessageContaining("is not finite");
    List<Map<String, double[]>> outside =
        List.of(fine.getFirst(), Map.of("x", new double[] {1, 500, 3}));
    assertThatThrownBy(() -> Fidelity.measure(always(1), labels(), outside))
        .isInstanceOf(ModelException.class)
        .hasMessage("sample 1, input x[1] is outside the declared domain [-128.0, 127.0]");
  }
}
