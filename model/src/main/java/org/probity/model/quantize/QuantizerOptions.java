package org.probity.model.quantize;

import java.util.Map;

/**
 * What the owner of a model chooses for its quantisation. All of it becomes public with the model.
 *
 * @param activationBits width of hidden tensors, 4 to 16
 * @param weightBits width of weights, 2 to 16
 * @param inputBits width of inputs, 4 to 16
 * @param outputBits width of outputs, and of what a final Softmax or ArgMax reads, 4 to 16
 * @param domains declared domains by name of the input port; an input without one gets the smallest
 *     power of two that covers the samples
 */
public record QuantizerOptions(
    int activationBits,
    int weightBits,
    int inputBits,
    int outputBits,
    Map<String, Domain> domains) {
  public QuantizerOptions {
    requireBits("activation", activationBits, 4);
    requireBits("weight", weightBits, 2);
    requireBits("input", inputBits, 4);
    requireBits("output", outputBits, 4);
    domains = Map.copyOf(domains);
  }

  /**
   * Twelve bits for everything. On the credit example that keeps every label with a mean error of
   * 0.02 % of the largest score, where eight bits change one label in sixty; the certificate is the
   * same size.
   */
  public static QuantizerOptions defaults() {
    return new QuantizerOptions(12, 12, 12, 12, Map.of());
  }

  public QuantizerOptions withActivationBits(int bits) {
    return new QuantizerOptions(bits, weightBits, inputBits, outputBits, domains);
  }

  public QuantizerOptions withWeightBits(int bits) {
    return new QuantizerOptions(activationBits, bits, inputBits, outputBits, domains);
  }

  public QuantizerOptions withInputBits(int bits) {
    return new QuantizerOptions(activationBits, weightBits, bits, outputBits, domains);
  }

  public QuantizerOptions withOutputBits(int bits) {
    return new QuantizerOptions(activationBits, weightBits, inputBits, bits, domains);
  }

  public QuantizerOptions withDomains(Map<String, Domain> declared) {
    return new QuantizerOptions(activationBits, weightBits, inputBits, outputBits, declared);
  }

  private static void requireBits(String what, int bits, int min) {
    if (bits < min || bits > 16) {
      throw new IllegalArgumentException(what + " bits must lie in [" + min + ", 16], not " + bits);
    }
  }
}
