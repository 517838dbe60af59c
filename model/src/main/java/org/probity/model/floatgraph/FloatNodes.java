package org.probity.model.floatgraph;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.probity.graph.View;

/** What holds for all kinds of nodes of a float graph. */
final class FloatNodes {
  private FloatNodes() {}

  /** Sizes of a node's axes: those of its output, then its own. */
  static int[] axes(FloatNode node) {
    List<Integer> own =
        switch (node) {
          case FloatNode.Contract c -> c.summed();
          case FloatNode.Extremum e -> e.window();
          case FloatNode.Ranking r -> List.of(r.count());
          case FloatNode.Select s -> List.of(s.count());
          case FloatNode.Forest f -> f.counts();
          case FloatNode.Combine _,
              FloatNode.Apply _,
              FloatNode.Rescale _,
              FloatNode.Tabulate _,
              FloatNode.Lookup _,
              FloatNode.Divide _,
              FloatNode.Softmax _,
              FloatNode.Layout _ ->
              List.of();
        };
    return IntStream.concat(
            node.shape().stream().mapToInt(Integer::intValue),
            own.stream().mapToInt(Integer::intValue))
        .toArray();
  }

  /**
   * The node with other views. What reads its input whole ({@link FloatNode.Apply}, {@link
   * FloatNode.Softmax}) can only change the name.
   */
  static FloatNode withViews(FloatNode node, UnaryOperator<View> change) {
    return switch (node) {
      case FloatNode.Contract c ->
          new FloatNode.Contract(
              c.output(), c.shape(), c.summed(), change.apply(c.left()), c.right().map(change));
      case FloatNode.Combine c ->
          new FloatNode.Combine(
              c.output(),
              c.shape(),
              c.terms().stream()
                  .map(t -> new FloatNode.Combine.Term(t.coefficient(), change.apply(t.view())))
                  .toList(),
              c.constant());
      case FloatNode.Apply a ->
          new FloatNode.Apply(a.output(), a.shape(), name(a, change), a.function());
      case FloatNode.Rescale r ->
          new FloatNode.Rescale(
              r.output(), r.shape(), name(r, change), r.axes(), r.multipliers(), r.min(), r.max());
      case FloatNode.Tabulate t ->
          new FloatNode.Tabulate(t.output(), t.shape(), name(t, change), t.first(), t.table());
      case FloatNode.Lookup l ->
          new FloatNode.Lookup(l.output(), l.shape(), change.apply(l.input()), l.mapping());
      case FloatNode.Divide d ->
          new FloatNode.Divide(
              d.output(), d.shape(), change.apply(d.dividend()), change.apply(d.divisor()));
      case FloatNode.Extremum e ->
          new FloatNode.Extremum(
              e.output(),
              e.shape(),
              e.window(),
              e.operands().stream().map(change).toList(),
              e.minimum());
      case FloatNode.Ranking r ->
          new FloatNode.Ranking(
              r.output(),
              r.shape(),
              r.count(),
              change.apply(r.input()),
              r.lastIndex(),
              r.minimum());
      case FloatNode.Select s ->
          new FloatNode.Select(
              s.output(), s.shape(), s.count(), change.apply(s.data()), change.apply(s.index()));
      case FloatNode.Forest f ->
          new FloatNode.Forest(
              f.output(),
              f.shape(),
              f.counts(),
              f.inputs().stream().map(change).toList(),
              f.ensemble());
      case FloatNode.Softmax s ->
          new FloatNode.Softmax(s.output(), s.shape(), name(s, change), s.axis());
      case FloatNode.Layout l ->
          new FloatNode.Layout(l.output(), l.shape(), change.apply(l.view()));
    };
  }

  private static String name(FloatNode node, UnaryOperator<View> change) {
    View before = node.views().getFirst();
    View after = change.apply(before);
    if (!after.axes().equals(before.axes())) {
      throw new IllegalStateException(node.output() + " reads its input whole");
    }
    return after.source();
  }

  /** Whether a node reads every view whole by its form. */
  static boolean readsWhole(FloatNode node) {
    return node instanceof FloatNode.Apply
        || node instanceof FloatNode.Rescale
        || node instanceof FloatNode.Tabulate
        || node instanceof FloatNode.Softmax;
  }

  /** Whether the views of a node may not read zero for an index outside. */
  static boolean readsInside(FloatNode node) {
    return switch (node) {
      case FloatNode.Extremum _,
          FloatNode.Ranking _,
          FloatNode.Select _,
          FloatNode.Forest _,
          FloatNode.Divide _,
          FloatNode.Lookup _ ->
          true;
      case FloatNode.Contract _,
          FloatNode.Combine _,
          FloatNode.Apply _,
          FloatNode.Rescale _,
          FloatNode.Tabulate _,
          FloatNode.Softmax _,
          FloatNode.Layout _ ->
          false;
    };
  }

  /** The node under another name. */
  static FloatNode renamed(FloatNode node, String name) {
    return reshaped(node, name, node.shape());
  }

  /** The node under another name and with another shape of its output. */
  static FloatNode reshaped(FloatNode node, String name, List<Integer> shape) {
    return switch (node) {
      case FloatNode.Contract c ->
          new FloatNode.Contract(name, shape, c.summed(), c.left(), c.right());
      case FloatNode.Combine c -> new FloatNode.Combine(name, shape, c.terms(), c.constant());
      case FloatNode.Apply a -> new FloatNode.Apply(name, shape, a.input(), a.function());
      case FloatNode.Rescale r ->
          new FloatNode.Rescale(
              name, shape, r.input(), r.axes(), r.multipliers(), r.min(), r.max());
      case FloatNode.Tabulate t ->
          new FloatNode.Tabulate(name, shape, t.input(), t.first(), t.table());
      case FloatNode.Lookup l -> new FloatNode.Lookup(name, shape, l.input(), l.mapping());
      case FloatNode.Divide d -> new FloatNode.Divide(name, shape, d.dividend(), d.divisor());
      case FloatNode.Extremum e ->
          new FloatNode.Extremum(name, shape, e.window(), e.operands(), e.minimum());
      case FloatNode.Ranking r ->
          new FloatNode.Ranking(name, shape, r.count(), r.input(), r.lastIndex(), r.minimum());
      case FloatNode.Select s -> new FloatNode.Select(name, shape, s.count(), s.data(), s.index());
      case FloatNode.Forest f ->
          new FloatNode.Forest(name, shape, f.counts(), f.inputs(), f.ensemble());
      case FloatNode.Softmax s -> new FloatNode.Softmax(name, shape, s.input(), s.axis());
      case FloatNode.Layout l -> new FloatNode.Layout(name, shape, l.view());
    };
  }
}
