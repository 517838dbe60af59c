package org.probity.model.quantize.format;

import java.util.stream.IntStream;
import org.probity.graph.Format;
import org.probity.model.ModelException;
import org.probity.model.trees.Aggregate;
import org.probity.model.trees.Ensemble;

/**
 * The values of an ensemble's leaves as integers of 32 bits, with a fraction for which their sums
 * have 32 bits, too. Whole numbers stay what they are.
 */
public final class LeafValues {
  /** Finest fraction, and the step between those of the menu. */
  private static final int MAX_FRACTION = 40;

  private static final int STEP = 4;

  private final Ensemble ensemble;
  private final double scale;
  private final int fraction;
  private final double error;

  /**
   * Chooses the fraction.
   *
   * @param name for messages
   */
  public LeafValues(String name, Ensemble ensemble) throws ModelException {
    this.ensemble = ensemble;
    this.scale = ensemble.aggregate() == Aggregate.AVERAGE ? 1.0 / ensemble.trees() : 1;
    double largestBase =
        IntStream.range(0, ensemble.results())
            .mapToDouble(r -> Math.abs(ensemble.base(r)))
            .max()
            .orElse(0);
    double bound = bound(v -> Math.abs(v * scale)) + largestBase;
    this.fraction = isWhole() ? 0 : fraction(bound);
    // Rounding may add half a unit for each tree.
    double reach = Math.scalb(bound, fraction) + ensemble.trees() + 1;
    if (!(reach < Integer.MAX_VALUE)) {
      throw new ModelException(name + ": the values of its leaves are too large for 32 bits");
    }
    this.error =
        bound(v -> Math.abs(v * scale - Math.scalb((double) rounded(v), -fraction)))
            + (baseIsZero() ? 0 : Math.scalb(0.5, -fraction));
  }

  private static int fraction(double bound) {
    int exponent = bound == 0 ? 0 : Math.getExponent(bound) + 1;
    // One bit for the rounding of all values.
    return Math.floorDiv(Math.min(30 - exponent, MAX_FRACTION), STEP) * STEP;
  }

  private interface Size {
    double of(double value);
  }

  /** The largest result if every leaf that is reached has the largest size in its tree. */
  private double bound(Size size) {
    boolean sum = ensemble.aggregate().isSum();
    double[] byTree = new double[ensemble.trees()];
    int[] treeOf = new int[ensemble.nodes()];
    for (int n = 0; n < treeOf.length; n++) {
      int tree = n < ensemble.trees() ? n : treeOf[n];
      if (ensemble.isLeaf(n)) {
        for (int i = 0; i < ensemble.values(n); i++) {
          byTree[tree] = Math.max(byTree[tree], size.of(ensemble.value(n, i)));
        }
      } else {
        treeOf[ensemble.whenTrue(n)] = tree;
        treeOf[ensemble.whenFalse(n)] = tree;
      }
    }
    double total = 0;
    for (double largest : byTree) {
      total = sum ? total + largest : Math.max(total, largest);
    }
    return total;
  }

  private boolean isWhole() {
    boolean values =
        IntStream.range(0, ensemble.nodes())
            .filter(ensemble::isLeaf)
            .allMatch(
                n ->
                    IntStream.range(0, ensemble.values(n))
                        .mapToDouble(i -> ensemble.value(n, i) * scale)
                        .allMatch(v -> v == Math.rint(v)));
    return values
        && IntStream.range(0, ensemble.results())
            .mapToDouble(ensemble::base)
            .allMatch(v -> v == Math.rint(v));
  }

  /** Whether nothing is added to what the trees give. */
  public boolean baseIsZero() {
    return IntStream.range(0, ensemble.results()).allMatch(r -> ensemble.base(r) == 0);
  }

  /** The integer of a value of a leaf. */
  public int rounded(double value) {
    return (int) FixedPoint.round(value * scale, fraction);
  }

  /** The integers of the base values. */
  public int[] base() {
    return IntStream.range(0, ensemble.results())
        .map(r -> (int) FixedPoint.round(ensemble.base(r), fraction))
        .toArray();
  }

  /** The format of values and results. */
  public Format format() {
    return Format.signed(fraction, Integer.SIZE);
  }

  /** A bound on the difference to the exact results. */
  public double error() {
    return error;
  }
}
