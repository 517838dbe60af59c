package org.probity.graph.lint;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.probity.graph.Bin;
import org.probity.graph.Contract;
import org.probity.graph.Divide;
import org.probity.graph.Encoding;
import org.probity.graph.Extremum;
import org.probity.graph.Format;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Interpolate;
import org.probity.graph.Names;
import org.probity.graph.Node;
import org.probity.graph.NodeAxes;
import org.probity.graph.OrderedCode;
import org.probity.graph.Parameter;
import org.probity.graph.Parameters;
import org.probity.graph.Port;
import org.probity.graph.Ranking;
import org.probity.graph.Requantize;
import org.probity.graph.Rescale;
import org.probity.graph.Select;
import org.probity.graph.Shapes;
import org.probity.graph.Softmax;
import org.probity.graph.Sum;
import org.probity.graph.Tabulate;
import org.probity.graph.Tensor;
import org.probity.graph.View;
import org.probity.graph.Walk;
import org.probity.graph.bound.AccumulatorRange;
import org.probity.graph.bound.Interval;

/**
 * Rejects integer graphs that are not well-formed or whose accumulators could overflow. Every field
 * of the graph is taken as hostile input; what this class lets through, executor, compiler and
 * verifier may rely on:
 *
 * <ul>
 *   <li>names are unique over tensors and parameters, and over ports; every node reads tensors
 *       defined before it; every tensor is defined once, by an input port or a node; every
 *       parameter and every result of a node is read or an output;
 *   <li>a tensor belongs to one port at most; input ports name undefined tensors, output ports
 *       stored results of nodes; port shapes have as many entries as their tensor; every integer of
 *       the tensor's format is one of the port's encoding (of order-preserving codes see {@link
 *       OrderedCode#toFloat});
 *   <li>the rules of each kind of node hold: {@link ArithmeticLint}, {@link FunctionLint}, {@link
 *       ChoiceLint}, {@link TreeLint}; multipliers of a {@link Rescale} are positive and finite,
 *       one for each index over its axes, which are consecutive; its input has fraction 0 and at
 *       most 48 bits; a {@link Tabulate} has an entry, within the format of its output, for every
 *       value that the format of its input allows;
 *   <li>views fit source and reader ({@link ViewLint}); those of {@link Extremum} and {@link
 *       Ranking}, the data of {@link Select} and the divisor of {@link Divide} never read outside;
 *   <li>shapes fit the operators and the size limits below;
 *   <li>stored tensors fit an int; a quotient spans at most 31 bits; results of {@link Rescale} and
 *       {@link Ranking}, and what {@link Softmax}, {@link Divide} and {@link Walk} read, span at
 *       most {@code 2^16 + 1} values of magnitude at most {@code 2^16};
 *   <li>parameters are two's complement of 2 to 32 bits, but those that are indices or columns of
 *       tables, whose ranges are those of what they number;
 *   <li>the range of every accumulator, from declared formats alone, lies in its declared format,
 *       and that in {@code [-2^62, 2^62]}; a quotient has no value outside of its format;
 *   <li>an accumulator has at most one {@link Contract} beneath it before the next stored tensor,
 *       the dividend of a {@link Divide} none.
 * </ul>
 */
public final class GraphLint {
  /** Limits on the counts of ports, tensors, parameters, nodes. */
  static final int MAX_COUNT = 1 << 14;

  /** Limits on the views of one node, and of all nodes together. */
  static final int MAX_VIEWS = 1 << 10;

  static final int MAX_TOTAL_VIEWS = 1 << 16;
  static final int MAX_NAME_LENGTH = 256;

  /** Limits on entries of one tensor and one parameter, and on the totals of each. */
  static final long MAX_TENSOR_SIZE = 1L << 24;

  static final long MAX_PARAMETER_SIZE = 1L << 27;
  static final long MAX_TOTAL_TENSORS = 1L << 27;
  static final long MAX_TOTAL_PARAMETERS = 1L << 30;

  /**
   * Limits on the axes of a node and on the cells that they span, for one node and all together.
   */
  static final int MAX_NODE_AXES = 2 * Shapes.MAX_RANK;

  static final long MAX_NODE_CELLS = 1L << 36;
  static final long MAX_TOTAL_CELLS = 1L << 40;

  private final IntegerGraph graph;
  private final LintScope scope = new LintScope();
  private final Set<String> read = new HashSet<>();
  private final ViewLint views = new ViewLint();
  private final ArithmeticLint arithmetic = new ArithmeticLint(scope);
  private final FunctionLint functions = new FunctionLint(scope);
  private final ChoiceLint choices = new ChoiceLint(scope);
  private final TreeLint trees = new TreeLint(scope);
  private int viewCount;
  private long cellCount;

  private GraphLint(IntegerGraph graph) {
    this.graph = graph;
  }

  /**
   * Checks names, order of definition, shapes, formats and that no accumulator can leave 62 bits
   * for any inputs and parameters within their declared ranges.
   *
   * @throws IllegalArgumentException naming the offending tensor or node
   */
  public static void check(IntegerGraph graph) {
    new GraphLint(graph).check();
  }

  /**
   * Checks the graph, that every parameter has its declared size and every entry lies in its
   * declared range, and that secret tables are what their readers take them for: those of a {@link
   * Bin} sorted and covering all keys, those of a {@link Walk} leading forward, from every root to
   * leaves.
   *
   * @throws IllegalArgumentException naming the offending parameter and position, or the node, not
   *     the value
   */
  public static void check(IntegerGraph graph, Parameters parameters) {
    check(graph);
    for (Parameter p : graph.parameters()) {
      int[] values = parameters.get(p.name());
      require(values.length == p.size(), "parameter " + p.name() + " does not fill its shape");
      for (int i = 0; i < values.length; i++) {
        if (!p.format().contains(values[i])) {
          throw new IllegalArgumentException(
              "parameter " + p.name() + ": entry " + i + " is outside the declared range");
        }
      }
    }
    new TableLint(graph, parameters).check();
  }

  private void check() {
    checkCounts();
    checkDeclarations();
    checkInputs();
    graph.nodes().forEach(this::checkNode);
    checkOutputs();
    checkAllUsed();
  }

  private void checkCounts() {
    require(!graph.inputs().isEmpty(), "the graph has no input port");
    require(!graph.outputs().isEmpty(), "the graph has no output port");
    for (List<?> list :
        List.of(
            graph.inputs(), graph.outputs(), graph.tensors(), graph.parameters(), graph.nodes())) {
      require(
          list.size() <= MAX_COUNT, "the graph has more than " + MAX_COUNT + " items of a kind");
    }
  }

  private void checkDeclarations() {
    long total = 0;
    for (Tensor t : graph.tensors()) {
      checkName(t.name(), "a tensor");
      require(scope.declare(t), "tensor " + t.name() + " is declared twice");
      total += checkSize("tensor " + t.name(), t.shape(), MAX_TENSOR_SIZE);
      checkFormat("tensor " + t.name(), t.format());
    }
    require(total <= MAX_TOTAL_TENSORS, "the tensors have more than 2^27 entries in total");
    total = 0;
    for (Parameter p : graph.parameters()) {
      checkName(p.name(), "a parameter");
      require(scope.tensor(p.name()) == null, "name " + p.name() + " is a tensor and a parameter");
      require(scope.declare(p), "parameter " + p.name() + " is declared twice");
      total += checkSize("parameter " + p.name(), p.shape(), MAX_PARAMETER_SIZE);
      checkFormat("parameter " + p.name(), p.format());
    }
    require(total <= MAX_TOTAL_PARAMETERS, "the parameters have more than 2^30 entries in total");
  }

  /**
   * Checks a name: not empty, of limited length, and without control characters.
   *
   * @param what whose name it is, for the message, which does not quote the name
   * @throws IllegalArgumentException if it is not such a name
   */
  public static void checkName(String name, String what) {
    require(name != null && !name.isEmpty(), what + " has no name");
    require(name.length() <= MAX_NAME_LENGTH, what + "'s name is too long");
    // Printable characters only: names go into messages and into what is hashed.
    require(Names.isPrintable(name), what + "'s name has a control character");
  }

  /** Ranks, dimensions and an int's worth of entries are checked where the shape is made. */
  private static long checkSize(String what, List<Integer> shape, long limit) {
    long size = Shapes.size(shape);
    require(size <= limit, what + " has more than " + limit + " entries");
    return size;
  }

  private static void checkFormat(String what, Format format) {
    require(format != null, what + " has no format");
    long limit = 1L << AccumulatorRange.MAX_BITS;
    require(format.min() >= -limit && format.max() <= limit, what + " exceeds 2^62");
  }

  private void checkInputs() {
    Set<String> ports = new HashSet<>();
    for (Port port : graph.inputs()) {
      checkPort(port, ports);
      require(
          scope.define(port.tensor(), TensorKind.INPUT),
          "input " + port.name() + " shares tensor " + port.tensor() + " with another input");
      checkStored(scope.tensor(port.tensor()));
    }
  }

  private void checkOutputs() {
    Set<String> ports = new HashSet<>();
    graph.inputs().forEach(port -> ports.add(port.name()));
    Set<String> taken = new HashSet<>();
    for (Port port : graph.outputs()) {
      checkPort(port, ports);
      require(
          scope.kind(port.tensor()) == TensorKind.STORED,
          "output " + port.name() + " is not a stored result of a node");
      require(
          taken.add(port.tensor()),
          "output " + port.name() + " shares tensor " + port.tensor() + " with another output");
      read.add(port.tensor());
    }
  }

  private void checkPort(Port port, Set<String> names) {
    checkName(port.name(), "a port");
    require(names.add(port.name()), "port " + port.name() + " is declared twice");
    Tensor tensor = scope.tensor(port.tensor());
    require(tensor != null, "port " + port.name() + " names no declared tensor");
    require(port.shape().size() <= 16, "port " + port.name() + " has more than 16 dimensions");
    long entries = 1;
    for (long d : port.shape()) {
      require(
          d >= 1 && d <= MAX_TENSOR_SIZE && entries * d <= MAX_TENSOR_SIZE,
          "port " + port.name() + " has a dimension of " + d);
      entries *= d;
    }
    require(
        entries * port.encoding().words() == tensor.size(),
        "port " + port.name() + " does not have as many entries as its tensor");
    checkEncoding(port, tensor);
  }

  /** That every integer of the tensor's format stands for what the port's encoding says. */
  private void checkEncoding(Port port, Tensor tensor) {
    Format format = tensor.format();
    String name = "port " + port.name();
    switch (port.encoding()) {
      case Encoding.Fixed fixed -> {
        long last = port.shape().isEmpty() ? 1 : port.shape().getLast();
        require(
            fixed.exponents().isEmpty() || fixed.exponents().size() == last,
            name + " does not have an exponent for each index on its last axis");
        fixed
            .missing()
            .ifPresent(
                code -> {
                  require(
                      graph.inputs().contains(port),
                      name + " is an output with a code for missing values");
                  require(
                      code >= format.min() && code <= format.max(),
                      name + " has a code for missing values outside of its format");
                });
      }
      case Encoding.Affine _ ->
          require(format.fraction() == 0, name + " has a scale and a fraction");
      case Encoding.Ordered ordered -> {
        require(
            format.equals(Encoding.Ordered.FORMAT), name + " does not have the format of codes");
        require(
            ordered.words() == 1 || tensor.shape().getLast() == ordered.words(),
            name + " has no axis for the words of its codes");
      }
      case Encoding.Category(List<String> names) ->
          require(
              format.fraction() == 0 && format.min() >= 0 && format.max() < names.size(),
              name + " can be none of its categories");
    }
  }

  private void checkNode(Node node) {
    checkName(node.output(), "a node");
    Tensor out = scope.tensor(node.output());
    require(out != null, "node " + node.output() + " defines no declared tensor");
    require(scope.kind(node.output()) == null, "tensor " + node.output() + " is defined twice");
    checkSources(node);
    List<Integer> axes = checkAxes(node, out);
    List<View> nodeViews = NodeAxes.views(node, out.rank());
    viewCount += nodeViews.size();
    require(
        nodeViews.size() <= MAX_VIEWS && viewCount <= MAX_TOTAL_VIEWS,
        "node " + node.output() + " has too many operands");
    for (View view : nodeViews) {
      if (scope.isAccumulator(view.source())) {
        checkAccumulatorOperand(node, view, out);
      } else {
        views.check(node.output(), view, axes, scope.shape(view.source()));
      }
    }
    TensorKind kind =
        switch (node) {
          case Contract contract -> arithmetic.check(contract, out);
          case Sum sum -> arithmetic.check(sum);
          case Requantize requantize -> functions.check(requantize, out);
          case Rescale rescale -> functions.check(rescale, out);
          case Tabulate tabulate -> functions.check(tabulate, out);
          case Interpolate interpolate -> functions.check(interpolate, out);
          case Divide divide -> arithmetic.check(divide, out);
          case Extremum extremum -> choices.check(extremum, axes, out);
          case Ranking ranking -> choices.check(ranking, axes, out);
          case Select select -> choices.check(select, axes, out);
          case Softmax softmax -> functions.check(softmax, out);
          case Bin bin -> trees.check(bin, axes, out);
          case Walk walk -> trees.check(walk, axes, out);
        };
    if (kind.isAccumulator()) {
      checkRange(node, out);
    } else {
      checkStored(out);
    }
    scope.define(node.output(), kind);
  }

  private void checkSources(Node node) {
    for (String source : node.sources()) {
      checkName(source, "an operand");
      require(
          scope.kind(source) != null || scope.isParameter(source),
          "node " + node.output() + " reads " + source + " before it is defined");
      read.add(source);
    }
  }

  /** Sizes of the node's axes; their number and product are within the limits. */
  private List<Integer> checkAxes(Node node, Tensor out) {
    for (int d : NodeAxes.own(node)) {
      require(d >= 1, "node " + node.output() + " has an axis of size " + d);
    }
    List<Integer> axes = NodeAxes.sizes(node, out.shape());
    require(axes.size() <= MAX_NODE_AXES, "node " + node.output() + " has too many axes");
    long cells = 1;
    for (int d : axes) {
      require(d <= MAX_NODE_CELLS / cells, "node " + node.output() + " has too many cells");
      cells *= d;
    }
    cellCount += cells * NodeAxes.views(node, out.rank()).size();
    require(cellCount <= MAX_TOTAL_CELLS, "the nodes have too many cells in total");
    return axes;
  }

  /** Accumulators are expressions, which their readers take as they are. */
  private void checkAccumulatorOperand(Node node, View view, Tensor out) {
    boolean allowed =
        switch (node) {
          case Sum _, Requantize _, Rescale _, Tabulate _, Interpolate _ -> true;
          case Divide d -> !view.source().equals(d.divisor().source());
          case Contract _, Extremum _, Ranking _, Select _, Softmax _, Bin _, Walk _ -> false;
        };
    require(allowed, "node " + node.output() + " reads " + view.source() + ", which is not stored");
    require(
        view.isIdentity() && scope.shape(view.source()).equals(out.shape()),
        "node " + node.output() + " does not read the accumulator " + view.source() + " whole");
  }

  private static void checkStored(Tensor tensor) {
    require(
        tensor.format().min() >= Integer.MIN_VALUE && tensor.format().max() <= Integer.MAX_VALUE,
        "stored tensor " + tensor.name() + " does not fit 32 bits");
  }

  private void checkRange(Node node, Tensor out) {
    Interval range = scope.range(node, out.shape());
    AccumulatorRange.requireBounded(node, range);
    require(
        range.within(out.format()),
        "accumulator " + node.output() + " can leave its declared range");
  }

  private void checkAllUsed() {
    for (Tensor t : scope.tensors()) {
      TensorKind kind = scope.kind(t.name());
      require(kind != null, "tensor " + t.name() + " is never defined");
      require(
          kind == TensorKind.INPUT || read.contains(t.name()),
          "tensor " + t.name() + " is never read");
    }
    for (Parameter p : scope.parameters()) {
      require(read.contains(p.name()), "parameter " + p.name() + " is never read");
    }
  }

  private static void require(boolean condition, String message) {
    LintScope.require(condition, message);
  }
}
