package org.probity.algebra.curve;

import java.util.Arrays;

/**
 * The bucket method (Pippenger) for many rows at once. A row is a list of entries, each a signed
 * digit times a point; its sum is Σ_j (j + 1) B_j over the buckets j &lt; 2^k, B_j the sum of the
 * points with digit ±(j + 1).
 *
 * <p>Buckets are summed as balanced trees, so that the additions of one level, over all buckets of
 * all rows, are independent and share inversions. The weighted sum over the buckets goes by bits: Σ
 * (j + 1) B_j = T + Σ_b 2^b Z_b with T the sum of all buckets and Z_b that of those whose index has
 * bit b. One folding of the array in place gives T at index 0 and Z_b at index 2^b in k levels and
 * about 2^(k+1) additions.
 *
 * <p>Running time and memory accesses depend on the digits: on which are zero and on how many share
 * a bucket.
 */
final class BucketSums {
  private final Lanes lanes;
  private final int logBuckets;
  private final double[] first;
  private final double[] second;
  private final int split;
  private int[] keys = new int[0];
  private int[] refs = new int[0];
  private int entries;
  private int[] sorted = new int[0];
  private double[] buffer = new double[0];

  /**
   * @param logBuckets k; digits are -2^k .. 2^k, not 0
   * @param first points with index 0 .. first.length / 10 - 1
   * @param second points with the indices that follow
   */
  BucketSums(Lanes lanes, int logBuckets, double[] first, double[] second) {
    this.lanes = lanes;
    this.logBuckets = logBuckets;
    this.first = first;
    this.second = second;
    this.split = first.length / BatchAdder.POINT;
  }

  /** Makes room for a batch of at most {@code maxEntries} entries and forgets the last batch. */
  void start(int maxEntries) {
    if (keys.length < maxEntries) {
      keys = new int[maxEntries];
      refs = new int[maxEntries];
      sorted = new int[maxEntries];
    }
    entries = 0;
  }

  /** Adds digit * point to a row; the digit must not be zero. */
  void enter(int row, int digit, int point) {
    int sign = digit >> 31;
    keys[entries] = (row << logBuckets) + (digit ^ sign) - sign - 1;
    refs[entries++] = (point << 1) | -sign;
  }

  /**
   * Sums the entered batch; row i's T goes to point i (k + 1) of {@code out} from {@code outAt} on,
   * its Z_b to i (k + 1) + 1 + b.
   */
  void finish(int rows, double[] out, int outAt) {
    int buckets = rows << logBuckets;
    int[] starts = sortByKey(buckets);
    int[] at = new int[buckets];
    int[] length = new int[buckets];
    BatchAdder adder = new BatchAdder(lanes, Math.max(entries / 2, rows));
    int used = 0;
    for (int b = 0; b < buckets; b++) {
      at[b] = used;
      length[b] = (starts[b + 1] - starts[b] + 1) / 2;
      used += length[b];
    }
    if (buffer.length < used * BatchAdder.POINT) {
      buffer = new double[used * BatchAdder.POINT];
    }
    addPairs(adder, buckets, starts, at);
    addLevels(adder, buckets, at, length);
    double[] sums = new double[buckets * BatchAdder.POINT];
    for (int b = 0; b < buckets; b++) {
      if (length[b] > 0) {
        System.arraycopy(
            buffer, at[b] * BatchAdder.POINT, sums, b * BatchAdder.POINT, BatchAdder.POINT);
      }
    }
    fold(adder, sums, rows);
    int width = logBuckets + 1;
    for (int row = 0; row < rows; row++) {
      int from = row << logBuckets;
      BatchAdder.copy(sums, from, 1, out, outAt + row * width);
      for (int b = 0; b < logBuckets; b++) {
        BatchAdder.copy(sums, from + (1 << b), 1, out, outAt + row * width + 1 + b);
      }
    }
  }

  /** Counting sort of the entries; bucket b's are at starts[b] .. starts[b + 1] - 1. */
  private int[] sortByKey(int buckets) {
    int[] starts = new int[buckets + 2];
    for (int e = 0; e < entries; e++) {
      starts[keys[e] + 2]++;
    }
    for (int b = 2; b < starts.length; b++) {
      starts[b] += starts[b - 1];
    }
    for (int e = 0; e < entries; e++) {
      sorted[starts[keys[e] + 1]++] = refs[e];
    }
    return Arrays.copyOf(starts, buckets + 1);
  }

  /** The first level of the trees: from the tables into the buffer. */
  private void addPairs(BatchAdder adder, int buckets, int[] starts, int[] at) {
    for (int b = 0; b < buckets; b++) {
      int end = starts[b + 1];
      int to = at[b];
      int e = starts[b];
      for (; e + 1 < end; e += 2) {
        int r = sorted[e];
        int s = sorted[e + 1];
        adder.add(table(r), index(r), sign(r), table(s), index(s), sign(s), buffer, to++);
      }
      if (e < end) {
        int r = sorted[e];
        BatchAdder.copy(table(r), index(r), sign(r), buffer, to);
      }
    }
    adder.flush(buffer);
  }

  private double[] table(int ref) {
    return ref >> 1 < split ? first : second;
  }

  private int index(int ref) {
    int i = ref >> 1;
    return i < split ? i : i - split;
  }

  private static double sign(int ref) {
    return 1 - 2 * (ref & 1);
  }

  /**
   * The other levels: inside the buffer, each bucket's points move to its front. Two points can
   * cancel, so from here on the identity can occur.
   */
  private void addLevels(BatchAdder adder, int buckets, int[] at, int[] length) {
    for (boolean again = true; again; ) {
      again = false;
      for (int b = 0; b < buckets; b++) {
        int n = length[b];
        if (n > 1) {
          int from = at[b];
          for (int i = 0; i + 1 < n; i += 2) {
            addOrCopy(adder, buffer, from + i, from + i + 1, from + i / 2);
          }
          if ((n & 1) == 1) {
            BatchAdder.copy(buffer, from + n - 1, 1, buffer, from + n / 2);
          }
          length[b] = (n + 1) / 2;
          again |= n > 2;
        }
      }
      adder.flush(buffer);
    }
  }

  /**
   * Level with half h: every live block [s, s + 2h), s = 0 or a power of two &gt;= 2h, becomes [s,
   * s + h) += [s + h, s + 2h). The upper half of block 0 stays as the block of bit log h.
   */
  private void fold(BatchAdder adder, double[] sums, int rows) {
    for (int h = 1 << logBuckets >> 1; h > 0; h >>= 1) {
      for (int row = 0; row < rows; row++) {
        int base = row << logBuckets;
        for (int s = 0; s < 1 << logBuckets; s = s == 0 ? 2 * h : 2 * s) {
          for (int j = base + s; j < base + s + h; j++) {
            addOrCopy(adder, sums, j, j + h, j);
          }
        }
      }
      adder.flush(sums);
    }
  }

  /** points[to] = points[i] + points[j], where either may be the identity. */
  static void addOrCopy(BatchAdder adder, double[] points, int i, int j, int to) {
    if (BatchAdder.isIdentity(points, j)) {
      if (to != i) {
        BatchAdder.copy(points, i, 1, points, to);
      }
    } else if (BatchAdder.isIdentity(points, i)) {
      BatchAdder.copy(points, j, 1, points, to);
    } else {
      adder.add(points, i, j, to);
    }
  }
}
