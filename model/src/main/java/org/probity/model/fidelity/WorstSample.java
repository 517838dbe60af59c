package org.probity.model.fidelity;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One of the samples on which the versions are furthest apart, in one output.
 *
 * @param index position among the samples, from 0
 * @param entry row-major index of the entry with the largest error
 * @param original what the original gives there
 * @param proven what the proven version gives there
 * @param decision the first decision that differs, or the first one if none does; empty where
 *     nothing is decided
 * @param inputs the sample itself, row-major by input; empty unless asked for
 */
public record WorstSample(
    int index,
    int entry,
    double original,
    double proven,
    Optional<Decision> decision,
    Map<String, double[]> inputs) {
  public WorstSample {
    inputs = Map.copyOf(inputs);
  }

  /**
   * What both versions decided.
   *
   * @param differing number of decisions of this sample that differ
   * @param margin by how much the original preferred its decision to the other; 0 if they are the
   *     same, empty where there are no scores
   */
  public record Decision(long original, long proven, int differing, OptionalDouble margin) {}

  /** Absolute difference of the entry with the largest one. */
  public double error() {
    return Math.abs(proven - original);
  }

  /** Whether a decision differs. */
  public boolean differs() {
    return decision.isPresent() && decision.get().differing() > 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WorstSample w
        && index == w.index
        && entry == w.entry
        && original == w.original
        && proven == w.proven
        && decision.equals(w.decision)
        && inputs.keySet().equals(w.inputs.keySet())
        && inputs.keySet().stream().allMatch(k -> Arrays.equals(inputs.get(k), w.inputs.get(k)));
  }

  @Override
  public int hashCode() {
    return 31 * index + entry;
  }

  /** Without the inputs, which are their owner's. */
  @Override
  public String toString() {
    return "WorstSample[" + index + "]";
  }
}
