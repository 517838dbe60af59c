package org.probity.algebra.kernel;

import static org.probity.algebra.kernel.Modulus.INVERSE_RADIX;
import static org.probity.algebra.kernel.Modulus.RADIX;
import static org.probity.algebra.kernel.Modulus.ROUND;
import static org.probity.algebra.kernel.Modulus.SPLIT;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernel on vectors of eight, four or two doubles, the same steps as {@link ScalarKernel}. The
 * only class that needs the module jdk.incubator.vector. Before C2 has compiled a method, a call
 * costs milliseconds: {@link Kernels} warms it in the background.
 */
public final class VectorKernel implements Kernel {
  static final VectorSpecies<Double> S =
      DoubleVector.SPECIES_PREFERRED.length() > LANES
          ? DoubleVector.SPECIES_512
          : DoubleVector.SPECIES_PREFERRED;
  private static final int WIDTH = S.length();

  /** Where the constants stand in {@link Modulus#wide}. */
  private static final int P = 160;

  private static final int NEGATIVE_INVERSE = 200;
  private static final int INVERSE_TOP = 208;

  private final IntegerKernel integers = new VectorIntegerKernel();

  @Override
  public String name() {
    return "vector" + S.vectorBitSize();
  }

  @Override
  public IntegerKernel integers() {
    return integers;
  }

  /** Doubles that the machine computes with at once. */
  static int width() {
    return WIDTH;
  }

  private static DoubleVector all(double x) {
    return DoubleVector.broadcast(S, x);
  }

  @Override
  public void product(
      double[] cols, double[] a, int aOff, int aStep, double[] b, int bOff, int bStep, int n) {
    DoubleVector c = all(SPLIT);
    DoubleVector inv = all(INVERSE_RADIX);
    for (int e = 0; e < n; e += WIDTH) {
      int block = e >> 3;
      int lane = e & 7;
      int k = block * COLUMNS + lane;
      int aAt = aOff + block * aStep + lane;
      int bAt = bOff + block * bStep + lane;
      DoubleVector a0 = DoubleVector.fromArray(S, a, aAt);
      DoubleVector a1 = DoubleVector.fromArray(S, a, aAt + 8);
      DoubleVector a2 = DoubleVector.fromArray(S, a, aAt + 16);
      DoubleVector a3 = DoubleVector.fromArray(S, a, aAt + 24);
      DoubleVector a4 = DoubleVector.fromArray(S, a, aAt + 32);
      DoubleVector b0 = DoubleVector.fromArray(S, b, bAt);
      DoubleVector b1 = DoubleVector.fromArray(S, b, bAt + 8);
      DoubleVector b2 = DoubleVector.fromArray(S, b, bAt + 16);
      DoubleVector b3 = DoubleVector.fromArray(S, b, bAt + 24);
      DoubleVector b4 = DoubleVector.fromArray(S, b, bAt + 32);

      DoubleVector h;
      DoubleVector g;
      DoubleVector l;
      DoubleVector up;

      h = a0.fma(b0, c);
      l = a0.fma(b0, c.sub(h));
      l.intoArray(cols, k);
      up = h.sub(c);

      h = a0.fma(b1, c);
      l = a0.fma(b1, c.sub(h));
      g = a1.fma(b0, h);
      l = l.add(a1.fma(b0, h.sub(g)));
      up.fma(inv, l).intoArray(cols, k + 8);
      up = g.sub(c);

      h = a0.fma(b2, c);
      l = a0.fma(b2, c.sub(h));
      g = a1.fma(b1, h);
      l = l.add(a1.fma(b1, h.sub(g)));
      h = a2.fma(b0, g);
      l = l.add(a2.fma(b0, g.sub(h)));
      up.fma(inv, l).intoArray(cols, k + 16);
      up = h.sub(c);

      h = a0.fma(b3, c);
      l = a0.fma(b3, c.sub(h));
      g = a1.fma(b2, h);
      l = l.add(a1.fma(b2, h.sub(g)));
      h = a2.fma(b1, g);
      l = l.add(a2.fma(b1, g.sub(h)));
      g = a3.fma(b0, h);
      l = l.add(a3.fma(b0, h.sub(g)));
      up.fma(inv, l).intoArray(cols, k + 24);
      up = g.sub(c);

      h = a0.fma(b4, c);
      l = a0.fma(b4, c.sub(h));
      g = a1.fma(b3, h);
      l = l.add(a1.fma(b3, h.sub(g)));
      h = a2.fma(b2, g);
      l = l.add(a2.fma(b2, g.sub(h)));
      g = a3.fma(b1, h);
      l = l.add(a3.fma(b1, h.sub(g)));
      h = a4.fma(b0, g);
      l = l.add(a4.fma(b0, g.sub(h)));
      up.fma(inv, l).intoArray(cols, k + 32);
      up = h.sub(c);

      h = a1.fma(b4, c);
      l = a1.fma(b4, c.sub(h));
      g = a2.fma(b3, h);
      l = l.add(a2.fma(b3, h.sub(g)));
      h = a3.fma(b2, g);
      l = l.add(a3.fma(b2, g.sub(h)));
      g = a4.fma(b1, h);
      l = l.add(a4.fma(b1, h.sub(g)));
      up.fma(inv, l).intoArray(cols, k + 40);
      up = g.sub(c);

      h = a2.fma(b4, c);
      l = a2.fma(b4, c.sub(h));
      g = a3.fma(b3, h);
      l = l.add(a3.fma(b3, h.sub(g)));
      h = a4.fma(b2, g);
      l = l.add(a4.fma(b2, g.sub(h)));
      up.fma(inv, l).intoArray(cols, k + 48);
      up = h.sub(c);

      h = a3.fma(b4, c);
      l = a3.fma(b4, c.sub(h));
      g = a4.fma(b3, h);
      l = l.add(a4.fma(b3, h.sub(g)));
      up.fma(inv, l).intoArray(cols, k + 56);
      up = g.sub(c);

      h = a4.fma(b4, c);
      l = a4.fma(b4, c.sub(h));
      up.fma(inv, l).intoArray(cols, k + 64);
      up = h.sub(c);
      up.mul(inv).intoArray(cols, k + 72);
    }
  }

  @Override
  public void productAdd(
      double[] cols, double[] a, int aOff, int aStep, double[] b, int bOff, int bStep, int n) {
    DoubleVector c = all(SPLIT);
    DoubleVector inv = all(INVERSE_RADIX);
    for (int e = 0; e < n; e += WIDTH) {
      int block = e >> 3;
      int lane = e & 7;
      int k = block * COLUMNS + lane;
      int aAt = aOff + block * aStep + lane;
      int bAt = bOff + block * bStep + lane;
      DoubleVector a0 = DoubleVector.fromArray(S, a, aAt);
      DoubleVector a1 = DoubleVector.fromArray(S, a, aAt + 8);
      DoubleVector a2 = DoubleVector.fromArray(S, a, aAt + 16);
      DoubleVector a3 = DoubleVector.fromArray(S, a, aAt + 24);
      DoubleVector a4 = DoubleVector.fromArray(S, a, aAt + 32);
      DoubleVector b0 = DoubleVector.fromArray(S, b, bAt);
      DoubleVector b1 = DoubleVector.fromArray(S, b, bAt + 8);
      DoubleVector b2 = DoubleVector.fromArray(S, b, bAt + 16);
      DoubleVector b3 = DoubleVector.fromArray(S, b, bAt + 24);
      DoubleVector b4 = DoubleVector.fromArray(S, b, bAt + 32);

      DoubleVector s0 = DoubleVector.fromArray(S, cols, k);
      DoubleVector s1 = DoubleVector.fromArray(S, cols, k + 8);
      DoubleVector s2 = DoubleVector.fromArray(S, cols, k + 16);
      DoubleVector s3 = DoubleVector.fromArray(S, cols, k + 24);
      DoubleVector s4 = DoubleVector.fromArray(S, cols, k + 32);
      DoubleVector s5 = DoubleVector.fromArray(S, cols, k + 40);
      DoubleVector s6 = DoubleVector.fromArray(S, cols, k + 48);
      DoubleVector s7 = DoubleVector.fromArray(S, cols, k + 56);
      DoubleVector s8 = DoubleVector.fromArray(S, cols, k + 64);
      DoubleVector h;
      DoubleVector g;
      DoubleVector l;
      DoubleVector up;

      h = s0.add(c);
      l = s0.add(c.sub(h));
      g = a0.fma(b0, h);
      l = l.add(a0.fma(b0, h.sub(g)));
      l.intoArray(cols, k);
      up = g.sub(c);

      h = s1.add(c);
      l = s1.add(c.sub(h));
      g = a0.fma(b1, h);
      l = l.add(a0.fma(b1, h.sub(g)));
      h = a1.fma(b0, g);
      l = l.add(a1.fma(b0, g.sub(h)));
      up.fma(inv, l).intoArray(cols, k + 8);
      up = h.sub(c);

      h = s2.add(c);
      l = s2.add(c.sub(h));
      g = a0.fma(b2, h);
      l = l.add(a0.fma(b2, h.sub(g)));
      h = a1.fma(b1, g);
      l = l.add(a1.fma(b1, g.sub(h)));
      g = a2.fma(b0, h);
      l = l.add(a2.fma(b0, h.sub(g)));
      up.fma(inv, l).intoArray(cols, k + 16);
      up = g.sub(c);

      h = s3.add(c);
      l = s3.add(c.sub(h));
      g = a0.fma(b3, h);
      l = l.add(a0.fma(b3, h.sub(g)));
      h = a1.fma(b2, g);
      l = l.add(a1.fma(b2, g.sub(h)));
      g = a2.fma(b1, h);
      l = l.add(a2.fma(b1, h.sub(g)));
      h = a3.fma(b0, g);
      l = l.add(a3.fma(b0, g.sub(h)));
      up.fma(inv, l).intoArray(cols, k + 24);
      up = h.sub(c).mul(inv);

      h = s4.add(c);
      l = s4.add(c.sub(h));
      g = h.add(up);
      l = l.add(up.add(h.sub(g)));
      h = a0.fma(b4, g);
      l = l.add(a0.fma(b4, g.sub(h)));
      g = a1.fma(b3, h);
      l = l.add(a1.fma(b3, h.sub(g)));
      h = a2.fma(b2, g);
      l = l.add(a2.fma(b2, g.sub(h)));
      g = a3.fma(b1, h);
      l = l.add(a3.fma(b1, h.sub(g)));
      h = a4.fma(b0, g);
      l = l.add(a4.fma(b0, g.sub(h)));
      l.intoArray(cols, k + 32);
      up = h.sub(c);

      h = s5.add(c);
      l = s5.add(c.sub(h));
      g = a1.fma(b4, h);
      l = l.add(a1.fma(b4, h.sub(g)));
      h = a2.fma(b3, g);
      l = l.add(a2.fma(b3, g.sub(h)));
      g = a3.fma(b2, h);
      l = l.add(a3.fma(b2, h.sub(g)));
      h = a4.fma(b1, g);
      l = l.add(a4.fma(b1, g.sub(h)));
      up.fma(inv, l).intoArray(cols, k + 40);
      up = h.sub(c);

      h = s6.add(c);
      l = s6.add(c.sub(h));
      g = a2.fma(b4, h);
      l = l.add(a2.fma(b4, h.sub(g)));
      h = a3.fma(b3, g);
      l = l.add(a3.fma(b3, g.sub(h)));
      g = a4.fma(b2, h);
      l = l.add(a4.fma(b2, h.sub(g)));
      up.fma(inv, l).intoArray(cols, k + 48);
      up = g.sub(c);

      h = s7.add(c);
      l = s7.add(c.sub(h));
      g = a3.fma(b4, h);
      l = l.add(a3.fma(b4, h.sub(g)));
      h = a4.fma(b3, g);
      l = l.add(a4.fma(b3, g.sub(h)));
      up.fma(inv, l).intoArray(cols, k + 56);
      up = h.sub(c);

      h = s8.add(c);
      l = s8.add(c.sub(h));
      g = a4.fma(b4, h);
      l = l.add(a4.fma(b4, h.sub(g)));
      up.fma(inv, l).intoArray(cols, k + 64);
      up = g.sub(c);
      up.fma(inv, DoubleVector.fromArray(S, cols, k + 72)).intoArray(cols, k + 72);
    }
  }

  @Override
  public void dotAdd(
      double[] acc, double[] a, int aOff, int aStep, double[] b, int bOff, int bStep, int n) {
    int whole = n & -LANES;
    dotBlocks(acc, a, aOff, aStep, b, bOff, bStep, whole);
    if (whole < n) {
      // zeros in the lanes beyond n
      double[] last = new double[BLOCK];
      int from = aOff + (whole >> 3) * aStep;
      for (int k = 0; k < BLOCK; k += LANES) {
        System.arraycopy(a, from + k, last, k, n - whole);
      }
      dotBlocks(acc, last, 0, 0, b, bOff + (whole >> 3) * bStep, 0, LANES);
    }
  }

  private static void dotBlocks(
      double[] acc, double[] a, int aOff, int aStep, double[] b, int bOff, int bStep, int n) {
    DoubleVector c = all(SPLIT);
    DoubleVector inv = all(INVERSE_RADIX);
    for (int lane = 0; lane < LANES; lane += WIDTH) {
      DoubleVector s0 = DoubleVector.fromArray(S, acc, lane);
      DoubleVector s1 = DoubleVector.fromArray(S, acc, lane + 8);
      DoubleVector s2 = DoubleVector.fromArray(S, acc, lane + 16);
      DoubleVector s3 = DoubleVector.fromArray(S, acc, lane + 24);
      DoubleVector s4 = DoubleVector.fromArray(S, acc, lane + 32);
      DoubleVector s5 = DoubleVector.fromArray(S, acc, lane + 40);
      DoubleVector s6 = DoubleVector.fromArray(S, acc, lane + 48);
      DoubleVector s7 = DoubleVector.fromArray(S, acc, lane + 56);
      DoubleVector s8 = DoubleVector.fromArray(S, acc, lane + 64);
      DoubleVector s9 = DoubleVector.fromArray(S, acc, lane + 72);
      int aAt = aOff + lane;
      int bAt = bOff + lane;
      for (int e = 0; e < n; e += LANES) {
        DoubleVector a0 = DoubleVector.fromArray(S, a, aAt);
        DoubleVector a1 = DoubleVector.fromArray(S, a, aAt + 8);
        DoubleVector a2 = DoubleVector.fromArray(S, a, aAt + 16);
        DoubleVector a3 = DoubleVector.fromArray(S, a, aAt + 24);
        DoubleVector a4 = DoubleVector.fromArray(S, a, aAt + 32);
        DoubleVector b0 = DoubleVector.fromArray(S, b, bAt);
        DoubleVector b1 = DoubleVector.fromArray(S, b, bAt + 8);
        DoubleVector b2 = DoubleVector.fromArray(S, b, bAt + 16);
        DoubleVector b3 = DoubleVector.fromArray(S, b, bAt + 24);
        DoubleVector b4 = DoubleVector.fromArray(S, b, bAt + 32);

        DoubleVector h;
        DoubleVector g;
        DoubleVector l;
        DoubleVector up;

        h = s0.add(c);
        l = s0.add(c.sub(h));
        g = a0.fma(b0, h);
        l = l.add(a0.fma(b0, h.sub(g)));
        s0 = l;
        up = g.sub(c);

        h = s1.add(c);
        l = s1.add(c.sub(h));
        g = a0.fma(b1, h);
        l = l.add(a0.fma(b1, h.sub(g)));
        h = a1.fma(b0, g);
        l = l.add(a1.fma(b0, g.sub(h)));
        s1 = up.fma(inv, l);
        up = h.sub(c);

        h = s2.add(c);
        l = s2.add(c.sub(h));
        g = a0.fma(b2, h);
        l = l.add(a0.fma(b2, h.sub(g)));
        h = a1.fma(b1, g);
        l = l.add(a1.fma(b1, g.sub(h)));
        g = a2.fma(b0, h);
        l = l.add(a2.fma(b0, h.sub(g)));
        s2 = up.fma(inv, l);
        up = g.sub(c);

        h = s3.add(c);
        l = s3.add(c.sub(h));
        g = a0.fma(b3, h);
        l = l.add(a0.fma(b3, h.sub(g)));
        h = a1.fma(b2, g);
        l = l.add(a1.fma(b2, g.sub(h)));
        g = a2.fma(b1, h);
        l = l.add(a2.fma(b1, h.sub(g)));
        h = a3.fma(b0, g);
        l = l.add(a3.fma(b0, g.sub(h)));
        s3 = up.fma(inv, l);
        up = h.sub(c).mul(inv);

        h = s4.add(c);
        l = s4.add(c.sub(h));
        g = h.add(up);
        l = l.add(up.add(h.sub(g)));
        h = a0.fma(b4, g);
        l = l.add(a0.fma(b4, g.sub(h)));
        g = a1.fma(b3, h);
        l = l.add(a1.fma(b3, h.sub(g)));
        h = a2.fma(b2, g);
        l = l.add(a2.fma(b2, g.sub(h)));
        g = a3.fma(b1, h);
        l = l.add(a3.fma(b1, h.sub(g)));
        h = a4.fma(b0, g);
        l = l.add(a4.fma(b0, g.sub(h)));
        s4 = l;
        up = h.sub(c);

        h = s5.add(c);
        l = s5.add(c.sub(h));
        g = a1.fma(b4, h);
        l = l.add(a1.fma(b4, h.sub(g)));
        h = a2.fma(b3, g);
        l = l.add(a2.fma(b3, g.sub(h)));
        g = a3.fma(b2, h);
        l = l.add(a3.fma(b2, h.sub(g)));
        h = a4.fma(b1, g);
        l = l.add(a4.fma(b1, g.sub(h)));
        s5 = up.fma(inv, l);
        up = h.sub(c);

        h = s6.add(c);
        l = s6.add(c.sub(h));
        g = a2.fma(b4, h);
        l = l.add(a2.fma(b4, h.sub(g)));
        h = a3.fma(b3, g);
        l = l.add(a3.fma(b3, g.sub(h)));
        g = a4.fma(b2, h);
        l = l.add(a4.fma(b2, h.sub(g)));
        s6 = up.fma(inv, l);
        up = g.sub(c);

        h = s7.add(c);
        l = s7.add(c.sub(h));
        g = a3.fma(b4, h);
        l = l.add(a3.fma(b4, h.sub(g)));
        h = a4.fma(b3, g);
        l = l.add(a4.fma(b3, g.sub(h)));
        s7 = up.fma(inv, l);
        up = h.sub(c);

        h = s8.add(c);
        l = s8.add(c.sub(h));
        g = a4.fma(b4, h);
        l = l.add(a4.fma(b4, h.sub(g)));
        s8 = up.fma(inv, l);
        up = g.sub(c);
        s9 = up.fma(inv, s9);
        aAt += aStep;
        bAt += bStep;
      }
      s0.intoArray(acc, lane);
      s1.intoArray(acc, lane + 8);
      s2.intoArray(acc, lane + 16);
      s3.intoArray(acc, lane + 24);
      s4.intoArray(acc, lane + 32);
      s5.intoArray(acc, lane + 40);
      s6.intoArray(acc, lane + 48);
      s7.intoArray(acc, lane + 56);
      s8.intoArray(acc, lane + 64);
      DoubleVector t = s9.add(c).sub(c);
      s9.sub(t).intoArray(acc, lane + 72);
      t.fma(inv, DoubleVector.fromArray(S, acc, lane + 80)).intoArray(acc, lane + 80);
    }
  }

  /** Three loops with short chains of dependent operations: the processor overlaps their blocks. */
  @Override
  public void reduce(
      Modulus m,
      double[] dst,
      int dstOff,
      double[] cols,
      double[] addend,
      int addendOff,
      int addendStep,
      int n) {
    foldLow(m.wide, cols, addend, addendOff, addendStep, n);
    quotients(m.wide, cols, n);
    finish(m.wide, dst, dstOff, cols, n);
  }

  /**
   * Folds columns 0..3 into the others. Leaves L_4..L_8 and column 9 in columns 0..5, the chains
   * h_4, h_5, h_7, h_8 in columns 6..9.
   */
  private static void foldLow(
      double[] f, double[] cols, double[] addend, int addendOff, int addendStep, int n) {
    DoubleVector c = all(SPLIT);
    DoubleVector inv = all(INVERSE_RADIX);
    for (int e = 0; e < n; e += WIDTH) {
      int block = e >> 3;
      int lane = e & 7;
      int k = block * COLUMNS + lane;
      int x = addendOff + block * addendStep + lane;
      DoubleVector d0 = DoubleVector.fromArray(S, cols, k);
      DoubleVector d1 = DoubleVector.fromArray(S, cols, k + 8);
      DoubleVector d2 = DoubleVector.fromArray(S, cols, k + 16);
      DoubleVector d3 = DoubleVector.fromArray(S, cols, k + 24);
      DoubleVector c4 = DoubleVector.fromArray(S, cols, k + 32);
      DoubleVector c5 = DoubleVector.fromArray(S, cols, k + 40);
      c5 = c5.add(DoubleVector.fromArray(S, addend, x));
      DoubleVector c6 = DoubleVector.fromArray(S, cols, k + 48);
      c6 = c6.add(DoubleVector.fromArray(S, addend, x + 8));
      DoubleVector c7 = DoubleVector.fromArray(S, cols, k + 56);
      c7 = c7.add(DoubleVector.fromArray(S, addend, x + 16));
      DoubleVector c8 = DoubleVector.fromArray(S, cols, k + 64);
      c8 = c8.add(DoubleVector.fromArray(S, addend, x + 24));
      DoubleVector c9 = DoubleVector.fromArray(S, cols, k + 72);
      c9 = c9.add(DoubleVector.fromArray(S, addend, x + 32));

      // digits of the low columns
      DoubleVector t0 = d0.add(c).sub(c);
      DoubleVector t1 = d1.add(c).sub(c);
      DoubleVector t2 = d2.add(c).sub(c);
      DoubleVector t3 = d3.add(c).sub(c);
      d0 = d0.sub(t0);
      d1 = t0.fma(inv, d1.sub(t1));
      d2 = t1.fma(inv, d2.sub(t2));
      d3 = t2.fma(inv, d3.sub(t3));
      c4 = t3.fma(inv, c4);

      DoubleVector g;
      DoubleVector w;
      DoubleVector h4 = c4.add(c);
      DoubleVector l4 = c4.add(c.sub(h4));
      w = DoubleVector.fromArray(S, f, 0);
      g = d0.fma(w, h4);
      l4 = l4.add(d0.fma(w, h4.sub(g)));
      w = DoubleVector.fromArray(S, f, 40);
      h4 = d1.fma(w, g);
      l4 = l4.add(d1.fma(w, g.sub(h4)));
      w = DoubleVector.fromArray(S, f, 80);
      g = d2.fma(w, h4);
      l4 = l4.add(d2.fma(w, h4.sub(g)));
      w = DoubleVector.fromArray(S, f, 120);
      h4 = d3.fma(w, g);
      l4 = l4.add(d3.fma(w, g.sub(h4)));

      DoubleVector h5 = c5.add(c);
      DoubleVector l5 = c5.add(c.sub(h5));
      w = DoubleVector.fromArray(S, f, 8);
      g = d0.fma(w, h5);
      l5 = l5.add(d0.fma(w, h5.sub(g)));
      w = DoubleVector.fromArray(S, f, 48);
      h5 = d1.fma(w, g);
      l5 = l5.add(d1.fma(w, g.sub(h5)));
      w = DoubleVector.fromArray(S, f, 88);
      g = d2.fma(w, h5);
      l5 = l5.add(d2.fma(w, h5.sub(g)));
      w = DoubleVector.fromArray(S, f, 128);
      h5 = d3.fma(w, g);
      l5 = l5.add(d3.fma(w, g.sub(h5)));

      DoubleVector h6 = c6.add(c);
      DoubleVector l6 = c6.add(c.sub(h6));
      w = DoubleVector.fromArray(S, f, 16);
      g = d0.fma(w, h6);
      l6 = l6.add(d0.fma(w, h6.sub(g)));
      w = DoubleVector.fromArray(S, f, 56);
      h6 = d1.fma(w, g);
      l6 = l6.add(d1.fma(w, g.sub(h6)));
      w = DoubleVector.fromArray(S, f, 96);
      g = d2.fma(w, h6);
      l6 = l6.add(d2.fma(w, h6.sub(g)));
      w = DoubleVector.fromArray(S, f, 136);
      h6 = d3.fma(w, g);
      l6 = l6.add(d3.fma(w, g.sub(h6)));

      c7 = h6.sub(c).fma(inv, c7);
      DoubleVector h7 = c7.add(c);
      DoubleVector l7 = c7.add(c.sub(h7));
      w = DoubleVector.fromArray(S, f, 24);
      g = d0.fma(w, h7);
      l7 = l7.add(d0.fma(w, h7.sub(g)));
      w = DoubleVector.fromArray(S, f, 64);
      h7 = d1.fma(w, g);
      l7 = l7.add(d1.fma(w, g.sub(h7)));
      w = DoubleVector.fromArray(S, f, 104);
      g = d2.fma(w, h7);
      l7 = l7.add(d2.fma(w, h7.sub(g)));
      w = DoubleVector.fromArray(S, f, 144);
      h7 = d3.fma(w, g);
      l7 = l7.add(d3.fma(w, g.sub(h7)));

      DoubleVector h8 = c8.add(c);
      DoubleVector l8 = c8.add(c.sub(h8));
      w = DoubleVector.fromArray(S, f, 32);
      g = d0.fma(w, h8);
      l8 = l8.add(d0.fma(w, h8.sub(g)));
      w = DoubleVector.fromArray(S, f, 72);
      h8 = d1.fma(w, g);
      l8 = l8.add(d1.fma(w, g.sub(h8)));
      w = DoubleVector.fromArray(S, f, 112);
      g = d2.fma(w, h8);
      l8 = l8.add(d2.fma(w, h8.sub(g)));
      w = DoubleVector.fromArray(S, f, 152);
      h8 = d3.fma(w, g);
      l8 = l8.add(d3.fma(w, g.sub(h8)));

      c9 = h8.sub(c).fma(inv, c9);

      l4.intoArray(cols, k);
      l5.intoArray(cols, k + 8);
      l6.intoArray(cols, k + 16);
      l7.intoArray(cols, k + 24);
      l8.intoArray(cols, k + 32);
      c9.intoArray(cols, k + 40);
      h4.intoArray(cols, k + 48);
      h5.intoArray(cols, k + 56);
      h7.intoArray(cols, k + 64);
      h8.intoArray(cols, k + 72);
    }
  }

  /**
   * The Montgomery digits less n times B, where n is the multiple of p to take off; they go into
   * column 0. What column 4 leaves goes into L_5.
   */
  private static void quotients(double[] f, double[] cols, int n) {
    DoubleVector c = all(SPLIT);
    DoubleVector inv = all(INVERSE_RADIX);
    DoubleVector round = all(ROUND);
    DoubleVector radix = all(-RADIX);
    DoubleVector negativeInverse = all(f[NEGATIVE_INVERSE]);
    DoubleVector inverseTop = all(f[INVERSE_TOP]);
    DoubleVector p0 = all(f[P]);
    for (int e = 0; e < n; e += WIDTH) {
      int k = (e >> 3) * COLUMNS + (e & 7);
      DoubleVector l4 = DoubleVector.fromArray(S, cols, k);
      DoubleVector c9 = DoubleVector.fromArray(S, cols, k + 40);
      DoubleVector g = l4.fma(negativeInverse, c);
      DoubleVector q = l4.fma(negativeInverse, c.sub(g));
      DoubleVector u = c9.fma(inverseTop, q.mul(inv)).add(round).sub(round);
      q = u.fma(radix, q);
      DoubleVector l5 = DoubleVector.fromArray(S, cols, k + 8);
      DoubleVector h4 = DoubleVector.fromArray(S, cols, k + 48);
      l5 = h4.sub(c).fma(inv, l5);
      l5 = q.fma(p0, l4).fma(inv, l5);
      q.intoArray(cols, k);
      l5.intoArray(cols, k + 8);
    }
  }

  /** Adds the digit times p, carries and stores. */
  private static void finish(double[] f, double[] dst, int dstOff, double[] cols, int n) {
    DoubleVector c = all(SPLIT);
    DoubleVector inv = all(INVERSE_RADIX);
    DoubleVector p1 = all(f[P + 8]);
    DoubleVector p2 = all(f[P + 16]);
    DoubleVector p3 = all(f[P + 24]);
    DoubleVector p4 = all(f[P + 32]);
    for (int e = 0; e < n; e += WIDTH) {
      int block = e >> 3;
      int lane = e & 7;
      int k = block * COLUMNS + lane;
      DoubleVector q = DoubleVector.fromArray(S, cols, k);
      DoubleVector h = DoubleVector.fromArray(S, cols, k + 56);
      DoubleVector g = q.fma(p1, h);
      DoubleVector l5 = DoubleVector.fromArray(S, cols, k + 8);
      l5 = l5.add(q.fma(p1, h.sub(g)));
      DoubleVector l6 = g.sub(c).fma(inv, DoubleVector.fromArray(S, cols, k + 16));
      g = q.fma(p2, c);
      l6 = l6.add(q.fma(p2, c.sub(g)));
      DoubleVector l7 = g.sub(c).fma(inv, DoubleVector.fromArray(S, cols, k + 24));
      h = DoubleVector.fromArray(S, cols, k + 64);
      g = q.fma(p3, h);
      l7 = l7.add(q.fma(p3, h.sub(g)));
      DoubleVector l8 = g.sub(c).fma(inv, DoubleVector.fromArray(S, cols, k + 32));
      h = DoubleVector.fromArray(S, cols, k + 72);
      g = q.fma(p4, h);
      l8 = l8.add(q.fma(p4, h.sub(g)));
      DoubleVector c9 = g.sub(h).fma(inv, DoubleVector.fromArray(S, cols, k + 40));
      carry(c, inv, dst, dstOff + block * BLOCK + lane, l5, l6, l7, l8, c9);
    }
  }

  private static void carry(
      DoubleVector c,
      DoubleVector inv,
      double[] dst,
      int d,
      DoubleVector l0,
      DoubleVector l1,
      DoubleVector l2,
      DoubleVector l3,
      DoubleVector l4) {
    DoubleVector t0 = l0.add(c).sub(c);
    DoubleVector t1 = l1.add(c).sub(c);
    DoubleVector t2 = l2.add(c).sub(c);
    DoubleVector t3 = l3.add(c).sub(c);
    l0.sub(t0).intoArray(dst, d);
    t0.fma(inv, l1.sub(t1)).intoArray(dst, d + 8);
    t1.fma(inv, l2.sub(t2)).intoArray(dst, d + 16);
    t2.fma(inv, l3.sub(t3)).intoArray(dst, d + 24);
    t3.fma(inv, l4).intoArray(dst, d + 32);
  }

  @Override
  public void add(
      Modulus m,
      double[] dst,
      int dstOff,
      double[] a,
      int aOff,
      int aStep,
      double[] b,
      int bOff,
      int bStep,
      int n) {
    DoubleVector c = all(SPLIT);
    DoubleVector inv = all(INVERSE_RADIX);
    DoubleVector round = all(ROUND);
    double[] f = m.wide;
    for (int e = 0; e < n; e += WIDTH) {
      int block = e >> 3;
      int lane = e & 7;
      int x = aOff + block * aStep + lane;
      int y = bOff + block * bStep + lane;
      DoubleVector l0 = DoubleVector.fromArray(S, a, x).add(DoubleVector.fromArray(S, b, y));
      DoubleVector l1 =
          DoubleVector.fromArray(S, a, x + 8).add(DoubleVector.fromArray(S, b, y + 8));
      DoubleVector l2 =
          DoubleVector.fromArray(S, a, x + 16).add(DoubleVector.fromArray(S, b, y + 16));
      DoubleVector l3 =
          DoubleVector.fromArray(S, a, x + 24).add(DoubleVector.fromArray(S, b, y + 24));
      DoubleVector l4 =
          DoubleVector.fromArray(S, a, x + 32).add(DoubleVector.fromArray(S, b, y + 32));
      // minus the multiple of p to take off
      DoubleVector u = round.sub(l4.fma(DoubleVector.fromArray(S, f, 208), round));
      l0 = u.fma(DoubleVector.fromArray(S, f, 160), l0);
      l1 = u.fma(DoubleVector.fromArray(S, f, 168), l1);
      l2 = u.fma(DoubleVector.fromArray(S, f, 176), l2);
      l3 = u.fma(DoubleVector.fromArray(S, f, 184), l3);
      l4 = u.fma(DoubleVector.fromArray(S, f, 192), l4);
      carry(c, inv, dst, dstOff + block * BLOCK + lane, l0, l1, l2, l3, l4);
    }
  }

  @Override
  public void subtract(
      Modulus m,
      double[] dst,
      int dstOff,
      double[] a,
      int aOff,
      int aStep,
      double[] b,
      int bOff,
      int bStep,
      int n) {
    DoubleVector c = all(SPLIT);
    DoubleVector inv = all(INVERSE_RADIX);
    DoubleVector round = all(ROUND);
    double[] f = m.wide;
    for (int e = 0; e < n; e += WIDTH) {
      int block = e >> 3;
      int lane = e & 7;
      int x = aOff + block * aStep + lane;
      int y = bOff + block * bStep + lane;
      DoubleVector l0 = DoubleVector.fromArray(S, a, x).sub(DoubleVector.fromArray(S, b, y));
      DoubleVector l1 =
          DoubleVector.fromArray(S, a, x + 8).sub(DoubleVector.fromArray(S, b, y + 8));
      DoubleVector l2 =
          DoubleVector.fromArray(S, a, x + 16).sub(DoubleVector.fromArray(S, b, y + 16));
      DoubleVector l3 =
          DoubleVector.fromArray(S, a, x + 24).sub(DoubleVector.fromArray(S, b, y + 24));
      DoubleVector l4 =
          DoubleVector.fromArray(S, a, x + 32).sub(DoubleVector.fromArray(S, b, y + 32));
      // minus the multiple of p to take off
      DoubleVector u = round.sub(l4.fma(DoubleVector.fromArray(S, f, 208), round));
      l0 = u.fma(DoubleVector.fromArray(S, f, 160), l0);
      l1 = u.fma(DoubleVector.fromArray(S, f, 168), l1);
      l2 = u.fma(DoubleVector.fromArray(S, f, 176), l2);
      l3 = u.fma(DoubleVector.fromArray(S, f, 184), l3);
      l4 = u.fma(DoubleVector.fromArray(S, f, 192), l4);
      carry(c, inv, dst, dstOff + block * BLOCK + lane, l0, l1, l2, l3, l4);
    }
  }
}
