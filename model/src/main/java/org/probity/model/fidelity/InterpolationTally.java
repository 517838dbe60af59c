package org.probity.model.fidelity;

import org.probity.graph.Format;
import org.probity.graph.Interpolate;
import org.probity.graph.PiecewisePolynomial;
import org.probity.model.fidelity.plot.Numbers;

/**
 * How far the polynomials of an {@link Interpolate} are from its function where the samples lead,
 * rounding included.
 */
final class InterpolationTally {
  /** As many places are looked at. */
  private static final int MOST_PLACES = 1 << 14;

  private final Interpolate node;
  private final int fraction;
  private final Format format;
  private final PiecewisePolynomial rows;
  private long smallest = Long.MAX_VALUE;
  private long largest = Long.MIN_VALUE;

  InterpolationTally(Interpolate node, Format input, Format output) {
    this.node = node;
    this.fraction = input.fraction() - node.shift();
    this.format = output;
    this.rows = PiecewisePolynomial.of(node, input, output);
  }

  /** Adds the inputs of one sample. */
  void add(long[] input) {
    for (long x : input) {
      smallest = Math.min(smallest, node.shifted(x));
      largest = Math.max(largest, node.shifted(x));
    }
  }

  ImportNote note(String name) {
    return new ImportNote(
        ImportNote.Kind.TABLE,
        "%s: %s by %s polynomials of degree %d, off by at most %s where the samples lead"
            .formatted(
                name,
                LayerNames.function(node.function()),
                Numbers.count(rows.rows()),
                node.degree(),
                Numbers.of(error())));
  }

  /** Half of the argument's unit on both sides counts; values that are limited do not. */
  private double error() {
    long stride = Math.max(1, (largest - smallest) / MOST_PLACES);
    double half = node.shift() == 0 ? 0 : 0.5;
    double error = 0;
    for (long x = smallest; x <= largest; x += stride) {
      long stored = rows.apply(x);
      if (format.min() < stored && stored < format.max()) {
        double value = format.toReal(stored);
        error = Math.max(error, Math.abs(real(x - half) - value));
        error = Math.max(error, Math.abs(real(x + half) - value));
      }
    }
    return error;
  }

  private double real(double x) {
    return node.function().at(Math.scalb(x, -fraction));
  }
}
