package org.probity.model.fidelity;

/**
 * How much noise one layer's values carry compared with those of the original, rounding in all
 * layers before it included.
 *
 * @param name name of the layer in the original model
 * @param operator what it computes
 * @param bits width of its values
 * @param snrDb signal-to-noise ratio in decibels, {@code 10 log10(sum x^2 / sum (x - y)^2)};
 *     infinite if there is no noise
 */
public record LayerQuality(String name, String operator, int bits, double snrDb) {
  public LayerQuality {
    if (Double.isNaN(snrDb)) {
      throw new IllegalArgumentException("layer " + name + " has no signal-to-noise ratio");
    }
  }
}
