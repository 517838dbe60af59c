package org.probity.model.floatgraph;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * A function of one number by its values at finitely many keys, and one value everywhere else:
 * encoders of categories. Keys are compared as numbers, so that -0 is 0; a key that is NaN stands
 * for every NaN. Holds categories and weights, which are secret: {@link #toString} shows the number
 * of keys only.
 */
public final class Mapping {
  private final double[] keys;
  private final double[] values;
  private final double otherwise;

  private Mapping(double[] keys, double[] values, double otherwise) {
    this.keys = keys;
    this.values = values;
    this.otherwise = otherwise;
  }

  /**
   * The function that is {@code values[i]} at {@code keys[i]}.
   *
   * @param keys in any order; of equal ones the first counts
   */
  public static Mapping of(double[] keys, double[] values, double otherwise) {
    if (keys.length != values.length) {
      throw new IllegalArgumentException(keys.length + " keys with " + values.length + " values");
    }
    // Adding 0 turns -0 into 0; NaN sorts behind all others.
    int[] order =
        IntStream.range(0, keys.length)
            .boxed()
            .sorted((a, b) -> Double.compare(keys[a] + 0.0, keys[b] + 0.0))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] first =
        IntStream.range(0, order.length)
            .filter(
                i -> i == 0 || Double.compare(keys[order[i - 1]] + 0.0, keys[order[i]] + 0.0) != 0)
            .map(i -> order[i])
            // A key that makes no difference is none.
            .filter(i -> Double.compare(values[i], otherwise) != 0)
            .toArray();
    return new Mapping(
        Arrays.stream(first).mapToDouble(i -> keys[i] + 0.0).toArray(),
        Arrays.stream(first).mapToDouble(i -> values[i]).toArray(),
        otherwise);
  }

  /** Its value at a number. */
  public double at(double x) {
    int i = Arrays.binarySearch(keys, x + 0.0);
    return i >= 0 ? values[i] : otherwise;
  }

  /** {@code outer(this(x))}. */
  public Mapping then(DoubleUnaryOperator outer) {
    return of(keys, Arrays.stream(values).map(outer).toArray(), outer.applyAsDouble(otherwise));
  }

  /** The keys whose value differs from that of all other numbers, ascending, NaN last. */
  public double[] keys() {
    return keys.clone();
  }

  /** The values by key. */
  public double[] values() {
    return values.clone();
  }

  /** The value at all other numbers. */
  public double otherwise() {
    return otherwise;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Mapping m
        && Arrays.equals(keys, m.keys)
        && Arrays.equals(values, m.values)
        && Double.compare(otherwise, m.otherwise) == 0;
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(keys) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Mapping[" + keys.length + " keys]";
  }
}
