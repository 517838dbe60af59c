package org.probity.algebra.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** {@link IntegerKernel} on vectors of eight, four or two doubles. */
final class VectorIntegerKernel implements IntegerKernel {
  private static final VectorSpecies<Double> S = VectorKernel.S;
  private static final VectorSpecies<Integer> INTS =
      VectorSpecies.of(int.class, VectorShape.forBitSize(S.vectorBitSize() / 2));
  private static final VectorSpecies<Integer> WIDE_INTS =
      VectorSpecies.of(int.class, S.vectorShape());
  private static final int WIDTH = S.length();

  @Override
  public boolean isNarrow(int[] m, int mOff, int stride, int rows, int n) {
    IntVector bound = IntVector.broadcast(WIDE_INTS, ENTRY_BOUND);
    IntVector bits = IntVector.zero(WIDE_INTS);
    int rest = 0;
    for (int r = 0; r < rows; r++) {
      int at = mOff + r * stride;
      int end = at + n;
      for (; at + WIDE_INTS.length() <= end; at += WIDE_INTS.length()) {
        bits = bits.or(IntVector.fromArray(WIDE_INTS, m, at).add(bound));
      }
      rest |= ScalarIntegerKernel.shiftedBits(m, at, end);
    }
    return ScalarIntegerKernel.areNarrow(rest | bits.reduceLanes(VectorOperators.OR));
  }

  @Override
  public void addRows(
      double[] acc, int blocks, int[] m, int mOff, int stride, int rows, double[] w, int wOff) {
    for (int e = 0; e < blocks * Kernel.LANES; e += WIDTH) {
      int at = (e >> 3) * SUM + (e & 7);
      DoubleVector s0 = DoubleVector.fromArray(S, acc, at);
      DoubleVector s1 = DoubleVector.fromArray(S, acc, at + 8);
      DoubleVector s2 = DoubleVector.fromArray(S, acc, at + 16);
      DoubleVector s3 = DoubleVector.fromArray(S, acc, at + 24);
      DoubleVector s4 = DoubleVector.fromArray(S, acc, at + 32);
      DoubleVector s5 = DoubleVector.fromArray(S, acc, at + 40);
      DoubleVector s6 = DoubleVector.fromArray(S, acc, at + 48);
      DoubleVector s7 = DoubleVector.fromArray(S, acc, at + 56);
      int from = mOff + e;
      int u = wOff;
      for (int r = 0; r < rows; r++) {
        DoubleVector x = load(m, from);
        s0 = x.fma(all(w[u]), s0);
        s1 = x.fma(all(w[u + 1]), s1);
        s2 = x.fma(all(w[u + 2]), s2);
        s3 = x.fma(all(w[u + 3]), s3);
        s4 = x.fma(all(w[u + 4]), s4);
        s5 = x.fma(all(w[u + 5]), s5);
        s6 = x.fma(all(w[u + 6]), s6);
        s7 = x.fma(all(w[u + 7]), s7);
        from += stride;
        u += DIGITS;
      }
      s0.intoArray(acc, at);
      s1.intoArray(acc, at + 8);
      s2.intoArray(acc, at + 16);
      s3.intoArray(acc, at + 24);
      s4.intoArray(acc, at + 32);
      s5.intoArray(acc, at + 40);
      s6.intoArray(acc, at + 48);
      s7.intoArray(acc, at + 56);
      carry(acc, at);
    }
  }

  /** Two rows at a time share what is loaded of v. */
  @Override
  public void addDots(
      double[] acc,
      int accOff,
      int rows,
      int[] m,
      int mOff,
      int stride,
      int blocks,
      double[] v,
      int vOff) {
    for (int r = 0; r + 1 < rows; r += 2) {
      addTwo(acc, accOff + r * SUM, m, mOff + r * stride, stride, blocks, v, vOff);
    }
    if ((rows & 1) == 1) {
      // the last row with itself as its partner
      int r = rows - 1;
      double[] two = new double[2 * SUM];
      System.arraycopy(acc, accOff + r * SUM, two, 0, SUM);
      addTwo(two, 0, m, mOff + r * stride, 0, blocks, v, vOff);
      System.arraycopy(two, 0, acc, accOff + r * SUM, SUM);
    }
  }

  private static void addTwo(
      double[] acc, int accOff, int[] m, int mOff, int stride, int blocks, double[] v, int vOff) {
    for (int lane = 0; lane < Kernel.LANES; lane += WIDTH) {
      int at = accOff + lane;
      DoubleVector s0 = DoubleVector.fromArray(S, acc, at);
      DoubleVector s1 = DoubleVector.fromArray(S, acc, at + 8);
      DoubleVector s2 = DoubleVector.fromArray(S, acc, at + 16);
      DoubleVector s3 = DoubleVector.fromArray(S, acc, at + 24);
      DoubleVector s4 = DoubleVector.fromArray(S, acc, at + 32);
      DoubleVector s5 = DoubleVector.fromArray(S, acc, at + 40);
      DoubleVector s6 = DoubleVector.fromArray(S, acc, at + 48);
      DoubleVector s7 = DoubleVector.fromArray(S, acc, at + 56);
      DoubleVector t0 = DoubleVector.fromArray(S, acc, at + 72);
      DoubleVector t1 = DoubleVector.fromArray(S, acc, at + 80);
      DoubleVector t2 = DoubleVector.fromArray(S, acc, at + 88);
      DoubleVector t3 = DoubleVector.fromArray(S, acc, at + 96);
      DoubleVector t4 = DoubleVector.fromArray(S, acc, at + 104);
      DoubleVector t5 = DoubleVector.fromArray(S, acc, at + 112);
      DoubleVector t6 = DoubleVector.fromArray(S, acc, at + 120);
      DoubleVector t7 = DoubleVector.fromArray(S, acc, at + 128);
      int from = mOff + lane;
      int u = vOff + lane;
      for (int b = 0; b < blocks; b++) {
        DoubleVector x = load(m, from);
        DoubleVector y = load(m, from + stride);
        DoubleVector d = DoubleVector.fromArray(S, v, u);
        s0 = x.fma(d, s0);
        t0 = y.fma(d, t0);
        d = DoubleVector.fromArray(S, v, u + 8);
        s1 = x.fma(d, s1);
        t1 = y.fma(d, t1);
        d = DoubleVector.fromArray(S, v, u + 16);
        s2 = x.fma(d, s2);
        t2 = y.fma(d, t2);
        d = DoubleVector.fromArray(S, v, u + 24);
        s3 = x.fma(d, s3);
        t3 = y.fma(d, t3);
        d = DoubleVector.fromArray(S, v, u + 32);
        s4 = x.fma(d, s4);
        t4 = y.fma(d, t4);
        d = DoubleVector.fromArray(S, v, u + 40);
        s5 = x.fma(d, s5);
        t5 = y.fma(d, t5);
        d = DoubleVector.fromArray(S, v, u + 48);
        s6 = x.fma(d, s6);
        t6 = y.fma(d, t6);
        d = DoubleVector.fromArray(S, v, u + 56);
        s7 = x.fma(d, s7);
        t7 = y.fma(d, t7);
        from += Kernel.LANES;
        u += BLOCK;
      }
      s0.intoArray(acc, at);
      s1.intoArray(acc, at + 8);
      s2.intoArray(acc, at + 16);
      s3.intoArray(acc, at + 24);
      s4.intoArray(acc, at + 32);
      s5.intoArray(acc, at + 40);
      s6.intoArray(acc, at + 48);
      s7.intoArray(acc, at + 56);
      t0.intoArray(acc, at + 72);
      t1.intoArray(acc, at + 80);
      t2.intoArray(acc, at + 88);
      t3.intoArray(acc, at + 96);
      t4.intoArray(acc, at + 104);
      t5.intoArray(acc, at + 112);
      t6.intoArray(acc, at + 120);
      t7.intoArray(acc, at + 128);
      carry(acc, at);
      carry(acc, at + SUM);
    }
  }

  private static DoubleVector all(double x) {
    return DoubleVector.broadcast(S, x);
  }

  private static DoubleVector load(int[] m, int at) {
    return (DoubleVector) IntVector.fromArray(INTS, m, at).convertShape(VectorOperators.I2D, S, 0);
  }

  /** Reads the sums from memory: a call with vectors would box them wherever it is not inlined. */
  private static void carry(double[] acc, int at) {
    DoubleVector c = all(SPLIT);
    DoubleVector inv = all(INVERSE_RADIX);
    DoubleVector up = all(0);
    for (int k = at; k < at + BLOCK; k += Kernel.LANES) {
      DoubleVector s = DoubleVector.fromArray(S, acc, k);
      DoubleVector t = s.add(c).sub(c);
      up.fma(inv, s.sub(t)).intoArray(acc, k);
      up = t;
    }
    up.fma(inv, DoubleVector.fromArray(S, acc, at + BLOCK)).intoArray(acc, at + BLOCK);
  }
}
