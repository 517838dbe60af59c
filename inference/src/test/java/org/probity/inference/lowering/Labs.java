package org.probity.inference.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.probity.graph.IntegerGraph;
import org.probity.inference.certificate.Visibility;

/** Graphs with witnesses that are honest, to be tampered with. */
final class Labs {
  /** Of the requantisations. */
  static final int SHIFT = 4;

  static final Map<String, Visibility> PUBLIC_INPUT =
      Map.of("x", Visibility.PUBLIC, "u", Visibility.PUBLIC);

  private Labs() {}

  static Lab lab(IntegerGraph graph, Map<String, int[]> parameters, Map<String, int[]> inputs) {
    return lab(graph, parameters, inputs, null);
  }

  static Lab lab(
      IntegerGraph graph,
      Map<String, int[]> parameters,
      Map<String, int[]> inputs,
      Lab.ForcedPlan plan) {
    Lab lab = Lab.of(graph, parameters, inputs, PUBLIC_INPUT, plan);
    assertThat(lab.violations()).isEmpty();
    return lab;
  }
}
