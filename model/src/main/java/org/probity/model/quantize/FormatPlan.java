package org.probity.model.quantize;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.floatgraph.FloatPort;
import org.probity.model.graph.Activation;
import org.probity.model.graph.Format;

/**
 * Which tensors of a float graph are stored, and in which format. Hidden tensors with the same
 * activation get the same fraction where that costs none of them more than {@link #SLACK} bits:
 * they then share one table in the proof.
 */
final class FormatPlan {
  /** How many bits of precision a tensor may give up to share the fraction of others. */
  private static final int SLACK = 1;

  private final FloatGraph graph;
  private final Calibration calibration;
  private final QuantizerOptions options;

  /** Tensors that are accumulators with a product of an input and a weight beneath. */
  private final Set<String> contractions = new HashSet<>();

  private final Map<String, Format> formats = new LinkedHashMap<>();

  /** Tensors that need {@link QuantizerOptions#outputBits}. */
  private final Set<String> decisive = new HashSet<>();

  /** Tensors with the same key may share a fraction. */
  private record Sharing(Activation activation, int bits, boolean unsigned) {}

  private record Site(String tensor, int fraction) {}

  private FormatPlan(FloatGraph graph, Calibration calibration, QuantizerOptions options) {
    this.graph = graph;
    this.calibration = calibration;
    this.options = options;
  }

  /** The format of every stored tensor of the float graph, by name. */
  static Map<String, Format> of(FloatGraph graph, Calibration calibration, QuantizerOptions options)
      throws ModelException {
    return new FormatPlan(graph, calibration, options).run();
  }

  private Map<String, Format> run() throws ModelException {
    for (FloatPort port : graph.inputs()) {
      formats.put(port.tensor(), inputFormat(port));
    }
    Set<String> stored = new HashSet<>();
    graph.outputs().forEach(port -> stored.add(port.tensor()));
    decisive.addAll(stored);
    for (FloatNode node : graph.nodes()) {
      switch (node) {
        case FloatNode.Dense d -> {
          stored.add(d.input());
          contractions.add(d.output());
        }
        case FloatNode.Scale s -> {
          stored.add(s.input());
          contractions.add(s.output());
        }
        case FloatNode.Combine c -> stored.addAll(furtherContractions(c));
        case FloatNode.Apply a -> stored.add(a.output());
        case FloatNode.ArgMax a -> {
          stored.add(a.input());
          decisive.add(a.input());
        }
        case FloatNode.Softmax s -> {
          stored.add(s.input());
          decisive.add(s.input());
        }
      }
    }
    chooseFormats(stored);
    return formats;
  }

  /**
   * All operands with a contraction but the first: an accumulator holds one at most. The sum then
   * has one itself.
   */
  private List<String> furtherContractions(FloatNode.Combine node) {
    List<String> operands =
        node.terms().stream()
            .map(FloatNode.Combine.Term::tensor)
            .filter(contractions::contains)
            .toList();
    if (operands.isEmpty()) {
      return operands;
    }
    contractions.add(node.output());
    return operands.subList(1, operands.size());
  }

  private void chooseFormats(Set<String> stored) throws ModelException {
    Map<Sharing, List<Site>> groups = new LinkedHashMap<>();
    for (FloatNode node : graph.nodes()) {
      String tensor = node.output();
      switch (node) {
        case FloatNode.ArgMax a -> {
          int entries = graph.sizes().get(a.input());
          formats.put(tensor, new Format(0, 0, entries - 1L));
        }
        case FloatNode.Softmax _ ->
            formats.put(tensor, new Format(options.outputBits(), 0, 1L << options.outputBits()));
        case FloatNode.Apply a -> addSite(groups, a.activation(), tensor);
        case FloatNode.Dense _, FloatNode.Scale _, FloatNode.Combine _ -> {
          if (stored.contains(tensor)) {
            addSite(groups, new Activation.Identity(), tensor);
          }
        }
      }
    }
    groups.forEach(this::shareFractions);
  }

  private void addSite(Map<Sharing, List<Site>> groups, Activation activation, String tensor)
      throws ModelException {
    Sharing key = sharing(activation, tensor);
    groups
        .computeIfAbsent(key, _ -> new ArrayList<>())
        .add(new Site(tensor, fraction(key, tensor)));
  }

  private Sharing sharing(Activation activation, String tensor) {
    int bits = decisive.contains(tensor) ? options.outputBits() : options.activationBits();
    return new Sharing(activation, bits, activation.real(-1e30) >= 0);
  }

  private int fraction(Sharing key, String tensor) throws ModelException {
    return switch (key.activation()) {
      // The range is known without samples; the end 1 itself saturates.
      case Activation.Sigmoid _ -> key.bits();
      case Activation.Tanh _ -> key.bits() - 1;
      default -> {
        Calibration.Range range = calibration.range(tensor);
        boolean zero = range.min() == 0 && range.max() == 0;
        double max = zero ? 1 : range.max();
        yield FixedPoint.fraction(
            tensor, range.min(), max, key.bits(), key.unsigned(), FixedPoint.MAX_FRACTION);
      }
    };
  }

  /** Goes up from the coarsest; whoever is within the slack of the start of a group joins it. */
  private void shareFractions(Sharing key, List<Site> sites) {
    List<Site> ascending = sites.stream().sorted(Comparator.comparingInt(Site::fraction)).toList();
    int start = ascending.getFirst().fraction();
    for (Site site : ascending) {
      if (site.fraction() > start + SLACK || homogeneous(key.activation())) {
        start = site.fraction();
      }
      formats.put(site.tensor(), FixedPoint.format(start, key.bits(), key.unsigned()));
    }
  }

  private static boolean homogeneous(Activation activation) {
    return switch (activation) {
      case Activation.Identity _, Activation.Relu _, Activation.LeakyRelu _ -> true;
      case Activation.Clip _, Activation.Sigmoid _, Activation.Tanh _ -> false;
    };
  }

  private Format inputFormat(FloatPort port) throws ModelException {
    int limit = port.integer() ? 0 : FixedPoint.MAX_FRACTION;
    int bits = options.inputBits();
    Domain declared = options.domains().get(port.name());
    if (declared == null) {
      Calibration.Range range = calibration.range(port.tensor());
      boolean unsigned = range.min() >= 0;
      double max = range.min() == 0 && range.max() == 0 ? 1 : range.max();
      int f = FixedPoint.fraction(port.name(), range.min(), max, bits, unsigned, limit);
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
