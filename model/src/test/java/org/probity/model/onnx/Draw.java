package org.probity.model.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Random choices of a test, all from one seed. */
public final class Draw {
  private final SplittableRandom random;

  public Draw(long seed) {
    random = new SplittableRandom(seed);
  }

  /** An integer between both ends, inclusive. */
  public int integer(int from, int to) {
    return random.nextInt(from, to + 1);
  }

  public boolean flag() {
    return random.nextBoolean();
  }

  @SafeVarargs
  public final <T> T of(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  public <T> T of(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** Integers between both ends, inclusive. */
  public long[] integers(int count, int from, int to) {
    return random.longs(count, from, to + 1L).toArray();
  }

  public double[] reals(long count, double from, double to) {
    return random.doubles(count, from, to).toArray();
  }

  /** As many numbers in [-1, 1] as a tensor of the shape has entries. */
  public double[] entries(long... shape) {
    return reals(size(shape), -1, 1);
  }

  /** Some of the axes of a tensor, in order, each counted from the front or the end. */
  public long[] axes(int rank, int atLeast) {
    while (true) {
      long[] axes =
          IntStream.range(0, rank)
              .filter(_ -> flag())
              .mapToLong(d -> flag() ? d : d - rank)
              .toArray();
      if (axes.length >= atLeast) {
        return axes;
      }
    }
  }

  public static long size(long... shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }
}
