package org.probity.algebra.multilinear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;
import org.probity.algebra.field.PrimeField;
import org.probity.algebra.field.Samples;

class MultilinearTest {
  private static final int[] HALVES = {1, 2, 3, 4, 7, 8, 9, 64, 100, 5000};

  private static FieldVector vector(PrimeField f, int n, long seed) {
    return FieldVector.of(f, Samples.elements(f, n, seed));
  }

  @ParameterizedTest
  @MethodSource("org.probity.algebra.field.Samples#fields")
  void eqTableIsTheProductOverBits(PrimeField f) {
    for (int n : new int[] {0, 1, 2, 3, 4, 6, 12}) {
      FieldElement[] z = Samples.elements(f, n, 21);
      FieldElement scale = f.of(17);
      FieldVector table = Multilinear.eqTable(f, z, scale);
      assertThat(table.length()).isEqualTo(1 << n);
      for (int i = 0; i < table.length(); i++) {
        FieldElement expected = scale;
        FieldElement[] bits = new FieldElement[n];
        for (int k = 0; k < n; k++) {
          boolean bit = (i >> (n - 1 - k) & 1) == 1;
          bits[k] = bit ? f.one() : f.zero();
          expected = expected.multiply(bit ? z[k] : f.one().subtract(z[k]));
        }
        assertThat(table.get(i)).isEqualTo(expected);
        assertThat(Multilinear.eq(f, z, bits).multiply(scale)).isEqualTo(expected);
      }
      FieldVector values = vector(f, 1 << n, 22);
      assertThat(Multilinear.evaluate(values, z).multiply(scale)).isEqualTo(values.dot(table));
    }
  }

  @ParameterizedTest
  @MethodSource("org.probity.algebra.field.Samples#fields")
  void foldJoinsTheHalves(PrimeField f) {
    for (int half : HALVES) {
      FieldVector v = vector(f, 2 * half, 23);
      FieldVector folded = v.copy();
      FieldElement r = Samples.elements(f, 1, 24)[0];
      Multilinear.fold(folded, half, r);
      for (int i = 0; i < half; i++) {
        FieldElement lo = v.get(i);
        assertThat(folded.get(i)).isEqualTo(lo.add(r.multiply(v.get(half + i).subtract(lo))));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("org.probity.algebra.field.Samples#fields")
  void foldAndRoundOfAPart(PrimeField f) {
    for (int half : HALVES) {
      for (int count = 0; count < half; count += Math.max(8, half / 24 * 8)) {
        FieldVector v = vector(f, 2 * half, 23);
        FieldVector whole = v.copy();
        FieldVector part = v.copy();
        FieldElement r = Samples.elements(f, 1, 24)[0];
        Multilinear.fold(whole, half, r);
        Multilinear.fold(part, half, r, count);
        for (int i = 0; i < 2 * half; i++) {
          assertThat(part.get(i)).isEqualTo(i < count ? whole.get(i) : v.get(i));
        }
        // Weights of zero beyond give the same sums.
        FieldVector e = vector(f, half, 29);
        FieldVector cut = e.copy();
        cut.fill(count, half - count, f.zero());
        FieldVector w = vector(f, 2 * half, 30);
        assertThat(Multilinear.pairRound(v, w, w, v, e, half, count))
            .isEqualTo(Multilinear.pairRound(v, w, w, v, cut, half));
      }
      FieldVector v = vector(f, 2 * half, 23);
      for (int count : new int[] {-8, half + 1, half > 1 ? 1 : -1}) {
        assertThatThrownBy(() -> Multilinear.fold(v, half, f.one(), count))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("org.probity.algebra.field.Samples#fields")
  void rounds(PrimeField f) {
    for (int half : HALVES) {
      FieldVector a = vector(f, 2 * half, 25);
      FieldVector b = vector(f, 2 * half, 26);
      FieldVector c = vector(f, 2 * half + 1, 27);
      FieldVector d = vector(f, 2 * half, 28);
      FieldVector e = vector(f, half, 29);
      FieldElement zero = f.zero();
      FieldElement lead = f.zero();
      FieldElement pairZero = f.zero();
      FieldElement pairLead = f.zero();
      for (int i = 0; i < half; i++) {
        FieldElement ab = a.get(i).multiply(b.get(i));
        FieldElement cd = c.get(i).multiply(d.get(i));
        FieldElement dab = difference(a, half, i).multiply(difference(b, half, i));
        FieldElement dcd = difference(c, half, i).multiply(difference(d, half, i));
        zero = zero.add(ab);
        lead = lead.add(dab);
        pairZero = pairZero.add(e.get(i).multiply(ab.add(cd)));
        pairLead = pairLead.add(e.get(i).multiply(dab.add(dcd)));
      }
      assertThat(Multilinear.productRound(a, b, half))
          .isEqualTo(new Multilinear.RoundSums(zero, lead));
      assertThat(Multilinear.pairRound(a, b, c, d, e, half))
          .isEqualTo(new Multilinear.RoundSums(pairZero, pairLead));
    }
  }

  private static FieldElement difference(FieldVector v, int half, int i) {
    return v.get(half + i).subtract(v.get(i));
  }

  @ParameterizedTest
  @MethodSource("org.probity.algebra.field.Samples#fields")
  void fractionsAdd(PrimeField f) {
    for (int half : HALVES) {
      FieldVector p = vector(f, 2 * half, 31);
      FieldVector d = vector(f, 2 * half, 32);
      FieldVector pOut = FieldVector.zeros(f, half);
      FieldVector dOut = FieldVector.zeros(f, half);
      FractionTree.level(p, d, half, pOut, dOut);
      for (int i = 0; i < half; i++) {
        FieldElement d0 = d.get(i);
        FieldElement d1 = d.get(half + i);
        assertThat(pOut.get(i)).isEqualTo(p.get(i).multiply(d1).add(p.get(half + i).multiply(d0)));
        assertThat(dOut.get(i)).isEqualTo(d0.multiply(d1));
      }
      for (int from = 0; from < half; from += 8) {
        FieldVector pPart = FieldVector.zeros(f, half - from);
        FieldVector dPart = FieldVector.zeros(f, half - from);
        FractionTree.level(
            p.slice(0, half),
            d.slice(0, half),
            p.slice(half, half),
            d.slice(half, half),
            from,
            half - from,
            pPart,
            dPart);
        assertThat(pPart.sameAs(pOut.slice(from, half - from))).isTrue();
        assertThat(dPart.sameAs(dOut.slice(from, half - from))).isTrue();
        from += half > 100 ? 1000 : 0;
      }
      FractionTree.level(p, d, half, p, d);
      assertThat(p.slice(0, half).sameAs(pOut)).isTrue();
      assertThat(d.slice(0, half).sameAs(dOut)).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("org.probity.algebra.field.Samples#fields")
  void outerProductsAdd(PrimeField f) {
    for (int[] shape : new int[][] {{0, 1, 1}, {3, 2, 5}, {8, 3, 16}, {16, 300, 64}, {7, 0, 9}}) {
      int offset = shape[0];
      FieldVector u = vector(f, shape[1], 33);
      FieldVector v = vector(f, shape[2], 34);
      FieldVector dst = vector(f, offset + shape[1] * shape[2] + 3, 35);
      FieldVector before = dst.copy();
      FieldElement s = f.of(-3);
      Multilinear.addOuter(dst, offset, s, u, v);
      for (int k = 0; k < dst.length(); k++) {
        int at = k - offset;
        FieldElement expected = before.get(k);
        if (at >= 0 && at < shape[1] * shape[2]) {
          FieldElement ui = u.get(at / shape[2]);
          expected = expected.add(s.multiply(ui).multiply(v.get(at % shape[2])));
        }
        assertThat(dst.get(k)).isEqualTo(expected);
      }
    }
  }
}
