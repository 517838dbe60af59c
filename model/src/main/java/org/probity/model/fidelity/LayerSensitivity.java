package org.probity.model.fidelity;

/**
 * What one layer alone costs: the error of the model's output if only this layer is rounded.
 *
 * @param name name of the layer in the original model
 * @param operator what it computes
 * @param bits width of its values
 * @param error root mean square error of the first output, in its unit
 */
public record LayerSensitivity(String name, String operator, int bits, double error) {}
