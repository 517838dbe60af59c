package org.probity.model.quantize;

import java.util.Map;
import java.util.Optional;
import org.probity.model.quantize.preparation.Classical;

/**
 * What the owner of a model chooses for its quantisation. All of it becomes public with the model.
 *
 * @param activationBits width of hidden tensors, 4 to 16, or {@link #FINE_BITS} for all widths
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
 * @param automatic whether a {@link Classical} model gets {@link #FINE_BITS}, and the widths given
 *     here are for others
 * @param alike by name of the input port: the format, shape and encoding of another model's port
 *     that it is to have, so that one commitment can serve both; neither its width nor its domain
 *     is then chosen here
 */
public record QuantizerOptions(
    int activationBits,
    int weightBits,
    int inputBits,
    int outputBits,
    Map<String, Domain> domains,
    CalibrationMethod calibration,
    boolean biasCorrection,
    Optional<Target> target,
    boolean automatic,
    Map<String, PortFormat> alike) {
  /**
   * Stands for fixed point with results precise to about 2^-24: formats of up to 31 bits, functions
   * by {@link org.probity.graph.Interpolate}.
   */
  public static final int FINE_BITS = 24;

  public QuantizerOptions {
    if (activationBits == FINE_BITS) {
      if (weightBits != FINE_BITS || inputBits != FINE_BITS || outputBits != FINE_BITS) {
        throw new IllegalArgumentException(FINE_BITS + " bits are for all widths or for none");
      }
    } else {
      requireBits("activation", activationBits, 4);
      requireBits("weight", weightBits, 2);
      requireBits("input", inputBits, 4);
      requireBits("output", outputBits, 4);
    }
    domains = Map.copyOf(domains);
    alike = Map.copyOf(alike);
    for (String port : alike.keySet()) {
      if (domains.containsKey(port)) {
        throw new IllegalArgumentException(
            "input " + port + " has a declared domain, and another model's port that it is like");
      }
    }
  }

  /** Widths as they are given, whatever the model is. */
  public QuantizerOptions(
      int activationBits,
      int weightBits,
      int inputBits,
      int outputBits,
      Map<String, Domain> domains,
      CalibrationMethod calibration,
      boolean biasCorrection,
      Optional<Target> target) {
    this(
        activationBits,
        weightBits,
        inputBits,
        outputBits,
        domains,
        calibration,
        biasCorrection,
        target,
        false,
        Map.of());
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
   * Twelve bits for everything but classical models. On the credit example that keeps every label
   * with a mean error of 0.02 % of the largest score, where eight bits change one label in sixty;
   * the certificate is the same size.
   */
  public static QuantizerOptions defaults() {
    return uniform(12).withAutomatic(true);
  }

  /** One width for everything, and the defaults for the rest. */
  public static QuantizerOptions uniform(int bits) {
    return new QuantizerOptions(bits, bits, bits, bits, Map.of());
  }

  /** Whether everything is precise to about 2^-24. */
  public boolean fine() {
    return activationBits == FINE_BITS;
  }

  /** The same with {@link #FINE_BITS}. */
  QuantizerOptions refined() {
    return copy(FINE_BITS, FINE_BITS, FINE_BITS, FINE_BITS);
  }

  /** Whether classical models get {@link #FINE_BITS}. */
  public QuantizerOptions withAutomatic(boolean wanted) {
    return new QuantizerOptions(
        activationBits,
        weightBits,
        inputBits,
        outputBits,
        domains,
        calibration,
        biasCorrection,
        target,
        wanted,
        alike);
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
        activation,
        weight,
        input,
        output,
        domains,
        calibration,
        biasCorrection,
        target,
        false,
        alike);
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
        target,
        automatic,
        alike);
  }

  public QuantizerOptions withCalibration(CalibrationMethod method) {
    return new QuantizerOptions(
        activationBits,
        weightBits,
        inputBits,
        outputBits,
        domains,
        method,
        biasCorrection,
        target,
        automatic,
        alike);
  }

  public QuantizerOptions withBiasCorrection(boolean correct) {
    return new QuantizerOptions(
        activationBits,
        weightBits,
        inputBits,
        outputBits,
        domains,
        calibration,
        correct,
        target,
        automatic,
        alike);
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
        Optional.of(wanted),
        automatic,
        alike);
  }

  /** Gives input ports the form of other models' ports. */
  public QuantizerOptions withAlike(Map<String, PortFormat> ports) {
    return new QuantizerOptions(
        activationBits,
        weightBits,
        inputBits,
        outputBits,
        domains,
        calibration,
        biasCorrection,
        target,
        automatic,
        ports);
  }

  private static void requireBits(String what, int bits, int min) {
    if (bits < min || bits > 16) {
      throw new IllegalArgumentException(
          what + " bits must lie in [" + min + ", 16], or all be 24, not " + bits);
    }
  }
}
