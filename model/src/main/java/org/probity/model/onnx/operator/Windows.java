package org.probity.model.onnx.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.probity.model.ModelException;
import org.probity.model.onnx.proto.OnnxNode;

/** The windows of convolutions and pools, from the attributes of a node. */
final class Windows {
  private Windows() {}

  /**
   * One window for each spatial axis.
   *
   * @param spatial sizes of the spatial axes
   * @param kernel cells of the window on each
   */
  static List<Window> of(OnnxNode node, int[] spatial, int[] kernel) throws ModelException {
    int rank = spatial.length;
    int[] strides = positive(node, "strides", rank);
    int[] dilations = positive(node, "dilations", rank);
    long[] pads = pads(node, rank);
    String auto = node.string("auto_pad", "NOTSET");
    boolean ceil = node.integer("ceil_mode", 0) != 0;
    List<Window> windows = new ArrayList<>();
    for (int d = 0; d < rank; d++) {
      long reach = (kernel[d] - 1L) * dilations[d] + 1;
      long before = pads[d];
      long after = pads[d + rank];
      switch (auto) {
        case "NOTSET", "" -> {}
        case "VALID" -> {
          before = 0;
          after = 0;
        }
        case "SAME_UPPER", "SAME_LOWER" -> {
          long positions = Math.ceilDiv(spatial[d], strides[d]);
          long total = Math.max(0, (positions - 1) * strides[d] + reach - spatial[d]);
          before = auto.equals("SAME_UPPER") ? total / 2 : total - total / 2;
          after = total - before;
        }
        default -> throw node.error("auto_pad " + auto + " is unknown; use NOTSET with pads");
      }
      long slack = spatial[d] + before + after - reach;
      if (slack < 0) {
        throw node.error(
            "a window of "
                + reach
                + " cells does not fit an axis of "
                + spatial[d]
                + " with its padding");
      }
      long positions = (ceil ? Math.ceilDiv(slack, strides[d]) : slack / strides[d]) + 1;
      if (ceil && (positions - 1) * strides[d] >= spatial[d] + before) {
        // The last window would begin in the padding behind the axis.
        positions--;
      }
      windows.add(
          new Window(
              spatial[d],
              kernel[d],
              strides[d],
              dilations[d],
              (int) before,
              (int) after,
              Math.toIntExact(positions)));
    }
    return windows;
  }

  /**
   * One window for each spatial axis of a transposed convolution: the size is that of the input,
   * and the positions are those of the result.
   */
  static List<Window> transposed(OnnxNode node, int[] spatial, int[] kernel) throws ModelException {
    int rank = spatial.length;
    int[] strides = positive(node, "strides", rank);
    int[] dilations = positive(node, "dilations", rank);
    long[] pads = pads(node, rank);
    long[] extra = node.integers("output_padding", new long[rank]);
    long[] wanted = node.integers("output_shape", new long[0]);
    String auto = node.string("auto_pad", "NOTSET");
    if (extra.length != rank || !Arrays.stream(extra).allMatch(p -> p >= 0 && p <= LIMIT)) {
      throw node.error("output_padding is not a number from 0 for each spatial axis");
    }
    if (wanted.length != 0 && wanted.length != rank) {
      // Some exporters list the batch and the channels, too.
      wanted = Arrays.copyOfRange(wanted, Math.max(0, wanted.length - rank), wanted.length);
    }
    if (!List.of("NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER").contains(auto)) {
      throw node.error("auto_pad " + auto + " is unknown; use NOTSET with pads");
    }
    List<Window> windows = new ArrayList<>();
    for (int d = 0; d < rank; d++) {
      long reach = (kernel[d] - 1L) * dilations[d] + 1;
      long whole = strides[d] * (spatial[d] - 1L) + extra[d] + reach;
      long before = auto.equals("NOTSET") ? pads[d] : 0;
      long positions = whole - before - (auto.equals("NOTSET") ? pads[d + rank] : 0);
      if (wanted.length > 0 || auto.startsWith("SAME")) {
        // ONNX Runtime does not pad where the kernel is shorter than the stride.
        positions = wanted.length > 0 ? wanted[d] : Math.min(whole, (long) spatial[d] * strides[d]);
        long total = Math.max(0, whole - positions);
        before = auto.equals("SAME_UPPER") ? total / 2 : total - total / 2;
      }
      if (positions < 1 || positions > LIMIT) {
        throw node.error("its result would have " + positions + " positions along an axis");
      }
      windows.add(
          new Window(
              spatial[d], kernel[d], strides[d], dilations[d], (int) before, 0, (int) positions));
    }
    return windows;
  }

  /** The window sizes of a pool. */
  static int[] kernelShape(OnnxNode node, int rank) throws ModelException {
    if (node.attribute("kernel_shape").isEmpty()) {
      throw node.error("kernel_shape is missing");
    }
    return positive(node, "kernel_shape", rank);
  }

  /** An attribute with a positive entry for each spatial axis; ones if it is left out. */
  static int[] positive(OnnxNode node, String attribute, int rank) throws ModelException {
    long[] values = node.integers(attribute, new long[0]);
    if (values.length == 0) {
      int[] ones = new int[rank];
      Arrays.fill(ones, 1);
      return ones;
    }
    if (values.length != rank || !Arrays.stream(values).allMatch(v -> v > 0 && v <= LIMIT)) {
      throw node.error(
          attribute + " " + Arrays.toString(values) + " are not " + rank + " positive numbers");
    }
    return Arrays.stream(values).mapToInt(v -> (int) v).toArray();
  }

  /** Larger than any axis, and far from overflow. */
  private static final long LIMIT = 1L << 27;

  /** Padding in front of each axis, then behind each. Negative entries crop. */
  static long[] pads(OnnxNode node, int rank) throws ModelException {
    long[] pads = node.integers("pads", new long[0]);
    if (pads.length == 0) {
      return new long[2 * rank];
    }
    if (pads.length != 2 * rank || !Arrays.stream(pads).allMatch(p -> Math.abs(p) <= LIMIT)) {
      throw node.error("pads " + Arrays.toString(pads) + " are not two for each spatial axis");
    }
    return pads;
  }
}
