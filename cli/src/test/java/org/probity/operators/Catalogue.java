package org.probity.operators;

import java.util.List;

/** All operators of the page. */
final class Catalogue {
  static final List<Family> FAMILIES =
      List.of(
          LinearSamples.family(),
          ReductionSamples.pools(),
          ReductionSamples.decisions(),
          ReductionSamples.normalizations(),
          FunctionSamples.family(),
          ArithmeticSamples.family(),
          LayoutSamples.family(),
          ControlSamples.family(),
          EstimatorSamples.family(),
          QuantizedSamples.family());

  private Catalogue() {}
}
