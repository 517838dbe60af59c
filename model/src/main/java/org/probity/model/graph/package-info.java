/**
 * The integer graph: what a registered model computes, in exact integers. It holds no weights, only
 * their shapes and declared ranges, and knows neither ONNX nor cryptography.
 *
 * <p>Every tensor is two-dimensional, {@code [rows, features]} in row-major order; a single
 * inference has one row. A <em>stored</em> tensor (input port, {@link Requantize}, {@link ArgMax},
 * {@link Softmax}) has values of few bits that can be committed; an <em>accumulator</em> ({@link
 * Linear}, {@link Affine}, {@link Sum}) is wide and exists only as a linear expression with at most
 * one contraction.
 */
package org.probity.model.graph;
