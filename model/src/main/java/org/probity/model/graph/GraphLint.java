package org.probity.model.graph;

/** Rejects integer graphs that are not well-formed or whose accumulators could overflow. */
public final class GraphLint {
  private GraphLint() {}

  /**
   * Checks names, order of definition, shapes, formats and that no accumulator can leave 62 bits for
   * any inputs and parameters within their declared ranges.
   *
   * @throws IllegalArgumentException naming the offending tensor or node
   */
  public static void check(IntegerGraph graph) {
    throw new UnsupportedOperationException();
  }
}
