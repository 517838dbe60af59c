package org.probity.model.quantize.calibration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.probity.graph.Encoding;
import org.probity.graph.Format;
import org.probity.graph.RealFunction;
import org.probity.graph.View;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.Codes;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.floatgraph.FloatPort;
import org.probity.model.quantize.CalibrationMethod;
import org.probity.model.quantize.Domain;
import org.probity.model.quantize.PortFormat;
import org.probity.model.quantize.QuantizerOptions;
import org.probity.model.quantize.format.ExactTensors;
import org.probity.model.quantize.format.FixedPoint;
import org.probity.model.quantize.format.FunctionShape;
import org.probity.model.quantize.format.LeafValues;
import org.probity.model.quantize.format.LookupValues;
import org.probity.model.quantize.format.OrderedPorts;
import org.probity.model.quantize.format.SignAnalysis;
import org.probity.model.quantize.format.Widths;

/**
 * The format in which each tensor of a float graph is stored, if it is. Hidden tensors with the
 * same function get the same fraction where that costs none of them more than {@link #SLACK} bits:
 * they then share one table in the proof.
 */
public final class FormatPlan {
  /** How many bits of precision a tensor may give up to share the fraction of others. */
  private static final int SLACK = 1;

  /** A divisor's bits beyond those of other tensors, for quotients by its smaller values. */
  private static final int DIVISOR_BITS = 3;

  /** Stands for the format of an exact tensor. */
  private static final Format EXACT = Format.signed(0, 16);

  private final FloatGraph graph;
  private final Calibration calibration;
  private final QuantizerOptions options;
  private final Widths widths;
  private final ExactTensors exact;
  private final OrderedPorts ordered;
  private final FineFormats fine;
  private final Map<String, Format> formats = new LinkedHashMap<>();

  /** Tensors that need {@link QuantizerOptions#outputBits}. */
  private final Set<String> decisive = new HashSet<>();

  private final Set<String> divisors = new HashSet<>();

  /** Tensors that a softmax reads, and nothing else but functions of accumulators. */
  private final Set<String> softmaxes = new HashSet<>();

  /** By tensor that chooses: the smallest count that it chooses from. */
  private final Map<String, Integer> counts = new HashMap<>();

  private Set<String> nonNegative = Set.of();

  /** By exponential that is an output: the tensors of outputs that are it. */
  private final Map<String, Set<String>> exponentials;

  /** Those of them that are held as float32 numbers. */
  private final Set<String> floats = new HashSet<>();

  /** Tensors with the same key may share a fraction. */
  private record Sharing(RealFunction function, int bits, boolean unsigned) {}

  private record Site(String tensor, int fraction) {}

  private FormatPlan(
      FloatGraph graph, Calibration calibration, QuantizerOptions options, Widths widths)
      throws ModelException {
    this.graph = graph;
    this.calibration = calibration;
    this.options = options;
    this.widths = widths;
    this.exact = ExactTensors.of(graph);
    this.ordered = OrderedPorts.of(graph, options);
    this.fine = new FineFormats(graph, calibration);
    this.exponentials = FloatOutputs.of(graph);
  }

  /** Plans the formats of all tensors of a prepared graph. */
  public static FormatPlan of(
      FloatGraph graph, Calibration calibration, QuantizerOptions options, Widths widths)
      throws ModelException {
    FormatPlan plan = new FormatPlan(graph, calibration, options, widths);
    plan.run();
    return plan;
  }

  /** The format of a tensor that is not the result of a maximum or a selection. */
  public Format format(String tensor) {
    Format format = formats.get(tensor);
    if (format == null) {
      throw new IllegalStateException("no format is planned for " + tensor);
    }
    return format;
  }

  /** The tensors that are integers of a quantised model. */
  public ExactTensors exact() {
    return exact;
  }

  /** Whether a tensor holds the codes of float32 numbers. */
  public boolean isFloat(String tensor) {
    return floats.contains(tensor);
  }

  /** The formats of results precise to about 2^-24. */
  public FineFormats fine() {
    return fine;
  }

  /** The coarsest fraction of all. */
  public int coarsest() {
    return formats.values().stream().mapToInt(Format::fraction).min().orElse(0);
  }

  private void run() throws ModelException {
    graph.outputs().forEach(port -> decisive.add(port.tensor()));
    graph.nodes().reversed().forEach(this::collectUses);
    Set<String> unsigned = new HashSet<>();
    for (FloatPort port : graph.inputs()) {
      Format format = inputFormat(port);
      formats.put(port.tensor(), format);
      if (format.min() >= 0) {
        unsigned.add(port.tensor());
      }
    }
    nonNegative = SignAnalysis.of(graph, unsigned);
    for (String constant : graph.constants().keySet()) {
      formats.put(constant, hidden(constant));
    }
    Map<Sharing, List<Site>> groups = new LinkedHashMap<>();
    for (FloatNode node : graph.nodes()) {
      plan(node, groups);
    }
    groups.forEach(this::shareFractions);
    graph.nodes().forEach(this::align);
  }

  /** Readers before what they read. */
  private void collectUses(FloatNode node) {
    switch (node) {
      case FloatNode.Ranking r -> decisive.add(r.input().source());
      case FloatNode.Softmax s -> {
        decisive.add(s.input());
        softmaxes.add(s.input());
      }
      case FloatNode.Divide d -> divisors.add(d.divisor().source());
      case FloatNode.Select s -> {
        counts.merge(s.index().source(), s.count(), Math::min);
        inherit(s.output(), s.data());
      }
      case FloatNode.Extremum e -> e.operands().forEach(v -> inherit(e.output(), v));
      case FloatNode.Contract _,
          FloatNode.Combine _,
          FloatNode.Apply _,
          FloatNode.Rescale _,
          FloatNode.Tabulate _,
          FloatNode.Lookup _,
          FloatNode.Forest _,
          FloatNode.Layout _ -> {}
    }
  }

  private void inherit(String output, View operand) {
    if (decisive.contains(output)) {
      decisive.add(operand.source());
    }
  }

  private void plan(FloatNode node, Map<Sharing, List<Site>> groups) throws ModelException {
    String tensor = node.output();
    if (exact.contains(tensor)) {
      // Their formats follow from those of what they are made of.
      formats.put(tensor, EXACT);
      return;
    }
    switch (node) {
      case FloatNode.Ranking r -> formats.put(tensor, new Format(0, 0, r.count() - 1L));
      case FloatNode.Softmax _ when widths.fine() -> formats.put(tensor, fine.softmax(tensor));
      case FloatNode.Softmax _ -> {
        int bits = widths.activation(tensor, decisive.contains(tensor));
        formats.put(tensor, new Format(bits, 0, 1L << bits));
      }
      case FloatNode.Lookup l when !l.mapping().replaces() ->
          formats.put(tensor, LookupValues.format(tensor, l.mapping(), widths.fine()));
      case FloatNode.Forest f -> formats.put(tensor, new LeafValues(tensor, f.ensemble()).format());
      case FloatNode.Extremum _, FloatNode.Select _ -> {}
      case FloatNode.Apply _ when widths.fine() && exponentials.containsKey(tensor) ->
          published(tensor);
      case FloatNode.Combine _ when formats.containsKey(tensor) -> {
        // A copy of an exponential, whose format is that one's.
      }
      case FloatNode.Apply a
          when widths.fine() && !divisors.contains(tensor) && !linear(a.function()) ->
          formats.put(tensor, fine.applied(a, nonNegative.contains(tensor)));
      case FloatNode.Apply a when !divisors.contains(tensor) && !linear(a.function()) -> {
        Format format = hidden(tensor);
        groups
            .computeIfAbsent(
                new Sharing(a.function(), bits(tensor), format.min() == 0), _ -> new ArrayList<>())
            .add(new Site(tensor, format.fraction()));
      }
      case FloatNode.Contract _,
          FloatNode.Combine _,
          FloatNode.Apply _,
          FloatNode.Rescale _,
          FloatNode.Tabulate _,
          FloatNode.Lookup _,
          FloatNode.Divide _,
          FloatNode.Layout _ ->
          formats.put(tensor, divisors.contains(tensor) ? divisor(tensor) : hidden(tensor));
    }
  }

  /** An exponential and its copies: fixed point if that is precise at any of the samples. */
  private void published(String exponential) {
    Format fixed = fine.positive(exponential);
    boolean precise = FloatOutputs.isPrecise(fixed, calibration.range(exponential).min());
    Set<String> copies = exponentials.get(exponential);
    if (!precise) {
      floats.add(exponential);
      floats.addAll(copies);
    }
    Format format = precise ? fixed : Encoding.Ordered.FORMAT;
    formats.put(exponential, format);
    copies.forEach(copy -> formats.put(copy, format));
  }

  private static boolean linear(RealFunction function) {
    return FunctionShape.linearOnBothSides(function);
  }

  private int bits(String tensor) {
    return widths.activation(tensor, decisive.contains(tensor));
  }

  private Format hidden(String tensor) throws ModelException {
    boolean unsigned = nonNegative.contains(tensor);
    if (widths.fine()) {
      return fine.hidden(tensor, unsigned);
    }
    if (softmaxes.contains(tensor)) {
      Calibration.Range range = calibration.softmaxRange(tensor, bits(tensor));
      int f = Calibration.fraction(tensor, range, bits(tensor), unsigned);
      return FixedPoint.format(f, bits(tensor), unsigned);
    }
    CalibrationMethod method =
        decisive.contains(tensor) ? CalibrationMethod.MIN_MAX : options.calibration();
    int f = calibration.fraction(tensor, method, bits(tensor), unsigned);
    return FixedPoint.format(f, bits(tensor), unsigned);
  }

  /**
   * The format in which a tensor is a divisor: at least the power of two below half of the smallest
   * value that the samples show, and at least 1.
   */
  public Format divisor(String tensor) throws ModelException {
    if (widths.fine()) {
      return fine.divisor(tensor);
    }
    Calibration.Range range = calibration.range(tensor);
    int bits = Math.min(16, bits(tensor) + DIVISOR_BITS);
    int f = FixedPoint.fraction(tensor, 0, range.max(), bits, true, FixedPoint.MAX_FRACTION);
    double least = Math.max(2, Math.scalb(range.min(), f));
    return new Format(f, 1L << (Math.getExponent(least) - 1), (1L << bits) - 1);
  }

  /** Goes up from the coarsest; whoever is within the slack of the start of a group joins it. */
  private void shareFractions(Sharing key, List<Site> sites) {
    List<Site> ascending = sites.stream().sorted(Comparator.comparingInt(Site::fraction)).toList();
    int start = ascending.getFirst().fraction();
    for (Site site : ascending) {
      if (site.fraction() > start + SLACK) {
        start = site.fraction();
      }
      formats.put(site.tensor(), FixedPoint.format(start, key.bits(), key.unsigned()));
    }
  }

  /** Operands of one maximum get one fraction, that of the coarsest. */
  private void align(FloatNode node) {
    if (!(node instanceof FloatNode.Extremum e)) {
      return;
    }
    List<String> operands =
        e.operands().stream().map(View::source).filter(formats::containsKey).distinct().toList();
    int coarsest = operands.stream().mapToInt(t -> formats.get(t).fraction()).min().orElse(0);
    for (String tensor : operands) {
      boolean fixed =
          divisors.contains(tensor)
              || exact.contains(tensor)
              || graph.inputs().stream().anyMatch(p -> p.tensor().equals(tensor))
              || graph.nodes().stream()
                  .anyMatch(
                      n ->
                          n.output().equals(tensor)
                              && (n instanceof FloatNode.Ranking
                                  || n instanceof FloatNode.Softmax));
      if (!fixed) {
        Format f = formats.get(tensor);
        formats.put(tensor, new Format(coarsest, f.min(), f.max()));
      }
    }
  }

  private Format inputFormat(FloatPort port) throws ModelException {
    if (ordered.of(port.tensor()).isPresent()) {
      return Encoding.Ordered.FORMAT;
    }
    if (port.codes().isPresent()) {
      Codes codes = port.codes().get();
      return new Format(0, codes.min(), codes.max());
    }
    PortFormat alike = options.alike().get(port.name());
    // An integer has no fraction, whatever the other model says.
    if (alike != null && alike.isFixed() && (!port.integer() || alike.format().fraction() <= 0)) {
      return alike.format();
    }
    int limit = port.integer() ? 0 : FixedPoint.MAX_FRACTION;
    int bits = widths.inputs();
    Domain declared = options.domains().get(port.name());
    Integer count = counts.get(port.tensor());
    if (declared == null && count != null) {
      return new Format(0, 0, count - 1L);
    }
    if (widths.fine()) {
      return fine.input(port.tensor(), port.integer(), Optional.ofNullable(declared));
    }
    if (declared == null) {
      Calibration.Range range = calibration.range(port.tensor());
      if (range.isZero()) {
        return Format.signed(port.integer() ? 0 : bits - 1, bits);
      }
      boolean unsigned = range.min() >= 0;
      int f = FixedPoint.fraction(port.name(), range.min(), range.max(), bits, unsigned, limit);
      return FixedPoint.format(f, bits, unsigned);
    }
    for (int f = limit; f > -FixedPoint.MAX_FRACTION; f--) {
      double min = FixedPoint.round(declared.min(), f);
      double max = FixedPoint.round(declared.max(), f);
      double reach = Math.max(Math.abs(min), Math.abs(max));
      if (max - min < 1L << bits && reach <= 1 << 16) {
        return new Format(f, (long) min, (long) max);
      }
    }
    throw new ModelException("the declared domain of input " + port.name() + " is too wide");
  }
}
