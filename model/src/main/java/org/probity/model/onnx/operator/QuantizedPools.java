package org.probity.model.onnx.operator;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.probity.model.ModelException;
import org.probity.model.graph.View;
import org.probity.model.onnx.operator.QuantizedOperand.Scale;
import org.probity.model.onnx.proto.OnnxNode;

/** Averages of 8-bit tensors: functions of the exact sum of a window. */
final class QuantizedPools {
  /** Most sums that a window may have, so that a table holds them. */
  private static final int MAX_SUMS = 1 << 16;

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
    return mean(
        node, scope, f, Shapes.axes(node, axes, rank), node.flag("keepdims", true));
  }

  private static Value mean(
      OnnxNode node, Scope scope, Formula f, boolean[] axes, boolean keepDims)
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
            ElementType.INT32,
            Pools.shape(centred, windows),
            cells,
            view,
            Optional.empty());
    int kernel = Shapes.size(cells);
    long low = (long) kernel * Math.min(0, x.scale().low() - x.scale().zero());
    long high = (long) kernel * Math.max(0, x.scale().high() - x.scale().zero());
    if (high - low >= MAX_SUMS) {
      throw node.error("its window has more than 256 cells; use GlobalAveragePool");
    }
    int[] table = new int[(int) (high - low + 1)];
    for (int i = 0; i < table.length; i++) {
      table[i] = mean((int) low + i, count, x.scale().scale(), to) - to.zero();
    }
    return f.tabulate(sum, (int) low, table, to);
  }

  /**
   * ONNX Runtime adds float32 numbers one by one; where the quotient is not within their rounding of
   * half an integer, that gives what the exact sum gives.
   */
  private static int mean(int sum, int count, float scale, Scale to) {
    float total = scale * (float) sum;
    float mean = total / (float) count / to.scale() + (float) to.zero();
    return (int) Math.clamp(Math.rint(mean), (double) to.low(), (double) to.high());
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
