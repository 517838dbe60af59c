/** Calibration and quantisation: from a float graph and samples to an integer graph. */
package org.probity.model.quantize;
