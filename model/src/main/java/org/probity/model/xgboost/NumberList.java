package org.probity.model.xgboost;

import java.util.Arrays;

/** Doubles that are collected. */
final class NumberList {
  private double[] items = new double[16];
  private int size;

  void add(double item) {
    if (size == items.length) {
      items = Arrays.copyOf(items, 2 * size);
    }
    items[size++] = item;
  }

  int size() {
    return size;
  }

  double[] toArray() {
    return Arrays.copyOf(items, size);
  }
}
