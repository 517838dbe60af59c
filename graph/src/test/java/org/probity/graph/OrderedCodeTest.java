package org.probity.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.probity.testing.Seeds;

class OrderedCodeTest {
  private static final float[] SINGLES = {
    Float.NEGATIVE_INFINITY,
    -Float.MAX_VALUE,
    -1.5f,
    -Float.MIN_VALUE,
    0,
    Float.MIN_VALUE,
    1,
    Math.nextUp(1f),
    Float.MAX_VALUE,
    Float.POSITIVE_INFINITY,
    Float.NaN
  };
  private static final double[] DOUBLES = {
    Double.NEGATIVE_INFINITY,
    -Double.MAX_VALUE,
    -Math.nextUp(1.0),
    -1,
    -Double.MIN_VALUE,
    0,
    Double.MIN_VALUE,
    0.1,
    0.1f,
    1,
    Math.nextUp(1.0),
    Double.MAX_VALUE,
    Double.POSITIVE_INFINITY,
    Double.NaN
  };

  @Test
  void codesOfFloatsAreInTheirOrder() {
    for (int i = 0; i < SINGLES.length; i++) {
      int code = OrderedCode.of(SINGLES[i]);
      assertThat(OrderedCode.isFloat32(code)).isTrue();
      assertThat(OrderedCode.toFloat(code)).isEqualTo((Float) SINGLES[i]);
      if (i > 0) {
        assertThat(code).isGreaterThan(OrderedCode.of(SINGLES[i - 1]));
      }
    }
    assertThat(OrderedCode.of(0f)).isZero().isEqualTo(OrderedCode.of(-0f));
    assertThat(OrderedCode.of(Float.POSITIVE_INFINITY)).isEqualTo(OrderedCode.FLOAT32_INFINITY);
    assertThat(OrderedCode.of(Float.intBitsToFloat(0xffc00123))).isEqualTo(0x7fc00000);
  }

  @Test
  void wordsOfDoublesAreInTheirOrder() {
    Comparator<int[]> lexicographic =
        Comparator.<int[]>comparingInt(w -> w[0]).thenComparingInt(w -> w[1]);
    for (int i = 0; i < DOUBLES.length; i++) {
      int[] words = words(DOUBLES[i]);
      long code = OrderedCode.join(words[0], words[1]);
      assertThat(OrderedCode.isFloat64(code)).isTrue();
      assertThat(OrderedCode.toDouble(code)).isEqualTo((Double) DOUBLES[i]);
      if (i > 0) {
        assertThat(lexicographic.compare(words(DOUBLES[i - 1]), words)).isNegative();
      }
    }
    assertThat(OrderedCode.of(-0.0)).isZero().isEqualTo(OrderedCode.of(0.0));
  }

  private static int[] words(double x) {
    return new Encoding.Ordered(Encoding.Ordered.Kind.FLOAT64).codes(x);
  }

  @Seeds(2)
  void randomNumbersComeBackAndKeepTheirOrder(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 10_000; i++) {
      float x = Float.intBitsToFloat(random.nextInt());
      float y = Float.intBitsToFloat(random.nextInt());
      assertThat(OrderedCode.toFloat(OrderedCode.of(x))).isEqualTo((Float) (x == 0 ? 0 : x));
      assertThat(OrderedCode.of(x) < OrderedCode.of(y))
          .isEqualTo(Float.isNaN(y) ? !Float.isNaN(x) : x < y);
      long code = OrderedCode.of(Double.longBitsToDouble(random.nextLong()));
      assertThat(OrderedCode.join(OrderedCode.high(code), OrderedCode.low(code))).isEqualTo(code);
      assertThat(OrderedCode.of(OrderedCode.toDouble(code))).isEqualTo(code);
    }
  }

  /** A proof lets a hidden code be any integer: each is read as the number next to it in order. */
  @Test
  void codesOfNoNumber() {
    for (int code : new int[] {0x7f800001, 0x7fc00001, Integer.MAX_VALUE}) {
      assertThat(OrderedCode.isFloat32(code)).isFalse();
      assertThat(OrderedCode.toFloat(code)).isNaN();
    }
    for (int code : new int[] {-0x7f800001, -Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      assertThat(OrderedCode.isFloat32(code)).isFalse();
      assertThat(OrderedCode.toFloat(code)).isEqualTo(Float.NEGATIVE_INFINITY);
    }
    for (long code : new long[] {OrderedCode.FLOAT64_INFINITY + 1, Long.MAX_VALUE}) {
      assertThat(OrderedCode.isFloat64(code)).isFalse();
      assertThat(OrderedCode.toDouble(code)).isNaN();
    }
    for (long code : new long[] {-OrderedCode.FLOAT64_INFINITY - 1, Long.MIN_VALUE}) {
      assertThat(OrderedCode.isFloat64(code)).isFalse();
      assertThat(OrderedCode.toDouble(code)).isEqualTo(Double.NEGATIVE_INFINITY);
    }
  }

  /** Digests as {@code printf %s TEXT | sha256sum} gives them. */
  @Test
  void textsAreTheirDigests() {
    assertThat(OrderedCode.ofText("")).isEqualTo(0xe3b0c44298fc1L);
    assertThat(OrderedCode.ofText("abc")).isEqualTo(0xba7816bf8f01cL);
    assertThat(OrderedCode.isText(OrderedCode.of(OrderedCode.ofText("grün 😀")))).isTrue();
    for (double x : new double[] {-1, 0.5, Math.scalb(1.0, 52), Double.NaN, 1e300}) {
      assertThat(OrderedCode.isText(OrderedCode.of(x))).isFalse();
    }
    assertThatThrownBy(() -> OrderedCode.ofText("half \ud83d"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("half");
  }
}
