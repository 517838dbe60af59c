/**
 * The integer graph while it is written: its nodes, its parameters, and which integer tensors stand
 * for a tensor of the float graph.
 */
package org.probity.model.quantize.draft;
