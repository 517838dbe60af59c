package org.probity.api.input;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Port;
import org.probity.inference.key.ModelKey;
import org.probity.inference.key.PublicPrefix;
import org.probity.model.ModelException;
import org.probity.model.quantize.InputQuantizer;

/**
 * The way of a sample to the integers of a model's input ports: directly or, where the model is
 * proven from a tensor on behind a public prefix, through that prefix.
 */
public final class Entrance {
  private final IntegerGraph graph;
  private final Optional<PublicPrefix> prefix;
  private final InputQuantizer quantizer;

  private Entrance(IntegerGraph graph, Optional<PublicPrefix> prefix) {
    this.graph = graph;
    this.prefix = prefix;
    this.quantizer = new InputQuantizer(graph);
  }

  /** Right at the ports of a model. */
  public static Entrance of(ModelKey key) {
    return new Entrance(key.graph(), Optional.empty());
  }

  /** At the inputs of the original model, before a public prefix. */
  public static Entrance through(PublicPrefix prefix) {
    return new Entrance(prefix.graph(), Optional.of(prefix));
  }

  /** What a sample holds. */
  public List<Slot> slots() {
    return Slots.of(graph);
  }

  /** Whether what a sample holds are the ports of the model themselves. */
  public boolean isDirect() {
    return prefix.isEmpty();
  }

  /** The integers of a sample where it enters, by name of those inputs that it holds. */
  public Map<String, int[]> integers(Sample sample) throws ModelException {
    Map<String, int[]> integers = new HashMap<>();
    for (Port port : graph.inputs()) {
      double[] entries = sample.values().get(port.name());
      if (entries != null) {
        integers.put(port.name(), quantizer.quantize(port, entries));
      }
    }
    return integers;
  }

  /**
   * The integers of the model's ports, by name.
   *
   * @throws ModelException if the sample lies outside of the domain where it enters
   */
  public Map<String, int[]> ports(Sample sample) throws ModelException {
    Map<String, int[]> entered = integers(sample);
    try {
      return prefix.isPresent() ? prefix.get().run(List.of(entered)) : entered;
    } catch (IllegalArgumentException e) {
      throw new ModelException("the public prefix cannot be run: " + e.getMessage(), e);
    }
  }

  /** The texts of the model's ports, by name; behind a prefix there are none. */
  public Map<String, List<String>> texts(Sample sample) {
    return prefix.isPresent() ? Map.of() : sample.texts();
  }

  @Override
  public String toString() {
    return "Entrance[" + prefix.map(Object::toString).orElse("direct") + "]";
  }
}
