package org.probity.model.fidelity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.probity.graph.Format;
import org.probity.graph.Port;
import org.probity.model.ModelException;

/** Reports without models: outputs drawn at random, and rounded with some noise. */
public final class SampleReports {
  private SampleReports() {}

  /** One output over samples that are given directly. */
  public static OutputFidelity compared(
      Port port,
      Format format,
      boolean label,
      FidelityOptions options,
      List<double[]> original,
      List<double[]> proven) {
    OutputTally tally = new OutputTally(port, format, label, options);
    try {
      for (int i = 0; i < original.size(); i++) {
        tally.add(i, Map.of("x", new double[] {i, -i}), original.get(i), proven.get(i));
      }
    } catch (ModelException e) {
      throw new AssertionError(e);
    }
    return tally.result();
  }

  /** A report of one output without layers. */
  public static FidelityReport report(int samples, OutputFidelity... outputs) {
    return new FidelityReport(
        "ONNX Runtime 1.0", samples, 0, true, List.of(outputs), List.of(), List.of(), List.of());
  }

  /** Scores of a classifier whose noise turns some decisions. */
  public static OutputFidelity scores(String name, int classes, int samples, double noise) {
    Random random = new Random(7);
    List<double[]> original = new ArrayList<>();
    List<double[]> proven = new ArrayList<>();
    for (int i = 0; i < samples; i++) {
      double[] x = random.doubles(classes, -3, 3).toArray();
      x[random.nextInt(classes)] += random.nextDouble(3);
      original.add(x);
      proven.add(rounded(x, noise, random));
    }
    return compared(
        new Port(name, "t", List.of(1L, (long) classes)),
        Format.signed(7, 12),
        false,
        FidelityOptions.defaults(),
        original,
        proven);
  }

  /** One number for each sample. */
  public static OutputFidelity values(String name, int samples, double noise) {
    Random random = new Random(8);
    List<double[]> original = new ArrayList<>();
    List<double[]> proven = new ArrayList<>();
    for (int i = 0; i < samples; i++) {
      double[] x = {3 + 1.2 * random.nextGaussian()};
      original.add(x);
      proven.add(rounded(x, noise, random));
    }
    return compared(
        new Port(name, "t", List.of(1L, 1L)),
        Format.signed(8, 12),
        false,
        FidelityOptions.defaults(),
        original,
        proven);
  }

  /** Labels, of which every {@code period}-th one differs. */
  public static OutputFidelity labels(String name, int classes, int samples, int period) {
    List<double[]> original = new ArrayList<>();
    List<double[]> proven = new ArrayList<>();
    for (int i = 0; i < samples; i++) {
      int label = i * i % classes;
      original.add(new double[] {label});
      proven.add(new double[] {i % period == period - 1 ? (label + 1) % classes : label});
    }
    return compared(
        new Port(name, "t", List.of(1L)),
        new Format(0, 0, classes - 1),
        true,
        FidelityOptions.defaults(),
        original,
        proven);
  }

  private static double[] rounded(double[] x, double noise, Random random) {
    return Arrays.stream(x)
        .map(v -> Math.rint(128 * (v + noise * random.nextGaussian())) / 128)
        .toArray();
  }

  /** Everything a page can show. */
  public static FidelityReport full() {
    Random random = new Random(9);
    List<LayerQuality> layers = new ArrayList<>();
    List<LayerSensitivity> costs = new ArrayList<>();
    String[] operators = {"Conv", "Relu", "MaxPool", "Gemm", "Softmax"};
    for (int i = 0; i < 9; i++) {
      String name = "/features/block." + i + "/conv/very.long.exporter.name/" + operators[i % 5];
      layers.add(new LayerQuality(name, operators[i % 5], 8 + i % 5, 68 - 6.3 * i));
      costs.add(
          new LayerSensitivity(
              name, operators[i % 5], 8 + i % 5, i % 2 == 0 ? 8 : 0, 0.01 * random.nextDouble()));
    }
    layers.set(2, new LayerQuality("/pool/MaxPool", "MaxPool", 8, Double.POSITIVE_INFINITY));
    List<ImportNote> notes =
        List.of(
            new ImportNote(ImportNote.Kind.FOLD, "scaling folded into the weights: /bn1"),
            new ImportNote(ImportNote.Kind.APPROXIMATION, "/out/Softmax: exponentials rounded"),
            new ImportNote(ImportNote.Kind.TABLE, "/act/Gelu: off by at most 0.00024"),
            new ImportNote(ImportNote.Kind.SATURATION, "/fc/Gemm: 3 of 120,000 values"),
            new ImportNote(ImportNote.Kind.CHOICE, "width of weights: 9 bits"));
    return report(600, scores("scores", 10, 600, 0.02)).withLayers(layers, costs).withNotes(notes);
  }
}
