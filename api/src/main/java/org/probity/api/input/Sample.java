package org.probity.api.input;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One value for every input of a model.
 *
 * @param values row-major, by input name; of texts their numbers
 * @param texts of inputs of texts, the texts
 */
public record Sample(Map<String, double[]> values, Map<String, List<String>> texts) {
  public Sample {
    values = Map.copyOf(values);
    Map<String, List<String>> lists = new HashMap<>();
    texts.forEach((name, list) -> lists.put(name, List.copyOf(list)));
    texts = Map.copyOf(lists);
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
