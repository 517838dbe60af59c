package org.probity.model.fidelity;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One output of both versions over all samples.
 *
 * @param name name of the output port
 * @param shape shape in the original model
 * @param entries number of entries of one sample
 * @param categories names of the classes that are decided; empty if decisions are numbers
 * @param differing number of samples of which an entry or a decision differs
 * @param step distance of neighbouring numbers that the proven version can give
 * @param largestError largest absolute difference of an entry
 * @param meanError mean absolute difference of all entries
 * @param smallest smallest entry of the original
 * @param largest largest entry of the original
 * @param outside number of entries of the original beyond what the proven version can express
 * @param snrDb signal-to-noise ratio in decibels; infinite if there is no error, empty if the
 *     original is zero throughout and the proven version is not
 * @param confusion the decisions; empty if the output has none
 * @param pairs entries of both versions, evenly chosen from all; empty for labels
 * @param worst samples that are furthest apart: those decided differently first, then by error
 */
public record OutputFidelity(
    String name,
    List<Long> shape,
    int entries,
    OutputRole role,
    List<String> categories,
    int differing,
    double step,
    double largestError,
    double meanError,
    double smallest,
    double largest,
    long outside,
    OptionalDouble snrDb,
    ErrorHistogram errors,
    Optional<Confusion> confusion,
    List<Pair> pairs,
    List<WorstSample> worst) {
  public OutputFidelity {
    shape = List.copyOf(shape);
    categories = List.copyOf(categories);
    pairs = List.copyOf(pairs);
    worst = List.copyOf(worst);
  }

  /** One entry in both versions. */
  public record Pair(double original, double proven) {}

  /** Share of the decisions that are the same; empty if nothing is decided. */
  public OptionalDouble labelAgreement() {
    return confusion
        .map(c -> OptionalDouble.of((double) c.agreeing() / c.total()))
        .orElse(OptionalDouble.empty());
  }

  /** The name of a decision. */
  public String decision(long decided) {
    if (categories.isEmpty()) {
      return Long.toString(decided);
    }
    return decided >= 0 && decided < categories.size()
        ? categories.get((int) decided)
        : "another label";
  }

  /** Whether both versions gave the same on all samples. */
  public boolean isExact() {
    return differing == 0;
  }

  /** Largest absolute value of an entry of the original. */
  public double largestValue() {
    return Math.max(Math.abs(smallest), Math.abs(largest));
  }

  /** From the smallest to the largest entry of the original. */
  public double range() {
    return largest - smallest;
  }

  /** What 99 of 100 errors do not exceed; empty if there are no hundred. */
  public OptionalDouble typicalError() {
    return errors.total() >= 100 ? OptionalDouble.of(errors.bound(0.99)) : OptionalDouble.empty();
  }

  /** An error as a share of the range; empty if the original gives one number only. */
  public OptionalDouble relative(double error) {
    return range() > 0 ? OptionalDouble.of(error / range()) : OptionalDouble.empty();
  }
}
