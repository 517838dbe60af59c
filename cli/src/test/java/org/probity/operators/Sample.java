package org.probity.operators;

import java.util.function.UnaryOperator;
import org.probity.model.onnx.OnnxFile;

/**
 * A small model that uses an operator, and what its inputs are drawn from.
 *
 * @param first first opset that the model is written for
 * @param last last opset that the model is written for
 * @param from smallest real entry
 * @param to bound of real entries, exclusive
 * @param lowest smallest integer entry
 * @param highest largest integer entry
 * @param graph adds inputs, nodes and outputs to an empty file
 * @param reference the same function for ONNX Runtime, where that does not know the operator; else
 *     {@code graph}
 */
record Sample(
    int first,
    int last,
    double from,
    double to,
    int lowest,
    int highest,
    UnaryOperator<OnnxFile> graph,
    UnaryOperator<OnnxFile> reference) {
  /** The opset in which models are run, where they exist in it. */
  private static final int USUAL = 21;

  /** The last opset that is imported. */
  static final int NEWEST = 24;

  /** A model for this opset and all later ones, on numbers in [-2, 2). */
  static Sample since(int opset, UnaryOperator<OnnxFile> graph) {
    return new Sample(opset, NEWEST, -2, 2, 0, 2, graph, graph);
  }

  Sample until(int opset) {
    return new Sample(first, opset, from, to, lowest, highest, graph, reference);
  }

  Sample reals(double least, double bound) {
    return new Sample(first, last, least, bound, lowest, highest, graph, reference);
  }

  Sample integers(int least, int most) {
    return new Sample(first, last, from, to, least, most, graph, reference);
  }

  Sample against(UnaryOperator<OnnxFile> other) {
    return new Sample(first, last, from, to, lowest, highest, graph, other);
  }

  /** The model as a file of the opset. */
  byte[] file(int opset) {
    return file(opset, graph);
  }

  /** The opset in which the model is run. */
  int opset() {
    return Math.clamp(USUAL, first, last);
  }

  /** What ONNX Runtime runs. */
  byte[] referenceFile() {
    boolean same = graph.equals(reference);
    return file(same ? opset() : USUAL, reference);
  }

  private static byte[] file(int opset, UnaryOperator<OnnxFile> graph) {
    OnnxFile file = new OnnxFile(opset).domain(Row.MICROSOFT, 1).domain(Row.LEARNING, 3);
    return graph.apply(file).toBytes();
  }
}
