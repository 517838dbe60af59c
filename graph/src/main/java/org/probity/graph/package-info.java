/**
 * The integer graph: what a registered model computes, in exact integers. It holds no weights, only
 * their shapes and declared ranges, and knows neither ONNX nor cryptography.
 *
 * <p>Tensors have any shape of rank 1 or more, row-major. A <em>stored</em> tensor (input port,
 * {@link Requantize}, {@link Divide}, {@link Extremum}, {@link Ranking}, {@link Select}, {@link
 * Softmax}) has values of few bits that can be committed; an <em>accumulator</em> ({@link
 * Contract}, {@link Sum}) is wide and exists only as an expression with at most one contraction.
 * Layout is not a node: nodes read stored tensors and parameters through {@link View}s.
 *
 * <p>What a graph computes is in {@code execution}, the rules that it keeps in {@code lint}.
 */
package org.probity.graph;
