package org.probity.inference.lowering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.probity.graph.AxisIndex;
import org.probity.graph.Contract;
import org.probity.graph.Divide;
import org.probity.graph.Encoding;
import org.probity.graph.Extremum;
import org.probity.graph.Format;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Interpolate;
import org.probity.graph.Node;
import org.probity.graph.Parameter;
import org.probity.graph.Port;
import org.probity.graph.Ranking;
import org.probity.graph.RealFunction;
import org.probity.graph.Requantize;
import org.probity.graph.Rescale;
import org.probity.graph.Select;
import org.probity.graph.Softmax;
import org.probity.graph.Sum;
import org.probity.graph.Tabulate;
import org.probity.graph.Tensor;
import org.probity.graph.View;
import org.probity.graph.bound.AccumulatorRange;

/** Builds small integer graphs for tests, with accumulator formats filled in. */
public final class Graphs {
  private final List<Port> inputs = new ArrayList<>();
  private final List<Port> outputs = new ArrayList<>();
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private final List<Node> nodes = new ArrayList<>();
  private int weightFraction = 2;

  /** {@code max(x, 0)}. */
  public static final RealFunction RELU = RealFunction.unary(RealFunction.UnaryOperator.RELU);

  public Graphs input(String name, Format format, Integer... shape) {
    tensors.put(name, new Tensor(name, List.of(shape), format));
    inputs.add(port(name));
    return this;
  }

  public Graphs output(String tensor) {
    outputs.add(port(tensor));
    return this;
  }

  private Port port(String tensor) {
    return new Port(
        tensor, tensor, tensors.get(tensor).shape().stream().map(Integer::longValue).toList());
  }

  /** Fraction of the parameters that follow. */
  public Graphs weightFraction(int fraction) {
    weightFraction = fraction;
    return this;
  }

  public Graphs parameter(String name, Format format, Integer... shape) {
    parameters.put(name, new Parameter(name, List.of(shape), format));
    return this;
  }

  // --- nodes

  /** {@code out[r, n] = sum_k in[r, k] w[k, n] + b[n]}. */
  public Graphs linear(String out, String in, int features, int bits, int biasBits) {
    Tensor x = tensors.get(in);
    int rows = x.shape().get(0);
    int depth = x.shape().get(1);
    int fraction = x.format().fraction() + weightFraction;
    parameter(out + ".w", Format.signed(weightFraction, bits), depth, features);
    parameter(out + ".b", Format.signed(fraction, biasBits), features);
    contract(
        out + ".product",
        List.of(rows, features),
        List.of(depth),
        view(in, along(0), along(2)),
        view(out + ".w", along(2), along(1)));
    return sum(
        out,
        List.of(rows, features),
        0,
        new Sum.Addend(View.identity(out + ".product", 2), 1),
        new Sum.Addend(view(out + ".b", along(1)), 1));
  }

  /**
   * {@code out[c, y, x] = sum_{d, i, j} in[d, s y + i - p, s x + j - p] w[c, d, i, j] + b[c]} for
   * an input of shape (channels, height, width).
   */
  public Graphs conv(
      String out,
      String in,
      int channels,
      int kernel,
      int stride,
      int pad,
      int bits,
      int biasBits) {
    Tensor x = tensors.get(in);
    int depth = x.shape().get(0);
    int height = (x.shape().get(1) + 2 * pad - kernel) / stride + 1;
    int width = (x.shape().get(2) + 2 * pad - kernel) / stride + 1;
    int fraction = x.format().fraction() + weightFraction;
    parameter(out + ".w", Format.signed(weightFraction, bits), channels, depth, kernel, kernel);
    parameter(out + ".b", Format.signed(fraction, biasBits), channels);
    List<Integer> shape = List.of(channels, height, width);
    contract(
        out + ".product",
        shape,
        List.of(depth, kernel, kernel),
        view(in, along(3), window(1, stride, 4, 1, -pad), window(2, stride, 5, 1, -pad)),
        view(out + ".w", along(0), along(3), along(4), along(5)));
    return sum(
        out,
        shape,
        0,
        new Sum.Addend(View.identity(out + ".product", 3), 1),
        new Sum.Addend(view(out + ".b", along(0)), 1));
  }

  /** Largest entry of each window, for an input of shape (channels, height, width). */
  public Graphs maxPool(String out, String in, int kernel, int stride) {
    Tensor x = tensors.get(in);
    int height = (x.shape().get(1) - kernel) / stride + 1;
    int width = (x.shape().get(2) - kernel) / stride + 1;
    return extremum(
        out,
        List.of(x.shape().get(0), height, width),
        List.of(kernel, kernel),
        false,
        x.format(),
        view(in, along(0), window(1, stride, 3, 1, 0), window(2, stride, 4, 1, 0)));
  }

  public Graphs contract(
      String out, List<Integer> shape, List<Integer> summed, View left, View right) {
    int fraction = format(left).fraction() + format(right).fraction();
    return accumulator(new Contract(out, summed, left, Optional.of(right)), shape, fraction);
  }

  /** A sum of one view. */
  public Graphs contract(String out, List<Integer> shape, List<Integer> summed, View left) {
    int fraction = format(left).fraction();
    return accumulator(new Contract(out, summed, left, Optional.empty()), shape, fraction);
  }

  public Graphs sum(String out, List<Integer> shape, long bias, Sum.Addend... addends) {
    int fraction = format(addends[0].view()).fraction();
    return accumulator(new Sum(out, List.of(addends), bias), shape, fraction);
  }

  public Graphs requantize(String out, String in, int shift, RealFunction f, Format to) {
    return stored(new Requantize(out, in, shift, f), tensors.get(in).shape(), to);
  }

  public Graphs rescale(
      String out, String in, List<Integer> axes, Format to, float... multipliers) {
    return stored(new Rescale(out, in, axes, multipliers), tensors.get(in).shape(), to);
  }

  public Graphs tabulate(String out, String in, long first, Format to, int... table) {
    return stored(new Tabulate(out, in, first, table), tensors.get(in).shape(), to);
  }

  /** An input port whose integers stand for something else than fixed-point numbers. */
  public Graphs input(String name, Encoding encoding, Format format, Integer... shape) {
    input(name, format, shape);
    Port port = inputs.removeLast();
    inputs.add(new Port(name, name, port.shape(), encoding));
    return this;
  }

  /** The curvature's fraction is 0 for polynomials of degree 1. */
  public Graphs interpolate(
      String out, String in, int shift, int slope, int curvature, RealFunction f, Format to) {
    int degree = curvature == 0 ? 1 : 2;
    Interpolate node = new Interpolate(out, in, shift, degree, slope, curvature, f);
    return stored(node, tensors.get(in).shape(), to);
  }

  /** An input port of codes of two words. */
  public Graphs wide(String name, Encoding.Ordered.Kind kind, Integer... shape) {
    List<Long> entries = Arrays.stream(shape).map(Integer::longValue).toList();
    List<Integer> words = Stream.concat(Arrays.stream(shape), Stream.of(2)).toList();
    tensors.put(name, new Tensor(name, words, Encoding.Ordered.FORMAT));
    inputs.add(new Port(name, name, entries, new Encoding.Ordered(kind)));
    return this;
  }

  /** An output port whose integers stand for something else than fixed-point numbers. */
  public Graphs output(String tensor, Encoding encoding) {
    outputs.add(new Port(tensor, tensor, port(tensor).shape(), encoding));
    return this;
  }

  public Graphs divide(String out, String dividend, View divisor, int shift, Format to) {
    return stored(new Divide(out, dividend, divisor, shift), tensors.get(dividend).shape(), to);
  }

  public Graphs extremum(
      String out,
      List<Integer> shape,
      List<Integer> window,
      boolean minimum,
      Format to,
      View... operands) {
    return stored(new Extremum(out, window, List.of(operands), minimum), shape, to);
  }

  public Graphs ranking(
      String out, List<Integer> shape, int count, View in, boolean last, boolean minimum) {
    Format format = new Format(0, 0, count - 1L);
    return stored(new Ranking(out, count, in, last, minimum), shape, format);
  }

  /** Ranks of the last axis of a matrix. */
  public Graphs argMax(String out, String in, boolean lastIndex) {
    List<Integer> shape = tensors.get(in).shape();
    View view = view(in, along(0), along(2));
    return ranking(out, List.of(shape.get(0), 1), shape.get(1), view, lastIndex, false);
  }

  public Graphs select(String out, List<Integer> shape, int count, View data, View index) {
    return stored(new Select(out, count, data, index), shape, format(data));
  }

  public Graphs softmax(String out, String in, int axis, int exponentFraction, int fraction) {
    Format format = new Format(fraction, 0, 1L << fraction);
    return stored(new Softmax(out, in, axis, exponentFraction), tensors.get(in).shape(), format);
  }

  // --- views

  public static View view(String source, AxisIndex... axes) {
    return new View(source, List.of(axes));
  }

  public static AxisIndex along(int axis) {
    return AxisIndex.along(axis);
  }

  /** {@code a i + b k + offset}. */
  public static AxisIndex window(int i, int a, int k, int b, int offset) {
    return new AxisIndex.Strided(List.of(i, k), List.of(a, b), offset, 1);
  }

  private Format format(View view) {
    Tensor tensor = tensors.get(view.source());
    return tensor == null ? parameters.get(view.source()).format() : tensor.format();
  }

  private Graphs accumulator(Node node, List<Integer> shape, int fraction) {
    return stored(node, shape, AccumulatorRange.format(node, shape, fraction, tensors, parameters));
  }

  private Graphs stored(Node node, List<Integer> shape, Format format) {
    tensors.put(node.output(), new Tensor(node.output(), shape, format));
    nodes.add(node);
    return this;
  }

  public IntegerGraph build() {
    return new IntegerGraph(
        inputs, outputs, List.copyOf(tensors.values()), List.copyOf(parameters.values()), nodes);
  }

  // --- nets

  /** The credit net: 20 -> 64 -> 32 -> 2, 8-bit activations and weights, then argmax. */
  public static IntegerGraph credit() {
    Format act = Format.unsigned(4, 8);
    return new Graphs()
        .weightFraction(7)
        .input("x", Format.signed(5, 8), 1, 20)
        .linear("a1", "x", 64, 8, 16)
        .requantize("h1", "a1", 8, RELU, act)
        .linear("a2", "h1", 32, 8, 16)
        .requantize("h2", "a2", 7, RELU, act)
        .linear("a3", "h2", 2, 8, 16)
        .requantize("y", "a3", 7, RealFunction.X, Format.signed(4, 12))
        .argMax("decision", "y", false)
        .output("decision")
        .build();
  }

  /** A dense net with hidden layers of one width. */
  public static IntegerGraph dense(int inputs, int width, int layers, int classes) {
    Graphs g = new Graphs().weightFraction(7).input("x", Format.signed(5, 8), 1, inputs);
    String last = "x";
    for (int i = 0; i < layers; i++) {
      g.linear("a" + i, last, width, 8, 20);
      int shift = i == 0 ? 8 : 7;
      g.requantize("h" + i, "a" + i, shift, RELU, Format.unsigned(4, 8));
      last = "h" + i;
    }
    return g.linear("logits.acc", last, classes, 8, 20)
        .requantize("logits", "logits.acc", 7, RealFunction.X, Format.signed(4, 12))
        .output("logits")
        .build();
  }

  /** LeNet-5 on 28x28: two convolutions with max pools, three dense layers. */
  public static IntegerGraph leNet() {
    Format act = Format.unsigned(4, 8);
    Graphs g =
        new Graphs()
            .weightFraction(7)
            .input("x", Format.signed(5, 8), 1, 28, 28)
            .conv("c1", "x", 6, 5, 1, 2, 8, 20)
            .requantize("r1", "c1", 8, RELU, act)
            .maxPool("p1", "r1", 2, 2)
            .conv("c2", "p1", 16, 5, 1, 0, 8, 20)
            .requantize("r2", "c2", 7, RELU, act)
            .maxPool("p2", "r2", 2, 2);
    return g.dense("d1", "p2", 120)
        .requantize("h1", "d1", 7, RELU, act)
        .dense("d2", "h1", 84)
        .requantize("h2", "d2", 7, RELU, act)
        .dense("d3", "h2", 10)
        .requantize("logits", "d3", 7, RealFunction.X, Format.signed(4, 12))
        .output("logits")
        .build();
  }

  /** All entries of the input times a matrix, whose first axes are those of the input. */
  public Graphs dense(String out, String in, int features) {
    Tensor x = tensors.get(in);
    int rank = x.rank();
    List<Integer> weightShape = new ArrayList<>(x.shape());
    weightShape.add(features);
    AxisIndex[] left = new AxisIndex[rank];
    AxisIndex[] right = new AxisIndex[rank + 1];
    for (int d = 0; d < rank; d++) {
      left[d] = along(d + 1);
      right[d] = along(d + 1);
    }
    right[rank] = along(0);
    int fraction = x.format().fraction() + weightFraction;
    parameter(out + ".w", Format.signed(weightFraction, 8), weightShape.toArray(Integer[]::new));
    parameter(out + ".b", Format.signed(fraction, 20), features);
    List<Integer> shape = List.of(features);
    contract(out + ".product", shape, x.shape(), view(in, left), view(out + ".w", right));
    return sum(
        out,
        shape,
        0,
        new Sum.Addend(View.identity(out + ".product", 1), 1),
        new Sum.Addend(view(out + ".b", along(0)), 1));
  }

  /** A residual net for 32x32 pixels: 18 layers, 11 million parameters at width 64. */
  public static IntegerGraph resNet(int width) {
    Format act = Format.unsigned(4, 8);
    Graphs g =
        new Graphs()
            .weightFraction(7)
            .input("x", Format.signed(5, 8), 3, 32, 32)
            .conv("stem", "x", width, 3, 1, 1, 8, 20)
            .requantize("s0", "stem", 8, RELU, act);
    String last = "s0";
    for (int stage = 0; stage < 4; stage++) {
      for (int block = 0; block < 2; block++) {
        String name = "s" + stage + "b" + block;
        int stride = stage > 0 && block == 0 ? 2 : 1;
        int channels = width << stage;
        g.conv(name + ".c1", last, channels, 3, stride, 1, 8, 20)
            .requantize(name + ".r1", name + ".c1", 7, RELU, act)
            .conv(name + ".c2", name + ".r1", channels, 3, 1, 1, 8, 20);
        if (stride == 2) {
          g.conv(name + ".short", last, channels, 1, 2, 0, 8, 20)
              .requantize(name + ".skip", name + ".short", 7, RealFunction.X, Format.signed(4, 8));
          last = name + ".skip";
        }
        List<Integer> shape = g.tensors.get(name + ".c2").shape();
        g.sum(
                name + ".sum",
                shape,
                0,
                new Sum.Addend(View.identity(name + ".c2", 3), 1),
                new Sum.Addend(View.identity(last, 3), 1 << 7))
            .requantize(name, name + ".sum", 7, RELU, act);
        last = name;
      }
    }
    int side = g.tensors.get(last).shape().get(1);
    return g.contract(
            "pool",
            List.of(width << 3),
            List.of(side, side),
            view(last, along(0), along(1), along(2)))
        .requantize("mean", "pool", 4, RealFunction.X, act)
        .dense("fc", "mean", 10)
        .requantize("logits", "fc", 7, RealFunction.X, Format.signed(4, 12))
        .output("logits")
        .build();
  }
}
