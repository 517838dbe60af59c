package org.probity.inference;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.probity.graph.Format;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Parameter;
import org.probity.graph.Parameters;
import org.probity.graph.Port;
import org.probity.graph.Tensor;

/** Parameters and inputs for tests. */
final class Samples {
  /** How the values of a format are chosen. */
  enum Choice {
    MIN,
    MAX,
    ALTERNATING,
    RANDOM
  }

  private Samples() {}

  static int[] fill(Format format, int size, Choice choice, Random random) {
    int[] values = new int[size];
    for (int i = 0; i < size; i++) {
      values[i] =
          (int)
              switch (choice) {
                case MIN -> format.min();
                case MAX -> format.max();
                case ALTERNATING -> i % 2 == 0 ? format.min() : format.max();
                case RANDOM -> random.nextLong(format.min(), format.max() + 1);
              };
    }
    return values;
  }

  static Parameters parameters(IntegerGraph graph, Choice choice, long seed) {
    Random random = new Random(seed);
    Map<String, int[]> values = new LinkedHashMap<>();
    for (Parameter p : graph.parameters()) {
      values.put(p.name(), fill(p.format(), p.size(), choice, random));
    }
    return new Parameters(values);
  }

  static Map<String, int[]> inputs(IntegerGraph graph, Choice choice, long seed) {
    Random random = new Random(seed);
    Map<String, Tensor> tensors = graph.tensorsByName();
    Map<String, int[]> values = new LinkedHashMap<>();
    for (Port port : graph.inputs()) {
      Tensor t = tensors.get(port.tensor());
      values.put(port.name(), fill(t.format(), t.size(), choice, random));
    }
    return values;
  }
}
