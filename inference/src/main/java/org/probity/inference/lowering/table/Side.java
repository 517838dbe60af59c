package org.probity.inference.lowering.table;

/** On which side of a window of arguments a digit lies, as a table tells it. */
public final class Side {
  /** Of negative digits. */
  public static final int BELOW = 0;

  /** Of 0. */
  public static final int INSIDE = 1;

  /** Of positive digits. */
  public static final int ABOVE = 2;

  /** How many sides there are. */
  public static final int COUNT = 3;

  private Side() {}

  /** The side of a digit. */
  public static long of(long digit) {
    return digit < 0 ? BELOW : digit == 0 ? INSIDE : ABOVE;
  }
}
