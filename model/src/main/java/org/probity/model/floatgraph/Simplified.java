package org.probity.model.floatgraph;

import java.util.List;

/**
 * A float graph after simplification.
 *
 * @param notes what was changed, one line for each kind of change
 */
public record Simplified(FloatGraph graph, List<String> notes) {
  public Simplified {
    notes = List.copyOf(notes);
  }
}
