package org.probity.model.graph;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Executes an integer graph exactly. The graph must have passed {@link
 * GraphLint#check(IntegerGraph, Parameters)}, so no accumulator can overflow a long.
 */
public final class IntegerExecutor {
  private final IntegerGraph graph;
  private final Parameters parameters;
  private final Map<String, Tensor> tensors;
  private final Map<String, long[]> values = new LinkedHashMap<>();

  private IntegerExecutor(IntegerGraph graph, Parameters parameters) {
    this.graph = graph;
    this.parameters = parameters;
    this.tensors = graph.tensorsByName();
  }

  /**
   * The values of all tensors by name, row-major, in order of definition.
   *
   * @param inputs row-major entries by name of the input port
   * @throws IllegalArgumentException if an input is missing, has the wrong number of entries, or
   *     has an entry outside its format; the message names the position, not the value
   */
  public static Map<String, long[]> run(
      IntegerGraph graph, Parameters parameters, Map<String, int[]> inputs) {
    return new IntegerExecutor(graph, parameters).run(inputs);
  }

  private Map<String, long[]> run(Map<String, int[]> inputs) {
    for (Port port : graph.inputs()) {
      values.put(port.tensor(), checked(port, inputs.get(port.name())));
    }
    for (Node node : graph.nodes()) {
      Tensor out = tensors.get(node.output());
      values.put(
          node.output(),
          switch (node) {
            case Linear linear -> linear(linear, out);
            case Affine affine -> affine(affine, out);
            case Sum sum -> sum(sum, out);
            case Requantize requantize -> requantize(requantize, out);
            case ArgMax argMax -> argMax(argMax);
            case Softmax softmax -> softmax(softmax, out);
          });
    }
    return values;
  }

  private long[] checked(Port port, int[] entries) {
    Tensor tensor = tensors.get(port.tensor());
    if (entries == null || entries.length != tensor.size()) {
      throw new IllegalArgumentException(
          "input " + port.name() + " must have " + tensor.size() + " entries");
    }
    long[] result = new long[entries.length];
    for (int i = 0; i < entries.length; i++) {
      if (!tensor.format().contains(entries[i])) {
        throw new IllegalArgumentException(
            "input " + port.name() + ": entry " + i + " is outside the declared domain");
      }
      result[i] = entries[i];
    }
    return result;
  }

  private long[] linear(Linear node, Tensor out) {
    long[] x = values.get(node.input());
    int[] w = parameters.get(node.weight());
    int depth = tensors.get(node.input()).features();
    int width = out.features();
    long[] acc = new long[out.size()];
    node.bias().map(parameters::get).ifPresent(b -> Arrays.setAll(acc, i -> b[i % width]));
    // Within 31 bits the sum can be taken in ints: whatever wraps on the way, the total does not.
    boolean narrow = out.format().magnitude() <= Integer.MAX_VALUE;
    for (int r = 0; r < out.rows(); r++) {
      if (narrow) {
        multiplyNarrow(x, r * depth, depth, w, acc, r * width, width);
      } else {
        multiplyWide(x, r * depth, depth, w, acc, r * width, width);
      }
    }
    return acc;
  }

  private static void multiplyNarrow(
      long[] x, int from, int depth, int[] w, long[] acc, int to, int width) {
    int[] sum = new int[width];
    for (int n = 0; n < width; n++) {
      sum[n] = (int) acc[to + n];
    }
    for (int k = 0; k < depth; k++) {
      int factor = (int) x[from + k];
      int row = k * width;
      if (factor != 0) {
        for (int n = 0; n < width; n++) {
          sum[n] += factor * w[row + n];
        }
      }
    }
    for (int n = 0; n < width; n++) {
      acc[to + n] = sum[n];
    }
  }

  private static void multiplyWide(
      long[] x, int from, int depth, int[] w, long[] acc, int to, int width) {
    for (int k = 0; k < depth; k++) {
      long factor = x[from + k];
      int row = k * width;
      if (factor != 0) {
        for (int n = 0; n < width; n++) {
          acc[to + n] += factor * w[row + n];
        }
      }
    }
  }

  private long[] affine(Affine node, Tensor out) {
    long[] x = values.get(node.input());
    int[] scale = parameters.get(node.scale());
    int[] bias = node.bias().map(parameters::get).orElseGet(() -> new int[scale.length]);
    long[] y = new long[out.size()];
    for (int i = 0; i < y.length; i++) {
      int n = i % scale.length;
      y[i] = x[i] * scale[n] + bias[n];
    }
    return y;
  }

  private long[] sum(Sum node, Tensor out) {
    long[] y = new long[out.size()];
    Arrays.fill(y, node.bias());
    for (Sum.Addend addend : node.addends()) {
      long[] x = values.get(addend.tensor());
      for (int i = 0; i < y.length; i++) {
        y[i] += addend.multiplier() * x[i];
      }
    }
    return y;
  }

  private long[] requantize(Requantize node, Tensor out) {
    long[] x = values.get(node.input());
    int fraction = tensors.get(node.input()).format().fraction() - node.shift();
    long[] y = new long[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = node.activation().apply(node.shifted(x[i]), fraction, out.format());
    }
    return y;
  }

  private long[] argMax(ArgMax node) {
    Tensor in = tensors.get(node.input());
    long[] x = values.get(node.input());
    long[] y = new long[in.rows()];
    for (int r = 0; r < in.rows(); r++) {
      int best = 0;
      for (int i = 1; i < in.features(); i++) {
        long here = x[r * in.features() + i];
        long there = x[r * in.features() + best];
        if (node.lastIndex() ? here >= there : here > there) {
          best = i;
        }
      }
      y[r] = best;
    }
    return y;
  }

  private long[] softmax(Softmax node, Tensor out) {
    long[] x = values.get(node.input());
    int features = out.features();
    int inputFraction = tensors.get(node.input()).format().fraction();
    long[] y = new long[x.length];
    for (int row = 0; row < x.length; row += features) {
      long max = Arrays.stream(x, row, row + features).max().orElseThrow();
      long sum = 0;
      for (int i = row; i < row + features; i++) {
        y[i] = node.exponential(max - x[i], inputFraction);
        sum += y[i];
      }
      for (int i = row; i < row + features; i++) {
        y[i] = ((y[i] << (out.format().fraction() + 1)) + sum) / (2 * sum);
      }
    }
    return y;
  }
}
