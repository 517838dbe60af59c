package org.probity.graph;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Accumulator {@code out[i] = sum_k left[i,k] * right[i,k]} over summed axes k: matrix products,
 * convolutions, attention, element-wise products and, without a right side, window sums. The node's
 * axes are those of the output, then {@code summed}. The fraction of the output is the sum of those
 * of both sides.
 *
 * @param summed sizes of the summed axes
 * @param left a view of a stored tensor
 * @param right a view of a stored tensor or a parameter; absent means one everywhere
 */
public record Contract(String output, List<Integer> summed, View left, Optional<View> right)
    implements Node {
  public Contract {
    summed = List.copyOf(summed);
  }

  @Override
  public List<String> sources() {
    return Stream.concat(Stream.of(left), right.stream()).map(View::source).toList();
  }
}
