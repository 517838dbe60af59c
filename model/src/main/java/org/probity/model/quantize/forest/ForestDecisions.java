package org.probity.model.quantize.forest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.probity.model.ModelException;
import org.probity.model.trees.Ensemble;

/** Every branch as a comparison of a derived feature. */
final class ForestDecisions {
  /** Widths of ranks. */
  private static final int[] RANK_BITS = {4, 6, 8, 10, 12, 14, 16};

  private final String name;
  private final Ensemble ensemble;
  private final ForestColumns columns;
  private final RankChain.Place[] places;

  /** By number of words. */
  private final Map<Integer, RankChain.Cover> covers = new HashMap<>();

  /**
   * Finds the derived features.
   *
   * @param name for messages
   */
  ForestDecisions(String name, Ensemble ensemble, ForestColumns columns) {
    this.name = name;
    this.ensemble = ensemble;
    this.columns = columns;
    this.places = new RankChain.Place[ensemble.nodes()];
    CodeSet[] sets = new CodeSet[ensemble.nodes()];
    Map<Integer, Map<Integer, List<CodeSet>>> asked = new HashMap<>();
    for (int n = 0; n < sets.length; n++) {
      if (!ensemble.isLeaf(n)) {
        int feature = ensemble.feature(n);
        sets[n] = columns.source(feature).set(ensemble.condition(n));
        ForestColumns.Column column = columns.of(feature);
        asked
            .computeIfAbsent(column.words(), _ -> new LinkedHashMap<>())
            .computeIfAbsent(column.number(), _ -> new ArrayList<>())
            .add(sets[n]);
      }
    }
    if (asked.isEmpty()) {
      // No tree has a branch; there is something to compare all the same.
      asked.put(columns.of(0).words(), new LinkedHashMap<>());
    }
    asked.forEach((words, byColumn) -> covers.put(words, RankChain.cover(byColumn)));
    for (int n = 0; n < sets.length; n++) {
      if (!ensemble.isLeaf(n)) {
        ForestColumns.Column column = columns.of(ensemble.feature(n));
        places[n] =
            covers.get(column.words()).places().get(new RankChain.Key(column.number(), sets[n]));
      }
    }
  }

  /** What is derived from the columns of a number of words, if anything is. */
  Optional<RankChain.Cover> cover(int words) {
    return Optional.ofNullable(covers.get(words));
  }

  /** The width of all ranks. */
  int rankBits() throws ModelException {
    int largest =
        covers.values().stream()
            .flatMap(c -> c.chains().stream())
            .mapToInt(c -> c.sets().size())
            .max()
            .orElse(1);
    // The largest threshold is one that no rank is above.
    return Arrays.stream(RANK_BITS)
        .filter(b -> largest < 1 << b)
        .findFirst()
        .orElseThrow(
            () ->
                new ModelException(
                    name
                        + ": a feature has "
                        + largest
                        + " different thresholds, more than 65535; train with fewer bins"));
  }

  /**
   * The branches, for walks.
   *
   * @param firsts by number of words: the first of its derived features among all
   */
  WalkTable.Splits splits(Map<Integer, Integer> firsts) {
    return new WalkTable.Splits() {
      @Override
      public int feature(int n) {
        int words = columns.of(ensemble.feature(n)).words();
        return firsts.get(words) + covers.get(words).slot(places[n].chain());
      }

      @Override
      public int threshold(int n) {
        return places[n].rank();
      }

      @Override
      public boolean lowIsTrue(int n) {
        return !places[n].inverted();
      }
    };
  }
}
