package org.probity.model.floatgraph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What rewrites changed, in the order of the first change of each kind. */
final class Notes {
  /** Names that are listed before the rest is only counted. */
  private static final int LISTED = 3;

  private final Map<String, List<String>> changes = new LinkedHashMap<>();

  /**
   * Records a change.
   *
   * @param what kind of change, as a phrase that the name of a tensor completes
   */
  void add(String what, String tensor) {
    changes.computeIfAbsent(what, _ -> new ArrayList<>()).add(tensor);
  }

  /** One line for each kind of change. */
  List<String> lines() {
    return changes.entrySet().stream().map(e -> line(e.getKey(), e.getValue())).toList();
  }

  private static String line(String what, List<String> tensors) {
    List<String> names = tensors.stream().distinct().toList();
    String listed = String.join(", ", names.subList(0, Math.min(LISTED, names.size())));
    int more = names.size() - LISTED;
    return what + ": " + listed + (more > 0 ? " and " + more + " more" : "");
  }
}
