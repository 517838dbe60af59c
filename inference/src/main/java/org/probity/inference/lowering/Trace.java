package org.probity.inference.lowering;

/** One execution of a graph: the values of all its tensors, accumulators included. */
@FunctionalInterface
public interface Trace {
  /** The values of a tensor, row-major; callers must not modify the array. */
  long[] values(String tensor);
}
