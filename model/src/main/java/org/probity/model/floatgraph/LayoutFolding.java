package org.probity.model.floatgraph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.probity.graph.AxisIndex;
import org.probity.graph.Shapes;
import org.probity.graph.View;

/**
 * Brings layouts to an end: into the views of their readers; behind element-wise functions; or into
 * the node that defines what they rearrange, where a reader needs it whole. What remains is stored
 * as a copy.
 */
final class LayoutFolding implements Rewrite {
  @Override
  public FloatGraph apply(FloatGraph graph, Notes notes) {
    return new Pass(graph, notes).run();
  }

  private static final class Pass {
    private final FloatGraph graph;
    private final Notes notes;
    private final GraphIndex index;
    private final Map<String, FloatNode> defined = new HashMap<>();
    private final Map<String, List<Integer>> shapes = new HashMap<>();
    private final List<FloatNode> nodes = new ArrayList<>();

    /** Layouts that change nothing, by output: what they read. */
    private final Map<String, String> aliases = new HashMap<>();

    private boolean changed;

    Pass(FloatGraph graph, Notes notes) {
      this.graph = graph;
      this.notes = notes;
      this.index = new GraphIndex(graph);
      graph.inputs().forEach(p -> shapes.put(p.tensor(), p.tensorShape()));
      graph.constants().forEach((name, c) -> shapes.put(name, c.shape()));
    }

    FloatGraph run() {
      for (FloatNode original : graph.nodes()) {
        FloatNode node = FloatNodes.withViews(original, this::resolved);
        if (node instanceof FloatNode.Layout layout) {
          add(layout);
        } else if (node instanceof FloatNode.Apply apply
            && layoutOf(apply.input()) != null
            && movesBehind(layoutOf(apply.input()), apply)) {
          moveBehind(layoutOf(apply.input()), apply);
        } else if (FloatNodes.readsWhole(node)) {
          define(node);
        } else {
          define(FloatNodes.withViews(node, v -> composed(node, v)));
        }
      }
      if (!changed) {
        return graph;
      }
      List<FloatPort> outputs =
          graph.outputs().stream()
              .map(p -> p.withTensor(aliases.getOrDefault(p.tensor(), p.tensor())))
              .toList();
      return new FloatGraph(graph.inputs(), outputs, graph.constants(), nodes);
    }

    private void define(FloatNode node) {
      defined.put(node.output(), node);
      shapes.put(node.output(), node.shape());
      nodes.add(node);
    }

    private View resolved(View view) {
      return new View(aliases.getOrDefault(view.source(), view.source()), view.axes());
    }

    private FloatNode.Layout layoutOf(String tensor) {
      return defined.get(tensor) instanceof FloatNode.Layout l ? l : null;
    }

    private void add(FloatNode.Layout original) {
      View view = composed(original, original.view());
      FloatNode.Layout node = new FloatNode.Layout(original.output(), original.shape(), view);
      // An output that is a constant stays a tensor of its own.
      boolean constantOutput =
          graph.constants().containsKey(view.source()) && index.isOutput(node.output());
      if (constantOutput) {
        define(node);
        return;
      }
      if (ViewComposition.isWhole(view, node.shape(), shapes.get(view.source()))) {
        aliases.put(node.output(), view.source());
        changed = true;
        return;
      }
      Optional<FloatNode> pushed = pushed(node);
      if (pushed.isPresent()) {
        nodes.remove(defined.remove(view.source()));
        define(pushed.get());
        changed = true;
        notes.add("layout computed by the operator before it", node.output());
      } else {
        define(node);
      }
    }

    /** The reader's view with the layout that it reads, if there is one, composed in. */
    private View composed(FloatNode reader, View view) {
      FloatNode.Layout layout = layoutOf(view.source());
      if (layout == null) {
        return view;
      }
      int[] sizes = FloatNodes.axes(reader);
      List<Integer> source = shapes.get(layout.view().source());
      Optional<View> composed =
          ViewComposition.compose(view, sizes, layout.shape(), layout.view(), source)
              .filter(
                  v ->
                      !FloatNodes.readsInside(reader)
                          || !ViewComposition.readsOutside(v, sizes, source));
      if (composed.isPresent()) {
        changed = true;
        notes.add("layout read through the view of its reader", layout.output());
      }
      return composed.orElse(view);
    }

    private boolean movesBehind(FloatNode.Layout layout, FloatNode.Apply apply) {
      List<Integer> source = shapes.get(layout.view().source());
      boolean worthwhile =
          Shapes.size(layout.shape()) >= Shapes.size(source)
              || isAccumulator(defined.get(layout.view().source()));
      return worthwhile
          && !graph.constants().containsKey(layout.view().source())
          && (apply.function().at(0) == 0
              || !ViewComposition.readsOutside(layout.view(), FloatNodes.axes(layout), source));
    }

    /** {@code f(layout(x)) = layout(f(x))}. */
    private void moveBehind(FloatNode.Layout layout, FloatNode.Apply apply) {
      String source = layout.view().source();
      String name = apply.output() + "/function";
      define(new FloatNode.Apply(name, shapes.get(source), source, apply.function()));
      changed = true;
      notes.add("layout moved behind a function", apply.output());
      add(
          new FloatNode.Layout(
              apply.output(), apply.shape(), new View(name, layout.view().axes())));
    }

    private static boolean isAccumulator(FloatNode node) {
      return node instanceof FloatNode.Contract || node instanceof FloatNode.Combine;
    }

    /**
     * The node that defines what the layout reads, with its axes rearranged, if nothing else reads
     * it, it has no more cells then, and a reader takes the layout whole.
     */
    private Optional<FloatNode> pushed(FloatNode.Layout layout) {
      String name = layout.view().source();
      FloatNode producer = defined.get(name);
      int[] sizes = FloatNodes.axes(layout);
      if (producer == null
          || !(isAccumulator(producer)
              || producer instanceof FloatNode.Divide
              || producer instanceof FloatNode.Extremum)
          || !readOnce(name, layout.output())
          || Shapes.size(layout.shape()) > Shapes.size(producer.shape())
          || !isReadWhole(layout)
          || ViewComposition.readsOutside(layout.view(), sizes, producer.shape())) {
        return Optional.empty();
      }
      int rank = layout.shape().size();
      int before = producer.shape().size();
      int[] producerAxes = FloatNodes.axes(producer);
      List<Integer> middle = IntStream.of(producerAxes).boxed().toList();
      int own = producerAxes.length - before;
      // The layout on the axes of the output, and the node's own axes behind them.
      View outer =
          new View(
              name,
              Stream.concat(
                      layout.view().axes().stream(),
                      IntStream.range(0, own).mapToObj(d -> AxisIndex.along(rank + d)))
                  .toList());
      int[] newAxes =
          IntStream.concat(IntStream.of(sizes), IntStream.of(producerAxes).skip(before)).toArray();
      Map<View, View> views = new HashMap<>();
      for (View view : producer.views()) {
        Optional<View> composed =
            ViewComposition.compose(outer, newAxes, middle, view, shapes.get(view.source()));
        if (composed.isEmpty()) {
          return Optional.empty();
        }
        views.put(view, composed.get());
      }
      FloatNode moved = FloatNodes.withViews(producer, views::get);
      return Optional.of(FloatNodes.reshaped(moved, layout.output(), layout.shape()));
    }

    /** Whether a layout of the given graph, as it stands there, is all that reads a tensor. */
    private boolean readOnce(String tensor, String layout) {
      // A layout that came to read the tensor by composition is not its only reader.
      return index.hasOneReader(tensor)
          && index.producer(layout) instanceof FloatNode.Layout given
          && given.view().source().equals(tensor);
    }

    /** Whether some reader takes the layout as a whole, so that composing it costs a copy. */
    private boolean isReadWhole(FloatNode.Layout layout) {
      String name = layout.output();
      boolean smaller =
          Shapes.size(layout.shape()) < Shapes.size(shapes.get(layout.view().source()));
      return index.isOutput(name)
          || index.readers(name).stream()
              .anyMatch(
                  r ->
                      switch (r) {
                        case FloatNode.Softmax _, FloatNode.Rescale _, FloatNode.Tabulate _ -> true;
                        case FloatNode.Apply _ -> smaller;
                        case FloatNode.Combine c ->
                            c.views().stream().anyMatch(v -> whole(v, c, layout));
                        case FloatNode.Divide d -> whole(d.dividend(), d, layout);
                        case FloatNode.Contract _,
                            FloatNode.Extremum _,
                            FloatNode.Lookup _,
                            FloatNode.Ranking _,
                            FloatNode.Select _,
                            FloatNode.Forest _,
                            FloatNode.Layout _ ->
                            false;
                      });
    }

    private static boolean whole(View view, FloatNode reader, FloatNode.Layout layout) {
      return view.source().equals(layout.output())
          && ViewComposition.isWhole(view, reader.shape(), layout.shape());
    }
  }
}
