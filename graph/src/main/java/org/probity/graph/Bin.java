package org.probity.graph;

import java.util.ArrayList;
import java.util.List;

/**
 * Stored {@code out[b, g] = rank[k]} with k the row of a secret table that covers the key of {@code
 * (b, g)}: where a value lies among sorted secret bounds of its group, such as the thresholds of a
 * feature. The table's rows are sorted, not strictly; row k covers the keys from {@code (group[k],
 * bounds[k])} on and below {@code (group[k + 1], bounds[k + 1])}, in lexicographic order. The key
 * of a cell is its index g on the output's last axis, of size G, and its one or two words of input.
 *
 * <p>Row 0 is not above any key; the last row and those that are padding have group G, above all
 * keys. The parameters have one axis, of the table's rows. The range of {@code group} is {@code [0,
 * G]} exactly, that of {@code bounds} are all ints; {@code rank} has the format of the output.
 *
 * @param input view of a stored tensor that never reads outside. Its axes are those of the output,
 *     then, for two words, one of size 2: the high word, then the low one, both signed
 * @param words of a key, 1 or 2
 * @param bounds one parameter for each word
 */
public record Bin(
    String output, View input, int words, String group, List<String> bounds, String rank)
    implements Node {
  public Bin {
    bounds = List.copyOf(bounds);
  }

  /** The columns of the table: group, bounds, rank. */
  public List<String> columns() {
    List<String> columns = new ArrayList<>(bounds);
    columns.addFirst(group);
    columns.add(rank);
    return columns;
  }

  /** Columns that are read in rows and in those that follow, too: group and bounds. */
  public List<String> keyColumns() {
    return columns().subList(0, bounds.size() + 1);
  }

  @Override
  public List<String> sources() {
    List<String> sources = columns();
    sources.addFirst(input.source());
    return sources;
  }

  /** The words of a key, the high one first, as one number in the order of keys. */
  public static long key(int[] words, int at, int count) {
    return count == 1
        ? words[at]
        : ((long) words[at] << 32) + ((long) words[at + 1] - Integer.MIN_VALUE);
  }

  /** The bounds of a row as one number in the order of keys. */
  public static long[] keys(List<int[]> bounds) {
    int[] high = bounds.getFirst();
    int[] low = bounds.getLast();
    int[] words = new int[2];
    long[] keys = new long[high.length];
    for (int k = 0; k < keys.length; k++) {
      words[0] = high[k];
      words[1] = low[k];
      keys[k] = key(words, 0, bounds.size());
    }
    return keys;
  }
}
