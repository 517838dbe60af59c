package org.probity.model.onnx.operator;

import java.util.List;
import java.util.function.UnaryOperator;
import org.probity.graph.View;
import org.probity.model.floatgraph.FloatNode;

/** Gives the tensors and constants of a step other names. */
final class Renaming {
  private Renaming() {}

  static FloatNode rename(FloatNode node, UnaryOperator<String> names) {
    String output = names.apply(node.output());
    return switch (node) {
      case FloatNode.Contract c ->
          new FloatNode.Contract(
              output,
              c.shape(),
              c.summed(),
              rename(c.left(), names),
              c.right().map(v -> rename(v, names)));
      case FloatNode.Combine c ->
          new FloatNode.Combine(
              output,
              c.shape(),
              c.terms().stream()
                  .map(t -> new FloatNode.Combine.Term(t.coefficient(), rename(t.view(), names)))
                  .toList(),
              c.constant());
      case FloatNode.Apply a ->
          new FloatNode.Apply(output, a.shape(), names.apply(a.input()), a.function());
      case FloatNode.Rescale r ->
          new FloatNode.Rescale(
              output,
              r.shape(),
              names.apply(r.input()),
              r.axes(),
              r.multipliers(),
              r.min(),
              r.max());
      case FloatNode.Tabulate t ->
          new FloatNode.Tabulate(output, t.shape(), names.apply(t.input()), t.first(), t.table());
      case FloatNode.Lookup l ->
          new FloatNode.Lookup(output, l.shape(), rename(l.input(), names), l.mapping());
      case FloatNode.Divide d ->
          new FloatNode.Divide(
              output, d.shape(), rename(d.dividend(), names), rename(d.divisor(), names));
      case FloatNode.Extremum e ->
          new FloatNode.Extremum(
              output, e.shape(), e.window(), rename(e.operands(), names), e.minimum());
      case FloatNode.Ranking r ->
          new FloatNode.Ranking(
              output, r.shape(), r.count(), rename(r.input(), names), r.lastIndex(), r.minimum());
      case FloatNode.Select s ->
          new FloatNode.Select(
              output, s.shape(), s.count(), rename(s.data(), names), rename(s.index(), names));
      case FloatNode.Forest f ->
          new FloatNode.Forest(
              output, f.shape(), f.counts(), rename(f.inputs(), names), f.ensemble());
      case FloatNode.Softmax s ->
          new FloatNode.Softmax(output, s.shape(), names.apply(s.input()), s.axis());
      case FloatNode.Layout l -> new FloatNode.Layout(output, l.shape(), rename(l.view(), names));
    };
  }

  private static List<View> rename(List<View> views, UnaryOperator<String> names) {
    return views.stream().map(v -> rename(v, names)).toList();
  }

  private static View rename(View view, UnaryOperator<String> names) {
    return new View(names.apply(view.source()), view.axes());
  }
}
