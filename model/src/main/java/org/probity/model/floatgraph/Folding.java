package org.probity.model.floatgraph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Folds affine steps into their neighbours: scalings (biases, normalisations, constant factors)
 * into each other and into the dense layer before or behind them, and a dense layer into the next
 * where that needs no more weights. What is no longer needed is dropped.
 */
public final class Folding {
  /** Limit on the multiplications spent on folding two dense layers. */
  private static final long MAX_WORK = 1L << 31;

  private final Map<String, FloatNode> producers = new HashMap<>();
  private final Map<String, Integer> uses = new HashMap<>();
  private final Map<String, String> aliases = new HashMap<>();

  private Folding() {}

  /** An equal graph with fewer steps; port names and shapes stay. */
  public static FloatGraph fold(FloatGraph graph) {
    return new Folding().run(graph);
  }

  private FloatGraph run(FloatGraph graph) {
    graph.nodes().forEach(node -> node.inputs().forEach(t -> uses.merge(t, 1, Integer::sum)));
    graph.outputs().forEach(port -> uses.merge(port.tensor(), 1, Integer::sum));
    List<FloatNode> folded = new ArrayList<>();
    for (FloatNode original : graph.nodes()) {
      FloatNode node = fold(withAliases(original));
      if (node instanceof FloatNode.Scale s && isIdentity(s)) {
        aliases.put(s.output(), s.input());
        uses.merge(s.input(), uses.getOrDefault(s.output(), 0) - 1, Integer::sum);
      } else {
        producers.put(node.output(), node);
        folded.add(node);
      }
    }
    List<FloatPort> outputs =
        graph.outputs().stream()
            .map(p -> new FloatPort(p.name(), resolve(p.tensor()), p.shape(), p.integer()))
            .toList();
    return new FloatGraph(graph.inputs(), outputs, reachable(folded, outputs));
  }

  /** The node with its producer folded in, as often as that is possible. */
  private FloatNode fold(FloatNode node) {
    FloatNode producer = producers.get(node.inputs().getFirst());
    FloatNode next =
        switch (node) {
          case FloatNode.Scale s when producer instanceof FloatNode.Scale p -> scaleOfScale(p, s);
          case FloatNode.Scale s when producer instanceof FloatNode.Dense p && usedOnce(p) ->
              scaleOfDense(p, s);
          case FloatNode.Dense d when producer instanceof FloatNode.Scale p -> denseOfScale(p, d);
          case FloatNode.Dense d
              when producer instanceof FloatNode.Dense p && usedOnce(p) && worthwhile(p, d) ->
              denseOfDense(p, d);
          default -> null;
        };
    if (next == null) {
      return node;
    }
    uses.merge(producer.output(), -1, Integer::sum);
    // The producer, if nothing else reads it, no longer reads its own input.
    uses.merge(next.inputs().getFirst(), uses.get(producer.output()) == 0 ? 0 : 1, Integer::sum);
    return fold(next);
  }

  private boolean usedOnce(FloatNode node) {
    return uses.get(node.output()) == 1;
  }

  private static boolean worthwhile(FloatNode.Dense first, FloatNode.Dense second) {
    long in = first.weight().rows();
    long middle = first.weight().columns();
    long out = second.weight().columns();
    return in * out <= in * middle + middle * out && in * middle * out <= MAX_WORK;
  }

  private static FloatNode scaleOfScale(FloatNode.Scale p, FloatNode.Scale s) {
    double[] scale = s.scale().clone();
    Arrays.setAll(scale, i -> p.scale()[i] * s.scale()[i]);
    return new FloatNode.Scale(s.output(), p.input(), scale, scaled(p.bias(), s));
  }

  private static FloatNode scaleOfDense(FloatNode.Dense p, FloatNode.Scale s) {
    double[] w = p.weight().values().clone();
    int columns = p.weight().columns();
    Arrays.setAll(w, i -> p.weight().values()[i] * s.scale()[i % columns]);
    Matrix weight = new Matrix(p.weight().rows(), columns, w);
    return new FloatNode.Dense(s.output(), p.input(), weight, scaled(p.bias(), s));
  }

  private static double[] scaled(double[] x, FloatNode.Scale s) {
    double[] y = x.clone();
    Arrays.setAll(y, i -> x[i] * s.scale()[i] + s.bias()[i]);
    return y;
  }

  private static FloatNode denseOfScale(FloatNode.Scale p, FloatNode.Dense d) {
    double[] w = d.weight().values().clone();
    int columns = d.weight().columns();
    Arrays.setAll(w, i -> p.scale()[i / columns] * d.weight().values()[i]);
    Matrix weight = new Matrix(d.weight().rows(), columns, w);
    return new FloatNode.Dense(d.output(), p.input(), weight, throughDense(p.bias(), d));
  }

  private static FloatNode denseOfDense(FloatNode.Dense p, FloatNode.Dense d) {
    Matrix weight = p.weight().multiply(d.weight());
    return new FloatNode.Dense(d.output(), p.input(), weight, throughDense(p.bias(), d));
  }

  private static double[] throughDense(double[] x, FloatNode.Dense d) {
    double[] y = new Matrix(1, x.length, x).multiply(d.weight()).values();
    Arrays.setAll(y, i -> y[i] + d.bias()[i]);
    return y;
  }

  private static boolean isIdentity(FloatNode.Scale s) {
    return Arrays.stream(s.scale()).allMatch(x -> x == 1)
        && Arrays.stream(s.bias()).allMatch(x -> x == 0);
  }

  private String resolve(String tensor) {
    return aliases.getOrDefault(tensor, tensor);
  }

  private FloatNode withAliases(FloatNode node) {
    return switch (node) {
      case FloatNode.Dense d ->
          new FloatNode.Dense(d.output(), resolve(d.input()), d.weight(), d.bias());
      case FloatNode.Scale s ->
          new FloatNode.Scale(s.output(), resolve(s.input()), s.scale(), s.bias());
      case FloatNode.Combine c ->
          new FloatNode.Combine(
              c.output(),
              c.terms().stream()
                  .map(t -> new FloatNode.Combine.Term(resolve(t.tensor()), t.sign()))
                  .toList());
      case FloatNode.Apply a -> new FloatNode.Apply(a.output(), resolve(a.input()), a.activation());
      case FloatNode.ArgMax a ->
          new FloatNode.ArgMax(a.output(), resolve(a.input()), a.lastIndex());
      case FloatNode.Softmax s -> new FloatNode.Softmax(s.output(), resolve(s.input()));
    };
  }

  private static List<FloatNode> reachable(List<FloatNode> nodes, List<FloatPort> outputs) {
    Set<String> needed = new HashSet<>();
    outputs.forEach(port -> needed.add(port.tensor()));
    List<FloatNode> kept = new ArrayList<>();
    for (FloatNode node : nodes.reversed()) {
      if (needed.contains(node.output())) {
        needed.addAll(node.inputs());
        kept.add(node);
      }
    }
    return kept.reversed();
  }
}
