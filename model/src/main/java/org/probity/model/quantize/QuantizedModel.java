package org.probity.model.quantize;

import org.probity.model.graph.IntegerGraph;
import org.probity.model.graph.Parameters;

/**
 * A quantised model.
 *
 * @param graph the integer graph; public
 * @param parameters the integer weights; secret
 */
public record QuantizedModel(IntegerGraph graph, Parameters parameters) {}
