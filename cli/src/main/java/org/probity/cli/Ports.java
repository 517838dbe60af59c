package org.probity.cli;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.probity.cli.input.Slot;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.graph.IntegerGraph;

/** Between the ports of a model and the command line. */
final class Ports {
  private Ports() {}

  static List<Slot> inputs(IntegerGraph graph) {
    return graph.inputs().stream().map(p -> new Slot(p.name(), p.shape())).toList();
  }

  static List<Slot> inputs(FloatGraph graph) {
    return graph.inputs().stream().map(p -> new Slot(p.name(), p.shape())).toList();
  }

  /** The bytes of a context given as text. */
  static byte[] context(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
