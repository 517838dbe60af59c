package org.probity.inference.lowering;

import static org.probity.inference.lowering.Graphs.RELU;
import static org.probity.inference.lowering.Graphs.along;
import static org.probity.inference.lowering.Graphs.view;
import static org.probity.inference.lowering.Graphs.window;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.probity.graph.AxisIndex;
import org.probity.graph.Format;
import org.probity.graph.IntegerGraph;
import org.probity.graph.RealFunction;
import org.probity.graph.RealFunction.BinaryOperator;
import org.probity.graph.RealFunction.UnaryOperator;
import org.probity.graph.Sum;
import org.probity.graph.View;

/** Small graphs that between them take every way in which a node is lowered. */
final class LoweredGraphs {
  static final Format BYTE = Format.signed(3, 8);

  private LoweredGraphs() {}

  /** A graph and how its requantisations are lowered (null: the planner's choice). */
  record Subject(String name, IntegerGraph graph, Lab.ForcedPlan plan) {
    Subject(String name, IntegerGraph graph) {
      this(name, graph, null);
    }

    @Override
    public String toString() {
      return name + (plan == null ? "" : " " + plan.lowering() + " R=" + plan.rangeBits());
    }
  }

  private static RealFunction clip(double low, double high) {
    RealFunction atLeast =
        new RealFunction.Binary(BinaryOperator.MAX, RealFunction.X, new RealFunction.Constant(low));
    return new RealFunction.Binary(BinaryOperator.MIN, atLeast, new RealFunction.Constant(high));
  }

  private static RealFunction times(RealFunction a, RealFunction b) {
    return new RealFunction.Binary(BinaryOperator.MUL, a, b);
  }

  private static final RealFunction SILU =
      times(RealFunction.X, RealFunction.unary(UnaryOperator.SIGMOID));

  static Stream<Subject> requantisations() {
    List<Subject> all = new ArrayList<>();
    Map<String, RealFunction> functions = new LinkedHashMap<>();
    functions.put("identity", RealFunction.X);
    functions.put("relu", RELU);
    functions.put("clip", clip(-1.5, 2));
    functions.put("constant", clip(1, 1));
    functions.put("sigmoid", RealFunction.unary(UnaryOperator.SIGMOID));
    functions.put("tanh", RealFunction.unary(UnaryOperator.TANH));
    functions.put("silu", SILU);
    functions.put("square", times(RealFunction.X, RealFunction.X));
    functions.put("negative", RealFunction.unary(UnaryOperator.NEG));
    functions.put("sine", RealFunction.unary(UnaryOperator.SIN));
    functions.put("logarithm", RealFunction.unary(UnaryOperator.LOG));
    functions.forEach(
        (name, f) -> {
          for (RequantizeLowering lowering : lowerings(f)) {
            for (int rangeBits : new int[] {4, 8}) {
              all.add(new Subject(name, rescaled(f, 4), new Lab.ForcedPlan(rangeBits, lowering)));
            }
            all.add(
                new Subject("shift 0 " + name, rescaled(f, 0), new Lab.ForcedPlan(6, lowering)));
            all.add(
                new Subject("shift 7 " + name, rescaled(f, 7), new Lab.ForcedPlan(5, lowering)));
          }
        });
    all.add(
        new Subject("two shifts", twoShifts(), new Lab.ForcedPlan(5, RequantizeLowering.FUSED)));
    for (RequantizeLowering lowering :
        List.of(RequantizeLowering.DIRECT, RequantizeLowering.CLAMPED)) {
      all.add(new Subject("wide", wide(1, 0, RealFunction.X), new Lab.ForcedPlan(6, lowering)));
      all.add(new Subject("wide", wide(3, 2, RealFunction.X), new Lab.ForcedPlan(8, lowering)));
    }
    all.add(
        new Subject(
            "saturating wide",
            wide(-5, 1, RealFunction.X),
            new Lab.ForcedPlan(8, RequantizeLowering.CLAMPED)));
    all.add(
        new Subject(
            "wide relu", wide(3, 0, RELU), new Lab.ForcedPlan(8, RequantizeLowering.CLAMPED)));
    all.add(new Subject("sign of wide", step(RealFunction.unary(UnaryOperator.SIGN))));
    all.add(
        new Subject(
            "step of wide",
            step(
                new RealFunction.Binary(
                    BinaryOperator.LESS, new RealFunction.Constant(0), RealFunction.X))));
    all.add(
        new Subject(
            "translation", translation(), new Lab.ForcedPlan(4, RequantizeLowering.DIRECT)));
    return all.stream();
  }

  private static List<RequantizeLowering> lowerings(RealFunction f) {
    return RequantizeLowering.ALL.stream()
        .filter(l -> f.nonDecreasing() || l != RequantizeLowering.THRESHOLDS)
        .toList();
  }

  static Stream<Subject> nodes() {
    return Stream.of(
        new Subject("argmax", argMax(1, false, false)),
        new Subject("last argmax", argMax(1, true, false)),
        new Subject("argmin", argMax(1, false, true)),
        new Subject("top 3", argMax(3, false, false)),
        new Subject("last bottom 2", argMax(2, true, true)),
        new Subject("all ranks", argMax(5, true, false)),
        new Subject("ranks along rows", columnRanks()),
        new Subject("softmax", softmax(1, 6, 6, 2, 3)),
        new Subject("softmax of one", softmax(1, 6, 6, 2, 1)),
        new Subject("wide softmax", softmax(1, 20, 12, 2, 5)),
        new Subject("softmax of columns", softmax(1, 7, 6, 2, 3, 2)),
        new Subject("softmax of a vector", softmax(0, 7, 6, 3)),
        new Subject("affine and sum", affineAndSum()),
        new Subject("dense", twoRows()),
        new Subject("cancelling sum", cancellingSum()),
        new Subject("conv", conv()),
        new Subject("transposed conv", transposedConv()),
        new Subject("attention", attention()),
        new Subject("square", square()),
        new Subject("global average", globalAverage()),
        new Subject("window sums", windowSums()),
        new Subject("tables", tables()),
        new Subject("precise product", preciseProduct()),
        new Subject("precise product, limited", wideLimited()),
        new Subject("linear pieces", interpolated(0)),
        new Subject("quadratic pieces", interpolated(22)),
        new Subject("pieces of a tensor", interpolatedTensor()),
        new Subject("divide", divide(0, new Format(3, 0, 40), new Format(2, 1, 7))),
        new Subject("wide divide", divide(9, BYTE, new Format(2, 3, 200))),
        new Subject("max pool", maxPool(false, BYTE, 2, 2)),
        new Subject("min pool", maxPool(true, BYTE, 2, 1)),
        new Subject("max pool of 3", maxPool(false, new Format(0, 0, 9), 3, 1)),
        new Subject("global max", maxPool(false, new Format(0, -3, 9), 5, 5)),
        new Subject("wide global min", maxPool(true, Format.signed(0, 16), 5, 5)),
        new Subject("larger of two", largerOfTwo(false)),
        new Subject("smaller of two", largerOfTwo(true)),
        new Subject("embedding", embedding()),
        new Subject("select from tensor", selectFromTensor()),
        new Subject("select rows by view", selectByView()),
        new Subject("select by lookups", selectByLookups()),
        new Subject("select of tensor by lookups", selectOfTensorByLookups()),
        new Subject("select by parameter", selectByParameter()),
        new Subject("wide ranks", wideRanks(1, false, false)),
        new Subject("last two of wide ranks", wideRanks(2, true, true)),
        new Subject("wide max", wideMax(false)),
        new Subject("wide min", wideMax(true)));
  }

  static Stream<Subject> subjects() {
    return Stream.concat(requantisations(), nodes());
  }

  private static IntegerGraph rescaled(RealFunction f, int shift) {
    return new Graphs()
        .input("x", BYTE, 1, 3)
        .linear("a", "x", 3, 3, 6)
        .requantize("y", "a", shift, f, new Format(3, -10, 17))
        .output("y")
        .build();
  }

  /** A requantisation that never saturates. */
  private static IntegerGraph translation() {
    return new Graphs()
        .input("x", BYTE, 1, 3)
        .linear("a", "x", 2, 3, 6)
        .requantize("y", "a", 4, RealFunction.X, Format.signed(1, 12))
        .output("y")
        .build();
  }

  private static IntegerGraph argMax(int ranks, boolean last, boolean minimum) {
    return new Graphs()
        .input("x", new Format(0, -2, 2), 2, 5)
        .ranking("y", List.of(2, ranks), 5, view("x", along(0), along(2)), last, minimum)
        .output("y")
        .build();
  }

  private static IntegerGraph preciseProduct() {
    return new Graphs()
        .weightFraction(24)
        .input("x", Format.signed(20, 28), 1, 3)
        .linear("a", "x", 2, 28, 32)
        .requantize("y", "a", 27, RealFunction.X, Format.signed(17, 32))
        .output("y")
        .build();
  }

  private static IntegerGraph wideLimited() {
    return new Graphs()
        .weightFraction(24)
        .input("x", Format.signed(20, 28), 1, 3)
        .linear("a", "x", 2, 28, 32)
        .requantize("y", "a", 23, RELU, Format.unsigned(21, 31))
        .output("y")
        .build();
  }

  /** A link: 24 fraction bits of a sigmoid. */
  private static IntegerGraph interpolated(int curvature) {
    int fraction = curvature == 0 ? 12 : 24;
    return new Graphs()
        .weightFraction(20)
        .input("x", Format.signed(20, 25), 1, 3)
        .linear("a", "x", 2, 22, 32)
        .interpolate(
            "y",
            "a",
            40 - fraction,
            fraction + 4,
            curvature,
            RealFunction.unary(RealFunction.UnaryOperator.SIGMOID),
            new Format(fraction, 0, 1L << fraction))
        .output("y")
        .build();
  }

  private static IntegerGraph interpolatedTensor() {
    return new Graphs()
        .input("x", Format.signed(16, 20), 2, 3)
        .interpolate(
            "y",
            "x",
            0,
            20,
            21,
            RealFunction.unary(RealFunction.UnaryOperator.EXP),
            new Format(16, 0, 100_000))
        .output("y")
        .build();
  }

  private static IntegerGraph columnRanks() {
    return new Graphs()
        .input("x", new Format(0, -2, 2), 4, 3)
        .ranking("y", List.of(3, 2), 4, view("x", along(2), along(0)), false, false)
        .output("y")
        .build();
  }

  private static IntegerGraph softmax(
      int axis, int exponentFraction, int fraction, Integer... shape) {
    return new Graphs()
        .input("x", new Format(4, -40, 30), shape)
        .softmax("y", "x", axis, exponentFraction, fraction)
        .output("y")
        .build();
  }

  private static Sum.Addend addend(String tensor, int rank, long multiplier) {
    return new Sum.Addend(View.identity(tensor, rank), multiplier);
  }

  private static IntegerGraph affineAndSum() {
    return new Graphs()
        .input("x", BYTE, 2, 3)
        .input("u", BYTE, 2, 3)
        .parameter("s", Format.signed(2, 4), 3)
        .contract("a", List.of(2, 3), List.of(), View.identity("x", 2), view("s", along(1)))
        .sum("s.x", List.of(2, 3), -7, addend("a", 2, 3), addend("u", 2, -2), addend("x", 2, 1))
        .requantize("y", "s.x", 3, RELU, Format.unsigned(2, 5))
        .output("y")
        .build();
  }

  /** The addends of the first sum have no terms left. */
  private static IntegerGraph cancellingSum() {
    return new Graphs()
        .input("x", BYTE, 3)
        .sum("s", List.of(3), 0, addend("x", 1, 2))
        .sum("t", List.of(3), 5, addend("s", 1, 1), addend("x", 1, -2))
        .requantize("y", "t", 0, RELU, Format.unsigned(3, 8))
        .output("y")
        .build();
  }

  /** Two shifts by different amounts that share one table. */
  private static IntegerGraph twoShifts() {
    Format to = Format.unsigned(2, 4);
    return new Graphs()
        .input("x", BYTE, 1, 3)
        .linear("a", "x", 3, 3, 6)
        .requantize("h", "a", 3, RELU, to)
        .weightFraction(4)
        .linear("b", "h", 2, 4, 6)
        .requantize("y", "b", 4, RELU, to)
        .output("y")
        .build();
  }

  private static IntegerGraph twoRows() {
    return new Graphs()
        .input("x", BYTE, 3, 5)
        .linear("a", "x", 3, 4, 8)
        .requantize("h", "a", 4, RELU, Format.unsigned(1, 6))
        .linear("b", "h", 2, 4, 8)
        .requantize("y", "b", 3, RealFunction.unary(UnaryOperator.TANH), Format.signed(6, 7))
        .argMax("z", "y", false)
        .output("z")
        .output("h")
        .build();
  }

  private static IntegerGraph conv() {
    return new Graphs()
        .input("x", BYTE, 2, 5, 4)
        .conv("a", "x", 3, 3, 2, 1, 3, 6)
        .requantize("y", "a", 4, RELU, Format.unsigned(1, 5))
        .output("y")
        .build();
  }

  /** One row, stride 2: {@code out[i] = sum_k x[(i - k) / 2] w[k]}. */
  private static IntegerGraph transposedConv() {
    AxisIndex upsampled = new AxisIndex.Strided(List.of(0, 1), List.of(1, -1), 0, 2);
    return new Graphs()
        .input("x", BYTE, 3)
        .parameter("w", Format.signed(2, 3), 3)
        .contract("a", List.of(7), List.of(3), view("x", upsampled), view("w", along(1)))
        .requantize("y", "a", 2, RELU, Format.unsigned(1, 5))
        .output("y")
        .build();
  }

  /** Two heads over three positions of two channels. */
  private static IntegerGraph attention() {
    Format act = new Format(3, -20, 20);
    return new Graphs()
        .input("q", act, 3, 2, 2)
        .input("k", act, 3, 2, 2)
        .contract(
            "s",
            List.of(2, 3, 3),
            List.of(2),
            view("q", along(1), along(0), along(3)),
            view("k", along(2), along(0), along(3)))
        .requantize("s.q", "s", 5, RealFunction.X, new Format(1, -20, 20))
        .softmax("p", "s.q", 2, 6, 5)
        .contract(
            "o",
            List.of(3, 2, 2),
            List.of(3),
            view("p", along(1), along(0), along(3)),
            view("k", along(3), along(1), along(2)))
        .requantize("y", "o", 5, RealFunction.X, act)
        .output("y")
        .build();
  }

  private static IntegerGraph square() {
    return new Graphs()
        .input("x", BYTE, 2, 3)
        .contract("a", List.of(2, 3), List.of(), View.identity("x", 2), View.identity("x", 2))
        .requantize("y", "a", 6, RealFunction.X, Format.unsigned(0, 6))
        .output("y")
        .build();
  }

  private static IntegerGraph globalAverage() {
    return new Graphs()
        .input("x", BYTE, 2, 3, 3)
        .contract("a", List.of(2), List.of(3, 3), view("x", along(0), along(1), along(2)))
        .requantize("y", "a", 3, RealFunction.X, Format.signed(3, 8))
        .output("y")
        .build();
  }

  private static IntegerGraph windowSums() {
    return new Graphs()
        .input("x", BYTE, 7)
        .contract("a", List.of(4), List.of(3), view("x", window(0, 2, 1, 1, -1)))
        .requantize("y", "a", 3, RealFunction.X, Format.signed(3, 8))
        .output("y")
        .build();
  }

  /** Merged and reflected axes. */
  private static IntegerGraph tables() {
    AxisIndex merged = new AxisIndex.Table(2, List.of(0), new int[] {0, 3, -1, 5, 1});
    AxisIndex reflected = new AxisIndex.Table(1, List.of(0), new int[] {1, 0, 1, 2, 1});
    return new Graphs()
        .input("x", BYTE, 2, 3)
        .input("u", BYTE, 3)
        .contract("a", List.of(5), List.of(), view("x", merged), view("u", reflected))
        .sum(
            "s",
            List.of(5),
            3,
            addend("a", 1, 1),
            new Sum.Addend(view("x", merged), 3),
            new Sum.Addend(view("u", reflected), -2))
        .requantize("y", "s", 3, RealFunction.X, Format.signed(3, 8))
        .output("y")
        .build();
  }

  private static IntegerGraph divide(int shift, Format dividend, Format divisor) {
    Format to =
        new Format(
            dividend.fraction() - divisor.fraction() + shift,
            Math.floorDiv((dividend.min() << (shift + 1)) + 1, 2),
            (dividend.max() << shift) + 1);
    return new Graphs()
        .input("x", dividend, 2, 3)
        .input("d", divisor, 2)
        .sum("s", List.of(2, 3), 0, addend("x", 2, 1))
        .divide("q", "s", view("d", along(0)), shift, to)
        .requantize("y", "q", shift, RealFunction.X, new Format(to.fraction() - shift, -9, 20))
        .output("y")
        .build();
  }

  private static IntegerGraph maxPool(boolean minimum, Format format, int kernel, int stride) {
    int size = (5 - kernel) / stride + 1;
    return new Graphs()
        .input("x", format, 2, 5, 5)
        .extremum(
            "y",
            List.of(2, size, size),
            List.of(kernel, kernel),
            minimum,
            format,
            view("x", along(0), window(1, stride, 3, 1, 0), window(2, stride, 4, 1, 0)))
        .output("y")
        .build();
  }

  private static IntegerGraph largerOfTwo(boolean minimum) {
    return new Graphs()
        .input("x", new Format(0, -5, 9), 2, 3)
        .input("u", new Format(0, 0, 12), 3)
        .extremum(
            "y",
            List.of(2, 3),
            List.of(),
            minimum,
            new Format(0, -5, 12),
            View.identity("x", 2),
            view("u", along(1)))
        .output("y")
        .build();
  }

  private static IntegerGraph embedding() {
    return new Graphs()
        .input("i", new Format(0, 0, 4), 3)
        .parameter("e", Format.signed(2, 5), 5, 3)
        .select("y", List.of(3, 3), 5, view("e", along(2), along(1)), view("i", along(0)))
        .output("y")
        .build();
  }

  private static IntegerGraph selectFromTensor() {
    return new Graphs()
        .input("i", new Format(0, 0, 2), 2, 3)
        .input("x", BYTE, 2, 3, 2)
        .select(
            "y",
            List.of(2, 3, 2),
            3,
            view("x", along(0), along(3), along(2)),
            view("i", along(0), along(1)))
        .output("y")
        .build();
  }

  /** The index is read through a stride, the table through an offset. */
  private static IntegerGraph selectByView() {
    return new Graphs()
        .input("i", new Format(0, 0, 2), 4)
        .parameter("e", Format.signed(2, 5), 4, 3)
        .select(
            "y",
            List.of(2, 3),
            3,
            view("e", AxisIndex.along(2, 1, 1), along(1)),
            view("i", AxisIndex.along(0, 2, 1)))
        .output("y")
        .build();
  }

  private static IntegerGraph selectByLookups() {
    return new Graphs()
        .input("i", new Format(0, 0, 6), 4, 9)
        .parameter("e", Format.signed(2, 30), 3, 7)
        .select(
            "y", List.of(4, 9, 3), 7, view("e", along(2), along(3)), view("i", along(0), along(1)))
        .output("y")
        .build();
  }

  private static IntegerGraph selectOfTensorByLookups() {
    return new Graphs()
        .input("x", Format.signed(0, 32), 2, 5)
        .input("i", new Format(0, 0, 4), 2, 16)
        .select(
            "y", List.of(2, 16), 5, view("x", along(0), along(2)), view("i", along(0), along(1)))
        .output("y")
        .build();
  }

  /** Secret columns of a table. */
  private static IntegerGraph selectByParameter() {
    return new Graphs()
        .input("x", Format.signed(0, 32), 2, 5)
        .parameter("picked", new Format(0, 0, 4), 3)
        .select("y", List.of(2, 3), 5, view("x", along(0), along(2)), view("picked", along(1)))
        .output("y")
        .build();
  }

  private static IntegerGraph wideRanks(int ranks, boolean last, boolean minimum) {
    return new Graphs()
        .input("x", Format.signed(0, 32), 2, 3)
        .ranking("y", List.of(2, ranks), 3, view("x", along(0), along(2)), last, minimum)
        .output("y")
        .build();
  }

  private static IntegerGraph wideMax(boolean minimum) {
    return new Graphs()
        .input("x", Format.signed(0, 32), 2, 3)
        .extremum(
            "y",
            List.of(2),
            List.of(3),
            minimum,
            Format.signed(0, 32),
            view("x", along(0), along(1)))
        .output("y")
        .build();
  }

  /** Results of 32 bits of a multiple of a number of 32 bits. */
  private static IntegerGraph wide(int multiplier, int shift, RealFunction f) {
    return new Graphs()
        .input("x", Format.signed(20, 32), 3)
        .sum("a", List.of(3), 0, addend("x", 1, multiplier))
        .requantize("y", "a", shift, f, Format.signed(20 - shift, 32))
        .output("y")
        .build();
  }

  private static IntegerGraph step(RealFunction f) {
    return new Graphs()
        .input("x", Format.signed(20, 32), 3)
        .sum("a", List.of(3), 5, addend("x", 1, 1 << 9))
        .requantize("y", "a", 0, f, new Format(0, -1, 1))
        .output("y")
        .build();
  }

  /** Inputs and parameters at the ends of their formats, and random ones in between. */
  static int[] fill(Format format, int size, int choice, Random random) {
    int[] values = new int[size];
    for (int i = 0; i < size; i++) {
      values[i] =
          (int)
              switch (choice) {
                case 0 -> format.min();
                case 1 -> format.max();
                case 2 -> i % 2 == 0 ? format.min() : format.max();
                case 3 -> Math.max(format.min(), Math.min(format.max(), 0));
                default -> format.min() + random.nextLong(format.max() - format.min() + 1);
              };
    }
    return values;
  }
}
