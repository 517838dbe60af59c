/**
 * ONNX operators: one class for each family, listed in {@link
 * org.probity.model.onnx.operator.Operators}. An operator is a {@link
 * org.probity.model.onnx.operator.Formula} over its operands; its steps become nodes of the float
 * graph or, where all operands are constants, are computed at once. Reference:
 * onnx.ai/onnx/operators, opsets 7 to 24.
 */
package org.probity.model.onnx.operator;
