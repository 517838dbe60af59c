package org.probity.model.trees;

/** How the leaves that are reached become one number for each result. */
public enum Aggregate {
  SUM,
  /** The sum divided by the number of trees. */
  AVERAGE,
  MIN,
  MAX;

  /** Whether the values of trees are added. */
  public boolean isSum() {
    return this == SUM || this == AVERAGE;
  }
}
