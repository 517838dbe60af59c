package org.probity.inference.comparison;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.probity.inference.key.ModelKey;

/**
 * What differs between two model keys, and what follows from that. From public data only: of the
 * weights, a key has commitments.
 *
 * @param same whether it is one key: equal ids, and so equal in everything
 * @param differences facts that only one key states, or that they state differently
 * @param conclusions what may be concluded about the weights, and what may not, a sentence each
 */
public record KeyComparison(boolean same, List<Difference> differences, List<String> conclusions) {
  public KeyComparison {
    differences = List.copyOf(differences);
    conclusions = List.copyOf(conclusions);
  }

  /**
   * A fact.
   *
   * @param fact its name, such as {@code input applicant}
   * @param first what the first key says; empty: nothing
   * @param second what the second says
   */
  public record Difference(String fact, Optional<String> first, Optional<String> second) {}

  /** Compares two keys. */
  public static KeyComparison of(ModelKey first, ModelKey second) {
    if (first.modelId().equals(second.modelId())) {
      return new KeyComparison(
          true, List.of(), List.of("It is one and the same key: its id covers everything in it."));
    }
    Map<String, String> a = KeyFacts.of(first);
    Map<String, String> b = KeyFacts.of(second);
    List<Difference> differences = differences(a, b);
    boolean otherNodes = !first.graph().nodes().equals(second.graph().nodes());
    if (otherNodes && differences.stream().noneMatch(KeyComparison::isOfNodes)) {
      // Counts do not tell how nodes are connected.
      differences.add(
          new Difference(
              "nodes",
              Optional.of("as many of each kind"),
              Optional.of("other shifts or connections")));
    }
    return new KeyComparison(false, differences, conclusions(a, b, differences));
  }

  private static List<Difference> differences(Map<String, String> a, Map<String, String> b) {
    Set<String> names = new LinkedHashSet<>(a.keySet());
    names.addAll(b.keySet());
    List<Difference> differences = new ArrayList<>();
    for (String name : names) {
      Optional<String> one = Optional.ofNullable(a.get(name));
      Optional<String> other = Optional.ofNullable(b.get(name));
      if (!one.equals(other)) {
        differences.add(new Difference(name, one, other));
      }
    }
    return differences;
  }

  private static boolean isOfNodes(Difference difference) {
    String fact = difference.fact();
    return fact.startsWith("nodes") || fact.startsWith("number of nodes");
  }

  /** Commitments are drawn afresh at each registration, and so is the one to the file. */
  private static boolean isDrawn(Difference difference) {
    return difference.fact().startsWith(KeyFacts.COMMITMENT)
        || difference.fact().equals(KeyFacts.FILE);
  }

  private static List<String> conclusions(
      Map<String, String> a, Map<String, String> b, List<Difference> differences) {
    List<String> out = new ArrayList<>();
    boolean sameStructure = differences.stream().allMatch(KeyComparison::isDrawn);
    if (sameStructure) {
      out.add("Structure, functions, formats and ranges are the same.");
    }
    List<String> commitments =
        a.keySet().stream()
            .filter(name -> name.startsWith(KeyFacts.COMMITMENT) && b.containsKey(name))
            .toList();
    long equal = commitments.stream().filter(name -> a.get(name).equals(b.get(name))).count();
    if (commitments.isEmpty()) {
      out.add("There are no weights to compare.");
    } else if (equal == 0) {
      out.add(
          "Nothing can be concluded about the weights: every registration draws new blinders, so"
              + " equal weights have different commitments, too.");
    } else {
      out.add(equalCommitments(equal, commitments.size(), sameStructure));
    }
    return out;
  }

  private static String equalCommitments(long equal, int all, boolean sameStructure) {
    String which =
        "%d of %d commitments are equal, which takes equal weights and equal blinders"
            .formatted(equal, all);
    // Points say nothing of how the integers are laid out and scaled.
    return sameStructure
        ? which
            + (equal == all
                ? ": the weights are the same."
                : ": these weights are the same; of the others nothing is known.")
        : which + ", but under another structure they may stand for other numbers.";
  }
}
