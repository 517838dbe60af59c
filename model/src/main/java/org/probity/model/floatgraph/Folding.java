package org.probity.model.floatgraph;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

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
          new SquareSums(),
          new LogSumExp(),
          new MatrixFolding(),
          new UnusedRemoval());

  private Folding() {}

  /** An equal graph with fewer steps. */
  public static FloatGraph fold(FloatGraph graph) {
    return simplify(graph).graph();
  }

  /**
   * The same for a graph with normalised tensors.
   *
   * @param normalised tensors whose entries are of about the same size, so that what they are
   *     scaled with can move behind a concatenation
   */
  public static FloatGraph fold(FloatGraph graph, Set<String> normalised) {
    List<Rewrite> rewrites = new ArrayList<>(REWRITES);
    rewrites.add(new PartFolding(normalised));
    return simplify(graph, rewrites).graph();
  }

  /** The graph without what no output needs. */
  public static FloatGraph withoutUnused(FloatGraph graph) {
    return new UnusedRemoval().apply(graph, new Notes());
  }

  /** An equal graph with fewer steps, and what was changed. */
  public static Simplified simplify(FloatGraph graph) {
    return simplify(graph, REWRITES);
  }

  private static Simplified simplify(FloatGraph graph, List<Rewrite> rewrites) {
    Notes notes = new Notes();
    FloatGraph current = graph;
    for (int round = 0; round < MAX_ROUNDS; round++) {
      FloatGraph before = current;
      for (Rewrite rewrite : rewrites) {
        current = rewrite.apply(current, notes);
      }
      if (current.equals(before)) {
        break;
      }
    }
    return new Simplified(current, notes.lines());
  }
}
