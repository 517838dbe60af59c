package org.probity.inference.lowering;

import java.util.Arrays;
import java.util.List;
import org.probity.graph.Rescale;
import org.probity.inference.lowering.table.CodeTable;

/**
 * Thresholds of the exact sum: the row of channel and code in a {@link CodeTable}, and {@code lo <=
 * input <= hi} as two limb-wise range checks. The key alone would not do: a code above the largest
 * one leads to a row of the next channel. The row's second component, which is the code itself,
 * forbids that.
 */
final class RescaleLowering {
  private final Virtual input;
  private final CodeTable table;
  private final Virtual key;

  /** The values of the table; computed when an honest prover first needs them. */
  private List<long[]> rows;

  private RescaleLowering(Virtual input, CodeTable table, Virtual key) {
    this.input = input;
    this.table = table;
    this.key = key;
  }

  static void lower(Rescale node, Scope scope) {
    String name = node.output();
    Virtual input = scope.read(node.input());
    Virtual output = scope.declare(name);
    CodeTable table =
        new CodeTable(node.multipliers(), output.min(), output.max(), input.magnitudeBits());
    RescaleLowering lowering = new RescaleLowering(input, table, key(node, output, table, scope));
    Virtual over =
        scope
            .ranges()
            .committedNotNegative(
                "over lower threshold of " + name,
                input.shape(),
                lowering.distance(1, 1),
                table.widest());
    Virtual under =
        scope
            .ranges()
            .committedNotNegative(
                "under upper threshold of " + name,
                input.shape(),
                lowering.distance(2, -1),
                table.widest());
    scope
        .draft()
        .lookup(
            "codes of " + name, table, lowering.key, output, input.minus(over), input.plus(under));
  }

  /** {@code channel * codes + (output - min)}; the channel is a public function of the position. */
  private static Virtual key(Rescale node, Virtual output, CodeTable table, Scope scope) {
    Virtual key = output.plus(-table.min());
    List<Integer> shape = output.shape().sizes();
    int[] strides = node.strides(shape);
    for (int axis = 0; axis < strides.length; axis++) {
      if (strides[axis] != 0 && shape.get(axis) > 1) {
        long step = strides[axis] * table.codes();
        long[] channels = new long[shape.get(axis)];
        Arrays.setAll(channels, i -> i * step);
        scope.reserveWeights(channels.length);
        key = key.plusAlong(axis, channels);
      }
    }
    return key;
  }

  /** Honest distances from a threshold: {@code sign * (input - threshold)}. */
  private Values distance(int component, int sign) {
    return trace -> {
      long[] thresholds = rows().get(component);
      long[] x = input.values(trace);
      long[] rowOf = key.values(trace);
      long[] d = new long[x.length];
      Arrays.setAll(d, i -> sign * (x[i] - thresholds[(int) rowOf[i]]));
      return d;
    };
  }

  private synchronized List<long[]> rows() {
    if (rows == null) {
      rows = table.values();
    }
    return rows;
  }
}
