/** The ranges that tensors have on samples, and the formats that follow from them. */
package org.probity.model.quantize.calibration;
