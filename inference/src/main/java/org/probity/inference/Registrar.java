package org.probity.inference;

import org.probity.model.graph.IntegerGraph;
import org.probity.model.graph.Parameters;

/** Registers models. */
@SuppressWarnings("DoNotCallSuggester")
public final class Registrar {
  private Registrar() {}

  /**
   * Commits to the parameters and proves that every one of them lies in its declared range.
   *
   * @throws RefusedException if the graph is not well-formed or a parameter is missing, of the
   *     wrong size or out of range
   */
  public static Registration register(IntegerGraph graph, Parameters parameters)
      throws RefusedException {
    throw new UnsupportedOperationException();
  }
}
