package org.probity.model.trees;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoublePredicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.probity.model.onnx.Draw;
import org.probity.testing.Seeds;

/** Conditions hold where the comparisons that they stand for do. */
class ConditionTest {
  private static final double[] SPECIAL = {
    0,
    -0.0,
    1,
    -1,
    2,
    3,
    0.5,
    -0.5,
    1e-36,
    -1e-36,
    1e-35f,
    -1e-35f,
    Float.MIN_VALUE,
    Double.MIN_VALUE,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    0x1.ffffffp127,
    -0x1.ffffffp127,
    0x1p128,
    Double.MAX_VALUE,
    -Double.MAX_VALUE,
    0x1.000001p0,
    0x1.000003p0,
    16777217,
    16777216,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.NaN
  };

  private static double number(Draw draw) {
    double x = draw.flag() ? SPECIAL[draw.integer(0, SPECIAL.length - 1)] : draw.reals(1, -4, 4)[0];
    return switch (draw.integer(0, 4)) {
      case 0 -> Math.nextUp(x);
      case 1 -> Math.nextDown(x);
      case 2 -> (float) x;
      default -> x;
    };
  }

  private static void agree(Draw draw, Condition condition, DoublePredicate expected) {
    for (double x : SPECIAL) {
      assertThat(condition.holds(x)).as("at %s", x).isEqualTo(expected.test(x));
    }
    for (int i = 0; i < 50; i++) {
      double x = number(draw);
      assertThat(condition.holds(x)).as("at %s", x).isEqualTo(expected.test(x));
    }
  }

  @Seeds(200)
  void comparisons(long seed) {
    Draw draw = new Draw(seed);
    double t = number(draw);
    for (Precision p : Precision.values()) {
      agree(draw, p.lessOrEqual(t), x -> p.rounded(x) <= t);
      agree(draw, p.less(t), x -> p.rounded(x) < t);
      agree(draw, p.greaterOrEqual(t), x -> p.rounded(x) >= t);
      agree(draw, p.greater(t), x -> p.rounded(x) > t);
      agree(draw, p.equal(t), x -> p.rounded(x) == t);
      agree(draw, p.notEqual(t), x -> p.rounded(x) != t);
      agree(draw, p.less(t).missing(true), x -> p.rounded(x) < t || Double.isNaN(x));
      agree(draw, p.greater(t).missing(false), x -> p.rounded(x) > t);
      // Equal sets are equal conditions, in whichever way they came about.
      assertThat(p.less(t).missing(true).missing(false)).isEqualTo(p.less(t));
      if (!Double.isNaN(t)) {
        assertThat(p.greaterOrEqual(t).missing(true)).isEqualTo(p.less(t).not());
      }
      agree(draw, p.less(t).missingIsZero(), x -> p.rounded(Double.isNaN(x) ? 0 : x) < t);
      agree(
          draw,
          p.less(t).missingOrZero(true),
          x -> Double.isNaN(x) || Math.abs(x) <= 1e-35f || p.rounded(x) < t);
      agree(
          draw,
          p.less(t).missingOrZero(false),
          x -> !(Double.isNaN(x) || Math.abs(x) <= 1e-35f) && p.rounded(x) < t);
    }
  }

  @ParameterizedTest
  @EnumSource
  void thresholdsThatAreNoNumber(Precision p) {
    for (Condition c :
        List.of(
            p.lessOrEqual(Double.NaN),
            p.less(Double.NaN),
            p.greaterOrEqual(Double.NaN),
            p.greater(Double.NaN),
            p.equal(Double.NaN))) {
      assertThat(c).isEqualTo(Condition.NEVER);
    }
  }

  @Seeds(100)
  void sets(long seed) {
    Draw draw = new Draw(seed);
    double[] members = {number(draw), number(draw), number(draw)};
    int[] categories = {draw.integer(0, 3), draw.integer(0, 3)};
    for (Precision p : Precision.values()) {
      agree(draw, p.member(members), x -> Arrays.stream(members).anyMatch(m -> m == p.rounded(x)));
      // Conversions to int as the libraries have them: towards zero.
      agree(
          draw,
          p.truncatedMember(categories),
          x ->
              !Double.isNaN(x)
                  && Arrays.stream(categories).anyMatch(c -> (int) p.rounded(x) == c)
                  && p.rounded(x) > -1);
      agree(
          draw,
          p.flooredMember(categories),
          x ->
              p.rounded(x) >= 0
                  && Arrays.stream(categories).anyMatch(c -> (int) p.rounded(x) == c));
      Condition a = p.less(members[0]);
      Condition b = p.greater(members[1]).missing(true);
      agree(draw, a.or(b), x -> a.holds(x) || b.holds(x));
      agree(draw, a.and(b), x -> a.holds(x) && b.holds(x));
      agree(draw, a.not(), x -> !a.holds(x));
    }
  }
}
