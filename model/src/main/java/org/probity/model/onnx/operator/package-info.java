/**
 * ONNX operators: one class per family, listed in {@link
 * org.probity.model.onnx.operator.Operators}. Each turns a node into nodes of the float graph, or
 * computes it when all its operands are constants. Reference: onnx.ai/onnx/operators, opsets 9 to
 * 21.
 */
package org.probity.model.onnx.operator;
