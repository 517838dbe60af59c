package org.probity.model.quantize;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Parameters;

/**
 * A quantised model.
 *
 * @param graph the integer graph; public
 * @param parameters the integer weights; secret
 * @param origins by name of a tensor of the integer graph: the tensor of the float graph that it
 *     stands for; intermediate results of the quantiser have none
 * @param notes what the owner should know: widths that were chosen, tensors that the samples do not
 *     exercise
 */
public record QuantizedModel(
    IntegerGraph graph, Parameters parameters, Map<String, String> origins, List<String> notes) {
  public QuantizedModel {
    origins = Map.copyOf(origins);
    notes = List.copyOf(notes);
  }

  /** The same with one more note. */
  QuantizedModel withNote(String note) {
    List<String> more = new ArrayList<>(notes);
    more.add(note);
    return new QuantizedModel(graph, parameters, origins, more);
  }

  /** A model that was not quantised here. */
  public QuantizedModel(IntegerGraph graph, Parameters parameters) {
    this(graph, parameters, Map.of(), List.of());
  }
}
