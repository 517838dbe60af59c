package org.probity.algebra.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.probity.algebra.kernel.Numbers.assertNumber;
import static org.probity.algebra.kernel.Numbers.columns;
import static org.probity.algebra.kernel.Numbers.number;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.probity.algebra.field.PrimeField;
import org.probity.algebra.field.Samples;

/**
 * The laws of every kernel, with BigInteger as the oracle, at the extremes of every limb. The
 * vector kernel is among them always: without its module these tests fail.
 */
class KernelLawsTest {
  private static final int N = Kernel.CHUNK;
  private static final int BLOCK = Kernel.BLOCK;

  static List<Kernel> kernels() {
    return List.of(new ScalarKernel(), new VectorKernel());
  }

  static Stream<Arguments> kernelsAndFields() {
    return kernels().stream().flatMap(k -> Samples.fields().map(f -> Arguments.of(k, f)));
  }

  @ParameterizedTest
  @MethodSource("kernelsAndFields")
  void productsAreExactAndReduce(Kernel kernel, PrimeField f) {
    Modulus m = f.kernelModulus();
    BigInteger inverse = BigInteger.TWO.pow(255).modInverse(f.modulus());
    for (int round = 0; round < 12; round++) {
      double[] a = Numbers.extremes(f, N, 5L * round);
      double[] b = Numbers.extremes(f, N, 5L * round + 1);
      double[] c = Numbers.extremes(f, N, 5L * round + 2);
      double[] d = Numbers.extremes(f, N, 5L * round + 3);
      double[] x = Numbers.extremes(f, N, 5L * round + 4);
      double[] cols = new double[N / 8 * Kernel.COLUMNS];
      double[] one = new double[N / 8 * BLOCK];
      double[] two = new double[N / 8 * BLOCK];
      kernel.product(cols, a, 0, BLOCK, b, 0, BLOCK, N);
      double[] first = cols.clone();
      kernel.reduce(m, one, 0, cols.clone(), Modulus.ZEROS, 0, 0, N);
      kernel.productAdd(cols, c, 0, BLOCK, d, 0, BLOCK, N);
      double[] both = cols.clone();
      kernel.reduce(m, two, 0, cols, x, 0, BLOCK, N);
      for (int i = 0; i < N; i++) {
        BigInteger ab = number(a, i).multiply(number(b, i));
        BigInteger sum = ab.add(number(c, i).multiply(number(d, i)));
        assertThat(columns(first, i)).isEqualTo(ab);
        assertThat(columns(both, i)).isEqualTo(sum);
        assertNumber(f, one, i, ab.multiply(inverse));
        assertNumber(f, two, i, sum.multiply(inverse).add(number(x, i)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernelsAndFields")
  void extremeColumnsReduce(Kernel kernel, PrimeField f) {
    BigInteger inverse = BigInteger.TWO.pow(255).modInverse(f.modulus());
    for (int round = 0; round < 30; round++) {
      double[] cols = Numbers.extremeColumns(N, 100L + round);
      double[] x = Numbers.extremes(f, N, 200L + round);
      double[] result = new double[N / 8 * BLOCK];
      kernel.reduce(f.kernelModulus(), result, 0, cols.clone(), x, 0, BLOCK, N);
      for (int i = 0; i < N; i++) {
        assertNumber(f, result, i, columns(cols, i).multiply(inverse).add(number(x, i)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernelsAndFields")
  void columnsTakeManyProducts(Kernel kernel, PrimeField f) {
    for (int round = 0; round < 60; round++) {
      columnsTakeManyProducts(
          kernel, Numbers.extremes(f, 8, 300L + round), Numbers.extremes(f, 8, 500L + round));
    }
  }

  private static void columnsTakeManyProducts(Kernel kernel, double[] a, double[] b) {
    double[] cols = new double[Kernel.COLUMNS];
    kernel.product(cols, a, 0, BLOCK, b, 0, BLOCK, 8);
    for (int count = 2; count <= 24; count++) {
      kernel.productAdd(cols, a, 0, BLOCK, b, 0, BLOCK, 8);
      for (int i = 0; i < 8; i++) {
        BigInteger ab = number(a, i).multiply(number(b, i));
        assertThat(columns(cols, i)).isEqualTo(ab.multiply(BigInteger.valueOf(count)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernelsAndFields")
  void sumsAndDifferences(Kernel kernel, PrimeField f) {
    Modulus m = f.kernelModulus();
    for (int round = 0; round < 12; round++) {
      double[] a = Numbers.extremes(f, N, 400L + round);
      double[] b = Numbers.extremes(f, N, 450L + round);
      double[] sum = a.clone();
      double[] difference = new double[a.length];
      kernel.add(m, sum, 0, sum, 0, BLOCK, b, 0, BLOCK, N);
      kernel.subtract(m, difference, 0, a, 0, 0, b, 0, BLOCK, N);
      for (int i = 0; i < N; i++) {
        assertNumber(f, sum, i, number(a, i).add(number(b, i)));
        assertNumber(f, difference, i, number(a, i % 8).subtract(number(b, i)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernelsAndFields")
  void dotProductsLeaveOutWhatIsBeyond(Kernel kernel, PrimeField f) {
    for (int n : new int[] {0, 1, 2, 7, 8, 9, 15, 63, 64}) {
      double[] a = Numbers.extremes(f, 72, 500L + n);
      double[] b = Numbers.extremes(f, 72, 600L + n);
      double[] acc = new double[Kernel.ACCUMULATOR];
      BigInteger expected = BigInteger.ZERO;
      int rounds = 40;
      for (int round = 0; round < rounds; round++) {
        kernel.dotAdd(acc, a, 0, BLOCK, b, BLOCK, BLOCK, n);
        kernel.dotAdd(acc, a, 0, 0, b, 0, BLOCK, n);
      }
      for (int i = 0; i < n; i++) {
        expected = expected.add(number(a, i).multiply(number(b, i + 8)));
        expected = expected.add(number(a, i % 8).multiply(number(b, i)));
      }
      BigInteger sum = BigInteger.ZERO;
      for (int lane = 0; lane < 8; lane++) {
        sum = sum.add(Numbers.read(acc, lane, 11, Numbers.B));
      }
      assertThat(sum).isEqualTo(expected.multiply(BigInteger.valueOf(rounds)));
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void integerSumsAreExact(Kernel kernel) {
    BigInteger radix = BigInteger.TWO.pow(32);
    IntegerKernel integers = kernel.integers();
    int rows = IntegerKernel.TERMS;
    int[] m = new int[rows * rows * 8];
    double[] w = new double[rows * IntegerKernel.BLOCK];
    // all products of one sign: the sums go to their bound
    for (int sign : new int[] {1, -1}) {
      Arrays.fill(m, -(1 << 16));
      Arrays.fill(w, sign * 0x1p31);
      BigInteger digits = BigInteger.ZERO;
      for (int k = 0; k < IntegerKernel.DIGITS; k++) {
        digits = digits.multiply(radix).add(BigInteger.ONE.shiftLeft(31));
      }
      BigInteger each = digits.shiftLeft(16).multiply(BigInteger.valueOf(-sign));
      double[] rowSums = new double[2 * IntegerKernel.SUM];
      double[] dots = new double[3 * IntegerKernel.SUM];
      for (int round = 1; round <= 30; round++) {
        integers.addRows(rowSums, 2, m, 3, 16, rows, w, 0);
        integers.addDots(dots, 0, 3, m, 3, rows * 8, rows, w, 0);
        BigInteger expected = each.multiply(BigInteger.valueOf((long) round * rows));
        for (int i = 0; i < 16; i++) {
          int at = i / 8 * IntegerKernel.SUM + i % 8;
          assertThat(Numbers.read(rowSums, at, 9, radix)).isEqualTo(expected);
        }
        for (int i = 0; i < 24; i++) {
          int at = i / 8 * IntegerKernel.SUM + i % 8;
          assertThat(Numbers.read(dots, at, 9, radix)).isEqualTo(expected);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void narrownessIsFoundAnywhere(Kernel kernel) {
    int[] m = new int[3 * 50];
    for (int at = 0; at < m.length; at++) {
      for (int x : new int[] {1 << 16, -(1 << 16) - 1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
        m[at] = x;
        boolean inside = at % 50 >= 2 && at % 50 < 39;
        assertThat(kernel.integers().isNarrow(m, 2, 50, 3, 37)).isEqualTo(!inside);
      }
      m[at] = at % 2 == 0 ? -(1 << 16) : (1 << 16) - 1;
    }
  }
}
