package org.probity.model.onnx.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.probity.graph.AxisIndex;
import org.probity.model.ModelException;
import org.probity.model.onnx.proto.OnnxNode;

/** Operators that move entries and change none. */
final class Layouts {
  private static final String FREE = "view, free";

  private Layouts() {}

  static List<Entry> entries() {
    return List.of(
        Entry.of("Identity", FREE, Layouts::identity),
        Entry.of("Dropout", "identity, free", Layouts::dropout),
        Entry.formula("Flatten", FREE, Layouts::flatten),
        Entry.formula("Reshape", FREE, Layouts::reshape),
        Entry.formula("Squeeze", FREE, Layouts::squeeze),
        Entry.formula("Unsqueeze", FREE, Layouts::unsqueeze),
        Entry.formula("Transpose", FREE, Layouts::transpose),
        Entry.formula("Expand", FREE, Layouts::expand),
        Entry.formula("Tile", FREE, Layouts::tile),
        Entry.formula("Concat", "sum of padded views, free", Layouts::concat),
        Entry.of("Split", FREE, Layouts::split),
        Entry.formula("Slice", FREE, Layouts::slice),
        Entry.formula("Trilu", FREE, Layouts::trilu),
        Entry.formula("DepthToSpace", FREE, Layouts::depthToSpace),
        Entry.formula("SpaceToDepth", FREE, Layouts::spaceToDepth),
        Entry.formula("ReverseSequence", FREE, Layouts::reverseSequence),
        Entry.formula("Compress", "view, free; constant condition", Layouts::compress));
  }

  private static void identity(OnnxNode node, Scope scope) throws ModelException {
    if (scope.isSequence(node, 0)) {
      scope.defineSequence(node, scope.sequence(node, 0));
    } else {
      scope.define(node, 0, scope.operand(node, 0));
    }
  }

  private static void dropout(OnnxNode node, Scope scope) throws ModelException {
    Optional<Constant> training = scope.optionalConstant(node, 2);
    if (training.isPresent() && Arrays.stream(training.get().values()).anyMatch(f -> f != 0)) {
      throw node.error("it is in training mode; export the model for inference");
    }
    Value x = scope.operand(node, 0);
    scope.define(node, 0, x);
    if (node.hasOutput(1)) {
      scope.builder().countComputed(node, x.shape());
      scope.define(node, 1, Constant.filled(ElementType.BOOL, x.shape(), 1));
    }
  }

  private static Value flatten(OnnxNode node, Scope scope, Formula f) throws ModelException {
    Value x = scope.operand(node, 0);
    long axis = node.integer("axis", 1);
    int split = axis == x.rank() ? x.rank() : Shapes.axis(node, axis, x.rank());
    return f.reshape(
        x,
        Shapes.size(Arrays.copyOf(x.shape(), split)),
        Shapes.size(Arrays.copyOfRange(x.shape(), split, x.rank())));
  }

  private static Value reshape(OnnxNode node, Scope scope, Formula f) throws ModelException {
    Value x = scope.operand(node, 0);
    long[] target =
        scope
            .integers(node, "shape", 1)
            .orElseThrow(() -> node.error("input 1, the shape, is missing"));
    return f.reshape(x, Shapes.reshaped(node, x.shape(), target, node.flag("allowzero", false)));
  }

  private static Value squeeze(OnnxNode node, Scope scope, Formula f) throws ModelException {
    Value x = scope.operand(node, 0);
    long[] axes = scope.integers(node, "axes", 1).orElse(new long[0]);
    return f.reshape(x, Shapes.squeezed(node, x.shape(), axes));
  }

  private static Value unsqueeze(OnnxNode node, Scope scope, Formula f) throws ModelException {
    Value x = scope.operand(node, 0);
    long[] axes =
        scope.integers(node, "axes", 1).orElseThrow(() -> node.error("its axes are missing"));
    return f.reshape(x, Shapes.unsqueezed(node, x.shape(), axes));
  }

  private static Value transpose(OnnxNode node, Scope scope, Formula f) throws ModelException {
    Value x = scope.operand(node, 0);
    int rank = x.rank();
    long[] order =
        node.integers("perm", LongStream.range(0, rank).map(d -> rank - 1 - d).toArray());
    boolean[] seen = new boolean[rank];
    if (order.length == rank) {
      for (long d : order) {
        if (d >= 0 && d < rank) {
          seen[(int) d] = true;
        }
      }
    }
    if (order.length != rank || !IntStream.range(0, rank).allMatch(d -> seen[d])) {
      throw node.error("perm is not a permutation of the axes");
    }
    return f.transpose(x, Arrays.stream(order).mapToInt(d -> (int) d).toArray());
  }

  private static Value expand(OnnxNode node, Scope scope, Formula f) throws ModelException {
    Value x = scope.operand(node, 0);
    int[] target = Shapes.checked(scope.constant(node, 1).toLongs(node), node.label());
    return f.broadcast(x, Shapes.broadcast(node, x.shape(), target));
  }

  private static Value tile(OnnxNode node, Scope scope, Formula f) throws ModelException {
    Value x = scope.operand(node, 0);
    long[] repeats = scope.constant(node, 1).toLongs(node);
    if (repeats.length != x.rank()) {
      throw node.error("it needs one repeat for each axis");
    }
    long[] dims = new long[x.rank()];
    for (int d = 0; d < dims.length; d++) {
      if (repeats[d] < 0 || repeats[d] > Shapes.MAX_ENTRIES) {
        throw node.error("a repeat is negative or too large");
      }
      dims[d] = repeats[d] * x.shape()[d];
    }
    int[] shape = Shapes.checked(dims, node.label());
    List<AxisIndex> view = new ArrayList<>(Views.identity(x.rank()));
    for (int d = 0; d < dims.length; d++) {
      int size = x.shape()[d];
      if (size == 1) {
        view.set(d, AxisIndex.at(0));
      } else if (repeats[d] != 1 && size > 0) {
        Views.requireCells(node, shape[d]);
        view.set(d, Views.table(d, IntStream.range(0, shape[d]).map(i -> i % size).toArray()));
      }
    }
    return f.layout(x, shape, view);
  }

  private static Value concat(OnnxNode node, Scope scope, Formula f) throws ModelException {
    List<Value> parts = new ArrayList<>();
    for (int i = 0; i < Math.max(1, node.inputs().size()); i++) {
      parts.add(scope.operand(node, i));
    }
    int axis = Shapes.axis(node, node.integer("axis", 1), parts.getFirst().rank());
    for (Value part : parts) {
      if (part.rank() != parts.getFirst().rank()) {
        throw node.error("its operands have different numbers of dimensions");
      }
    }
    Optional<Value> labels = Categories.concat(f, parts, axis);
    return labels.isPresent() ? labels.get() : f.concat(parts, axis);
  }

  private static void split(OnnxNode node, Scope scope) throws ModelException {
    Formula f = new Formula(node, scope);
    Value x = scope.operand(node, 0);
    int axis = Shapes.axis(node, node.integer("axis", 0), x.rank());
    int size = x.shape()[axis];
    long[] given = scope.integers(node, "split", 1).orElse(new long[0]);
    long[] parts = given.length > 0 ? given : equalParts(node, size);
    if (Arrays.stream(parts).anyMatch(p -> p < 0 || p > size)
        || Arrays.stream(parts).sum() != size
        || parts.length != node.outputs().size()) {
      throw node.error("the parts do not add up to the axis, or are not as many as its outputs");
    }
    int start = 0;
    for (int i = 0; i < parts.length; i++) {
      if (node.hasOutput(i)) {
        scope.define(node, i, f.slice(x, axis, start, start + (int) parts[i]));
      }
      start += (int) parts[i];
    }
  }

  /** As many as there are outputs, rounded up; the last one may be smaller. */
  private static long[] equalParts(OnnxNode node, int size) throws ModelException {
    int count = node.outputs().size();
    if (count == 0) {
      throw node.error("it has no output");
    }
    if (node.integer("num_outputs", count) != count) {
      throw node.error("num_outputs is not the number of its outputs");
    }
    long[] parts = new long[count];
    int chunk = (size + count - 1) / count;
    for (int i = 0; i < count; i++) {
      parts[i] = Math.clamp(size - (long) i * chunk, 0, chunk);
    }
    return parts;
  }

  private static Value slice(OnnxNode node, Scope scope, Formula f) throws ModelException {
    Value x = scope.operand(node, 0);
    long[] starts = limits(node, scope, "starts", 1);
    long[] ends = limits(node, scope, "ends", 2);
    long[] axes =
        scope.integers(node, "axes", 3).orElse(LongStream.range(0, starts.length).toArray());
    Optional<Constant> given = scope.optionalConstant(node, 4);
    long[] steps = new long[starts.length];
    Arrays.fill(steps, 1);
    if (given.isPresent()) {
      steps = given.get().toLongs(node);
    }
    if (ends.length != starts.length
        || axes.length != starts.length
        || steps.length != starts.length) {
      throw node.error("starts, ends, axes and steps are not equally many");
    }
    Shapes.axes(node, axes, x.rank());
    List<AxisIndex> view = new ArrayList<>(Views.identity(x.rank()));
    int[] shape = x.shape().clone();
    for (int i = 0; i < starts.length; i++) {
      int axis = Shapes.axis(node, axes[i], x.rank());
      int size = x.shape()[axis];
      if (steps[i] == 0) {
        throw node.error("a step is 0");
      }
      boolean forward = steps[i] > 0;
      // A step beyond the axis takes one entry, as does one of just its size.
      int step = Math.clamp(steps[i], -Math.max(size, 1), Math.max(size, 1));
      long start = clamped(starts[i], size, 0, forward ? size : size - 1);
      long end =
          !forward && isOpen(ends[i])
              ? -1
              : clamped(ends[i], size, forward ? 0 : -1, forward ? size : size - 1);
      long span = forward ? end - start : start - end;
      shape[axis] =
          span <= 0 || size == 0 ? 0 : (int) ((span + Math.abs(step) - 1) / Math.abs(step));
      view.set(
          axis,
          shape[axis] == 1 ? AxisIndex.at((int) start) : AxisIndex.along(axis, step, (int) start));
    }
    if (Arrays.equals(shape, x.shape()) && view.equals(Views.identity(x.rank()))) {
      return x;
    }
    return f.layout(x, shape, view);
  }

  /** The largest numbers of two types stand for "to the end", also backwards. */
  private static boolean isOpen(long end) {
    return end == Integer.MAX_VALUE || end == Long.MAX_VALUE;
  }

  private static long[] limits(OnnxNode node, Scope scope, String name, int position)
      throws ModelException {
    return scope
        .integers(node, name, position)
        .orElseThrow(() -> node.error("its " + name + " are missing"));
  }

  /** A position that counts from the end if negative, kept within limits. */
  private static long clamped(long position, int size, long low, long high) {
    long fromStart = position < 0 ? position + size : position;
    // Beyond the start is not the same as -1, which counts from the end.
    return Math.max(low, Math.min(high, fromStart));
  }

  private static Value trilu(OnnxNode node, Scope scope, Formula f) throws ModelException {
    Value x = scope.operand(node, 0);
    if (x.rank() < 2) {
      throw node.error("it needs a matrix");
    }
    Optional<Constant> diagonal = scope.optionalConstant(node, 1);
    double k = diagonal.isPresent() ? diagonal.get().single(node, "k") : 0;
    boolean upper = node.flag("upper", true);
    int rows = x.shape()[x.rank() - 2];
    int columns = x.shape()[x.rank() - 1];
    Views.requireCells(node, (long) rows * columns);
    int[] cells = new int[rows * columns];
    for (int i = 0; i < cells.length; i++) {
      int distance = i % columns - i / columns;
      cells[i] = (upper ? distance >= k : distance <= k) ? i : -1;
    }
    List<AxisIndex> view = new ArrayList<>(Views.identity(x.rank()).subList(0, x.rank() - 2));
    view.add(new AxisIndex.Table(2, List.of(x.rank() - 2, x.rank() - 1), cells));
    return f.layout(x, x.shape(), view);
  }

  private static int blockSize(OnnxNode node, Value x) throws ModelException {
    long block = node.required("blocksize");
    if (x.rank() != 4 || block < 1 || block > 1 << 12) {
      throw node.error("it needs a tensor of four dimensions and a block size");
    }
    return (int) block;
  }

  private static Value depthToSpace(OnnxNode node, Scope scope, Formula f) throws ModelException {
    Value x = scope.operand(node, 0);
    int block = blockSize(node, x);
    int n = x.shape()[0];
    int channels = x.shape()[1] / (block * block);
    int h = x.shape()[2];
    int w = x.shape()[3];
    if (channels * block * block != x.shape()[1]) {
      throw node.error("the channels are not a multiple of the block");
    }
    Value moved =
        switch (node.string("mode", "DCR")) {
          case "DCR" ->
              f.transpose(f.reshape(x, n, block, block, channels, h, w), 0, 3, 4, 1, 5, 2);
          case "CRD" ->
              f.transpose(f.reshape(x, n, channels, block, block, h, w), 0, 1, 4, 2, 5, 3);
          case String other -> throw node.error("mode " + other + " is unknown");
        };
    return f.reshape(moved, n, channels, h * block, w * block);
  }

  private static Value spaceToDepth(OnnxNode node, Scope scope, Formula f) throws ModelException {
    Value x = scope.operand(node, 0);
    int block = blockSize(node, x);
    int n = x.shape()[0];
    int channels = x.shape()[1];
    int h = x.shape()[2] / block;
    int w = x.shape()[3] / block;
    if (h * block != x.shape()[2] || w * block != x.shape()[3]) {
      throw node.error("height or width is not a multiple of the block");
    }
    Value moved = f.transpose(f.reshape(x, n, channels, h, block, w, block), 0, 3, 5, 1, 2, 4);
    return f.reshape(moved, n, channels * block * block, h, w);
  }

  private static Value reverseSequence(OnnxNode node, Scope scope, Formula f)
      throws ModelException {
    Value x = scope.operand(node, 0);
    Constant lengths = scope.constant(node, 1);
    long batchAxis = node.integer("batch_axis", 1);
    long timeAxis = node.integer("time_axis", 0);
    if (x.rank() < 2
        || batchAxis + timeAxis != 1
        || batchAxis * timeAxis != 0
        || lengths.size() != x.shape()[(int) batchAxis]) {
      throw node.error("batch and time must be the first two axes, with one length for each batch");
    }
    int columns = x.shape()[1];
    Views.requireCells(node, (long) x.shape()[0] * columns);
    int[] cells = new int[x.shape()[0] * columns];
    for (int i = 0; i < cells.length; i++) {
      int time = timeAxis == 0 ? i / columns : i % columns;
      int batch = timeAxis == 0 ? i % columns : i / columns;
      int length = (int) lengths.values()[batch];
      int from = time < length ? length - 1 - time : time;
      if (from >= x.shape()[(int) timeAxis]) {
        throw node.error("a length exceeds the time axis");
      }
      cells[i] = timeAxis == 0 ? from * columns + batch : batch * columns + from;
    }
    List<AxisIndex> view = new ArrayList<>();
    view.add(new AxisIndex.Table(2, List.of(0, 1), cells));
    view.addAll(Views.identity(x.rank()).subList(2, x.rank()));
    return f.layout(x, x.shape(), view);
  }

  /** The slices of an axis, or the entries, whose flag is set. */
  private static Value compress(OnnxNode node, Scope scope, Formula f) throws ModelException {
    Value operand = scope.operand(node, 0);
    double[] flags = scope.constant(node, 1).values();
    boolean flat = node.attribute("axis").isEmpty();
    Value x = flat ? f.reshape(operand, operand.size()) : operand;
    int axis = flat ? 0 : Shapes.axis(node, node.integer("axis", 0), x.rank());
    if (flags.length > x.shape()[axis]) {
      throw node.error("its condition is longer than the axis");
    }
    int[] kept = IntStream.range(0, flags.length).filter(i -> flags[i] != 0).toArray();
    List<AxisIndex> view = new ArrayList<>(Views.identity(x.rank()));
    view.set(axis, Views.table(axis, kept));
    return f.layout(x, Shapes.with(x.shape(), axis, kept.length), view);
  }
}
