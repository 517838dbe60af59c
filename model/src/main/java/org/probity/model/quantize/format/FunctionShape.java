package org.probity.model.quantize.format;

import org.probity.graph.RealFunction;

/** What the quantiser needs to know of a function of one variable, found by evaluating it. */
public final class FunctionShape {
  /** Points per power of two. */
  private static final int DENSITY = 16;

  private static final int EXPONENTS = 40;

  private FunctionShape() {}

  /** Whether the function is nowhere negative, on a grid from 2^-20 to 2^20. */
  static boolean nonNegative(RealFunction f) {
    for (int i = 0; i <= EXPONENTS * DENSITY; i++) {
      double x = point(i);
      if (f.at(x) < 0 || f.at(-x) < 0) {
        return false;
      }
    }
    return !(f.at(0) < 0);
  }

  /** Whether the function lies within [-1, 1], on a grid from 2^-20 to 2^20. */
  public static boolean withinOne(RealFunction f) {
    for (int i = 0; i <= EXPONENTS * DENSITY; i++) {
      double x = point(i);
      if (!(Math.abs(f.at(x)) <= 1 && Math.abs(f.at(-x)) <= 1)) {
        return false;
      }
    }
    return Math.abs(f.at(0)) <= 1;
  }

  /** Whether the function is 0 or 1 everywhere, on a grid from 2^-20 to 2^20. */
  public static boolean isCondition(RealFunction f) {
    for (int i = 0; i <= EXPONENTS * DENSITY; i++) {
      double x = point(i);
      if (!isTruth(f.at(x)) || !isTruth(f.at(-x))) {
        return false;
      }
    }
    return isTruth(f.at(0)) && !(f instanceof RealFunction.Constant);
  }

  private static boolean isTruth(double value) {
    return value == 0 || value == 1;
  }

  /** Whether the function leaves the fraction of numbers away, on a grid from 2^-20 to 2^20. */
  public static boolean truncates(RealFunction f) {
    for (int i = 0; i <= EXPONENTS * DENSITY; i++) {
      double x = point(i);
      if (f.at(x) != Math.floor(x) || f.at(-x) != Math.ceil(-x)) {
        return false;
      }
    }
    return f.at(0) == 0;
  }

  /**
   * Whether the function is x, -x or 0 on each side of zero, so that it commutes with powers of two
   * and needs no more precise argument than its result.
   */
  public static boolean linearOnBothSides(RealFunction f) {
    return slopesAreUnits(f, 1) && slopesAreUnits(f, -1) && f.at(0) == 0;
  }

  private static boolean slopesAreUnits(RealFunction f, int sign) {
    double slope = f.at(sign) * sign;
    if (slope != 0 && Math.abs(slope) != 1) {
      return false;
    }
    for (int i = 0; i <= EXPONENTS * DENSITY; i++) {
      double x = sign * point(i);
      if (f.at(x) != slope * x) {
        return false;
      }
    }
    return true;
  }

  private static double point(int i) {
    return Math.scalb(1 + (double) (i % DENSITY) / DENSITY, i / DENSITY - EXPONENTS / 2);
  }

  /** The steepest slope on a grid over an interval; jumps do not count. */
  public static double slope(RealFunction f, double min, double max) {
    int points = 1 << 10;
    double step = (max - min) / points;
    double steepest = 0;
    double before = f.at(min);
    for (int i = 1; i <= points && step > 0; i++) {
      double here = f.at(min + i * step);
      double slope = Math.abs(here - before) / step;
      if (Double.isFinite(slope)) {
        steepest = Math.max(steepest, slope);
      }
      before = here;
    }
    return steepest;
  }
}
