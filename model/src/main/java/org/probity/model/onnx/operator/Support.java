package org.probity.model.onnx.operator;

/**
 * One row of the table of supported operators.
 *
 * @param domain operator set, empty for the default one
 * @param operator name of the ONNX operator
 * @param how in a few words, what it becomes
 * @param since first version of Probity with this operator
 */
public record Support(String domain, String operator, String how, String since) {}
