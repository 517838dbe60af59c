/** Widths for a target: which layers need how many bits, and what bits cost in a proof. */
package org.probity.model.quantize.width;
