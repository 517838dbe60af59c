package org.probity.model.floatgraph;

import java.util.List;

/**
 * Simplifies float graphs: less to compute, store and prove. Ports and their shapes stay, values
 * stay up to rounding.
 */
public final class Folding {
  /** Rounds after which a graph that still changes is taken as it is. */
  private static final int MAX_ROUNDS = 32;

  private static final List<Rewrite> REWRITES =
      List.of(
          new ConstantEvaluation(),
          new WholeViews(),
          new Sharing(),
          new SelectionFolding(),
          new LayoutFolding(),
          new ElementwiseFusion(),
          new ConcatFolding(),
          new LookupFolding(),
          new SumFolding(),
          new AffineFolding(),
          new MatrixFolding(),
          new UnusedRemoval());

  private Folding() {}

  /** An equal graph with fewer steps. */
  public static FloatGraph fold(FloatGraph graph) {
    return simplify(graph).graph();
  }

  /** The graph without what no output needs. */
  public static FloatGraph withoutUnused(FloatGraph graph) {
    return new UnusedRemoval().apply(graph, new Notes());
  }

  /** An equal graph with fewer steps, and what was changed. */
  public static Simplified simplify(FloatGraph graph) {
    Notes notes = new Notes();
    FloatGraph current = graph;
    for (int round = 0; round < MAX_ROUNDS; round++) {
      FloatGraph before = current;
      for (Rewrite rewrite : REWRITES) {
        current = rewrite.apply(current, notes);
      }
      if (current.equals(before)) {
        break;
      }
    }
    return new Simplified(current, notes.lines());
  }
}
