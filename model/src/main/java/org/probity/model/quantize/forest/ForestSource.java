package org.probity.model.quantize.forest;

import java.util.Optional;
import org.probity.graph.Encoding;
import org.probity.graph.Tensor;
import org.probity.model.trees.Condition;

/**
 * What an input of a forest is in the integer graph.
 *
 * @param ordered given if its integers are ordered codes
 */
record ForestSource(Tensor tensor, Optional<Encoding.Ordered> ordered) {
  /** Integers by entry: two for ordered codes of 64 bits. */
  int words() {
    return ordered.map(Encoding.Ordered::words).orElse(1);
  }

  /** The integers that fulfil a condition. */
  CodeSet set(Condition condition) {
    return ordered
        .map(o -> CodeSet.of(condition, o))
        .orElseGet(() -> CodeSet.of(condition, tensor.format()));
  }
}
