/**
 * The float graph: what an imported model computes on one row, in real numbers, reduced to a
 * handful of operations on flat vectors. ONNX shapes are gone except at the ports.
 */
package org.probity.model.floatgraph;
