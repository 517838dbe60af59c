package org.probity.model.graph;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Rejects integer graphs that are not well-formed or whose accumulators could overflow. Every field
 * of the graph is taken as hostile input; what this class lets through, executor, compiler and
 * verifier may rely on:
 *
 * <ul>
 *   <li>names are unique over tensors and parameters, and over ports; every node reads tensors
 *       defined before it; every tensor is defined once, by an input port or a node; every
 *       accumulator and every parameter is read, a parameter by one node only;
 *   <li>a tensor belongs to one port at most; input ports name undefined tensors, output ports
 *       stored results of nodes; port shapes have as many entries as their tensor;
 *   <li>shapes fit the operators and the size limits below;
 *   <li>stored tensors span at most {@code 2^16 + 1} values of magnitude at most {@code 2^16};
 *       weights are two's complement of 2 to 16 bits, biases of 2 to 32 bits;
 *   <li>the exact range of every accumulator, from declared formats alone, lies in its declared
 *       format, and that in {@code [-2^62, 2^62]};
 *   <li>an accumulator has at most one product of a tensor and a parameter ({@link Linear} or
 *       {@link Affine}) beneath it before the next stored tensor.
 * </ul>
 */
public final class GraphLint {
  /** Limits on the counts of ports, tensors, parameters, nodes, and addends of one sum. */
  static final int MAX_COUNT = 1 << 14;

  static final int MAX_ADDENDS = 64;
  static final int MAX_NAME_LENGTH = 256;

  /** Limits on entries of one tensor and one parameter, and on the totals of each. */
  static final long MAX_TENSOR_SIZE = 1L << 24;

  static final long MAX_PARAMETER_SIZE = 1L << 27;
  static final long MAX_TOTAL_TENSORS = 1L << 27;
  static final long MAX_TOTAL_PARAMETERS = 1L << 30;

  /** Stored tensors: limit on {@code max - min} and on the magnitude. */
  static final long MAX_STORED_SPAN = 1L << 16;

  private final IntegerGraph graph;
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();

  /** Kind of each tensor defined so far. */
  private final Map<String, Kind> defined = new HashMap<>();

  private final Set<String> read = new HashSet<>();

  /** What a defined tensor is. */
  private enum Kind {
    INPUT,
    STORED,
    SUM,
    CONTRACTION;

    boolean stored() {
      return this == INPUT || this == STORED;
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
      long size = checkShape("tensor " + t.name(), t.rows(), t.features(), MAX_TENSOR_SIZE);
      total += size;
      checkFormat("tensor " + t.name(), t.format());
    }
    require(total <= MAX_TOTAL_TENSORS, "the tensors have more than 2^27 entries in total");
    total = 0;
    for (Parameter p : graph.parameters()) {
      checkName(p.name(), "a parameter");
      require(!tensors.containsKey(p.name()), "name " + p.name() + " is a tensor and a parameter");
      require(parameters.put(p.name(), p) == null, "parameter " + p.name() + " is declared twice");
      total += checkShape("parameter " + p.name(), p.rows(), p.columns(), MAX_PARAMETER_SIZE);
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
    require(
        name.codePoints()
            .allMatch(
                c -> !Character.isISOControl(c) && c != 0x2028 && c != 0x2029 && !isSurrogate(c)),
        what + "'s name has a control character");
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  private static long checkShape(String what, int rows, int columns, long limit) {
    require(rows >= 1 && columns >= 1, what + " has shape [" + rows + ", " + columns + "]");
    require((long) rows * columns <= limit, what + " has more than " + limit + " entries");
    return (long) rows * columns;
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
          defined.put(port.tensor(), Kind.INPUT) == null,
          "input " + port.name() + " shares tensor " + port.tensor() + " with another input");
      checkStored(tensors.get(port.tensor()));
    }
  }

  private void checkOutputs() {
    Set<String> ports = new HashSet<>();
    graph.inputs().forEach(port -> ports.add(port.name()));
    Set<String> taken = new HashSet<>();
    for (Port port : graph.outputs()) {
      checkPort(port, ports);
      require(
          defined.get(port.tensor()) == Kind.STORED,
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
        entries == (long) tensor.rows() * tensor.features(),
        "port " + port.name() + " does not have as many entries as its tensor");
  }

  private void checkNode(Node node) {
    checkName(node.output(), "a node");
    node.inputs().forEach(name -> checkName(name, "an operand"));
    node.parameters().forEach(name -> checkName(name, "an operand"));
    Tensor out = tensors.get(node.output());
    require(out != null, "node " + node.output() + " defines no declared tensor");
    require(!defined.containsKey(node.output()), "tensor " + node.output() + " is defined twice");
    for (String input : node.inputs()) {
      require(
          defined.containsKey(input),
          "node " + node.output() + " reads " + input + " before it is defined");
      read.add(input);
    }
    for (String name : node.parameters()) {
      require(
          parameters.containsKey(name),
          "node " + node.output() + " reads undeclared parameter " + name);
      require(read.add(name), "parameter " + name + " is read twice");
    }
    Kind kind =
        switch (node) {
          case Linear linear -> checkLinear(linear, out);
          case Affine affine -> checkAffine(affine, out);
          case Sum sum -> checkSum(sum, out);
          case Requantize requantize -> checkRequantize(requantize, out);
          case ArgMax argMax -> checkArgMax(argMax, out);
          case Softmax softmax -> checkSoftmax(softmax, out);
        };
    if (kind.stored()) {
      checkStored(out);
    } else {
      checkRange(node, out);
    }
    defined.put(node.output(), kind);
  }

  private Kind checkLinear(Linear node, Tensor out) {
    Tensor in = storedInput(node.output(), node.input());
    Parameter weight = parameters.get(node.weight());
    require(
        weight.rows() == in.features()
            && out.rows() == in.rows()
            && out.features() == weight.columns(),
        "linear " + node.output() + ": shapes do not fit");
    checkProduct(node.output(), in, weight, node.bias(), out);
    return Kind.CONTRACTION;
  }

  private Kind checkAffine(Affine node, Tensor out) {
    Tensor in = storedInput(node.output(), node.input());
    Parameter scale = parameters.get(node.scale());
    require(
        scale.rows() == 1 && scale.columns() == in.features() && sameShape(in, out),
        "affine " + node.output() + ": shapes do not fit");
    checkProduct(node.output(), in, scale, node.bias(), out);
    return Kind.CONTRACTION;
  }

  private void checkProduct(
      String name, Tensor in, Parameter factor, Optional<String> bias, Tensor out) {
    checkWidth(factor, 16);
    int fraction = in.format().fraction() + factor.format().fraction();
    require(
        out.format().fraction() == fraction, "fraction of " + name + " is not that of its product");
    if (bias.isPresent()) {
      Parameter b = parameters.get(bias.get());
      checkWidth(b, 32);
      require(b.format().fraction() == fraction, "fraction of bias " + b.name() + " does not fit");
      require(
          b.rows() == 1 && b.columns() == out.features(),
          "shape of bias " + b.name() + " does not fit");
    }
  }

  /**
   * Parameter ranges come from the menu of two's complement widths, so that they tell no maximum.
   */
  private static void checkWidth(Parameter p, int maxBits) {
    int bits = 65 - Long.numberOfLeadingZeros(Math.max(p.format().max(), 0));
    require(
        bits >= 2
            && bits <= maxBits
            && p.format().equals(Format.signed(p.format().fraction(), bits)),
        "range of parameter " + p.name() + " is not of 2 to " + maxBits + " bits");
  }

  private Kind checkSum(Sum node, Tensor out) {
    require(!node.addends().isEmpty(), "sum " + node.output() + " has no addends");
    require(node.addends().size() <= MAX_ADDENDS, "sum " + node.output() + " has too many addends");
    Set<String> names = new HashSet<>();
    int contractions = 0;
    for (Sum.Addend addend : node.addends()) {
      require(addend.multiplier() != 0, "sum " + node.output() + " has a multiplier of zero");
      require(names.add(addend.tensor()), "sum " + node.output() + " has an addend twice");
      require(
          sameShape(tensors.get(addend.tensor()), out),
          "sum " + node.output() + ": shapes do not fit");
      contractions += defined.get(addend.tensor()) == Kind.CONTRACTION ? 1 : 0;
    }
    // Keeps every accumulator of degree two in committed columns: no uncommitted depth.
    require(contractions <= 1, "sum " + node.output() + " has more than one contraction");
    return contractions == 1 ? Kind.CONTRACTION : Kind.SUM;
  }

  private Kind checkRequantize(Requantize node, Tensor out) {
    Tensor in = tensors.get(node.input());
    require(sameShape(in, out), "requantize " + node.output() + ": shapes do not fit");
    require(node.activation() != null, "requantize " + node.output() + " has no activation");
    checkActivation(node);
    int fraction = in.format().fraction() - node.shift();
    require(fraction >= -62, "requantize " + node.output() + " has fraction " + fraction);
    long half = node.shift() == 0 ? 0 : 1L << (node.shift() - 1);
    require(
        Interval.of(in.format()).plus(half).withinBits(AccumulatorRange.MAX_BITS + 1),
        "requantize " + node.output() + " could overflow");
    return Kind.STORED;
  }

  private static void checkActivation(Requantize node) {
    boolean sane =
        switch (node.activation()) {
          // Only non-decreasing functions: every one of them has a threshold lowering.
          case Activation.LeakyRelu(double slope) -> slope >= 0 && slope <= 1024;
          case Activation.Clip(double low, double high) -> low <= high;
          case Activation.Identity _, Activation.Relu _, Activation.Sigmoid _, Activation.Tanh _ ->
              true;
        };
    require(sane, "requantize " + node.output() + " has an activation with bad constants");
  }

  private Kind checkArgMax(ArgMax node, Tensor out) {
    Tensor in = storedInput(node.output(), node.input());
    require(
        out.rows() == in.rows() && out.features() == 1,
        "argmax " + node.output() + ": shapes do not fit");
    require(
        out.format().equals(new Format(0, 0, in.features() - 1L)),
        "argmax " + node.output() + ": the format is not [0, features)");
    return Kind.STORED;
  }

  private Kind checkSoftmax(Softmax node, Tensor out) {
    Tensor in = storedInput(node.output(), node.input());
    require(sameShape(in, out), "softmax " + node.output() + ": shapes do not fit");
    int fraction = out.format().fraction();
    require(
        fraction >= 1
            && fraction <= 16
            && out.format().equals(new Format(fraction, 0, 1L << fraction)),
        "softmax " + node.output() + ": the format is not [0, 1]");
    return Kind.STORED;
  }

  private Tensor storedInput(String node, String input) {
    require(
        defined.get(input).stored(), "node " + node + " reads " + input + ", which is not stored");
    return tensors.get(input);
  }

  private static void checkStored(Tensor tensor) {
    Format f = tensor.format();
    require(
        f.max() - f.min() <= MAX_STORED_SPAN
            && f.min() >= -MAX_STORED_SPAN
            && f.max() <= MAX_STORED_SPAN,
        "stored tensor " + tensor.name() + " spans more than 16 bits");
  }

  private void checkRange(Node node, Tensor out) {
    Interval range = AccumulatorRange.of(node, tensors, parameters);
    AccumulatorRange.requireBounded(node, range);
    require(
        range.within(out.format()),
        "accumulator " + node.output() + " can leave its declared range");
  }

  private void checkAllUsed() {
    for (Tensor t : graph.tensors()) {
      Kind kind = defined.get(t.name());
      require(kind != null, "tensor " + t.name() + " is never defined");
      require(
          kind.stored() || read.contains(t.name()), "accumulator " + t.name() + " is never read");
    }
    for (String name : parameters.keySet()) {
      require(read.contains(name), "parameter " + name + " is never read");
    }
  }

  private static boolean sameShape(Tensor a, Tensor b) {
    return a.rows() == b.rows() && a.features() == b.features();
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
