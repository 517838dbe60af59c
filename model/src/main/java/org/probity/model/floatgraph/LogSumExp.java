package org.probity.model.floatgraph;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.probity.graph.AxisIndex;
import org.probity.graph.RealFunction;
import org.probity.graph.RealFunction.UnaryOperator;
import org.probity.graph.View;

/**
 * Probabilities from logarithms, {@code exp(x - (m + log sum_j exp(x_j - m)))} with {@code m =
 * max_j x_j}, as naive Bayes and mixtures have them, are a softmax of x.
 */
final class LogSumExp implements Rewrite {
  @Override
  public FloatGraph apply(FloatGraph graph, Notes notes) {
    GraphIndex index = new GraphIndex(graph);
    List<FloatNode> nodes = new ArrayList<>();
    for (FloatNode node : graph.nodes()) {
      FloatNode softmax = isUnary(node, UnaryOperator.EXP) ? softmax(node, index) : null;
      if (softmax != null) {
        notes.add("softmax recognised", node.output());
      }
      nodes.add(softmax != null ? softmax : node);
    }
    return nodes.equals(graph.nodes())
        ? graph
        : new FloatGraph(graph.inputs(), graph.outputs(), graph.constants(), nodes);
  }

  /** The softmax that an exponential is, or null. */
  private static FloatNode softmax(FloatNode exponential, GraphIndex index) {
    if (!(difference(input(exponential), index) instanceof Difference(View x, View normaliser))
        || !(index.producer(normaliser.source()) instanceof FloatNode.Combine sum)
        || sum.constant() != 0
        || sum.terms().size() != 2) {
      return null;
    }
    for (int first = 0; first < 2; first++) {
      FloatNode.Combine.Term maximum = sum.terms().get(first);
      FloatNode.Combine.Term logarithm = sum.terms().get(1 - first);
      OptionalInt axis = axis(x, sum, maximum, logarithm, index);
      if (axis.isPresent() && isAlong(normaliser, exponential.shape(), axis.getAsInt())) {
        return new FloatNode.Softmax(
            exponential.output(), exponential.shape(), x.source(), axis.getAsInt());
      }
    }
    return null;
  }

  /** {@code whole - other}, the first read as it is. */
  private record Difference(View whole, View other) {}

  private static Difference difference(String tensor, GraphIndex index) {
    if (!(index.producer(tensor) instanceof FloatNode.Combine c)
        || c.constant() != 0
        || c.terms().size() != 2) {
      return null;
    }
    for (int i = 0; i < 2; i++) {
      FloatNode.Combine.Term plus = c.terms().get(i);
      FloatNode.Combine.Term minus = c.terms().get(1 - i);
      if (plus.coefficient() == 1
          && minus.coefficient() == -1
          && ViewComposition.isWhole(plus.view(), c.shape(), index.shape(plus.view().source()))) {
        return new Difference(plus.view(), minus.view());
      }
    }
    return null;
  }

  /** The axis over which {@code m + l} is the logarithm of the sum of the exponentials of x. */
  private static OptionalInt axis(
      View x,
      FloatNode.Combine sum,
      FloatNode.Combine.Term maximum,
      FloatNode.Combine.Term logarithm,
      GraphIndex index) {
    String m = maximum.view().source();
    boolean plain =
        maximum.coefficient() == 1
            && logarithm.coefficient() == 1
            && ViewComposition.isWhole(maximum.view(), sum.shape(), index.shape(m))
            && ViewComposition.isWhole(
                logarithm.view(), sum.shape(), index.shape(logarithm.view().source()));
    if (!plain
        || !(index.producer(m) instanceof FloatNode.Extremum e)
        || e.minimum()
        || e.operands().size() != 1
        || !e.operands().getFirst().source().equals(x.source())
        || !isUnary(index.producer(logarithm.view().source()), UnaryOperator.LOG)
        || !(index.producer(input(index.producer(logarithm.view().source())))
            instanceof FloatNode.Contract total)
        || total.right().isPresent()
        || !isUnary(index.producer(total.left().source()), UnaryOperator.EXP)) {
      return OptionalInt.empty();
    }
    List<Integer> shape = index.shape(x.source());
    Difference below = difference(input(index.producer(total.left().source())), index);
    for (int a = 0; a < shape.size(); a++) {
      if (below != null
          && below.whole().equals(x)
          && below.other().source().equals(m)
          && isAlong(below.other(), shape, a)
          && isReduced(e.shape(), e.window(), shape, a)
          && isReduced(total.shape(), total.summed(), shape, a)
          && isWindow(e.operands().getFirst(), shape, a)
          && isWindow(total.left(), shape, a)) {
        return OptionalInt.of(a);
      }
    }
    return OptionalInt.empty();
  }

  private static boolean isReduced(
      List<Integer> reduced, List<Integer> window, List<Integer> shape, int axis) {
    List<Integer> kept = new ArrayList<>(shape);
    kept.set(axis, 1);
    return reduced.equals(kept) && window.equals(List.of(shape.get(axis)));
  }

  /** Whether a view has one axis as the window and the others as they are. */
  private static boolean isWindow(View view, List<Integer> shape, int axis) {
    return isAt(view, shape, axis, AxisIndex.along(shape.size()));
  }

  /** Whether a view has one axis at zero and the others as they are. */
  private static boolean isAlong(View view, List<Integer> shape, int axis) {
    return isAt(view, shape, axis, AxisIndex.at(0));
  }

  private static boolean isAt(View view, List<Integer> shape, int axis, AxisIndex special) {
    if (view.axes().size() != shape.size()) {
      return false;
    }
    for (int d = 0; d < shape.size(); d++) {
      AxisIndex entry = view.axes().get(d);
      boolean single = shape.get(d) == 1 && entry.equals(AxisIndex.at(0));
      boolean asItIs = entry.equals(AxisIndex.along(d)) || single;
      if (d == axis ? !entry.equals(special) : !asItIs) {
        return false;
      }
    }
    return true;
  }

  private static boolean isUnary(FloatNode node, UnaryOperator operator) {
    return node instanceof FloatNode.Apply a && a.function().equals(RealFunction.unary(operator));
  }

  private static String input(FloatNode node) {
    return ((FloatNode.Apply) node).input();
  }
}
