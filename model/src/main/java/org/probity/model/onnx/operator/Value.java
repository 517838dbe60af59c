package org.probity.model.onnx.operator;

/** What an ONNX name stands for during import. */
sealed interface Value permits Constant, Variable {
  int[] shape();

  ElementType type();
}
