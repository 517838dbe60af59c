package org.probity.cli.input;

import java.util.Map;

/** One value for every input of a model: row-major, by input name. */
public record Sample(Map<String, double[]> values) {
  public Sample {
    values = Map.copyOf(values);
  }

  /** The values of one input; callers must not change them. */
  public double[] get(String name) {
    double[] found = values.get(name);
    if (found == null) {
      throw new IllegalArgumentException("no input '" + name + "'");
    }
    return found;
  }

  /** Names only; the values may be secret. */
  @Override
  public String toString() {
    return "Sample" + values.keySet();
  }
}
