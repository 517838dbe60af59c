package org.probity.model.quantize;

import java.util.Map;
import java.util.Optional;

/**
 * What the owner of a model chooses for its quantisation. All of it becomes public with the model.
 *
 * @param activationBits width of hidden tensors, 4 to 16
 * @param weightBits width of weights, 2 to 16
 * @param inputBits width of inputs, 4 to 16
 * @param outputBits width of outputs, and of what a Softmax or a ranking reads, 4 to 16
 * @param domains declared domains by name of the input port; an input without one gets the smallest
 *     power of two that covers the samples
 * @param calibration how scales follow from the samples
 * @param biasCorrection whether the mean error that rounded weights make on the samples is taken
 *     out of the biases
 * @param target what the quantised model must attain on the samples; the widths of weights and
 *     hidden tensors are then chosen, and those given here do not count for them
 */
public record QuantizerOptions(
    int activationBits,
    int weightBits,
    int inputBits,
    int outputBits,
    Map<String, Domain> domains,
    CalibrationMethod calibration,
    boolean biasCorrection,
    Optional<Target> target) {
  public QuantizerOptions {
    requireBits("activation", activationBits, 4);
    requireBits("weight", weightBits, 2);
    requireBits("input", inputBits, 4);
    requireBits("output", outputBits, 4);
    domains = Map.copyOf(domains);
  }

  /** Widths and domains, and the defaults for the rest. */
  public QuantizerOptions(
      int activationBits,
      int weightBits,
      int inputBits,
      int outputBits,
      Map<String, Domain> domains) {
    this(
        activationBits,
        weightBits,
        inputBits,
        outputBits,
        domains,
        CalibrationMethod.PERCENTILE,
        true,
        Optional.empty());
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
    return copy(bits, weightBits, inputBits, outputBits);
  }

  public QuantizerOptions withWeightBits(int bits) {
    return copy(activationBits, bits, inputBits, outputBits);
  }

  public QuantizerOptions withInputBits(int bits) {
    return copy(activationBits, weightBits, bits, outputBits);
  }

  public QuantizerOptions withOutputBits(int bits) {
    return copy(activationBits, weightBits, inputBits, bits);
  }

  private QuantizerOptions copy(int activation, int weight, int input, int output) {
    return new QuantizerOptions(
        activation, weight, input, output, domains, calibration, biasCorrection, target);
  }

  public QuantizerOptions withDomains(Map<String, Domain> declared) {
    return new QuantizerOptions(
        activationBits,
        weightBits,
        inputBits,
        outputBits,
        declared,
        calibration,
        biasCorrection,
        target);
  }

  public QuantizerOptions withCalibration(CalibrationMethod method) {
    return new QuantizerOptions(
        activationBits, weightBits, inputBits, outputBits, domains, method, biasCorrection, target);
  }

  public QuantizerOptions withBiasCorrection(boolean correct) {
    return new QuantizerOptions(
        activationBits, weightBits, inputBits, outputBits, domains, calibration, correct, target);
  }

  /** Chooses widths such that the model attains this on the samples. */
  public QuantizerOptions withTarget(Target wanted) {
    return new QuantizerOptions(
        activationBits,
        weightBits,
        inputBits,
        outputBits,
        domains,
        calibration,
        biasCorrection,
        Optional.of(wanted));
  }

  private static void requireBits(String what, int bits, int min) {
    if (bits < min || bits > 16) {
      throw new IllegalArgumentException(what + " bits must lie in [" + min + ", 16], not " + bits);
    }
  }
}
