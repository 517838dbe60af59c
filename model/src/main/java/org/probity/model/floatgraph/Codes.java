package org.probity.model.floatgraph;

import java.util.Optional;
import org.probity.graph.Encoding;

/**
 * That a port's tensor holds the integers of a quantised model.
 *
 * @param min smallest integer that can occur
 * @param max largest
 * @param scale what they stand for, if the port itself is one of real numbers
 */
public record Codes(int min, int max, Optional<Encoding.Affine> scale) {
  public Codes {
    if (min > max) {
      throw new IllegalArgumentException("codes with min " + min + " > max " + max);
    }
  }

  /** The entry of the tensor for a number given at the port. */
  double entry(double given) {
    return scale.map(s -> (double) s.entry(given, min, max)).orElse(given);
  }
}
