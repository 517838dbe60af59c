package org.probity.algebra.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FieldVectorTest {
  static Stream<Arguments> fieldsAndSizes() {
    return Samples.fields()
        .flatMap(
            f ->
                Stream.concat(Samples.SIZES.stream(), Stream.of(5000))
                    .map(n -> Arguments.of(f, n)));
  }

  private static void same(
      FieldVector v, BigInteger[] a, BigInteger[] b, BinaryOperator<BigInteger> op) {
    BigInteger p = v.field().modulus();
    assertThat(v.length()).isEqualTo(a.length);
    for (int i = 0; i < a.length; i++) {
      assertThat(v.get(i).toBigInteger()).as("%d", i).isEqualTo(op.apply(a[i], b[i]).mod(p));
    }
  }

  @ParameterizedTest
  @MethodSource("fieldsAndSizes")
  void elementWise(PrimeField f, int n) {
    BigInteger p = f.modulus();
    BigInteger[] a = Samples.values(p, n, 11);
    BigInteger[] b = Samples.values(p, n, 12);
    FieldVector x = Samples.vector(f, a);
    FieldVector y = Samples.vector(f, b);
    FieldVector z = FieldVector.zeros(f, n);
    FieldElement s = f.of(p.shiftRight(1));
    BigInteger sv = s.toBigInteger();

    same(x, a, b, (u, v) -> u);
    z.add(x, y);
    same(z, a, b, BigInteger::add);
    z.subtract(x, y);
    same(z, a, b, BigInteger::subtract);
    z.multiply(x, y);
    same(z, a, b, BigInteger::multiply);
    z.multiply(x, s);
    same(z, a, b, (u, v) -> u.multiply(sv));
    z.multiplyAdd(x, y, y, y);
    same(z, a, b, (u, v) -> u.multiply(v).add(v.multiply(v)));
    z = y.copy();
    z.addScaled(x, s);
    same(z, a, b, (u, v) -> v.add(u.multiply(sv)));
    // results over operands
    z = x.copy();
    z.multiply(z, z);
    same(z, a, b, (u, v) -> u.multiply(u));
    z = x.copy();
    z.subtract(y, z);
    same(z, a, b, (u, v) -> v.subtract(u));
    z = x.copy();
    z.multiplyAdd(z, z, z, y);
    same(z, a, b, (u, v) -> u.multiply(u.add(v)));
  }

  @ParameterizedTest
  @MethodSource("fieldsAndSizes")
  void sums(PrimeField f, int n) {
    BigInteger p = f.modulus();
    BigInteger[] a = Samples.values(p, n, 13);
    BigInteger[] b = Samples.values(p, n, 14);
    BigInteger dot = BigInteger.ZERO;
    BigInteger sum = BigInteger.ZERO;
    for (int i = 0; i < n; i++) {
      dot = dot.add(a[i].multiply(b[i]));
      sum = sum.add(a[i]);
    }
    assertThat(Samples.vector(f, a).dot(Samples.vector(f, b)).toBigInteger()).isEqualTo(dot.mod(p));
    assertThat(Samples.vector(f, a).sum().toBigInteger()).isEqualTo(sum.mod(p));
  }

  @ParameterizedTest
  @MethodSource("fieldsAndSizes")
  void encodings(PrimeField f, int n) {
    BigInteger[] a = Samples.values(f.modulus(), n, 15);
    FieldVector x = Samples.vector(f, a);
    byte[] bytes = new byte[3 + PrimeField.BYTES * n];
    x.encode(bytes, 3);
    for (int i = 0; i < n; i++) {
      assertThat(f.decode(bytes, 3 + PrimeField.BYTES * i)).isEqualTo(x.get(i));
    }
    assertThat(FieldVector.decode(f, bytes, 3, n).sameAs(x)).isTrue();
    assertThatThrownBy(() -> FieldVector.decode(f, bytes, 4, n))
        .isInstanceOf(MalformedEncodingException.class);
    if (n > 0) {
      Arrays.fill(bytes, 3 + PrimeField.BYTES * (n - 1), bytes.length, (byte) 0xff);
      assertThatThrownBy(() -> FieldVector.decode(f, bytes, 3, n))
          .isInstanceOf(MalformedEncodingException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("fieldsAndSizes")
  void integers(PrimeField f, int n) {
    long[] longs = new long[n];
    int[] ints = new int[n + 2];
    long[] extremes = {
      0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 50, -(1L << 50), (1L << 50) - 1, 1L << 51
    };
    for (int i = 0; i < n; i++) {
      longs[i] = i < 20 ? extremes[i % 8] : i * 0x9e3779b97f4a7c15L;
      ints[i + 2] = i == 0 ? Integer.MIN_VALUE : (int) longs[i];
    }
    FieldVector l = FieldVector.ofLongs(f, longs);
    FieldVector k = FieldVector.ofInts(f, ints, 2, n);
    FieldVector raw = FieldVector.ofIntsOverRadix(f, ints, 2, n);
    for (int i = 0; i < n; i++) {
      assertThat(raw.get(i).multiply(f.radix())).isEqualTo(k.get(i));
      assertThat(l.get(i)).isEqualTo(f.of(longs[i]));
      assertThat(k.get(i)).isEqualTo(f.of(ints[i + 2]));
    }
  }

  @ParameterizedTest
  @MethodSource("fieldsAndSizes")
  void scaledIntegersInAPart(PrimeField f, int n) {
    FieldVector x = Samples.vector(f, Samples.values(f.modulus(), n, 17));
    FieldElement s = Samples.vector(f, Samples.values(f.modulus(), 3, 18)).get(2);
    long[] longs = new long[n + 3];
    for (int i = 0; i < longs.length; i++) {
      longs[i] = i < 3 ? Long.MIN_VALUE + i : i * 0x9e3779b97f4a7c15L;
    }
    long[][] columns = new long[5][];
    FieldElement[] factors = Samples.vector(f, Samples.values(f.modulus(), 7, 19)).toArray();
    FieldElement start = factors[6];
    for (int c = 0; c < columns.length; c++) {
      columns[c] = c == 0 ? longs : new long[longs.length];
      for (int i = 0; i < longs.length; i++) {
        columns[c][i] = c % 2 == 0 ? longs[i] : Long.MIN_VALUE;
      }
    }
    int[] ints = new int[longs.length];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = i / 16 % 2 == 0 ? (int) longs[i] : 0;
    }
    for (int at = 0; at <= n; at += Math.max(8, n / 24 * 8)) {
      for (int count : new int[] {0, 8, 16, n - at}) {
        if (at + count > n) {
          continue;
        }
        FieldVector y = x.copy();
        FieldVector z = x.copy();
        y.combine(at, start, factors, columns, 1, count);
        z.scale(at, s, ints, 1, count);
        for (int i = 0; i < n; i++) {
          FieldElement sum = x.get(i);
          FieldElement scaled = x.get(i);
          if (i >= at && i < at + count) {
            sum = start;
            for (int c = 0; c < columns.length; c++) {
              sum = sum.add(factors[c].multiply(f.of(columns[c][1 + i - at])));
            }
            scaled = s.multiply(f.of(ints[1 + i - at]));
          }
          assertThat(y.get(i)).isEqualTo(sum);
          assertThat(z.get(i)).isEqualTo(scaled);
        }
        FieldElement sum = f.zero();
        for (int i = at; i < at + count; i++) {
          sum = sum.add(x.get(i).multiply(x.get(i)));
        }
        assertThat(x.dot(x, at, at + count)).isEqualTo(sum);
      }
    }
    for (int count = 0; count <= n; count += Math.max(1, n / 3)) {
      long[] part = Arrays.copyOf(longs, count);
      FieldElement sum = f.zero();
      for (int i = 0; i < count; i++) {
        sum = sum.add(x.get(i).multiply(f.of(part[i])));
      }
      assertThat(x.dot(part)).isEqualTo(sum);
    }
    assertThatThrownBy(() -> x.dot(longs)).isInstanceOf(IndexOutOfBoundsException.class);
    if (n > 9) {
      for (int[] range : new int[][] {{1, n - 1}, {0, 7}, {0, n + 1}, {-8, 8}}) {
        assertThatThrownBy(() -> x.combine(range[0], s, factors, columns, 0, range[1]))
            .isInstanceOfAny(IllegalArgumentException.class, IndexOutOfBoundsException.class);
      }
      assertThatThrownBy(() -> x.scale(1, s, ints, 0, 8))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> x.dot(x, 1, n)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("fieldsAndSizes")
  void copies(PrimeField f, int n) {
    FieldVector x = Samples.vector(f, Samples.values(f.modulus(), n, 16));
    for (int from : new int[] {0, 1, 8, 13}) {
      if (from <= n) {
        FieldVector part = x.slice(from, n - from);
        for (int i = from; i < n; i++) {
          assertThat(part.get(i - from)).isEqualTo(x.get(i));
        }
      }
    }
    FieldVector filled = x.copy();
    assertThat(filled.sameAs(x)).isTrue();
    filled.fill(f.of(-5));
    assertThat(filled.sum()).isEqualTo(f.of(-5L * n));
    assertThat(filled.sameAs(x)).isEqualTo(n == 0);
  }
}
