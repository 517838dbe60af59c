package org.probity.graph.lint;

/** What defines a tensor, as far as the rules of its readers go. */
enum TensorKind {
  /** An input port. */
  INPUT,
  /** A node whose result is committed. */
  STORED,
  /** An accumulator without a contraction beneath it. */
  SUM,
  /** An accumulator with one. */
  CONTRACTION;

  boolean isAccumulator() {
    return this == SUM || this == CONTRACTION;
  }
}
