/**
 * Models before they meet cryptography: import ({@code onnx}, {@code xgboost}, {@code lightgbm}) to
 * a float graph ({@code floatgraph}), calibration and quantisation ({@code quantize}) to an integer
 * graph ({@code graph}), and the fidelity of the result ({@code fidelity}).
 */
package org.probity.model;
