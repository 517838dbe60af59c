package org.probity.model.floatgraph;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeSet;
import org.probity.graph.AxisIndex;
import org.probity.graph.View;

/**
 * A constant as a node reads it.
 *
 * @param sizes sizes of the axes of the node
 */
public record ConstantView(View view, Constant constant, int[] sizes) {
  /** The axes of the node that it depends on. */
  public List<Integer> axes() {
    TreeSet<Integer> axes = new TreeSet<>();
    view.axes().forEach(e -> axes.addAll(e.axes()));
    return List.copyOf(axes);
  }

  /** The constant written out over some axes, which contain those that it depends on. */
  public Constant over(List<Integer> axes) {
    List<Integer> shape = axes.isEmpty() ? List.of(1) : axes.stream().map(a -> sizes[a]).toList();
    List<AxisIndex> entries = view.axes().stream().map(e -> renumbered(e, axes)).toList();
    View read = new View(view.source(), entries);
    FloatNode layout = new FloatNode.Layout("constant", shape, read);
    return new Constant(shape, FloatExecutor.compute(layout, Map.of(view.source(), constant)));
  }

  /** The view that reads what {@link #over} gives. */
  public static View along(String name, List<Integer> axes) {
    return new View(
        name,
        axes.isEmpty() ? List.of(AxisIndex.at(0)) : axes.stream().map(AxisIndex::along).toList());
  }

  private static AxisIndex renumbered(AxisIndex index, List<Integer> axes) {
    List<Integer> own = index.axes().stream().map(axes::indexOf).toList();
    return switch (index) {
      case AxisIndex.Strided s -> new AxisIndex.Strided(own, s.strides(), s.offset(), s.divisor());
      case AxisIndex.Table t -> new AxisIndex.Table(t.sourceAxes(), own, t.cells());
    };
  }

  /**
   * The one number that it reads everywhere: that of a constant with one entry, or of a tensor of
   * zeros or ones. Other tensors of equal entries may be weights, and scalars become public.
   */
  public OptionalDouble scalar() {
    double first = constant.values()[0];
    boolean neutral =
        (first == 0 || first == 1) && Arrays.stream(constant.values()).allMatch(v -> v == first);
    if (constant.values().length > 1 && !neutral) {
      return OptionalDouble.empty();
    }
    // An index outside reads zero.
    return Arrays.stream(over(axes()).values()).allMatch(v -> v == first)
        ? OptionalDouble.of(first)
        : OptionalDouble.empty();
  }
}
