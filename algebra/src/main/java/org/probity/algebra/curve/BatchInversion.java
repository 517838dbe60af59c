package org.probity.algebra.curve;

/**
 * Simultaneous inversion (Montgomery's trick) of whole blocks, as a tree of products: three
 * multiplications an element, every one of them a long vector operation, and one inversion at the
 * root.
 */
final class BatchInversion {
  private final Lanes lanes;
  private final double[] products;
  private final double[] inverses;

  BatchInversion(Lanes lanes, int maxBlocks) {
    this.lanes = lanes;
    int size = Lanes.BLOCK * treeBlocks(maxBlocks);
    this.products = new double[size];
    this.inverses = new double[size];
  }

  private static int treeBlocks(int leaves) {
    int total = 1;
    for (int m = leaves; m > 1; m -= m / 2) {
      total += m - m / 2;
    }
    return total;
  }

  /** out[i] = 1 / in[i] for all lanes of the first {@code blocks} blocks; no lane may be zero. */
  void invert(double[] in, double[] out, int blocks) {
    if (blocks == 1) {
      lanes.invertBlock(in, 0, out, 0);
      return;
    }
    level(in, 0, out, 0, blocks, 0);
  }

  /**
   * One level: pairs (i, c + i) of {@code m} blocks, where c = ceil(m / 2), go up as products; an
   * odd middle block goes up as it is. The parents start at {@code free} in the tree arrays.
   */
  private void level(double[] in, int inAt, double[] out, int outAt, int m, int free) {
    int h = m / 2;
    int c = m - h;
    lanes.multiply(products, free, in, inAt, in, inAt + c, h);
    if (c > h) {
      Lanes.copy(in, inAt + h, products, free + h, 1);
    }
    if (c == 1) {
      lanes.invertBlock(products, free, inverses, free);
    } else {
      level(products, free, inverses, free, c, free + c);
    }
    lanes.multiply(out, outAt, inverses, free, in, inAt + c, h);
    lanes.multiply(out, outAt + c, inverses, free, in, inAt, h);
    if (c > h) {
      Lanes.copy(inverses, free + h, out, outAt + h, 1);
    }
  }
}
