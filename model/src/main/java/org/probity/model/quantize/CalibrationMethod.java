package org.probity.model.quantize;

/**
 * How the scale of a hidden tensor follows from the values that it takes on the samples. Inputs and
 * outputs always cover all values.
 */
public enum CalibrationMethod {
  /** Every value of the samples is within the range. */
  MIN_MAX,

  /**
   * All but one value in ten thousand: single outliers saturate and leave the others a finer scale.
   * The same as {@link #MIN_MAX} with fewer values.
   */
  PERCENTILE,

  /** The scale with the smallest mean square of the error, of rounding and saturation together. */
  MEAN_SQUARE
}
