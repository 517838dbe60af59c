package org.probity.graph;

import java.util.Map;
import java.util.TreeMap;

/**
 * The secret integer values of a model's parameters, by name, row-major. Never printed: {@link
 * #toString} shows no value.
 */
public final class Parameters {
  private final TreeMap<String, int[]> values = new TreeMap<>();

  public Parameters(Map<String, int[]> values) {
    values.forEach((name, v) -> this.values.put(name, v.clone()));
  }

  /** The values of one parameter; callers must not modify the array. */
  public int[] get(String name) {
    int[] v = values.get(name);
    if (v == null) {
      throw new IllegalArgumentException("no parameter named " + name);
    }
    return v;
  }

  @Override
  public String toString() {
    return "Parameters[" + values.size() + " secret tensors]";
  }
}
