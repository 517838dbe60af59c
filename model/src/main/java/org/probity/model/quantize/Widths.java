package org.probity.model.quantize;

import java.util.Map;

/**
 * Bits of the tensors and weights of one quantisation.
 *
 * @param exceptions widths of single float tensors and constants, by name; they replace the others
 */
record Widths(
    int activations, int weights, int inputs, int outputs, Map<String, Integer> exceptions) {
  Widths {
    exceptions = Map.copyOf(exceptions);
  }

  static Widths of(QuantizerOptions options) {
    return new Widths(
        options.activationBits(),
        options.weightBits(),
        options.inputBits(),
        options.outputBits(),
        Map.of());
  }

  /** Whether everything is precise to about 2^-24. */
  boolean fine() {
    return activations == QuantizerOptions.FINE_BITS;
  }

  int weight(String constant) {
    return exceptions.getOrDefault(constant, weights);
  }

  int activation(String tensor, boolean decisive) {
    return exceptions.getOrDefault(tensor, decisive ? outputs : activations);
  }
}
