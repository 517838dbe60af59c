package org.probity.model.onnx.operator;

/** What an ONNX name stands for during import. */
sealed interface Value permits Constant, Variable {
  /** The ONNX shape; empty for a scalar. */
  int[] shape();

  ElementType type();

  /** Number of entries. */
  default int size() {
    return Shapes.size(shape());
  }

  default int rank() {
    return shape().length;
  }

  /** The same entries under another type, without any conversion. */
  Value withType(ElementType newType);
}
