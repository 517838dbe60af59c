package org.probity.model.quantize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.probity.graph.AxisIndex;
import org.probity.graph.Bin;
import org.probity.graph.Contract;
import org.probity.graph.Divide;
import org.probity.graph.Encoding;
import org.probity.graph.Extremum;
import org.probity.graph.Format;
import org.probity.graph.Parameter;
import org.probity.graph.Port;
import org.probity.graph.Ranking;
import org.probity.graph.RealFunction;
import org.probity.graph.RealFunction.UnaryOperator;
import org.probity.graph.Requantize;
import org.probity.graph.Rescale;
import org.probity.graph.Select;
import org.probity.graph.Shapes;
import org.probity.graph.Softmax;
import org.probity.graph.Sum;
import org.probity.graph.Tabulate;
import org.probity.graph.Tensor;
import org.probity.graph.View;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.floatgraph.FloatPort;

/**
 * Writes the integer nodes of a prepared float graph. A float tensor that an accumulator stands for
 * is stored when something reads it that needs it stored.
 */
final class NodeQuantizer {
  /** Most bits between an accumulator and the coarsest stored tensor. */
  private static final int MAX_DROPPED_BITS = 36;

  /** Largest magnitude of a quotient, as a power of two. */
  private static final int QUOTIENT_BITS = 30;

  /** Bits of a quotient beyond those of the tensor that it becomes. */
  private static final int GUARD_BITS = 2;

  /** Fraction bits of weights, which may be far below one, that are precise to about 2^-24. */
  private static final int FINEST_WEIGHTS = 40;

  /** Guard bits that keep the rounding of exponentials below that of a softmax. */
  private static final int EXPONENTIAL_BITS = 4;

  private final FloatGraph graph;
  private final Calibration calibration;
  private final FormatPlan plan;
  private final OrderedPorts ordered;
  private final QuantizerOptions options;
  private final ParameterQuantizer parameters;
  private final BiasCorrection biasCorrection;
  private final Draft draft;
  private final int maxFraction;

  /** Whether everything is precise to about 2^-24. */
  private final boolean fine;

  private final Map<String, List<Integer>> shapes;

  /** By float tensor: its accumulator, its stored form. */
  private final Map<String, Tensor> accumulators = new HashMap<>();

  private final Map<String, Tensor> stored = new HashMap<>();

  /** By integer tensor: the float tensor it stands for. */
  private final Map<String, String> origins = new HashMap<>();

  private final List<String> notes = new ArrayList<>();

  /** Float tensors that some reader needs stored. */
  private final Set<String> neededStored = new HashSet<>();

  NodeQuantizer(
      FloatGraph graph,
      Calibration calibration,
      FormatPlan plan,
      OrderedPorts ordered,
      QuantizerOptions options,
      Widths widths,
      ParameterQuantizer parameters,
      Draft draft) {
    this.graph = graph;
    this.calibration = calibration;
    this.plan = plan;
    this.ordered = ordered;
    this.options = options;
    this.parameters = parameters;
    this.biasCorrection = new BiasCorrection(graph, calibration, parameters);
    this.draft = draft;
    this.fine = widths.fine();
    this.maxFraction = plan.coarsest() + MAX_DROPPED_BITS;
    this.shapes = graph.shapes();
    graph.outputs().forEach(port -> neededStored.add(port.tensor()));
    graph.nodes().forEach(this::collectStored);
  }

  private void collectStored(FloatNode node) {
    if (node instanceof FloatNode.Apply
        || node instanceof FloatNode.Rescale
        || node instanceof FloatNode.Tabulate) {
      return;
    }
    for (View view : node.views()) {
      boolean takesAccumulators =
          node instanceof FloatNode.Combine
              || (node instanceof FloatNode.Divide d && view.equals(d.dividend()));
      if (!takesAccumulators || !isWhole(view, node.shape())) {
        neededStored.add(view.source());
      }
    }
  }

  private boolean isWhole(View view, List<Integer> shape) {
    return view.isIdentity() && shape.equals(shapes.get(view.source()));
  }

  /** What the owner should know of the nodes. */
  List<String> notes() {
    return notes;
  }

  Map<String, String> origins() {
    return origins;
  }

  List<Port> inputs() {
    List<Port> ports = new ArrayList<>();
    for (FloatPort port : graph.inputs()) {
      String name = port.tensor();
      Optional<Encoding.Ordered> codes = ordered.of(name);
      List<Integer> shape = new ArrayList<>(port.tensorShape());
      if (codes.isPresent() && codes.get().words() == 2) {
        shape.add(2);
      }
      Format format = codes.isPresent() ? Encoding.Ordered.FORMAT : plan.format(name);
      Tensor input = draft.input(name, shape, format);
      stored.put(name, input);
      if (codes.isEmpty()) {
        // Codes are exact: they have no error that a report could show.
        origins.put(input.name(), name);
      }
      Encoding encoding = codes.<Encoding>map(c -> c).orElse(port.encoding());
      ports.add(new Port(port.name(), name, port.shape(), encoding));
    }
    return ports;
  }

  void lowerAll() throws ModelException {
    for (FloatNode node : graph.nodes()) {
      switch (node) {
        case FloatNode.Contract c -> lower(c);
        case FloatNode.Combine c -> lower(c);
        case FloatNode.Apply a -> lower(a);
        case FloatNode.Rescale r -> lower(r);
        case FloatNode.Tabulate t -> lower(t);
        case FloatNode.Lookup l -> lower(l);
        case FloatNode.Divide d -> lower(d);
        case FloatNode.Extremum e -> lower(e);
        case FloatNode.Ranking r -> lower(r);
        case FloatNode.Select s -> lower(s);
        case FloatNode.Forest f -> lower(f);
        case FloatNode.Softmax s -> lower(s);
        case FloatNode.Layout l ->
            throw new IllegalStateException("layout " + l.output() + " is not prepared");
      }
    }
  }

  private void store(String origin, Tensor tensor) {
    stored.put(origin, tensor);
    if (!plan.isFloat(origin)) {
      // Codes are no fixed-point numbers, whose errors a report could show.
      origins.put(tensor.name(), origin);
    }
  }

  private boolean isConstant(String name) {
    return graph.constants().containsKey(name);
  }

  /** The stored form of a float tensor or constant. */
  Tensor stored(String tensor) throws ModelException {
    Tensor known = stored.get(tensor);
    if (known != null) {
      return known;
    }
    Tensor whole = isConstant(tensor) ? sumOfConstant(tensor) : accumulators.get(tensor);
    Tensor result =
        draft.rounded(
            tensor + "/stored", whole, RealFunction.X, storedFormat(tensor, whole.format()));
    store(tensor, result);
    return result;
  }

  /**
   * An exact tensor is stored as it is. No tensor is stored in finer steps than it has: scores of
   * trees keep those of their leaves, and labels are decided by them.
   */
  private Format storedFormat(String tensor, Format whole) throws ModelException {
    if (!plan.exact().contains(tensor)) {
      Format planned = plan.format(tensor);
      int finer = planned.fraction() - whole.fraction();
      if (!fine || finer < 0 || (finer == 0 && planned.min() >= 0)) {
        return planned;
      }
      return plan.fine().isFactor(tensor) || planned.min() >= 0
          ? new Format(whole.fraction(), planned.min() >> finer, planned.max() >> finer)
          : Format.signed(whole.fraction(), Integer.SIZE);
    }
    if (whole.min() < Integer.MIN_VALUE || whole.max() > Integer.MAX_VALUE) {
      throw new ModelException(
          "tensor "
              + tensor
              + " holds exact sums of more than 32 bits, which cannot be stored; quantise it to 8"
              + " bits (QuantizeLinear, or an operator with an output scale)");
    }
    return whole;
  }

  /** A constant as an accumulator. */
  private Tensor sumOfConstant(String constant) throws ModelException {
    List<Integer> shape = graph.constants().get(constant).shape();
    int fraction = plan.format(constant).fraction();
    Parameter addend = parameters.addend(constant, 1, fraction);
    View view = View.identity(addend.name(), shape.size());
    return draft.ranged(
        new Sum(constant + "/sum", List.of(new Sum.Addend(view, 1)), 0),
        shape,
        addend.format().fraction());
  }

  /** The accumulator of a float tensor if there is one, else its stored form. */
  private Tensor whole(String tensor) throws ModelException {
    Tensor accumulator = accumulators.get(tensor);
    return accumulator != null ? accumulator : stored(tensor);
  }

  private View read(View view) throws ModelException {
    return new View(stored(view.source()).name(), view.axes());
  }

  private void lower(FloatNode.Contract node) throws ModelException {
    Tensor left = stored(node.left().source());
    int fraction = left.format().fraction();
    Optional<View> right = Optional.empty();
    if (node.right().isPresent()) {
      View view = node.right().get();
      if (isConstant(view.source())) {
        Parameter factor = factor(node, view.source(), left.format());
        fraction += factor.format().fraction();
        right = Optional.of(new View(factor.name(), view.axes()));
      } else {
        fraction += stored(view.source()).format().fraction();
        right = Optional.of(read(view));
      }
    }
    Contract contract = new Contract(node.output(), node.summed(), read(node.left()), right);
    accumulators.put(node.output(), draft.ranged(contract, node.shape(), fraction));
  }

  private Parameter factor(FloatNode.Contract node, String constant, Format left)
      throws ModelException {
    if (!fine) {
      return parameters.factor(constant, maxFraction - left.fraction());
    }
    int bits = FineFormats.weightBits(left, Shapes.size(node.summed()));
    int limit = plan.fine().accumulated(node.output()) - left.fraction();
    return parameters.factor(constant, Math.min(limit, FINEST_WEIGHTS), bits);
  }

  private void lower(FloatNode.Combine node) throws ModelException {
    SumWriter sum = new SumWriter(node);
    boolean contraction = false;
    for (FloatNode.Combine.Term term : node.terms()) {
      View view = term.view();
      if (isConstant(view.source())) {
        sum.addConstant(term);
        continue;
      }
      boolean whole = isWhole(view, node.shape()) && accumulators.containsKey(view.source());
      if (whole && draft.isContraction(accumulators.get(view.source()).name())) {
        // One contraction at most. What is stored anyway costs nothing to read.
        whole = !contraction && !neededStored.contains(view.source());
        contraction |= whole;
      }
      // Wide coefficients times what may have 60 bits would not fit.
      whole &= !fine || isPower(term.coefficient());
      if (whole) {
        sum.addAccumulator(
            term.coefficient(), view.source(), accumulators.get(view.source()), view);
      } else {
        sum.add(term.coefficient(), new View(stored(view.source()).name(), view.axes()));
      }
    }
    accumulators.put(node.output(), sum.write());
  }

  private static boolean isPower(double coefficient) {
    double c = Math.abs(coefficient);
    return Math.scalb(1.0, Math.getExponent(c)) == c;
  }

  /** Writes one {@link Sum}: finds a fraction in which all coefficients are integers, nearly. */
  private final class SumWriter {
    /** Relative precision of a coefficient that is no multiple of a power of two. */
    private static final int COEFFICIENT_BITS = 14;

    private static final int FINE_COEFFICIENT_BITS = 27;

    /** Bits of a sum at most. */
    private static final int SUM_BITS = 60;

    private final FloatNode.Combine node;
    private final String name;
    private final List<FloatNode.Combine.Term> tensors = new ArrayList<>();
    private final List<FloatNode.Combine.Term> constants = new ArrayList<>();

    /** By term that is an accumulator: the float tensor. */
    private final Map<FloatNode.Combine.Term, String> accumulated = new HashMap<>();

    SumWriter(FloatNode.Combine node) {
      this.node = node;
      this.name = node.output();
    }

    void add(double coefficient, View view) {
      tensors.add(new FloatNode.Combine.Term(coefficient, view));
    }

    /** Adds the accumulator of a tensor that is read whole. */
    void addAccumulator(double coefficient, String tensor, Tensor accumulator, View view) {
      FloatNode.Combine.Term term =
          new FloatNode.Combine.Term(coefficient, new View(accumulator.name(), view.axes()));
      tensors.add(term);
      accumulated.put(term, tensor);
    }

    void addConstant(FloatNode.Combine.Term term) {
      constants.add(term);
    }

    Tensor write() throws ModelException {
      int fraction =
          tensors.stream()
              .mapToInt(t -> fractionOf(t) + digits(t.coefficient()))
              .max()
              .orElse(plan.format(name).fraction() + GUARD_BITS);
      // Never coarser than an operand: multipliers are integers.
      int finest = tensors.stream().mapToInt(this::fractionOf).max().orElse(fraction);
      int most = fine ? SUM_BITS - FineFormats.exponent(magnitude()) : maxFraction;
      int bounded = Math.max(Math.min(fraction, most), finest);
      List<Sum.Addend> addends = new ArrayList<>();
      for (FloatNode.Combine.Term term : tensors) {
        double scaled = Math.scalb(term.coefficient(), bounded - fractionOf(term));
        long multiplier = (long) Math.floor(scaled + 0.5);
        if (multiplier != scaled
            && Math.abs(multiplier - scaled) > Math.scalb(Math.abs(scaled), -coefficientBits())
            && accumulated.containsKey(term)) {
          // Too fine for its coefficient: what is stored of it is not.
          Tensor coarser = stored(accumulated.remove(term));
          tensors.set(
              tensors.indexOf(term),
              new FloatNode.Combine.Term(
                  term.coefficient(), new View(coarser.name(), term.view().axes())));
          return write();
        }
        if (multiplier != 0) {
          addends.add(new Sum.Addend(term.view(), multiplier));
        }
      }
      boolean corrected = fine || !options.biasCorrection() || plan.exact().contains(name);
      for (FloatNode.Combine.Term term : constants) {
        String source = term.view().source();
        double[] correction = corrected ? null : biasCorrection.of(node, term);
        corrected |= correction != null && Arrays.stream(correction).anyMatch(c -> c != 0);
        double[] values = graph.constants().get(source).values().clone();
        Arrays.setAll(
            values,
            i -> term.coefficient() * (values[i] + (correction == null ? 0 : correction[i])));
        Parameter addend = parameters.addend(source, values, bounded);
        long multiplier = 1L << (bounded - addend.format().fraction());
        addends.add(new Sum.Addend(new View(addend.name(), term.view().axes()), multiplier));
      }
      if (addends.isEmpty()) {
        throw new ModelException(
            "tensor " + name + " does not depend on the input; fold it into a constant");
      }
      double bias = Math.floor(Math.scalb(node.constant(), bounded) + 0.5);
      if (Math.abs(bias) > 1L << 61) {
        throw new ModelException(name + ": a constant is too large for fixed-point numbers");
      }
      return draft.ranged(new Sum(name, addends, (long) bias), node.shape(), bounded);
    }

    /** A bound on the sum. */
    private double magnitude() {
      double sum = Math.abs(node.constant()) + 1;
      for (FloatNode.Combine.Term term : tensors) {
        Format f = draft.tensor(term.view().source()).format();
        sum += Math.abs(term.coefficient()) * f.toReal(f.magnitude());
      }
      for (FloatNode.Combine.Term term : constants) {
        double largest = 0;
        for (double v : graph.constants().get(term.view().source()).values()) {
          largest = Math.max(largest, Math.abs(v));
        }
        sum += Math.abs(term.coefficient()) * largest;
      }
      return sum;
    }

    private int fractionOf(FloatNode.Combine.Term term) {
      return draft.tensor(term.view().source()).format().fraction();
    }

    private int coefficientBits() {
      return fine ? FINE_COEFFICIENT_BITS : COEFFICIENT_BITS;
    }

    /** Fraction bits that a coefficient needs; negative for multiples of powers of two. */
    private int digits(double coefficient) {
      int bits = coefficientBits();
      int exponent = Math.getExponent(coefficient);
      for (int d = -exponent; d < bits - exponent; d++) {
        if (Math.scalb(coefficient, d) == Math.rint(Math.scalb(coefficient, d))) {
          return Math.max(d, 0);
        }
      }
      return bits - exponent;
    }
  }

  private void lower(FloatNode.Apply node) throws ModelException {
    if (plan.exact().contains(node.output())) {
      Requantize condition =
          new Requantize(node.output(), whole(node.input()).name(), 0, node.function());
      store(node.output(), draft.stored(condition, node.shape(), new Format(0, 0, 1)));
      return;
    }
    if (plan.isFloat(node.output())) {
      store(node.output(), coded(node));
      return;
    }
    if (fine) {
      store(node.output(), interpolated(node));
      return;
    }
    Tensor result =
        new FunctionQuantizer(draft)
            .apply(
                node.output(),
                whole(node.input()),
                calibration.range(node.input()),
                node.function(),
                plan.format(node.output()));
    store(node.output(), result);
  }

  private Tensor coded(FloatNode.Apply node) throws ModelException {
    RealFunction code = FloatOutputs.code(node.function(), calibration.range(node.output()));
    return new FunctionInterpolator(draft)
        .apply(
            node.output(),
            whole(node.input()),
            calibration.range(node.input()),
            code,
            plan.format(node.output()));
  }

  private Tensor interpolated(FloatNode.Apply node) throws ModelException {
    Tensor input = whole(node.input());
    Format format = plan.format(node.output());
    boolean identity =
        node.function().equals(RealFunction.X)
            || (input.format().min() >= 0
                && (node.function().equals(RealFunction.unary(UnaryOperator.RELU))
                    || node.function().equals(RealFunction.unary(UnaryOperator.ABS))));
    return identity
        ? draft.rounded(node.output(), input, RealFunction.X, format)
        : new FunctionInterpolator(draft)
            .apply(node.output(), input, calibration.range(node.input()), node.function(), format);
  }

  private void lower(FloatNode.Rescale node) throws ModelException {
    Tensor input = exact(node.output(), node.input());
    Rescale rescale = new Rescale(node.output(), input.name(), node.axes(), node.multipliers());
    Format format = new Format(0, node.min(), node.max());
    store(node.output(), draft.stored(rescale, node.shape(), format));
  }

  private void lower(FloatNode.Tabulate node) throws ModelException {
    Tensor input = exact(node.output(), node.input());
    Tabulate tabulate = new Tabulate(node.output(), input.name(), node.first(), node.table());
    int[] sorted = node.table().clone();
    Arrays.sort(sorted);
    Format format = new Format(0, sorted[0], sorted[sorted.length - 1]);
    store(node.output(), draft.stored(tabulate, node.shape(), format));
  }

  private void lower(FloatNode.Lookup node) throws ModelException {
    String out = node.output();
    String source = node.input().source();
    Format format = LookupQuantizer.format(out, node.mapping(), fine);
    int groups = node.shape().getLast();
    Optional<Encoding.Ordered> codes = ordered.of(source);
    Tensor input = stored(source);
    LookupTable table =
        codes.isPresent()
            ? LookupTable.of(node.mapping(), codes.get(), groups, format)
            : LookupTable.of(node.mapping(), input.format(), groups, format);
    int words = table.bounds().size();
    List<AxisIndex> axes = new ArrayList<>(node.input().axes());
    if (words == 2) {
      axes.add(AxisIndex.along(node.shape().size()));
    }
    Format key = Format.signed(input.format().fraction(), Integer.SIZE);
    List<String> bounds = new ArrayList<>();
    for (int w = 0; w < words; w++) {
      bounds.add(parameters.column(out + "/bound" + w, table.bounds().get(w), key).name());
    }
    Bin bin =
        new Bin(
            out,
            new View(input.name(), axes),
            words,
            parameters.column(out + "/group", table.group(), new Format(0, 0, groups)).name(),
            bounds,
            parameters.column(out + "/value", table.rank(), format).name());
    store(out, draft.stored(bin, node.shape(), format));
  }

  private Tensor exact(String reader, String tensor) throws ModelException {
    if (!plan.exact().contains(tensor)) {
      throw new ModelException(
          "tensor " + reader + " is quantised from real numbers, which has no exact integer form");
    }
    return whole(tensor);
  }

  private void lower(FloatNode.Divide node) throws ModelException {
    String out = node.output();
    Tensor divisor = divisor(node.divisor().source());
    Tensor dividend = dividend(node);
    Format wanted = plan.format(out);
    Format d = divisor.format();
    int fraction = dividend.format().fraction() - d.fraction();
    double largest = Math.max(1, (double) dividend.format().magnitude() / d.min());
    int most = QUOTIENT_BITS - 1 - Math.getExponent(largest);
    int shift =
        Math.min(Math.min(most, Draft.MAX_SHIFT), wanted.fraction() + GUARD_BITS - fraction);
    if (shift < 0) {
      throw new ModelException(
          "tensor " + out + ": its dividend is too precise for a quotient; fewer bits help");
    }
    Divide divide =
        new Divide(
            out + "/quotient",
            dividend.name(),
            new View(divisor.name(), node.divisor().axes()),
            shift);
    Tensor quotient = draft.ranged(divide, node.shape(), fraction + shift);
    // No tensor is stored in finer steps than it has.
    int finer = Math.max(0, wanted.fraction() - fraction - shift);
    Format format =
        fine
            ? new Format(wanted.fraction() - finer, wanted.min() >> finer, wanted.max() >> finer)
            : wanted;
    store(out, draft.rounded(out, quotient, RealFunction.X, format));
  }

  private Tensor divisor(String tensor) throws ModelException {
    Tensor divisor = stored(tensor);
    if (divisor.format().min() >= 1) {
      return divisor;
    }
    String name = tensor + "/divisor";
    Tensor known = draft.tensor(name);
    return known != null
        ? known
        : draft.rounded(name, divisor, RealFunction.X, plan.divisor(tensor));
  }

  /** A stored tensor, or an accumulator without a contraction, of the shape of the quotient. */
  private Tensor dividend(FloatNode.Divide node) throws ModelException {
    View view = node.dividend();
    boolean constant = isConstant(view.source());
    if (!constant && isWhole(view, node.shape())) {
      Tensor whole = whole(view.source());
      return draft.isContraction(whole.name())
              || whole.format().magnitude() >= 1L << (fine ? 31 : 24)
          ? stored(view.source())
          : whole;
    }
    Tensor source = stored(view.source());
    View read = new View(source.name(), view.axes());
    Sum only = new Sum(node.output() + "/dividend", List.of(new Sum.Addend(read, 1)), 0);
    return draft.ranged(only, node.shape(), source.format().fraction());
  }

  private void lower(FloatNode.Extremum node) throws ModelException {
    int coarsest = Integer.MAX_VALUE;
    for (View view : node.operands()) {
      coarsest = Math.min(coarsest, stored(view.source()).format().fraction());
    }
    List<View> operands = new ArrayList<>();
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    for (View view : node.operands()) {
      Tensor tensor = withFraction(stored(view.source()), coarsest);
      operands.add(new View(tensor.name(), view.axes()));
      min = Math.min(min, tensor.format().min());
      max = Math.max(max, tensor.format().max());
    }
    Extremum extremum = new Extremum(node.output(), node.window(), operands, node.minimum());
    Format format = new Format(coarsest, min, max);
    store(node.output(), draft.stored(extremum, node.shape(), format));
  }

  private Tensor withFraction(Tensor tensor, int fraction) {
    int dropped = tensor.format().fraction() - fraction;
    if (dropped == 0) {
      return tensor;
    }
    String name = tensor.name() + "/fraction" + fraction;
    Tensor known = draft.tensor(name);
    Format format =
        new Format(
            fraction, tensor.format().min() >> dropped, (tensor.format().max() >> dropped) + 1);
    return known != null ? known : draft.rounded(name, tensor, RealFunction.X, format);
  }

  private void lower(FloatNode.Ranking node) throws ModelException {
    Ranking ranking =
        new Ranking(
            node.output(), node.count(), read(node.input()), node.lastIndex(), node.minimum());
    Format format = new Format(0, 0, node.count() - 1L);
    store(node.output(), draft.stored(ranking, node.shape(), format));
  }

  private void lower(FloatNode.Select node) throws ModelException {
    View data;
    Format format;
    if (isConstant(node.data().source())) {
      String source = node.data().source();
      Parameter parameter =
          fine
              ? parameters.factor(source, FineFormats.FRACTION, FineFormats.WEIGHT_BITS)
              : parameters.factor(source, maxFraction);
      data = new View(parameter.name(), node.data().axes());
      format = parameter.format();
    } else {
      data = read(node.data());
      format = stored(node.data().source()).format();
    }
    View index = new View(index(node).name(), node.index().axes());
    Select select = new Select(node.output(), node.count(), data, index);
    store(node.output(), draft.stored(select, node.shape(), format));
  }

  /** The tensor of indices, clamped to those that exist. */
  private Tensor index(FloatNode.Select node) throws ModelException {
    Tensor tensor = whole(node.index().source());
    Format f = tensor.format();
    if (!draft.isAccumulator(tensor.name())
        && f.fraction() == 0
        && f.min() >= 0
        && f.max() < node.count()) {
      return tensor;
    }
    String name = node.index().source() + "/index" + node.count();
    Tensor known = draft.tensor(name);
    return known != null
        ? known
        : draft.rounded(name, tensor, RealFunction.X, new Format(0, 0, node.count() - 1L));
  }

  private void lower(FloatNode.Forest node) throws ModelException {
    List<ForestQuantizer.Source> sources = new ArrayList<>();
    for (View view : node.inputs()) {
      Optional<Encoding.Ordered> codes = ordered.of(view.source());
      if (codes.isEmpty()) {
        notes.add(
            "trees "
                + node.output()
                + " compare "
                + view.source()
                + " as it is rounded, so that a decision next to a threshold may be another");
      }
      sources.add(new ForestQuantizer.Source(stored(view.source()), codes));
    }
    LeafValues values = new LeafValues(node.output(), node.ensemble());
    Tensor results = new ForestQuantizer(draft, parameters, node).write(sources, values);
    if (draft.isAccumulator(results.name())) {
      accumulators.put(node.output(), results);
    } else {
      store(node.output(), results);
    }
    notes.add(
        String.format(
            Locale.ROOT,
            "trees %s: leaf values have %d fraction bits; sums are within %.1e of the exact ones",
            node.output(),
            values.format().fraction(),
            values.error()));
  }

  private void lower(FloatNode.Softmax node) throws ModelException {
    Format format = plan.format(node.output());
    if (fine) {
      Tensor input = stored(node.input());
      store(node.output(), new SoftmaxWriter(draft, node).write(input, format));
      return;
    }
    int exponentFraction = Math.min(24, format.fraction() + EXPONENTIAL_BITS);
    Softmax softmax =
        new Softmax(node.output(), stored(node.input()).name(), node.axis(), exponentFraction);
    store(node.output(), draft.stored(softmax, node.shape(), format));
  }
}
