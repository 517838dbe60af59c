package org.probity.model.quantize.preparation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.probity.graph.AxisIndex;
import org.probity.graph.View;
import org.probity.model.floatgraph.Constant;
import org.probity.model.floatgraph.ConstantView;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatNode;

/**
 * Arranges weights for the proof, which pads every axis to a power of two and commits to rows: the
 * summed axes first, those of a kernel before the channels, the outputs last, and powers of two
 * behind other sizes. A weight that is read through anything but a permutation of its axes is
 * written out over the axes that it is read along, if that has no more entries.
 */
final class WeightLayout {
  private final FloatGraph graph;
  private final Map<String, Constant> constants;
  private final Map<String, Arrangement> arranged = new HashMap<>();
  private final Map<Written, String> written = new HashMap<>();

  /** A constant whose axis d is axis {@code order[d]} of the original. */
  private record Arrangement(String name, List<Integer> order) {}

  /** A constant as some nodes read it; the same for nodes that read it alike. */
  private record Written(View view, List<Integer> sizes, List<Integer> order) {}

  private WeightLayout(FloatGraph graph) {
    this.graph = graph;
    this.constants = new HashMap<>(graph.constants());
  }

  static FloatGraph arrange(FloatGraph graph) {
    return new WeightLayout(graph).run();
  }

  private FloatGraph run() {
    List<FloatNode> nodes = graph.nodes().stream().map(this::arranged).toList();
    constants.keySet().retainAll(used(nodes));
    return new FloatGraph(graph.inputs(), graph.outputs(), constants, nodes);
  }

  private List<String> used(List<FloatNode> nodes) {
    List<String> used = new ArrayList<>();
    nodes.forEach(n -> n.views().forEach(v -> used.add(v.source())));
    graph.outputs().forEach(p -> used.add(p.tensor()));
    return used;
  }

  private FloatNode arranged(FloatNode node) {
    if (node instanceof FloatNode.Contract c && c.right().isPresent()) {
      View right = c.right().get();
      Constant constant = graph.constants().get(right.source());
      if (constant != null) {
        return new FloatNode.Contract(
            c.output(), c.shape(), c.summed(), c.left(), Optional.of(arranged(c, right, constant)));
      }
    }
    return node;
  }

  private View arranged(FloatNode.Contract node, View view, Constant constant) {
    List<Integer> sizes = new ArrayList<>(node.shape());
    sizes.addAll(node.summed());
    List<Integer> axes = view.axes().stream().flatMap(a -> a.axes().stream()).toList();
    long cells = axes.stream().mapToLong(sizes::get).reduce(1, (a, b) -> a * b);
    if (axes.isEmpty() || cells > constant.values().length) {
      return view;
    }
    List<Integer> order = axes.stream().sorted(order(node, sizes)).toList();
    ConstantView read =
        new ConstantView(view, constant, sizes.stream().mapToInt(Integer::intValue).toArray());
    if (isPermutation(view, constant, sizes)) {
      return permuted(read, axes, order);
    }
    Written key = new Written(view, axes.stream().map(sizes::get).toList(), order);
    String name = written.computeIfAbsent(key, _ -> define(view.source(), read.over(order)));
    return new View(name, order.stream().map(AxisIndex::along).toList());
  }

  private static Comparator<Integer> order(FloatNode.Contract node, List<Integer> sizes) {
    int rank = node.shape().size();
    return Comparator.<Integer, Boolean>comparing(a -> a < rank)
        .thenComparing(a -> Integer.bitCount(sizes.get(a)) == 1)
        .thenComparing(a -> !inWindow(node.left(), a))
        .thenComparing(Comparator.naturalOrder());
  }

  private static boolean inWindow(View view, int axis) {
    return view.axes().stream().anyMatch(e -> e.axes().size() > 1 && e.axes().contains(axis));
  }

  private static boolean isPermutation(View view, Constant constant, List<Integer> sizes) {
    for (int d = 0; d < view.axes().size(); d++) {
      AxisIndex index = view.axes().get(d);
      if (index.axes().size() != 1
          || !index.equals(AxisIndex.along(index.axes().getFirst()))
          || !sizes.get(index.axes().getFirst()).equals(constant.shape().get(d))) {
        return false;
      }
    }
    return true;
  }

  /** The first reader decides; others read what it has arranged. */
  private View permuted(ConstantView read, List<Integer> axes, List<Integer> order) {
    View view = read.view();
    Arrangement arrangement =
        arranged.computeIfAbsent(
            view.source(),
            name -> {
              List<Integer> from = order.stream().map(axes::indexOf).toList();
              boolean same = from.equals(IntStream.range(0, axes.size()).boxed().toList());
              return new Arrangement(same ? name : define(name, read.over(order)), from);
            });
    return new View(
        arrangement.name(), arrangement.order().stream().map(d -> view.axes().get(d)).toList());
  }

  private String define(String original, Constant constant) {
    String name = original + "/arranged";
    for (int i = 2; constants.containsKey(name); i++) {
      name = original + "/arranged" + i;
    }
    constants.put(name, constant);
    return name;
  }
}
