package org.probity.model.fidelity;

import java.util.Locale;
import java.util.Optional;
import org.probity.graph.Format;
import org.probity.graph.RealFunction;
import org.probity.graph.Requantize;
import org.probity.model.fidelity.plot.Numbers;

/**
 * What rounding to a stored tensor did on the samples: where a function became a table, by how much
 * the table is off; and how many entries were cut off at the end of the format.
 */
final class RoundingTally {
  /** As many places of a table are looked at. */
  private static final int MOST_PLACES = 4096;

  private final Requantize node;
  private final int inputFraction;
  private final Format format;
  private long entries;
  private long cutOff;
  private long smallest = Long.MAX_VALUE;
  private long largest = Long.MIN_VALUE;

  /**
   * Nothing yet.
   *
   * @param input format of what the node reads
   * @param output format of what it stores
   */
  RoundingTally(Requantize node, Format input, Format output) {
    this.node = node;
    this.inputFraction = input.fraction() - node.shift();
    this.format = output;
  }

  /** Adds the values of one sample. */
  void add(long[] input, long[] output) {
    for (int i = 0; i < output.length; i++) {
      long x = node.shifted(input[i]);
      smallest = Math.min(smallest, x);
      largest = Math.max(largest, x);
      entries++;
      // Only what stands at an end can have been cut off.
      if (output[i] == format.min() || output[i] == format.max()) {
        double exact = Math.scalb(real((double) x), format.fraction());
        cutOff += exact >= format.max() + 0.5 || exact < format.min() - 0.5 ? 1 : 0;
      }
    }
  }

  private double real(double x) {
    return node.function().at(Math.scalb(x, -inputFraction));
  }

  /** How many entries were cut off, if any were. */
  Optional<ImportNote> saturation(String name) {
    return cutOff == 0
        ? Optional.empty()
        : Optional.of(
            new ImportNote(
                ImportNote.Kind.SATURATION,
                String.format(
                    Locale.ROOT,
                    "%s: %s of %s values on the samples, at %s or %s",
                    name,
                    Numbers.count(cutOff),
                    Numbers.count(entries),
                    Numbers.of(format.toReal(format.min())),
                    Numbers.of(format.toReal(format.max())))));
  }

  /** How far the table of a curved function is off. */
  Optional<ImportNote> table(String name) {
    return isPiecewiseLinear(node.function())
        ? Optional.empty()
        : Optional.of(
            new ImportNote(
                ImportNote.Kind.TABLE,
                "%s: %s, off by at most %s where the samples lead"
                    .formatted(
                        name, LayerNames.function(node.function()), Numbers.of(tableError()))));
  }

  /**
   * Largest distance of the table from the function over the cells that the samples reach. All
   * arguments that are rounded to one cell read the same number, so both ends of it count; cells
   * where the function is cut off or undefined do not.
   */
  private double tableError() {
    double half = node.shift() == 0 ? 0 : 0.5;
    long stride = Math.max(1, (largest - smallest) / MOST_PLACES);
    double error = 0;
    for (long x = smallest; x <= largest; x += stride) {
      long stored = node.function().apply(x, inputFraction, format);
      double low = Math.abs(real(x - half) - format.toReal(stored));
      double high = Math.abs(real(x + half) - format.toReal(stored));
      if (format.min() < stored
          && stored < format.max()
          && Double.isFinite(low)
          && Double.isFinite(high)) {
        error = Math.max(error, Math.max(low, high));
      }
    }
    return error;
  }

  /** Whether a function is made of straight pieces only, which integers follow exactly. */
  private static boolean isPiecewiseLinear(RealFunction function) {
    return switch (function) {
      case RealFunction.Argument _, RealFunction.Constant _ -> true;
      case RealFunction.Unary(RealFunction.UnaryOperator op, RealFunction inner) ->
          switch (op) {
            case NEG, ABS, SIGN, RELU, FLOOR, CEIL, ROUND -> isPiecewiseLinear(inner);
            default -> false;
          };
      case RealFunction.Binary(
              RealFunction.BinaryOperator op,
              RealFunction left,
              RealFunction right) ->
          isPiecewiseLinear(left)
              && isPiecewiseLinear(right)
              && switch (op) {
                case ADD, SUB, MAX, MIN, MOD, LESS, LESS_OR_EQUAL, EQUAL, SELECT_POSITIVE -> true;
                case MUL ->
                    left instanceof RealFunction.Constant || right instanceof RealFunction.Constant;
                case DIV -> right instanceof RealFunction.Constant;
                case POW -> false;
              };
    };
  }
}
