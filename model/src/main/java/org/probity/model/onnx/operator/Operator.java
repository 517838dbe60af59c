package org.probity.model.onnx.operator;

import org.probity.model.ModelException;
import org.probity.model.onnx.proto.OnnxNode;

/** The import of one ONNX operator. */
@FunctionalInterface
interface Operator {
  /** Defines the outputs of the node in the scope ({@link Scope#define}). */
  void apply(OnnxNode node, Scope scope) throws ModelException;

  /** The import of an operator with one output, as a formula over its operands. */
  @FunctionalInterface
  interface Formulated {
    Value of(OnnxNode node, Scope scope, Formula formula) throws ModelException;
  }
}
