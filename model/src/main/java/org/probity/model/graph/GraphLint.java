package org.probity.model.graph;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

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
 *   <li>multipliers of a {@link Rescale} are positive and finite, one for each index over its axes,
 *       which are consecutive; its input has fraction 0 and at most 48 bits; a {@link Tabulate} has
 *       an entry, within the format of its output, for every value that the format of its input
 *       allows;
 *   <li>views fit source and reader ({@link ViewLint}); those of {@link Extremum} and {@link
 *       Ranking}, the data of {@link Select} and the divisor of {@link Divide} never read outside;
 *   <li>shapes fit the operators and the size limits below;
 *   <li>stored tensors fit 32 bits; <em>wide</em> ones, of more than {@code 2^16 + 1} values or a
 *       magnitude above {@code 2^16}, are no input of a {@link Softmax} and no index;
 *   <li>an {@link Interpolate} has a {@link PiecewisePolynomial} within its limits;
 *   <li>parameters are two's complement of 2 to 32 bits;
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

  /** Stored tensors that are not wide: limit on {@code max - min} and on the magnitude. */
  static final long MAX_NARROW_SPAN = 1L << 16;

  /** Limit on the entries of the table of one node, and of all nodes together. */
  static final int MAX_TABLE = 1 << 18;

  static final long MAX_TOTAL_TABLES = 1L << 22;

  /** Limit on the bits of what is rescaled. */
  static final int MAX_RESCALED_BITS = 48;

  private final IntegerGraph graph;
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();

  /** Kind of each tensor defined so far. */
  private final Map<String, Kind> defined = new HashMap<>();

  private final Set<String> read = new HashSet<>();
  private final ViewLint views = new ViewLint();
  private AccumulatorRange.Operands operands;
  private int viewCount;
  private long tabulated;
  private long polynomials;
  private long cellCount;

  /** What a defined tensor is. */
  private enum Kind {
    INPUT,
    STORED,
    /** A stored tensor, input or result, of more than 16 bits. */
    WIDE,
    SUM,
    CONTRACTION;

    boolean isAccumulator() {
      return this == SUM || this == CONTRACTION;
    }
  }

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
   * Checks the graph, and that every parameter has its declared size and every entry lies in its
   * declared range.
   *
   * @throws IllegalArgumentException naming the offending parameter and position, not the value
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
  }

  private void check() {
    checkCounts();
    checkDeclarations();
    operands = new AccumulatorRange.Operands(tensors, parameters);
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
      require(tensors.put(t.name(), t) == null, "tensor " + t.name() + " is declared twice");
      total += checkSize("tensor " + t.name(), t.shape(), MAX_TENSOR_SIZE);
      checkFormat("tensor " + t.name(), t.format());
    }
    require(total <= MAX_TOTAL_TENSORS, "the tensors have more than 2^27 entries in total");
    total = 0;
    for (Parameter p : graph.parameters()) {
      checkName(p.name(), "a parameter");
      require(!tensors.containsKey(p.name()), "name " + p.name() + " is a tensor and a parameter");
      require(parameters.put(p.name(), p) == null, "parameter " + p.name() + " is declared twice");
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
      Kind kind = storedKind(tensors.get(port.tensor()), Kind.INPUT);
      require(
          defined.put(port.tensor(), kind) == null,
          "input " + port.name() + " shares tensor " + port.tensor() + " with another input");
    }
  }

  private void checkOutputs() {
    Set<String> ports = new HashSet<>();
    graph.inputs().forEach(port -> ports.add(port.name()));
    Set<String> inputs = new HashSet<>();
    graph.inputs().forEach(port -> inputs.add(port.tensor()));
    Set<String> taken = new HashSet<>();
    for (Port port : graph.outputs()) {
      checkPort(port, ports);
      Kind kind = defined.get(port.tensor());
      require(
          (kind == Kind.STORED || kind == Kind.WIDE) && !inputs.contains(port.tensor()),
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
    Tensor tensor = tensors.get(port.tensor());
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
  private static void checkEncoding(Port port, Tensor tensor) {
    Format format = tensor.format();
    String name = "port " + port.name();
    switch (port.encoding()) {
      case Encoding.Fixed(List<Integer> exponents) -> {
        long last = port.shape().isEmpty() ? 1 : port.shape().getLast();
        require(
            exponents.isEmpty() || exponents.size() == last,
            name + " does not have an exponent for each index on its last axis");
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
    Tensor out = tensors.get(node.output());
    require(out != null, "node " + node.output() + " defines no declared tensor");
    require(!defined.containsKey(node.output()), "tensor " + node.output() + " is defined twice");
    checkSources(node);
    List<Integer> axes = checkAxes(node, out);
    List<View> nodeViews = NodeAxes.views(node, out.rank());
    viewCount += nodeViews.size();
    require(
        nodeViews.size() <= MAX_VIEWS && viewCount <= MAX_TOTAL_VIEWS,
        "node " + node.output() + " has too many operands");
    for (View view : nodeViews) {
      if (isAccumulator(view.source())) {
        checkAccumulatorOperand(node, view, out);
      } else {
        views.check(node.output(), view, axes, operands.shape(view.source()));
      }
    }
    Kind kind =
        switch (node) {
          case Contract contract -> checkContract(contract, out);
          case Sum sum -> checkSum(sum);
          case Requantize requantize -> checkRequantize(requantize, out);
          case Rescale rescale -> checkRescale(rescale, out);
          case Tabulate tabulate -> checkTabulate(tabulate, out);
          case Interpolate interpolate -> checkInterpolate(interpolate, out);
          case Divide divide -> checkDivide(divide, out);
          case Extremum extremum -> checkExtremum(extremum, axes, out);
          case Ranking ranking -> checkRanking(ranking, axes, out);
          case Select select -> checkSelect(select, axes, out);
          case Softmax softmax -> checkSoftmax(softmax, out);
        };
    if (kind.isAccumulator()) {
      checkRange(node, out);
      defined.put(node.output(), kind);
    } else {
      defined.put(node.output(), storedKind(out, kind));
    }
  }

  private void checkSources(Node node) {
    for (String source : node.sources()) {
      checkName(source, "an operand");
      require(
          defined.containsKey(source) || parameters.containsKey(source),
          "node " + node.output() + " reads " + source + " before it is defined");
      read.add(source);
    }
  }

  private boolean isAccumulator(String source) {
    Kind kind = defined.get(source);
    return kind != null && kind.isAccumulator();
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
          case Contract _, Extremum _, Ranking _, Select _, Softmax _ -> false;
        };
    require(allowed, "node " + node.output() + " reads " + view.source() + ", which is not stored");
    require(
        view.isIdentity() && operands.shape(view.source()).equals(out.shape()),
        "node " + node.output() + " does not read the accumulator " + view.source() + " whole");
  }

  private Kind checkContract(Contract node, Tensor out) {
    String name = node.output();
    require(
        !parameters.containsKey(node.left().source()),
        "contract " + name + " has a parameter on its left side");
    int fraction = operands.format(node.left().source()).fraction();
    if (node.right().isPresent()) {
      String right = node.right().get().source();
      if (parameters.containsKey(right)) {
        checkWidth(parameters.get(right));
      }
      fraction += operands.format(right).fraction();
    }
    require(
        out.format().fraction() == fraction, "fraction of " + name + " is not that of its product");
    return Kind.CONTRACTION;
  }

  /**
   * Parameter ranges come from the menu of two's complement widths, so that they tell no maximum.
   */
  private static void checkWidth(Parameter p) {
    int bits = 65 - Long.numberOfLeadingZeros(Math.max(p.format().max(), 0));
    require(
        bits >= 2
            && bits <= 32
            && p.format().equals(Format.signed(p.format().fraction(), bits)),
        "range of parameter " + p.name() + " is not of 2 to 32 bits");
  }

  private Kind checkSum(Sum node) {
    require(!node.addends().isEmpty(), "sum " + node.output() + " has no addends");
    int contractions = 0;
    for (Sum.Addend addend : node.addends()) {
      require(addend.multiplier() != 0, "sum " + node.output() + " has a multiplier of zero");
      String source = addend.view().source();
      if (parameters.containsKey(source)) {
        checkWidth(parameters.get(source));
      }
      contractions += defined.get(source) == Kind.CONTRACTION ? 1 : 0;
    }
    // Keeps every accumulator of degree two in committed columns: no uncommitted depth.
    require(contractions <= 1, "sum " + node.output() + " has more than one contraction");
    return contractions == 1 ? Kind.CONTRACTION : Kind.SUM;
  }

  private Kind checkRequantize(Requantize node, Tensor out) {
    requireTensor(node, node.input());
    Tensor in = tensors.get(node.input());
    require(in.shape().equals(out.shape()), "requantize " + node.output() + ": shapes do not fit");
    require(
        node.function() != null && node.function().isSmall(),
        "requantize " + node.output() + " has no function or one that is too long");
    requireConstants(node.function(), node.output());
    int fraction = in.format().fraction() - node.shift();
    require(fraction >= -62, "requantize " + node.output() + " has fraction " + fraction);
    // Rounding adds less than 2^40 to what is at most 2^62.
    return Kind.STORED;
  }

  private Kind checkRescale(Rescale node, Tensor out) {
    String name = node.output();
    requireTensor(node, node.input());
    Tensor in = tensors.get(node.input());
    require(in.shape().equals(out.shape()), "rescale " + name + ": shapes do not fit");
    require(
        in.format().fraction() == 0 && out.format().fraction() == 0,
        "rescale " + name + ": a fraction is not 0");
    // Thresholds are sought beyond the input's range by as much as it spans.
    require(
        Interval.of(in.format()).withinBits(MAX_RESCALED_BITS),
        "rescale " + name + ": the input has more than " + MAX_RESCALED_BITS + " bits");
    long count = 1;
    for (int i = 0; i < node.axes().size(); i++) {
      int axis = node.axes().get(i);
      require(
          axis >= 0 && axis < out.rank() && (i == 0 || axis == node.axes().get(i - 1) + 1),
          "rescale " + name + ": its axes are not consecutive axes of the output");
      count *= out.shape().get(axis);
    }
    require(
        node.multipliers().length == count,
        "rescale " + name + " does not have a multiplier for each index");
    for (float m : node.multipliers()) {
      require(
          m > 0 && Float.isFinite(m),
          "rescale " + name + ": a multiplier is not a positive number");
    }
    return Kind.STORED;
  }

  private Kind checkTabulate(Tabulate node, Tensor out) {
    String name = node.output();
    requireTensor(node, node.input());
    Tensor in = tensors.get(node.input());
    require(in.shape().equals(out.shape()), "tabulate " + name + ": shapes do not fit");
    require(
        in.format().fraction() == 0 && out.format().fraction() == 0,
        "tabulate " + name + ": a fraction is not 0");
    int size = node.table().length;
    tabulated += size;
    require(
        size >= 1 && size <= MAX_TABLE && tabulated <= MAX_TOTAL_TABLES,
        "tabulate " + name + ": the tables have too many entries");
    require(
        Math.abs(node.first()) <= 1L << 32
            && in.format().min() >= node.first()
            && in.format().max() <= node.last(),
        "tabulate " + name + ": the input can leave the table");
    for (int entry : node.table()) {
      require(
          out.format().contains(entry),
          "tabulate " + name + ": an entry is outside of the format of the output");
    }
    return Kind.STORED;
  }

  private Kind checkInterpolate(Interpolate node, Tensor out) {
    String name = node.output();
    requireTensor(node, node.input());
    Tensor in = tensors.get(node.input());
    require(in.shape().equals(out.shape()), "interpolate " + name + ": shapes do not fit");
    require(
        node.function() != null && node.function().isSmall(),
        "interpolate " + name + " has no function or one that is too long");
    requireConstants(node.function(), name);
    storedKind(out, Kind.STORED);
    polynomials += PiecewisePolynomial.of(node, in.format(), out.format()).rows();
    require(
        polynomials <= PiecewisePolynomial.MAX_TOTAL_ROWS,
        "interpolate " + name + ": the tables have too many rows");
    return Kind.STORED;
  }

  private static void requireConstants(RealFunction function, String node) {
    switch (function) {
      case RealFunction.Argument _ -> {}
      case RealFunction.Constant(double value) ->
          require(!Double.isNaN(value), "node " + node + " has a constant that is NaN");
      case RealFunction.Unary(RealFunction.UnaryOperator _, RealFunction inner) ->
          requireConstants(inner, node);
      case RealFunction.Binary(
              RealFunction.BinaryOperator _,
              RealFunction left,
              RealFunction right) -> {
        requireConstants(left, node);
        requireConstants(right, node);
      }
    }
  }

  private Kind checkDivide(Divide node, Tensor out) {
    String name = node.output();
    requireTensor(node, node.dividend());
    requireStored(node, node.divisor().source());
    Tensor dividend = tensors.get(node.dividend());
    Tensor divisor = tensors.get(node.divisor().source());
    require(dividend.shape().equals(out.shape()), "divide " + name + ": shapes do not fit");
    require(
        defined.get(node.dividend()) != Kind.CONTRACTION,
        "divide " + name + ": the dividend has a contraction beneath");
    require(divisor.format().min() >= 1, "divide " + name + ": the divisor may be below 1");
    requireInside(node, node.divisor(), out.shape());
    int fraction = dividend.format().fraction() - divisor.format().fraction() + node.shift();
    require(
        out.format().fraction() == fraction,
        "fraction of " + name + " is not that of its quotient");
    Interval scaled =
        Interval.of(dividend.format())
            .times(1L << (node.shift() + 1))
            .plus(Interval.of(divisor.format()));
    require(scaled.withinBits(AccumulatorRange.MAX_BITS), "divide " + name + " could overflow");
    require(
        operands.range(node, out.shape()).within(out.format()),
        "divide " + name + " can leave its declared range");
    return Kind.STORED;
  }

  private Kind checkExtremum(Extremum node, List<Integer> axes, Tensor out) {
    require(!node.operands().isEmpty(), "extremum " + node.output() + " has no operands");
    for (View operand : node.operands()) {
      requireStored(node, operand.source());
      requireInside(node, operand, axes);
      Format format = operands.format(operand.source());
      require(
          format.fraction() == out.format().fraction()
              && format.min() >= out.format().min()
              && format.max() <= out.format().max(),
          "extremum " + node.output() + ": the format does not contain those of its operands");
    }
    return Kind.STORED;
  }

  private Kind checkRanking(Ranking node, List<Integer> axes, Tensor out) {
    String name = node.output();
    requireStored(node, node.input().source());
    requireInside(node, node.input(), axes);
    int places = out.rank() - 1;
    require(
        node.input().axes().stream().noneMatch(entry -> entry.axes().contains(places)),
        "ranking " + name + ": the input reads the axis of places");
    require(
        out.shape().getLast() <= node.count(), "ranking " + name + " has more places than entries");
    require(
        out.format().equals(new Format(0, 0, node.count() - 1L)),
        "ranking " + name + ": the format is not [0, count)");
    return Kind.STORED;
  }

  private Kind checkSelect(Select node, List<Integer> axes, Tensor out) {
    String name = node.output();
    String data = node.data().source();
    if (parameters.containsKey(data)) {
      checkWidth(parameters.get(data));
    } else {
      requireStored(node, data);
    }
    requireNarrow(node, node.index().source());
    requireInside(node, node.data(), axes);
    int counted = out.rank();
    require(
        node.index().axes().stream().noneMatch(entry -> entry.axes().contains(counted)),
        "select " + name + ": the index reads the axis that it chooses from");
    require(
        node.data().axes().stream().anyMatch(entry -> entry.axes().contains(counted)),
        "select " + name + ": the data does not read the axis that is chosen from");
    Format index = operands.format(node.index().source());
    require(
        index.fraction() == 0 && index.min() >= 0 && index.max() < node.count(),
        "select " + name + ": the index can leave [0, count)");
    require(
        out.format().equals(operands.format(data)),
        "select " + name + ": the format is not that of the data");
    return Kind.STORED;
  }

  private Kind checkSoftmax(Softmax node, Tensor out) {
    requireNarrow(node, node.input());
    Tensor in = tensors.get(node.input());
    require(in.shape().equals(out.shape()), "softmax " + node.output() + ": shapes do not fit");
    require(
        node.axis() >= 0 && node.axis() < out.rank(),
        "softmax " + node.output() + " has no axis " + node.axis());
    int fraction = out.format().fraction();
    require(
        fraction >= 1
            && fraction <= 16
            && out.format().equals(new Format(fraction, 0, 1L << fraction)),
        "softmax " + node.output() + ": the format is not [0, 1]");
    return Kind.STORED;
  }

  private void requireTensor(Node node, String source) {
    require(
        defined.containsKey(source),
        "node " + node.output() + " reads " + source + ", which is a parameter");
  }

  private void requireStored(Node node, String source) {
    requireTensor(node, source);
    require(
        !defined.get(source).isAccumulator(),
        "node " + node.output() + " reads " + source + ", which is not stored");
  }

  private void requireNarrow(Node node, String source) {
    requireStored(node, source);
    require(
        defined.get(source) != Kind.WIDE,
        "node " + node.output() + " reads " + source + ", which is not stored in 16 bits");
  }

  private void requireInside(Node node, View view, List<Integer> axes) {
    require(
        ViewBounds.alwaysInside(view, axes, operands.shape(view.source())),
        "node " + node.output() + " reads " + view.source() + " outside");
  }

  /** Columns have 32 bits. */
  private static Kind storedKind(Tensor tensor, Kind narrow) {
    Format f = tensor.format();
    require(
        f.min() >= Integer.MIN_VALUE && f.max() <= Integer.MAX_VALUE,
        "stored tensor " + tensor.name() + " does not fit 32 bits");
    boolean isNarrow =
        f.max() - f.min() <= MAX_NARROW_SPAN
            && f.min() >= -MAX_NARROW_SPAN
            && f.max() <= MAX_NARROW_SPAN;
    return isNarrow ? narrow : Kind.WIDE;
  }

  private void checkRange(Node node, Tensor out) {
    Interval range = operands.range(node, out.shape());
    AccumulatorRange.requireBounded(node, range);
    require(
        range.within(out.format()),
        "accumulator " + node.output() + " can leave its declared range");
  }

  private void checkAllUsed() {
    Set<String> inputs = graph.inputs().stream().map(Port::tensor).collect(Collectors.toSet());
    for (Tensor t : graph.tensors()) {
      Kind kind = defined.get(t.name());
      require(kind != null, "tensor " + t.name() + " is never defined");
      require(
          inputs.contains(t.name()) || read.contains(t.name()),
          "tensor " + t.name() + " is never read");
    }
    for (String name : parameters.keySet()) {
      require(read.contains(name), "parameter " + name + " is never read");
    }
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
