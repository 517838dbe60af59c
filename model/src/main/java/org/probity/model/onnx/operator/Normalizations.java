package org.probity.model.onnx.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.probity.graph.AxisIndex;
import org.probity.graph.RealFunction;
import org.probity.graph.RealFunction.UnaryOperator;
import org.probity.graph.View;
import org.probity.model.ModelException;
import org.probity.model.onnx.proto.OnnxNode;

/**
 * Normalisations: sums and sums of squares are contractions, the reciprocal root of a mean of
 * squares is one function of the sum, and the products are contractions again.
 */
final class Normalizations {
  private static final double DEFAULT_EPSILON = 1e-5;

  private Normalizations() {}

  static List<Entry> entries() {
    String how = "mean and variance by contractions, reciprocal root, products";
    String rms = "sum of squares by contraction, reciprocal root, products";
    return List.of(
        Entry.formula(
            "BatchNormalization", "product and sum with constants", Normalizations::batch),
        Entry.formula("InstanceNormalization", how, Normalizations::instance),
        Entry.of("LayerNormalization", how, (node, scope) -> layer(node, scope, true)),
        Entry.formula("GroupNormalization", how, Normalizations::group),
        Entry.of("RMSNormalization", rms, (node, scope) -> layer(node, scope, false)),
        Entry.of("SimplifiedLayerNormalization", rms, (node, scope) -> layer(node, scope, false)),
        Entry.of(
            Entry.MICROSOFT,
            "SkipLayerNormalization",
            how,
            (node, scope) -> skip(node, scope, true)),
        Entry.of(
            Entry.MICROSOFT,
            "SkipSimplifiedLayerNormalization",
            rms,
            (node, scope) -> skip(node, scope, false)),
        Entry.formula("LpNormalization", rms, Normalizations::lp),
        Entry.formula("MeanVarianceNormalization", how, Normalizations::meanVariance),
        Entry.formula(
            "LRN",
            "window sum of squares by contraction, power, product",
            Normalizations::localResponse));
  }

  /** {@code 1 / sqrt(x * factor + constant)}. */
  private static RealFunction reciprocalRoot(double factor, double constant) {
    return Real.unary(
        UnaryOperator.RECIPROCAL, Real.unary(UnaryOperator.SQRT, line(factor, constant)));
  }

  private static RealFunction line(double factor, double constant) {
    return Real.add(Real.mul(RealFunction.X, Real.of(factor)), Real.of(constant));
  }

  /**
   * A tensor minus its mean, and the reciprocal of its standard deviation.
   *
   * @param mean absent if the mean is not taken away
   */
  private record Statistics(Value mean, Value centred, Value reciprocal) {
    static Statistics of(Formula f, Value x, boolean[] axes, boolean centre, double epsilon)
        throws ModelException {
      int count = Shapes.size(Formula.windowOf(x.shape(), axes));
      if (count == 0) {
        throw f.node().error("its input is empty");
      }
      Value mean = centre ? f.mean(x, axes, true) : null;
      Value centred = centre ? f.sub(x, mean) : x;
      Value squares = Reductions.sumOfSquares(f, centred, axes, true);
      return new Statistics(mean, centred, f.apply(squares, reciprocalRoot(1.0 / count, epsilon)));
    }

    Value normalised(Formula f) throws ModelException {
      return f.mul(centred, reciprocal);
    }
  }

  /** A list of one number per channel, shaped to be broadcast along axis 1 of a tensor. */
  private static Value perChannel(Formula f, Value list, int channels, int rank)
      throws ModelException {
    if (list.size() != channels) {
      throw f.node()
          .error(
              "a tensor of shape "
                  + Arrays.toString(list.shape())
                  + " does not have one entry for each of "
                  + channels
                  + " channels");
    }
    int[] shape = new int[rank - 1];
    Arrays.fill(shape, 1);
    shape[0] = channels;
    return f.reshape(list, shape);
  }

  private static void requireChannels(OnnxNode node, Value x) throws ModelException {
    if (x.rank() < 2) {
      throw node.error("an input of shape " + Arrays.toString(x.shape()) + " has no channels");
    }
  }

  private static Value batch(OnnxNode node, Scope scope, Formula f) throws ModelException {
    Value x = scope.operand(node, 0);
    requireChannels(node, x);
    boolean statistics = node.outputs().size() > 1 && node.hasOutput(1);
    if (node.flag("training_mode", false) || statistics) {
      throw node.error("it is in training mode; export the model for inference");
    }
    if (node.integer("spatial", 1) != 1) {
      throw node.error("spatial 0 is not supported; export the model for opset 9 or later");
    }
    int channels = x.shape()[1];
    Value[] lists = new Value[4];
    for (int i = 0; i < 4; i++) {
      lists[i] = perChannel(f, scope.operand(node, i + 1), channels, x.rank());
    }
    Value reciprocal = f.apply(lists[3], reciprocalRoot(1, node.real("epsilon", DEFAULT_EPSILON)));
    Value scale = f.mul(lists[0], reciprocal);
    Value shift = f.sub(lists[1], f.mul(lists[2], scale));
    return f.add(f.mul(x, scale), shift);
  }

  private static Value instance(OnnxNode node, Scope scope, Formula f) throws ModelException {
    Value x = scope.operand(node, 0);
    requireChannels(node, x);
    boolean[] axes = from(x.rank(), 2);
    double epsilon = node.real("epsilon", DEFAULT_EPSILON);
    Value y = Statistics.of(f, x, axes, true, epsilon).normalised(f);
    int channels = x.shape()[1];
    Value scale = perChannel(f, scope.operand(node, 1), channels, x.rank());
    Value shift = perChannel(f, scope.operand(node, 2), channels, x.rank());
    return f.add(f.mul(y, scale), shift);
  }

  /** Flags of the axes from the given one. */
  private static boolean[] from(int rank, int first) {
    boolean[] axes = new boolean[rank];
    Arrays.fill(axes, Math.min(first, rank), rank, true);
    return axes;
  }

  private static void layer(OnnxNode node, Scope scope, boolean centre) throws ModelException {
    Formula f = new Formula(node, scope);
    Value x = scope.operand(node, 0);
    int axis = Shapes.axis(node, node.integer("axis", -1), x.rank());
    double epsilon = node.real("epsilon", DEFAULT_EPSILON);
    Statistics statistics = Statistics.of(f, x, from(x.rank(), axis), centre, epsilon);
    Value y = f.mul(statistics.normalised(f), scope.operand(node, 1));
    if (centre && node.hasInput(2)) {
      y = f.add(y, scope.operand(node, 2));
    }
    scope.define(node, 0, y);
    if (centre && node.hasOutput(1)) {
      scope.define(node, 1, statistics.mean());
    }
    int last = centre ? 2 : 1;
    if (node.hasOutput(last)) {
      scope.define(node, last, statistics.reciprocal());
    }
  }

  /** The layer normalisation of a sum; its fourth output is the sum. */
  private static void skip(OnnxNode node, Scope scope, boolean centre) throws ModelException {
    Formula f = new Formula(node, scope);
    Value sum = f.add(scope.operand(node, 0), scope.operand(node, 1));
    int bias = centre ? 4 : 3;
    if (node.hasInput(bias)) {
      sum = f.add(sum, scope.operand(node, bias));
    }
    double epsilon = node.real("epsilon", 1e-12);
    Statistics statistics =
        Statistics.of(f, sum, from(sum.rank(), sum.rank() - 1), centre, epsilon);
    Value y = f.mul(statistics.normalised(f), scope.operand(node, 2));
    if (centre && node.hasInput(3)) {
      y = f.add(y, scope.operand(node, 3));
    }
    scope.define(node, 0, y);
    if (node.hasOutput(1) || node.hasOutput(2)) {
      throw node.error("its statistics as outputs are not supported; leave them out");
    }
    if (node.hasOutput(3)) {
      scope.define(node, 3, sum);
    }
  }

  private static Value group(OnnxNode node, Scope scope, Formula f) throws ModelException {
    Value x = scope.operand(node, 0);
    requireChannels(node, x);
    long declared = node.required("num_groups");
    int channels = x.shape()[1];
    if (declared < 1 || channels % declared != 0) {
      throw node.error(channels + " channels cannot be divided into " + declared + " groups");
    }
    int groups = (int) declared;
    int[] split = new int[x.rank() + 1];
    split[0] = x.shape()[0];
    split[1] = groups;
    split[2] = channels / groups;
    System.arraycopy(x.shape(), 2, split, 3, x.rank() - 2);
    double epsilon = node.real("epsilon", DEFAULT_EPSILON);
    Value y =
        Statistics.of(f, f.reshape(x, split), from(split.length, 2), true, epsilon).normalised(f);
    // Up to opset 20 there is one scale for each group, since then one for each channel.
    Value scale = perGroup(f, scope.operand(node, 1), groups, channels, x.rank());
    Value shift = perGroup(f, scope.operand(node, 2), groups, channels, x.rank());
    return f.reshape(f.add(f.mul(y, scale), shift), x.shape());
  }

  private static Value perGroup(Formula f, Value list, int groups, int channels, int rank)
      throws ModelException {
    if (list.size() != groups && list.size() != channels) {
      throw f.node().error("scale and bias do not have one entry for each group or channel");
    }
    int[] shape = new int[rank];
    Arrays.fill(shape, 1);
    shape[0] = groups;
    shape[1] = list.size() / groups;
    return f.reshape(list, shape);
  }

  private static Value lp(OnnxNode node, Scope scope, Formula f) throws ModelException {
    Value x = scope.operand(node, 0);
    boolean[] axes = new boolean[x.rank()];
    axes[Shapes.axis(node, node.integer("axis", -1), x.rank())] = true;
    long p = node.integer("p", 2);
    if (p != 1 && p != 2) {
      throw node.error("p " + p + " is not supported; use 1 or 2");
    }
    Value reciprocal =
        p == 2
            ? f.apply(Reductions.sumOfSquares(f, x, axes, true), reciprocalRoot(1, 0))
            : f.apply(f.sum(f.apply(x, UnaryOperator.ABS), axes, true), UnaryOperator.RECIPROCAL);
    return f.mul(x, reciprocal);
  }

  private static Value meanVariance(OnnxNode node, Scope scope, Formula f) throws ModelException {
    Value x = scope.operand(node, 0);
    boolean[] axes = Shapes.axes(node, node.integers("axes", 0, 2, 3), x.rank());
    return Statistics.of(f, x, axes, true, 1e-18).normalised(f);
  }

  /** {@code x / (bias + alpha / size * sum of squares over size channels)^beta}. */
  private static Value localResponse(OnnxNode node, Scope scope, Formula f) throws ModelException {
    Value x = scope.operand(node, 0);
    requireChannels(node, x);
    int channels = x.shape()[1];
    long declared = node.required("size");
    if (declared < 1 || declared > Shapes.MAX_ENTRIES) {
      throw node.error("size " + declared + " is not a number of channels");
    }
    int size = (int) declared;
    Window window = new Window(channels, size, 1, 1, (size - 1) / 2, size / 2, channels);
    List<AxisIndex> axes = new ArrayList<>(Views.identity(x.rank()));
    axes.set(1, window.zeroOutside(1, x.rank()));
    View view = f.view(x, axes);
    Value squares = f.contract(x.type(), x.shape(), new int[] {size}, view, view);
    RealFunction power =
        Real.pow(
            line(node.real("alpha", 1e-4) / size, node.real("bias", 1)),
            Real.of(-node.real("beta", 0.75)));
    return f.mul(x, f.apply(squares, power));
  }
}
