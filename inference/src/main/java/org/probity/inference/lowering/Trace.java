package org.probity.inference.lowering;

import java.util.Arrays;
import java.util.Map;

/** One execution of a graph: the values of all its tensors, accumulators included. */
public interface Trace {
  /** The values of a tensor, row-major; callers must not modify the array. */
  long[] values(String tensor);

  /** The secret values of a parameter, row-major; callers must not modify the array. */
  int[] parameter(String name);

  /**
   * An execution.
   *
   * @param tensors values of all tensors by name
   * @param parameters values of all parameters by name
   */
  static Trace of(Map<String, long[]> tensors, Map<String, int[]> parameters) {
    return new Trace() {
      @Override
      public long[] values(String tensor) {
        return tensors.get(tensor);
      }

      @Override
      public int[] parameter(String name) {
        return parameters.get(name);
      }

      @Override
      public String toString() {
        return "Trace";
      }
    };
  }

  /** The values of a parameter as longs. */
  default long[] wideParameter(String name) {
    return Arrays.stream(parameter(name)).asLongStream().toArray();
  }

  /** The values of a stored tensor, which fit an int. */
  default int[] stored(String tensor) {
    long[] wide = values(tensor);
    int[] narrow = new int[wide.length];
    Arrays.setAll(narrow, i -> (int) wide[i]);
    return narrow;
  }
}
