package org.probity.cli.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.probity.api.input.InputFile;
import org.probity.api.input.Sample;
import org.probity.api.input.Slots;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.onnx.OnnxImporter;

/** The nets that are measured. */
public record BenchModel(String name, FloatGraph graph, List<Map<String, double[]>> samples) {
  private static final int SAMPLES = 8;

  /** The credit example in {@code folder}, dense nets, and image classifiers. */
  public static List<BenchModel> all(Path folder) throws Exception {
    return List.of(
        credit(folder),
        dense("dense 10k", 64, 96, 32, 10),
        dense("dense 100k", 128, 256, 256, 10),
        dense("dense 1M", 512, 768, 768, 10),
        dense("dense 4M", 1024, 1536, 1536, 10),
        leNet(),
        smallCifarNet(),
        resNet18());
  }

  /** The credit example in {@code folder}. */
  static BenchModel credit(Path folder) throws Exception {
    FloatGraph graph = OnnxImporter.read(folder.resolve("credit.onnx"));
    List<Map<String, double[]>> samples =
        InputFile.samples(folder.resolve("calibration.csv"), Slots.of(graph)).stream()
            .map(Sample::values)
            .toList();
    return new BenchModel("credit", graph, samples);
  }

  /** Weights and biases. */
  long parameters() {
    return graph.constants().values().stream().mapToLong(c -> c.values().length).sum();
  }

  private static BenchModel dense(String name, Integer... widths) {
    BenchBuilder net = new BenchBuilder(1, widths[0]);
    BenchBuilder.Tensor x = net.input();
    for (int i = 1; i < widths.length; i++) {
      x = i == 1 ? x : net.relu(x);
      x = net.dense(x, widths[i]);
    }
    return of(name, net, x);
  }

  /** LeNet-5 on 28 by 28 as LeCun et al. (1998) padded it, with ReLU and maxima. */
  static BenchModel leNet() {
    BenchBuilder net = new BenchBuilder(1, 1, 28, 28);
    BenchBuilder.Tensor x = net.maxPool(net.relu(net.convolution(net.input(), 6, 5, 1, 2)));
    x = net.maxPool(net.relu(net.convolution(x, 16, 5, 1, 0)));
    x = net.relu(net.dense(x, 120));
    x = net.relu(net.dense(x, 84));
    return of("LeNet-5", net, net.dense(x, 10));
  }

  /** Two convolutions and three dense layers on 32 by 32 by 3, 264 thousand parameters. */
  private static BenchModel smallCifarNet() {
    BenchBuilder net = new BenchBuilder(1, 3, 32, 32);
    BenchBuilder.Tensor x = net.maxPool(net.relu(net.convolution(net.input(), 16, 5, 1, 0)));
    x = net.maxPool(net.relu(net.convolution(x, 36, 5, 1, 0)));
    x = net.relu(net.dense(x, 240));
    x = net.relu(net.dense(x, 120));
    return of("CIFAR 264k", net, net.dense(x, 10));
  }

  /** ResNet-18 for 32 by 32 by 3 (He et al. 2016), batch normalisation folded. */
  private static BenchModel resNet18() {
    BenchBuilder net = new BenchBuilder(1, 3, 32, 32);
    BenchBuilder.Tensor x = net.relu(net.convolution(net.input(), 64, 3, 1, 1));
    for (int stage = 0; stage < 4; stage++) {
      int channels = 64 << stage;
      x = block(net, x, channels, stage == 0 ? 1 : 2);
      x = block(net, x, channels, 1);
    }
    return of("ResNet-18", net, net.dense(net.average(x), 10));
  }

  private static BenchBuilder.Tensor block(
      BenchBuilder net, BenchBuilder.Tensor x, int channels, int stride) {
    UnaryOperator<BenchBuilder.Tensor> shortcut =
        stride == 1 ? y -> y : y -> net.convolution(y, channels, 1, stride, 0);
    BenchBuilder.Tensor inner = net.relu(net.convolution(x, channels, 3, stride, 1));
    return net.relu(net.add(net.convolution(inner, channels, 3, 1, 1), shortcut.apply(x)));
  }

  private static BenchModel of(String name, BenchBuilder net, BenchBuilder.Tensor output) {
    return new BenchModel(name, net.graph(output), net.samples(SAMPLES));
  }
}
