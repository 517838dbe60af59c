package org.probity.model.onnx.operator;

import org.probity.model.ModelException;
import org.probity.model.onnx.proto.OnnxNode;

/** The import of one ONNX operator. */
interface Operator {
  /** Defines the outputs of the node in the scope. */
  void apply(OnnxNode node, Scope scope) throws ModelException;
}
