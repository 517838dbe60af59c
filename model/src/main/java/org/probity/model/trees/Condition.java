package org.probity.model.trees;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.probity.graph.OrderedCode;

/**
 * A condition on one feature: a set of ordered codes of doubles, NaN being the largest. Every kind
 * of split is one, whatever it does with missing values; {@link Precision} states the common ones.
 * Holds thresholds and categories: {@link #toString} shows none.
 */
public final class Condition {
  /** The condition that never holds. */
  public static final Condition NEVER = new Condition(false, new long[0]);

  /** Magnitude up to which LightGBM takes a number for a zero. */
  private static final double ZERO = 1e-35f;

  private final boolean first;
  private final long[] edges;

  /**
   * A set of codes.
   *
   * @param first whether the least code is a member
   * @param edges ascending codes that differ in membership from the code before
   */
  private Condition(boolean first, long[] edges) {
    this.first = first;
    this.edges = edges;
  }

  /** All codes below an edge. */
  static Condition before(long edge) {
    return new Condition(true, new long[] {edge});
  }

  /**
   * A set of codes ({@link OrderedCode}); edges above that of NaN are left out.
   *
   * @param first whether the least code is a member
   * @param edges strictly ascending codes that differ in membership from the code before
   */
  public static Condition of(boolean first, long[] edges) {
    int count = edges.length;
    while (count > 0 && edges[count - 1] > OrderedCode.FLOAT64_NAN) {
      count--;
    }
    return new Condition(first, Arrays.copyOf(edges, count));
  }

  /** Whether the least code, that of minus infinity, is a member. */
  public boolean first() {
    return first;
  }

  /** Ascending codes that differ in membership from the code before; not to be modified. */
  public long[] edges() {
    return edges;
  }

  /** Whether the condition holds for a number. */
  public boolean holds(double x) {
    return contains(OrderedCode.of(x));
  }

  boolean contains(long code) {
    int at = Arrays.binarySearch(edges, code);
    int passed = at >= 0 ? at + 1 : -1 - at;
    return first ^ (passed % 2 == 1);
  }

  // ---- other conditions

  /** The opposite, for NaN as well. */
  public Condition not() {
    return new Condition(!first, edges);
  }

  /** The same, and for NaN as given: a default direction. */
  public Condition missing(boolean holds) {
    // NaN is the largest code: only an edge there can change. Large ensembles have a million.
    int numbers = edges.length;
    if (numbers > 0 && edges[numbers - 1] == OrderedCode.FLOAT64_NAN) {
      numbers--;
    }
    boolean infinity = first ^ (numbers % 2 == 1);
    long[] changed = Arrays.copyOf(edges, infinity == holds ? numbers : numbers + 1);
    if (infinity != holds) {
      changed[numbers] = OrderedCode.FLOAT64_NAN;
    }
    return new Condition(first, changed);
  }

  /** The same, and NaN is read as zero: LightGBM's missing type None. */
  public Condition missingIsZero() {
    return missing(holds(0));
  }

  /**
   * The same, and a number next to zero is read as zero: LightGBM drops such numbers from a row
   * before it predicts.
   */
  public Condition nearZeroIsZero() {
    boolean zero = holds(0);
    return holds(-ZERO) == zero && holds(ZERO) == zero
        ? this
        : replaced(OrderedCode.of(-ZERO), OrderedCode.of(ZERO), zero);
  }

  /** The same, and for NaN and zeros as given: LightGBM's missing type Zero. */
  public Condition missingOrZero(boolean holds) {
    return missing(holds).replaced(OrderedCode.of(-ZERO), OrderedCode.of(ZERO), holds);
  }

  /** Both conditions. */
  public Condition and(Condition other) {
    return not().or(other.not()).not();
  }

  /** One of the two conditions or both. */
  public Condition or(Condition other) {
    return anyOf(List.of(this, other));
  }

  /** At least one of the conditions. */
  public static Condition anyOf(List<Condition> conditions) {
    record Change(long edge, int by) {}

    int open = 0;
    List<Change> changes = new ArrayList<>();
    for (Condition c : conditions) {
      open += c.first ? 1 : 0;
      boolean member = c.first;
      for (long edge : c.edges) {
        member = !member;
        changes.add(new Change(edge, member ? 1 : -1));
      }
    }
    changes.sort((a, b) -> Long.compare(a.edge(), b.edge()));
    boolean first = open > 0;
    boolean member = first;
    long[] edges = new long[changes.size()];
    int count = 0;
    for (int i = 0; i < changes.size(); i++) {
      open += changes.get(i).by();
      boolean last = i + 1 == changes.size() || changes.get(i + 1).edge() != changes.get(i).edge();
      if (last && (open > 0) != member) {
        member = !member;
        edges[count++] = changes.get(i).edge();
      }
    }
    return of(first, Arrays.copyOf(edges, count));
  }

  private Condition replaced(long low, long high, boolean holds) {
    Condition range = of(false, new long[] {low, high + 1});
    return holds ? or(range) : and(range.not());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Condition c && first == c.first && Arrays.equals(edges, c.edges);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(edges) + Boolean.hashCode(first);
  }

  @Override
  public String toString() {
    return "Condition";
  }
}
