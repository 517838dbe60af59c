package org.probity.model.onnx.operator;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.probity.graph.View;
import org.probity.model.ModelException;
import org.probity.model.onnx.operator.QuantizedOperand.Scale;
import org.probity.model.onnx.proto.OnnxNode;

/** Averages of 8-bit tensors: functions of the exact sum of a window. */
final class QuantizedPools {
  /** Most cells of a window, so that its sums fit a table and are soon examined. */
  private static final int MAX_KERNEL = 64;

  private QuantizedPools() {}

  static List<Entry> entries() {
    return List.of(
        Entry.formula(
            Entry.MICROSOFT,
            "QLinearGlobalAveragePool",
            "sum of integers; thresholds of the exact sum",
            (node, scope, f) -> {
              Value x = scope.operand(node, 0);
              boolean[] axes = new boolean[x.rank()];
              Arrays.fill(axes, Math.min(2, x.rank()), axes.length, true);
              return mean(node, scope, f, axes, true);
            }),
        Entry.formula(
            Entry.INTERNAL,
            "QLinearReduceMean",
            "sum of integers; thresholds of the exact sum",
            QuantizedPools::reduced),
        Entry.formula(
            Entry.MICROSOFT,
            "QLinearAveragePool",
            "sum of integers; one lookup in a table of the sums",
            QuantizedPools::average));
  }

  private static void requireChannelsFirst(OnnxNode node) throws ModelException {
    if (node.flag("channels_last", false)) {
      throw node.error("channels_last is not supported; transpose the input");
    }
  }

  private static Value reduced(OnnxNode node, Scope scope, Formula f) throws ModelException {
    int rank = scope.operand(node, 0).rank();
    long[] axes =
        scope
            .integers(node, "axes", 5)
            .orElseGet(() -> IntStream.range(0, rank).asLongStream().toArray());
    scope.builder().noteUnfused(node);
    return mean(node, scope, f, Shapes.axes(node, axes, rank), node.flag("keepdims", true));
  }

  private static Value mean(OnnxNode node, Scope scope, Formula f, boolean[] axes, boolean keepDims)
      throws ModelException {
    requireChannelsFirst(node);
    QuantizedOperand x = QuantizedOperand.at(node, scope, 0).requireSingle();
    Scale to = Scale.at(node, scope, 3, x.scale().type()).requireSingle(node, "result");
    int count = Shapes.size(Formula.windowOf(x.codes().shape(), axes));
    float multiplier = x.scale().scale() / (to.scale() * (float) count);
    Value sum = f.sum(x.centred(f, 0), axes, keepDims);
    return f.rescale(sum, new int[0], new float[] {multiplier}, to);
  }

  private static Value average(OnnxNode node, Scope scope, Formula f) throws ModelException {
    requireChannelsFirst(node);
    QuantizedOperand x = QuantizedOperand.at(node, scope, 0).requireSingle();
    Scale to = Scale.at(node, scope, 3, x.scale().type()).requireSingle(node, "result");
    List<Window> windows = Pools.windows(node, x.codes());
    if (windows.stream().allMatch(w -> w.positions() == 1 && w.kernel() == w.size())) {
      boolean[] axes = new boolean[x.codes().rank()];
      Arrays.fill(axes, 2, axes.length, true);
      return mean(node, scope, f, axes, true);
    }
    int count = count(node, windows);
    Value centred = x.centred(f, 0);
    View view = Pools.windowed(f, centred, windows);
    int[] cells = Pools.cells(windows);
    Value sum =
        f.contract(
            ElementType.INT32, Pools.shape(node, centred, windows), cells, view, Optional.empty());
    int kernel = Shapes.size(cells);
    if (kernel > MAX_KERNEL) {
      throw node.error("its window has more than " + MAX_KERNEL + " cells; use GlobalAveragePool");
    }
    SequentialMean means = new SequentialMean(x.scale(), kernel);
    int[] table = new int[means.size()];
    for (int i = 0; i < table.length; i++) {
      int code = means.leastCode(i, count, to);
      if (code != means.mostCode(i, count, to)) {
        throw node.error(
            "ONNX Runtime rounds those of its means that lie on a half by the errors of float32, so"
                + " no function of the exact sum does that; quantise the result with a scale of its"
                + " own (quantize_static with QuantFormat.QOperator), or import the model before"
                + " its quantisation");
      }
      table[i] = code - to.zero();
    }
    return f.tabulate(sum, means.first(), table, to);
  }

  /** The divisor, which must be the same for all windows. */
  private static int count(OnnxNode node, List<Window> windows) throws ModelException {
    boolean padding = node.flag("count_include_pad", false);
    int count = 1;
    for (Window window : windows) {
      int cells = window.cells(0, padding);
      for (int o = 1; o < window.positions(); o++) {
        if (window.cells(o, padding) != cells) {
          throw node.error(
              "its windows at the border have fewer cells; use count_include_pad, or no pads");
        }
      }
      count *= cells;
    }
    return count;
  }
}
