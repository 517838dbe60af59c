package org.probity.api.input;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.probity.graph.OrderedCode;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatPort;

/**
 * Made-up inputs, for estimates only: real numbers between −1 and 1, integers and truth values 0 or
 * 1, a few texts. The same every time.
 */
public final class StandardSamples {
  private static final int COUNT = 32;

  private StandardSamples() {}

  public static List<Map<String, double[]>> of(FloatGraph graph) {
    SplittableRandom random = new SplittableRandom(1);
    return Stream.generate(() -> sample(graph, random)).limit(COUNT).toList();
  }

  private static Map<String, double[]> sample(FloatGraph graph, SplittableRandom random) {
    Map<String, double[]> sample = new HashMap<>();
    for (FloatPort port : graph.inputs()) {
      int size = port.tensorShape().stream().reduce(1, Math::multiplyExact);
      sample.put(
          port.name(), IntStream.range(0, size).mapToDouble(_ -> entry(port, random)).toArray());
    }
    return sample;
  }

  private static double entry(FloatPort port, SplittableRandom random) {
    if (port.codes().isPresent()) {
      return random.nextInt(2);
    }
    return switch (port.type()) {
      case FLOAT32, FLOAT64 -> (float) random.nextDouble(-1, 1);
      case INTEGER, BOOLEAN -> random.nextInt(2);
      case TEXT -> OrderedCode.ofText("text " + random.nextInt(4));
    };
  }
}
