package org.probity.model.onnx.operator;

/**
 * A value that depends on the input: a tensor of the float graph, whose shape is the ONNX shape, or
 * {@code [1]} for a scalar ({@link Shapes#stored}). Never empty.
 */
record Variable(String tensor, ElementType type, int[] shape) implements Value {
  @Override
  public Variable withType(ElementType newType) {
    return new Variable(tensor, newType, shape);
  }
}
