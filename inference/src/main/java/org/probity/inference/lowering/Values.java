package org.probity.inference.lowering;

/** How the honest prover computes the cells of a tensor from an execution. */
@FunctionalInterface
interface Values {
  /** The cells, row-major; callers must not modify the array. */
  long[] of(Trace trace);
}
