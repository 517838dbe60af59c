package org.probity.model.floatgraph;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A function of one number by its values at finitely many keys; every other number has one value,
 * or stays as it is: encoders of categories, replacements of missing values. Keys are compared as
 * numbers, so that -0 is 0; a key that is NaN stands for every NaN. Holds categories and weights,
 * which are secret: {@link #toString} shows the number of keys only.
 */
public final class Mapping {
  private final double[] keys;
  private final double[] values;
  private final OptionalDouble otherwise;
  private final boolean truncates;

  private Mapping(double[] keys, double[] values, OptionalDouble otherwise, boolean truncates) {
    this.keys = keys;
    this.values = values;
    this.otherwise = otherwise;
    this.truncates = truncates;
  }

  /**
   * The function that is {@code values[i]} at {@code keys[i]}.
   *
   * @param keys in any order; of equal ones the first counts
   * @param otherwise the value at all other numbers
   */
  public static Mapping of(double[] keys, double[] values, double otherwise) {
    return of(keys, values, OptionalDouble.of(otherwise));
  }

  /** The function that is {@code values[i]} at {@code keys[i]} and leaves all other numbers. */
  public static Mapping replacing(double[] keys, double[] values) {
    return of(keys, values, OptionalDouble.empty());
  }

  private static Mapping of(double[] keys, double[] values, OptionalDouble otherwise) {
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
    int[] kept =
        IntStream.range(0, order.length)
            .filter(
                i -> i == 0 || Double.compare(keys[order[i - 1]] + 0.0, keys[order[i]] + 0.0) != 0)
            .map(i -> order[i])
            // A key that makes no difference is none.
            .filter(i -> Double.compare(values[i], otherwise.orElse(keys[i])) != 0)
            .toArray();
    return new Mapping(
        IntStream.of(kept).mapToDouble(i -> keys[i] + 0.0).toArray(),
        IntStream.of(kept).mapToDouble(i -> values[i]).toArray(),
        otherwise,
        false);
  }

  /** Its value at a number. */
  public double at(double x) {
    double key = truncates ? (x < 0 ? Math.ceil(x) : Math.floor(x)) : x;
    int i = Arrays.binarySearch(keys, key + 0.0);
    return i >= 0 ? values[i] : otherwise.orElse(x);
  }

  /** The mapping of what is left of a number without its fraction. */
  public Mapping afterTruncation() {
    return new Mapping(keys, values, OptionalDouble.of(otherwise()), true);
  }

  /** Whether a number is compared with the keys without its fraction. */
  public boolean truncates() {
    return truncates;
  }

  /**
   * {@code outer(this(x))} of a mapping that has a value at all other numbers.
   *
   * @throws IllegalStateException if it leaves other numbers as they are
   */
  public Mapping then(DoubleUnaryOperator outer) {
    double other = outer.applyAsDouble(otherwise());
    Mapping joined = of(keys, Arrays.stream(values).map(outer).toArray(), other);
    return truncates ? joined.afterTruncation() : joined;
  }

  /** {@code outer(this(x))}. */
  public Mapping then(Mapping outer) {
    if (otherwise.isPresent()) {
      return then(outer::at);
    }
    double[] all =
        DoubleStream.concat(DoubleStream.of(keys), DoubleStream.of(outer.keys)).toArray();
    double[] mapped = DoubleStream.of(all).map(x -> outer.at(at(x))).toArray();
    return of(all, mapped, outer.otherwise);
  }

  /** The keys that make a difference, ascending, NaN last. */
  public double[] keys() {
    return keys.clone();
  }

  /** The values by key. */
  public double[] values() {
    return values.clone();
  }

  /** Whether all other numbers stay as they are. */
  public boolean replaces() {
    return otherwise.isEmpty();
  }

  /**
   * The value at all other numbers.
   *
   * @throws IllegalStateException if they stay as they are
   */
  public double otherwise() {
    return otherwise.orElseThrow(() -> new IllegalStateException("other numbers stay"));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Mapping m
        && Arrays.equals(keys, m.keys)
        && Arrays.equals(values, m.values)
        && otherwise.equals(m.otherwise)
        && truncates == m.truncates;
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
