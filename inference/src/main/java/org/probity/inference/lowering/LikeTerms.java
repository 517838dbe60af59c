package org.probity.inference.lowering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.probity.argument.program.AxisMap;
import org.probity.argument.program.Term;

/**
 * Sums of terms with one term for each view of a column and each vector of public weights: without
 * merging, sums of sums would double their length with every level.
 */
final class LikeTerms {
  private LikeTerms() {}

  /** The terms of {@code a + b}; neither need be merged. Terms that cancel are left out. */
  static List<Term> sum(List<Term> a, List<Term> b) {
    List<Term> merged = new ArrayList<>(a.size() + b.size());
    // Positions in the list by column: comparing views of one column is cheap, hashing them not.
    Map<Integer, List<Integer>> positions = new HashMap<>();
    a.forEach(term -> add(term, merged, positions));
    b.forEach(term -> add(term, merged, positions));
    merged.removeIf(term -> coefficient(term) == 0);
    return List.copyOf(merged);
  }

  private static void add(Term term, List<Term> merged, Map<Integer, List<Integer>> positions) {
    int column = term instanceof Term.OfColumn view ? view.column().id() : -1;
    List<Integer> candidates = positions.computeIfAbsent(column, c -> new ArrayList<>());
    for (int i : candidates) {
      if (alike(term, merged.get(i))) {
        merged.set(i, plus(merged.get(i), coefficient(term)));
        return;
      }
    }
    candidates.add(merged.size());
    merged.add(term);
  }

  private static long coefficient(Term term) {
    return switch (term) {
      case Term.OfColumn view -> view.coefficient();
      case Term.Constant constant -> constant.coefficient();
      case Term.OfIndex index -> index.coefficient();
    };
  }

  private static Term plus(Term term, long coefficient) {
    return switch (term) {
      case Term.OfColumn view ->
          new Term.OfColumn(Exact.add(view.coefficient(), coefficient), view.column(), view.axes());
      case Term.Constant constant ->
          new Term.Constant(Exact.add(constant.coefficient(), coefficient), constant.weights());
      case Term.OfIndex index ->
          new Term.OfIndex(Exact.add(index.coefficient(), coefficient), index.axis());
    };
  }

  /** Whether two terms are equal but for their coefficients; arrays by content. */
  private static boolean alike(Term a, Term b) {
    if (a instanceof Term.OfColumn v && b instanceof Term.OfColumn w) {
      return v.column().equals(w.column()) && alike(v.axes(), w.axes());
    }
    if (a instanceof Term.Constant c && b instanceof Term.Constant d) {
      return Arrays.deepEquals(c.weights().toArray(), d.weights().toArray());
    }
    if (a instanceof Term.OfIndex i && b instanceof Term.OfIndex j) {
      return i.axis() == j.axis();
    }
    return false;
  }

  private static boolean alike(List<AxisMap> a, List<AxisMap> b) {
    for (int i = 0; i < a.size(); i++) {
      boolean same =
          (a.get(i) instanceof AxisMap.Weighted v && b.get(i) instanceof AxisMap.Weighted w)
              ? Arrays.equals(v.weights(), w.weights())
              : a.get(i).equals(b.get(i));
      if (!same) {
        return false;
      }
    }
    return true;
  }
}
