package org.probity.inference.lowering;

import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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

  /** The terms of {@code a + b}; neither need be merged. */
  static List<Term> sum(List<Term> a, List<Term> b) {
    Map<Object, Term> merged = new LinkedHashMap<>();
    a.forEach(term -> merged.merge(key(term), term, LikeTerms::add));
    b.forEach(term -> merged.merge(key(term), term, LikeTerms::add));
    return List.copyOf(merged.values());
  }

  private static Term add(Term a, Term b) {
    return switch (a) {
      case Term.OfColumn view ->
          new Term.OfColumn(
              add(view.coefficient(), ((Term.OfColumn) b).coefficient()),
              view.column(),
              view.axes());
      case Term.Constant constant ->
          new Term.Constant(
              add(constant.coefficient(), ((Term.Constant) b).coefficient()), constant.weights());
    };
  }

  private static long add(long a, long b) {
    try {
      return Math.addExact(a, b);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("an intermediate value could exceed 2^62", e);
    }
  }

  /** All of a term but its coefficient; arrays by content. */
  private static Object key(Term term) {
    List<Object> key = new ArrayList<>();
    switch (term) {
      case Term.OfColumn view -> {
        key.add(view.column());
        for (AxisMap axis : view.axes()) {
          key.add(
              axis instanceof AxisMap.Weighted weighted
                  ? LongBuffer.wrap(weighted.weights())
                  : axis);
        }
      }
      case Term.Constant constant ->
          constant.weights().forEach(weights -> key.add(LongBuffer.wrap(weights)));
    }
    return key;
  }
}
