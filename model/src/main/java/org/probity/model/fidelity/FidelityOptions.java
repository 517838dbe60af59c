package org.probity.model.fidelity;

/**
 * What a report keeps.
 *
 * @param worst number of samples to show for each output
 * @param inputs whether to show the inputs of those samples
 * @param calibration whether the samples are those that the model was calibrated with
 */
public record FidelityOptions(int worst, boolean inputs, boolean calibration) {
  /** Ten samples, without their inputs, from the calibration. */
  public static FidelityOptions defaults() {
    return new FidelityOptions(10, false, true);
  }

  public FidelityOptions withInputs(boolean shown) {
    return new FidelityOptions(worst, shown, calibration);
  }

  public FidelityOptions withCalibration(boolean same) {
    return new FidelityOptions(worst, inputs, same);
  }
}
