package org.probity.model.onnx.operator;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Names that somebody may have meant. */
final class NearNames {
  private static final int SHOWN = 3;

  /** Longer names are not compared: a file may have very many of them. */
  private static final int MAX_LENGTH = 256;

  private NearNames() {}

  /** The rest of a message that some name is unknown: which are like it, if any are. */
  static String hint(String name, Collection<String> known) {
    List<String> near =
        known.stream()
            .filter(k -> k.length() <= MAX_LENGTH && name.length() <= MAX_LENGTH)
            .map(k -> new Candidate(k, distance(name, k)))
            .filter(c -> c.distance() <= Math.max(2, name.length() / 3))
            .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
            .limit(SHOWN)
            .map(Candidate::name)
            .toList();
    return near.isEmpty()
        ? ""
        : near.stream().collect(Collectors.joining("\", \"", "; near it are \"", "\""));
  }

  private record Candidate(String name, int distance) {}

  /** Zero for a name that is part of the other. */
  private static int distance(String name, String known) {
    String a = name.toLowerCase(Locale.ROOT);
    String b = known.toLowerCase(Locale.ROOT);
    if (a.length() >= 3 && (b.contains(a) || (b.length() >= 3 && a.contains(b)))) {
      return 0;
    }
    return edits(a, b);
  }

  /** Insertions, deletions and substitutions between two texts (Levenshtein 1965). */
  private static int edits(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
