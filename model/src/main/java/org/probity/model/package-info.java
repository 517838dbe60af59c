/**
 * Models before they meet cryptography: ONNX import ({@code onnx}) to a float graph ({@code
 * floatgraph}), calibration and quantisation ({@code quantize}) to an integer graph ({@code
 * graph}), and the fidelity of the result ({@code fidelity}).
 */
package org.probity.model;
