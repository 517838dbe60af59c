package org.probity.argument.program;

import java.util.List;
import java.util.Optional;

/**
 * A virtual tensor: a linear expression of column views plus at most one contraction. It is never
 * committed. Values on real cells must fit into 62 bits for every honest witness.
 *
 * <p>At most one contraction of committed columns means degree at most two: there is no uncommitted
 * depth that a prover could choose, which is what attacks on Fiat-Shamir for GKR-like protocols
 * need.
 */
public record Expression(Shape shape, List<Term> terms, Optional<Contraction> contraction) {
  public Expression {
    terms = List.copyOf(terms);
  }

  public static Expression linear(Shape shape, Term... terms) {
    return new Expression(shape, List.of(terms), Optional.empty());
  }
}
