package org.probity.model.onnx.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.probity.graph.AxisIndex;
import org.probity.graph.View;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatNode.Combine.Term;
import org.probity.model.onnx.proto.OnnxNode;

/**
 * Conv and ConvTranspose: a contraction over the cells of the window and the channels of a group.
 * Its axes are batch, group, channel of the group, positions; then cells and input channels. Group
 * and channel are merged afterwards; what has size 1 is left out. The weights are laid out as
 * [cells, input channels, groups, output channels], so that they are a matrix.
 */
final class Convolution {
  private final Formula formula;
  private final boolean transposed;
  private final Value x;
  private final Value weights;
  private final Optional<Value> bias;
  private final List<Window> windows;

  /** Groups, and the input and output channels of one. */
  private int groups;

  private int inputs;
  private int outputs;

  /** Axes of the contraction, or -1. */
  private final int groupAxis;

  private final int outputAxis;
  private final int positionAxis;
  private final int cellAxis;
  private final int inputAxis;

  static List<Entry> entries() {
    return List.of(
        Entry.formula(
            "Conv",
            "contraction over the window's cells and the channels of a group",
            (node, scope, f) -> of(node, scope, f, false).value()),
        Entry.formula(
            "ConvTranspose",
            "contraction over the cells that reach a position and the channels of a group",
            (node, scope, f) -> of(node, scope, f, true).value()));
  }

  /** What becomes of the sums, before groups and channels are merged. */
  @FunctionalInterface
  interface Epilogue {
    /**
     * The result for the sums.
     *
     * @param channelAxes the axes that are channels, outermost first
     */
    Value of(Value sums, int[] channelAxes) throws ModelException;
  }

  private static Convolution of(OnnxNode node, Scope scope, Formula formula, boolean transposed)
      throws ModelException {
    return new Convolution(
        node,
        formula,
        transposed,
        scope.operand(node, 0),
        scope.operand(node, 1),
        scope.optional(node, 2));
  }

  /** A convolution with the attributes of the node. */
  Convolution(
      OnnxNode node,
      Formula formula,
      boolean transposed,
      Value x,
      Value weights,
      Optional<Value> bias)
      throws ModelException {
    this.formula = formula;
    this.transposed = transposed;
    this.x = x;
    this.weights = weights;
    this.bias = bias;
    int rank = x.rank() - 2;
    if (rank < 1 || rank > 3 || weights.rank() != x.rank()) {
      throw node.error(
          "an input of shape "
              + Arrays.toString(x.shape())
              + " with weights of shape "
              + Arrays.toString(weights.shape())
              + " is no convolution along one to three axes; reshape the input");
    }
    int[] kernel = Arrays.copyOfRange(weights.shape(), 2, rank + 2);
    long[] declared = node.integers("kernel_shape", Arrays.stream(kernel).asLongStream().toArray());
    if (!Arrays.equals(declared, Arrays.stream(kernel).asLongStream().toArray())) {
      throw node.error("kernel_shape is not that of the weights");
    }
    setChannels(node);
    int[] spatial = Arrays.copyOfRange(x.shape(), 2, rank + 2);
    windows =
        transposed ? Windows.transposed(node, spatial, kernel) : Windows.of(node, spatial, kernel);
    groupAxis = groups > 1 ? 1 : -1;
    int next = groups > 1 ? 2 : 1;
    outputAxis = outputs > 1 || groups == 1 ? next++ : -1;
    positionAxis = next;
    cellAxis = positionAxis + rank;
    inputAxis = inputs > 1 ? cellAxis + rank : -1;
  }

  private void setChannels(OnnxNode node) throws ModelException {
    int[] w = weights.shape();
    int channels = x.shape()[1];
    long group = node.integer("group", 1);
    boolean divides =
        group >= 1 && channels % group == 0 && (transposed ? channels : w[0]) % group == 0;
    boolean fits = divides && (transposed ? w[0] == channels : w[1] == channels / group);
    if (!fits) {
      throw node.error(
          "weights of shape "
              + Arrays.toString(w)
              + " do not fit "
              + channels
              + " channels in "
              + group
              + " groups");
    }
    groups = (int) group;
    inputs = channels / groups;
    outputs = transposed ? w[1] : w[0] / groups;
  }

  /** Number of output channels. */
  int channels() {
    return groups * outputs;
  }

  boolean grouped() {
    return groups > 1;
  }

  Value value() throws ModelException {
    return value((sums, _) -> sums);
  }

  Value value(Epilogue epilogue) throws ModelException {
    int[] shape = shape();
    List<Integer> summed = new ArrayList<>();
    windows.forEach(window -> summed.add(window.kernel()));
    if (inputAxis >= 0) {
      summed.add(inputs);
    }
    List<AxisIndex> read = new ArrayList<>();
    read.add(AxisIndex.along(0));
    read.add(Axes.merged(groupAxis, inputs, inputAxis));
    for (int d = 0; d < windows.size(); d++) {
      Window window = windows.get(d);
      read.add(
          transposed
              ? window.reaching(positionAxis + d, cellAxis + d)
              : window.zeroOutside(positionAxis + d, cellAxis + d));
    }
    Value product =
        formula.contract(
            x.type(),
            shape,
            summed.stream().mapToInt(Integer::intValue).toArray(),
            formula.view(x, read),
            weightView());
    if (bias.isPresent()) {
      product = biased(product, bias.get());
    }
    int[] channelAxes = IntStream.of(groupAxis, outputAxis).filter(a -> a >= 0).toArray();
    Value finished = epilogue.of(product, channelAxes);
    int[] result = new int[windows.size() + 2];
    result[0] = x.shape()[0];
    result[1] = groups * outputs;
    for (int d = 0; d < windows.size(); d++) {
      result[d + 2] = windows.get(d).positions();
    }
    return formula.reshape(finished, result);
  }

  private int[] shape() {
    int[] shape = new int[cellAxis];
    shape[0] = x.shape()[0];
    if (groupAxis >= 0) {
      shape[groupAxis] = groups;
    }
    if (outputAxis >= 0) {
      shape[outputAxis] = outputs;
    }
    for (int d = 0; d < windows.size(); d++) {
      shape[positionAxis + d] = windows.get(d).positions();
    }
    return shape;
  }

  private View weightView() throws ModelException {
    int rank = windows.size();
    List<Integer> shape = new ArrayList<>();
    List<AxisIndex> read = new ArrayList<>();
    for (int d = 0; d < rank; d++) {
      shape.add(windows.get(d).kernel());
      read.add(AxisIndex.along(cellAxis + d));
    }
    int in = append(shape, read, inputAxis, inputs);
    int group = append(shape, read, groupAxis, groups);
    int out = append(shape, read, outputAxis, outputs);
    List<AxisIndex> source = new ArrayList<>();
    source.add(Axes.merged(group, transposed ? inputs : outputs, transposed ? in : out));
    source.add(Axes.merged(-1, 1, transposed ? out : in));
    IntStream.range(0, rank).forEach(d -> source.add(AxisIndex.along(d)));
    int[] laid = shape.stream().mapToInt(Integer::intValue).toArray();
    return formula.view(formula.layout(weights, laid, source), read);
  }

  /** Appends an axis that the contraction has, and says where; else -1. */
  private static int append(List<Integer> shape, List<AxisIndex> read, int axis, int size) {
    if (axis < 0) {
      return -1;
    }
    shape.add(size);
    read.add(AxisIndex.along(axis));
    return shape.size() - 1;
  }

  private Value biased(Value product, Value addend) throws ModelException {
    int channels = groups * outputs;
    if (addend.rank() != 1 || addend.size() != channels) {
      throw formula
          .node()
          .error(
              "a bias of shape "
                  + Arrays.toString(addend.shape())
                  + " does not fit "
                  + channels
                  + " channels");
    }
    List<Integer> shape = new ArrayList<>();
    List<AxisIndex> read = new ArrayList<>();
    append(shape, read, groupAxis, groups);
    append(shape, read, outputAxis, outputs);
    Value split = formula.reshape(addend, shape.stream().mapToInt(Integer::intValue).toArray());
    return formula.combine(
        x.type(),
        product.shape(),
        0,
        List.of(new Term(1, formula.whole(product)), new Term(1, formula.view(split, read))));
  }
}
