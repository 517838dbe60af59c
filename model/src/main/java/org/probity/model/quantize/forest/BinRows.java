package org.probity.model.quantize.forest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.probity.graph.OrderedCode;

/**
 * The rows of the secret table of a {@link org.probity.graph.Bin} that finds ranks: the codes from
 * which on a derived feature has another rank. Their number is rounded up to a power of two.
 *
 * @param group by row: the derived feature
 * @param bounds one or two words by row
 * @param rank by row
 */
record BinRows(int[] group, List<int[]> bounds, int[] rank) {
  static BinRows of(RankChain.Cover cover, int words, int groups) {
    long least =
        words == 1 ? Integer.MIN_VALUE : OrderedCode.join(Integer.MIN_VALUE, Integer.MIN_VALUE);
    List<Map.Entry<Integer, Map.Entry<Long, Integer>>> listed = new ArrayList<>();
    // Row 0 is not above any key, whether or not something is derived from the first column.
    listed.add(Map.entry(0, Map.entry(least, 0)));
    Map<Integer, RankChain> bySlot = new TreeMap<>();
    for (int c = 0; c < cover.chains().size(); c++) {
      bySlot.put(cover.slot(c), cover.chains().get(c));
    }
    bySlot.forEach(
        (slot, chain) -> {
          if (slot == 0) {
            listed.clear();
          }
          chain.steps(least).entrySet().forEach(step -> listed.add(Map.entry(slot, step)));
        });
    int used = listed.size();
    // One row at least lies above all keys.
    int rows = WalkTable.roundedUp(used + 1);
    int[] group = new int[rows];
    Arrays.fill(group, groups);
    int[][] bounds = new int[words][rows];
    int[] rank = new int[rows];
    for (int k = 0; k < used; k++) {
      long from = listed.get(k).getValue().getKey();
      group[k] = listed.get(k).getKey();
      rank[k] = listed.get(k).getValue().getValue();
      bounds[0][k] = words == 1 ? Math.toIntExact(from) : OrderedCode.high(from);
      if (words == 2) {
        bounds[1][k] = OrderedCode.low(from);
      }
    }
    return new BinRows(group, List.of(bounds), rank);
  }
}
