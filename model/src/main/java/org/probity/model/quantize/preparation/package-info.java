/**
 * Rewrites of a float graph before it is quantised: layouts of weights, masks, missing values,
 * inputs of different size.
 */
package org.probity.model.quantize.preparation;
