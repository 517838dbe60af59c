package org.probity.model.quantize.forest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A derived feature: sets of integers each within the next. The rank of an integer is the number of
 * sets that it is not a member of, so it is a member of the j-th set, counted from 0, if its rank
 * is not above j.
 *
 * @param column of what is derived from
 */
record RankChain(int column, List<CodeSet> sets) {
  /**
   * What a set is in a chain.
   *
   * @param chain its number
   * @param rank the set's members are those of a rank that is not above
   * @param inverted whether those are all others instead
   */
  record Place(int chain, int rank, boolean inverted) {}

  /** A set of integers of a column. There is one for each branch, so it is compared at once. */
  record Key(int column, CodeSet set) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Key k && column == k.column && set.equals(k.set);
    }

    @Override
    public int hashCode() {
      return 31 * set.hashCode() + column;
    }
  }

  /**
   * Chains that have all of some sets.
   *
   * @param plain whether each column has one chain at most
   */
  record Cover(List<RankChain> chains, Map<Key, Place> places, boolean plain) {
    /** The index of a chain's rank: that of its column if each has one. */
    int slot(int chain) {
      return plain ? chains.get(chain).column() : chain;
    }
  }

  /** Covers the sets of all columns with few chains. */
  static Cover cover(Map<Integer, List<CodeSet>> sets) {
    List<RankChain> chains = new ArrayList<>();
    Map<Key, Place> places = new HashMap<>();
    for (var entry : new LinkedHashMap<>(sets).entrySet()) {
      int column = entry.getKey();
      // A set and its complement are one question.
      List<CodeSet> asked =
          entry.getValue().stream().map(s -> s.first() ? s : s.not()).distinct().toList();
      List<List<CodeSet>> own = chains(asked);
      for (List<CodeSet> chain : own) {
        for (int j = 0; j < chain.size(); j++) {
          CodeSet set = chain.get(j);
          places.put(new Key(column, set), new Place(chains.size(), j, false));
          places.put(new Key(column, set.not()), new Place(chains.size(), j, true));
        }
        chains.add(new RankChain(column, chain));
      }
    }
    boolean plain = chains.stream().map(RankChain::column).distinct().count() == chains.size();
    return new Cover(chains, places, plain);
  }

  private static List<List<CodeSet>> chains(List<CodeSet> asked) {
    List<List<CodeSet>> chains = new ArrayList<>();
    // Thresholds are within each other; those with another side for NaN, too.
    Map<List<Long>, List<CodeSet>> families = new LinkedHashMap<>();
    List<CodeSet> others = new ArrayList<>();
    families.put(List.of(), new ArrayList<>());
    for (CodeSet set : asked) {
      int length = set.edges().length;
      if (length == 0 || length > 2) {
        others.add(set);
      } else {
        List<Long> behind = length == 1 ? List.of() : List.of(set.edges()[1]);
        families.computeIfAbsent(behind, _ -> new ArrayList<>()).add(set);
      }
    }
    for (List<CodeSet> family : families.values()) {
      if (family.size() > 1) {
        family.sort((a, b) -> Long.compare(a.edges()[0], b.edges()[0]));
        chains.add(family);
      } else {
        others.addAll(family);
      }
    }
    for (CodeSet set : others) {
      boolean placed =
          chains.stream().anyMatch(c -> insert(c, set))
              || chains.stream().anyMatch(c -> insert(c, set.not()));
      if (!placed) {
        chains.add(new ArrayList<>(List.of(set)));
      }
    }
    return chains;
  }

  /** Inserts a set where it is within all that follow and all before are within it. */
  private static boolean insert(List<CodeSet> chain, CodeSet set) {
    int low = 0;
    int high = chain.size();
    while (low < high) {
      int middle = (low + high) / 2;
      if (chain.get(middle).isWithin(set)) {
        low = middle + 1;
      } else if (set.isWithin(chain.get(middle))) {
        high = middle;
      } else {
        return false;
      }
    }
    chain.add(low, set);
    return true;
  }

  /**
   * Integers from which on the rank is another, and those ranks; the first integer is the least.
   */
  Map<Long, Integer> steps(long least) {
    TreeSet<Long> edges = new TreeSet<>(Collections.singleton(least));
    sets.forEach(s -> Arrays.stream(s.edges()).forEach(edges::add));
    Map<Long, Integer> steps = new LinkedHashMap<>();
    int before = -1;
    for (long edge : edges) {
      int rank = rank(edge);
      if (rank != before) {
        steps.put(edge, rank);
        before = rank;
      }
    }
    return steps;
  }

  private int rank(long code) {
    int low = 0;
    int high = sets.size();
    while (low < high) {
      int middle = (low + high) / 2;
      if (contains(sets.get(middle), code)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private static boolean contains(CodeSet set, long code) {
    int at = Arrays.binarySearch(set.edges(), code);
    int passed = at >= 0 ? at + 1 : -1 - at;
    return set.first() ^ (passed % 2 == 1);
  }

  @Override
  public String toString() {
    return "RankChain[" + sets.size() + " sets]";
  }
}
