package org.probity.model.fidelity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.probity.graph.Encoding;
import org.probity.graph.Format;
import org.probity.graph.Port;
import org.probity.model.ModelException;

/** Running comparison of one output. */
final class OutputTally {
  private static final int MOST_PAIRS = 2000;

  /** Those decided differently first, then by error, then in the order of the samples. */
  private static final Comparator<WorstSample> WORST_FIRST =
      Comparator.comparing(WorstSample::differs)
          .thenComparingDouble(WorstSample::error)
          .reversed()
          .thenComparingInt(WorstSample::index);

  private final Port port;
  private final Format format;
  private final OutputRole role;
  private final FidelityOptions options;
  private final ErrorTally errors = new ErrorTally();
  private final Confusion.Tally confusion = new Confusion.Tally();
  private final PairTally pairs = new PairTally(MOST_PAIRS);
  private final List<WorstSample> worst = new ArrayList<>();
  private int entries;
  private long count;
  private double largestError;
  private double totalError;
  private double signal;
  private double noise;
  private double smallest = Double.POSITIVE_INFINITY;
  private double largest = Double.NEGATIVE_INFINITY;
  private long outside;
  private int differing;

  OutputTally(Port port, Format format, boolean label, FidelityOptions options) {
    this.port = port;
    this.format = format;
    this.role = OutputRole.of(port.shape(), label);
    this.options = options;
  }

  Port port() {
    return port;
  }

  /**
   * Adds one sample.
   *
   * @throws ModelException if the versions have different numbers of entries, or one is not finite
   */
  void add(int sample, Map<String, double[]> inputs, double[] original, double[] proven)
      throws ModelException {
    if (original == null) {
      throw new ModelException(
          "the original has no output " + port.name() + " that is a tensor of numbers");
    }
    if (original.length != proven.length) {
      throw new ModelException("output " + port.name() + " of the original has another shape");
    }
    entries = proven.length;
    int furthest = 0;
    for (int i = 0; i < entries; i++) {
      if (!Double.isFinite(original[i])) {
        throw new ModelException("output " + port.name() + " of the original is not finite");
      }
      addEntry(original[i], proven[i], i);
      if (Math.abs(proven[i] - original[i]) > Math.abs(proven[furthest] - original[furthest])) {
        furthest = i;
      }
    }
    differing += original[furthest] == proven[furthest] ? 0 : 1;
    Map<String, double[]> shown = options.inputs() ? inputs : Map.of();
    keep(
        new WorstSample(
            sample,
            furthest,
            original[furthest],
            proven[furthest],
            decide(original, proven),
            shown));
  }

  private void addEntry(double original, double proven, int entry) {
    double error = proven - original;
    errors.add(error);
    pairs.add(original, proven);
    count++;
    largestError = Math.max(largestError, Math.abs(error));
    totalError += Math.abs(error);
    signal += original * original;
    noise += error * error;
    smallest = Math.min(smallest, original);
    largest = Math.max(largest, original);
    outside += isOutside(original, entry) ? 1 : 0;
  }

  /** Whether the format of the output cannot hold a value; half a step beyond the end it can. */
  private boolean isOutside(double original, int entry) {
    return switch (port.encoding()) {
      case Encoding.Fixed fixed -> {
        double step = Math.scalb(1.0, fixed.exponent(entry) - format.fraction());
        yield original < (format.min() - 0.5) * step || original > (format.max() + 0.5) * step;
      }
      case Encoding.Affine affine -> {
        double slack = affine.scale() / 2;
        yield original < affine.toReal(format.min()) - slack
            || original > affine.toReal(format.max()) + slack;
      }
      case Encoding.Ordered _, Encoding.Category _ -> false;
    };
  }

  /** The distance of two neighbouring values, at its widest. */
  private double step() {
    return switch (port.encoding()) {
      case Encoding.Fixed fixed ->
          Math.scalb(
              1.0,
              fixed.exponents().stream().max(Comparator.naturalOrder()).orElse(0)
                  - format.fraction());
      case Encoding.Affine(float scale, int _) -> scale;
      case Encoding.Category _ -> 1;
      case Encoding.Ordered _ -> 0;
    };
  }

  /** Counts the decisions of a sample, and tells of the first one that differs. */
  private Optional<WorstSample.Decision> decide(double[] original, double[] proven) {
    if (role == OutputRole.VALUES) {
      return Optional.empty();
    }
    int width = role == OutputRole.LABELS ? 1 : Math.toIntExact(port.shape().getLast());
    WorstSample.Decision told = null;
    int differing = 0;
    for (int from = 0; from < entries; from += width) {
      long before = decision(original, from, width);
      long after = decision(proven, from, width);
      confusion.add(before, after);
      if (told == null || (before != after && differing == 0)) {
        told = new WorstSample.Decision(before, after, 0, margin(original, from, before, after));
      }
      differing += before == after ? 0 : 1;
    }
    return told == null
        ? Optional.empty()
        : Optional.of(
            new WorstSample.Decision(told.original(), told.proven(), differing, told.margin()));
  }

  private long decision(double[] x, int from, int width) {
    if (role == OutputRole.LABELS) {
      return Math.round(x[from]);
    }
    int best = 0;
    for (int i = 1; i < width; i++) {
      best = x[from + i] > x[from + best] ? i : best;
    }
    return best;
  }

  private OptionalDouble margin(double[] original, int from, long before, long after) {
    return role == OutputRole.LABELS
        ? OptionalDouble.empty()
        : OptionalDouble.of(original[from + (int) before] - original[from + (int) after]);
  }

  private void keep(WorstSample sample) {
    worst.add(sample);
    if (worst.size() > 2 * options.worst()) {
      shorten();
    }
  }

  private void shorten() {
    worst.sort(WORST_FIRST);
    worst.subList(Math.min(options.worst(), worst.size()), worst.size()).clear();
  }

  OutputFidelity result() {
    shorten();
    return new OutputFidelity(
        port.name(),
        port.shape(),
        entries,
        role,
        port.encoding() instanceof Encoding.Category(List<String> names) ? names : List.of(),
        differing,
        step(),
        largestError,
        totalError / count,
        smallest,
        largest,
        outside,
        snrDb(),
        errors.result(),
        role == OutputRole.VALUES ? Optional.empty() : Optional.of(confusion.result()),
        role == OutputRole.LABELS ? List.of() : pairs.result(),
        worst);
  }

  private OptionalDouble snrDb() {
    if (noise == 0) {
      return OptionalDouble.of(Double.POSITIVE_INFINITY);
    }
    return signal == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(10 * Math.log10(signal / noise));
  }
}
