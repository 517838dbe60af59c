package org.probity.model.quantize.format;

import java.util.Map;
import org.probity.model.quantize.QuantizerOptions;

/**
 * Bits of the tensors and weights of one quantisation.
 *
 * @param exceptions widths of single float tensors and constants, by name; they replace the others
 */
public record Widths(
    int activations, int weights, int inputs, int outputs, Map<String, Integer> exceptions) {
  public Widths {
    exceptions = Map.copyOf(exceptions);
  }

  /** The widths that the owner chose, the same for all layers. */
  public static Widths of(QuantizerOptions options) {
    return new Widths(
        options.activationBits(),
        options.weightBits(),
        options.inputBits(),
        options.outputBits(),
        Map.of());
  }

  /** Whether everything is precise to about 2^-24. */
  public boolean fine() {
    return activations == QuantizerOptions.FINE_BITS;
  }

  /** Bits of a constant that is multiplied with. */
  public int weight(String constant) {
    return exceptions.getOrDefault(constant, weights);
  }

  /**
   * Bits of a tensor.
   *
   * @param decisive whether results follow from it directly
   */
  public int activation(String tensor, boolean decisive) {
    return exceptions.getOrDefault(tensor, decisive ? outputs : activations);
  }
}
