package org.probity.model.onnx.operator;

/**
 * A value that depends on the input.
 *
 * @param tensor the flat tensor of the float graph that holds its entries in row-major order
 * @param last whether it is the result of a Softmax or ArgMax, which nothing may compute with
 */
record Variable(String tensor, ElementType type, int[] shape, boolean last) implements Value {
  int size() {
    return Shapes.size(shape);
  }

  Variable withShape(int[] newShape) {
    return new Variable(tensor, type, newShape, last);
  }

  Variable withType(ElementType newType) {
    return new Variable(tensor, newType, shape, last);
  }
}
