package org.probity.model.fidelity;

/**
 * What one layer alone costs: the error of the model's output if only this layer is rounded.
 *
 * @param name name of the layer in the original model
 * @param operator what it computes
 * @param bits width of its values
 * @param weightBits largest width of its weights; 0 without
 * @param error root mean square of the error, as a share of that of the output it changes most
 */
public record LayerSensitivity(
    String name, String operator, int bits, int weightBits, double error) {
  public LayerSensitivity {
    if (!(error >= 0)) {
      throw new IllegalArgumentException("layer " + name + " has no error");
    }
  }
}
