/**
 * From a float graph and samples to an integer graph. This package is the face: what the owner of a
 * model chooses, the result, inputs and errors; the packages below it do the work.
 */
package org.probity.model.quantize;
