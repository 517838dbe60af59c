package org.probity.api.input;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.probity.graph.IntegerGraph;
import org.probity.inference.key.ModelKey;
import org.probity.inference.key.PublicPrefix;
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

  /** The graph at whose inputs samples enter. */
  public IntegerGraph graph() {
    return graph;
  }

  /** Whether samples enter at the ports of the model. */
  public boolean isDirect() {
    return prefix.isEmpty();
  }

  /** What a sample holds. */
  public List<Slot> slots() {
    return Slots.of(graph);
  }

  /** What rounds a sample where it enters. */
  public InputQuantizer quantizer() {
    return quantizer;
  }

  /**
   * What the ports of the model get.
   *
   * @param entered row-major integers by name of the input where they enter
   * @throws IllegalArgumentException if they lie outside of the domain there
   */
  public Map<String, int[]> pass(Map<String, int[]> entered) {
    return prefix.isPresent() ? prefix.get().run(List.of(entered)) : entered;
  }

  @Override
  public String toString() {
    return "Entrance[" + prefix.map(Object::toString).orElse("direct") + "]";
  }
}
