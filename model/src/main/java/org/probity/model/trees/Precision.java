package org.probity.model.trees;

import java.util.Arrays;
import org.probity.graph.OrderedCode;

/**
 * How an ensemble rounds a feature before it compares it, and so the conditions that it states. All
 * conditions are on the feature as it was before.
 */
public enum Precision {
  /** Features are float32, or are rounded to it, half to even: XGBoost, ONNX with float inputs. */
  FLOAT32,
  /** Features are compared as they are: LightGBM, ONNX with double inputs. */
  FLOAT64;

  /** {@code x <= threshold}; false for NaN. */
  public Condition lessOrEqual(double threshold) {
    return below(threshold, true);
  }

  /** {@code x < threshold}; false for NaN. */
  public Condition less(double threshold) {
    return below(threshold, false);
  }

  /** {@code x >= threshold}; false for NaN. */
  public Condition greaterOrEqual(double threshold) {
    return Double.isNaN(threshold) ? Condition.NEVER : less(threshold).not().missing(false);
  }

  /** {@code x > threshold}; false for NaN. */
  public Condition greater(double threshold) {
    return Double.isNaN(threshold) ? Condition.NEVER : lessOrEqual(threshold).not().missing(false);
  }

  /** {@code x == value}; false for NaN. */
  public Condition equal(double value) {
    return between(value, value);
  }

  /** {@code x != value}; true for NaN. */
  public Condition notEqual(double value) {
    return equal(value).not();
  }

  /** {@code low <= x <= high}; false for NaN. */
  public Condition between(double low, double high) {
    return greaterOrEqual(low).and(lessOrEqual(high));
  }

  /** Whether x is one of the members; false for NaN. */
  public Condition member(double... members) {
    return Condition.anyOf(Arrays.stream(members).mapToObj(this::equal).toList());
  }

  /**
   * Whether x without its fraction is one of the categories, as LightGBM reads categories: -0.5 is
   * category 0. False for NaN.
   */
  public Condition truncatedMember(int... categories) {
    return Condition.anyOf(Arrays.stream(categories).mapToObj(this::truncated).toList());
  }

  private Condition truncated(int category) {
    return (category > 0 ? greaterOrEqual(category) : greater(category - 1.0))
        .and(category < 0 ? lessOrEqual(category) : less(category + 1.0));
  }

  /**
   * Whether x without its fraction is one of the categories and x is not negative, as XGBoost reads
   * categories. False for NaN.
   *
   * @param categories integers that are not negative
   */
  public Condition flooredMember(int... categories) {
    return Condition.anyOf(
        Arrays.stream(categories).mapToObj(c -> greaterOrEqual(c).and(less(c + 1.0))).toList());
  }

  private Condition below(double threshold, boolean orEqual) {
    if (Double.isNaN(threshold)) {
      return Condition.NEVER;
    }
    if (this == FLOAT64) {
      return Condition.before(OrderedCode.of(threshold) + (orEqual ? 1 : 0));
    }
    // The first float32 that is not below, and the first float64 that is rounded to it.
    float first = (float) threshold;
    if (orEqual ? first <= threshold : first < threshold) {
      first = Math.nextUp(first);
    }
    if (orEqual && first <= threshold) {
      // The threshold is infinity.
      return Condition.before(OrderedCode.FLOAT64_INFINITY + 1);
    }
    if (first == Float.NEGATIVE_INFINITY) {
      return Condition.before(-OrderedCode.FLOAT64_INFINITY);
    }
    double middle = (finite(Math.nextDown(first)) + finite(first)) / 2;
    return Condition.before(OrderedCode.of((float) middle >= first ? middle : Math.nextUp(middle)));
  }

  /** Infinities as the powers of two from which on numbers are rounded to them. */
  private static double finite(float x) {
    return Float.isInfinite(x) ? Math.copySign(0x1p128, x) : x;
  }

  /** The feature as it is compared. */
  double rounded(double x) {
    return this == FLOAT32 ? (float) x : x;
  }
}
