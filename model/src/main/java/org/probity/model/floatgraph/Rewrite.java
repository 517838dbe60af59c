package org.probity.model.floatgraph;

/** One simplification: gives a graph that computes the same, up to rounding. Ports stay. */
interface Rewrite {
  /**
   * Rewrites a graph.
   *
   * @param notes receives what was changed, for people
   * @return the same object if nothing was to be changed
   */
  FloatGraph apply(FloatGraph graph, Notes notes);
}
