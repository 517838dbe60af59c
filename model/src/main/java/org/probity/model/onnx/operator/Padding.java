package org.probity.model.onnx.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.probity.graph.AxisIndex;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatNode.Combine.Term;
import org.probity.model.onnx.proto.OnnxNode;

/** Pad in all modes; negative pads cut off. */
final class Padding {
  private Padding() {}

  static List<Entry> entries() {
    return List.of(Entry.formula("Pad", "view, free", Padding::pad));
  }

  private static Value pad(OnnxNode node, Scope scope, Formula f) throws ModelException {
    Value x = scope.operand(node, 0);
    int rank = x.rank();
    long[] given =
        scope.integers(node, "pads", 1).orElseThrow(() -> node.error("its pads are missing"));
    long[] axes =
        node.hasInput(3)
            ? scope.constant(node, 3).toLongs(node)
            : IntStream.range(0, rank).asLongStream().toArray();
    Shapes.axes(node, axes, rank);
    if (given.length != 2 * axes.length) {
      throw node.error("it needs two pads for each axis");
    }
    int[] before = new int[rank];
    long[] dims = Arrays.stream(x.shape()).asLongStream().toArray();
    for (int i = 0; i < axes.length; i++) {
      int axis = Shapes.axis(node, axes[i], rank);
      long start = given[i];
      long end = given[i + axes.length];
      if (Math.abs(start) > Shapes.MAX_ENTRIES || Math.abs(end) > Shapes.MAX_ENTRIES) {
        throw node.error("a pad is too large");
      }
      before[axis] = (int) start;
      dims[axis] += start + end;
    }
    int[] shape = Shapes.checked(dims, node.label());
    if (Arrays.equals(shape, x.shape()) && Arrays.stream(before).allMatch(p -> p == 0)) {
      return x;
    }
    return switch (node.string("mode", "constant")) {
      case "constant" -> {
        double value = Masks.bound(scope.real(node, "value", 2, 0));
        Value padded = f.layout(x, shape, shifted(before));
        yield value == 0 ? padded : filled(f, x, shape, before, value);
      }
      case "reflect", "edge", "wrap" -> f.layout(x, shape, repeated(node, x, shape, before));
      case String other -> throw node.error("mode " + other + " is unknown");
    };
  }

  /** Outside of the source, a view reads zero. */
  private static List<AxisIndex> shifted(int[] before) {
    return IntStream.range(0, before.length)
        .mapToObj(d -> AxisIndex.along(d, 1, -before[d]))
        .toList();
  }

  /** {@code x + value - value * [inside]}: a single constant, read inside only. */
  private static Value filled(Formula f, Value x, int[] shape, int[] before, double value)
      throws ModelException {
    int[] ones = new int[shape.length];
    Arrays.fill(ones, 1);
    List<AxisIndex> inside = new ArrayList<>();
    for (int d = 0; d < shape.length; d++) {
      int axis = d;
      int[] cells =
          IntStream.range(0, shape[d])
              .map(i -> i >= before[axis] && i < before[axis] + x.shape()[axis] ? 0 : -1)
              .toArray();
      boolean everywhere = Arrays.stream(cells).allMatch(c -> c == 0);
      inside.add(everywhere ? AxisIndex.at(0) : Views.table(d, cells));
    }
    Value one = Constant.filled(x.type(), ones, 1);
    return f.combine(
        x.type(),
        shape,
        value,
        List.of(new Term(1, f.view(x, shifted(before))), new Term(-value, f.view(one, inside))));
  }

  private static List<AxisIndex> repeated(OnnxNode node, Value x, int[] shape, int[] before)
      throws ModelException {
    String mode = node.string("mode", "");
    List<AxisIndex> view = new ArrayList<>();
    for (int d = 0; d < shape.length; d++) {
      int size = x.shape()[d];
      if (shape[d] == size && before[d] == 0) {
        view.add(AxisIndex.along(d));
        continue;
      }
      if (size == 0) {
        throw node.error("it pads an empty axis");
      }
      Views.requireCells(node, shape[d]);
      int[] cells = new int[shape[d]];
      for (int i = 0; i < cells.length; i++) {
        int at = i - before[d];
        cells[i] =
            switch (mode) {
              case "edge" -> Math.clamp(at, 0, size - 1);
              case "wrap" -> Math.floorMod(at, size);
              default -> reflected(at, size);
            };
      }
      view.add(Views.table(d, cells));
    }
    return view;
  }

  /** Back and forth without repeating the ends. */
  private static int reflected(int at, int size) {
    if (size == 1) {
      return 0;
    }
    int phase = Math.floorMod(at, 2 * size - 2);
    return phase < size ? phase : 2 * size - 2 - phase;
  }
}
