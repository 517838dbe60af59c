package org.probity.model.fidelity.plot;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as people read them, the same in every locale; lines do not break within one. */
public final class Numbers {
  private static final int DIGITS = 3;
  private static final int MOST_DECIMALS = 9;
  private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

  private Numbers() {}

  /** Three significant digits, all digits of the whole part, powers of ten where it is long. */
  public static String of(double x) {
    if (x == 0) {
      return "0";
    }
    if (!Double.isFinite(x)) {
      return Double.isNaN(x) ? "–" : x > 0 ? "∞" : "−∞";
    }
    double size = Math.abs(x);
    BigDecimal rounded = new BigDecimal(size).round(new MathContext(DIGITS, RoundingMode.HALF_UP));
    String text;
    if (size >= 1e7 || size < 1e-4) {
      text = scientific(rounded);
    } else if (size >= 1000) {
      text = count(Math.round(size));
    } else {
      text = plain(rounded);
    }
    return x < 0 ? "−" + text : text;
  }

  private static String scientific(BigDecimal rounded) {
    int exponent = rounded.precision() - rounded.scale() - 1;
    StringBuilder power = new StringBuilder(exponent < 0 ? "⁻" : "");
    for (char digit : Integer.toString(Math.abs(exponent)).toCharArray()) {
      power.append(SUPERSCRIPTS.charAt(digit - '0'));
    }
    return plain(rounded.scaleByPowerOfTen(-exponent)) + "\u00a0×\u00a010" + power;
  }

  private static String plain(BigDecimal x) {
    return x.stripTrailingZeros().toPlainString();
  }

  /**
   * A number with as many decimals as it takes to tell it from one at some distance.
   *
   * @param distance positive
   */
  public static String apart(double x, double distance) {
    int decimals = Math.max(0, -(int) Math.floor(Math.log10(distance) + 1e-9));
    if (x == 0 || Math.abs(x) >= 1e7 || decimals > MOST_DECIMALS) {
      return of(x);
    }
    // The sign of a zero that comes of rounding says nothing.
    BigDecimal rounded = new BigDecimal(x).setScale(decimals, RoundingMode.HALF_UP);
    return String.format(Locale.ROOT, "%,." + decimals + "f", rounded).replace('-', '−');
  }

  /** A count, with its thousands apart. */
  public static String count(long n) {
    return String.format(Locale.ROOT, "%,d", n).replace('-', '−');
  }

  /** A count in few characters: thousands and millions by their letter. */
  static String brief(long n) {
    return n < 10_000 ? count(n) : n < 1_000_000 ? of(n / 1e3) + "k" : of(n / 1e6) + "M";
  }

  /** A count and what is counted: "1 sample", "2 samples". */
  public static String count(long n, String one, String many) {
    return count(n) + " " + (n == 1 ? one : many);
  }

  /** A share in percent; what is not the whole is never rounded up to it, nor something to none. */
  public static String percent(double share) {
    if (!Double.isFinite(share)) {
      return of(share);
    }
    if (share > 0 && share < 1e-4) {
      return "less than 0.01\u00a0%";
    }
    double percent = 100 * share;
    if (share < 1 && percent > 99.99) {
      return "more than 99.99\u00a0%";
    }
    int decimals = share == 1 || share == 0 ? 0 : percent < 10 || percent > 90 ? 2 : 1;
    BigDecimal rounded = new BigDecimal(percent).setScale(decimals, RoundingMode.HALF_UP);
    return plain(rounded) + "\u00a0%";
  }

  /** A share in percent, rounded down, for what is at least so much. */
  public static String percentDown(double share) {
    return plain(new BigDecimal(100 * share).setScale(1, RoundingMode.DOWN)) + "\u00a0%";
  }

  /** A coordinate in a plot, to a hundredth. */
  static String coordinate(double x) {
    BigDecimal rounded = new BigDecimal(x).setScale(2, RoundingMode.HALF_UP);
    return rounded.signum() == 0 ? "0" : plain(rounded);
  }
}
