/**
 * What integers a tensor can hold, as far as its graph alone tells: codes, whole numbers, signs,
 * the shapes of functions, the values of tables and leaves.
 */
package org.probity.model.quantize.format;
