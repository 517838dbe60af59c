package org.probity.inference.lowering;

import java.util.Map;

/**
 * The choices that a compilation is free to make.
 *
 * @param rangeBits the shared range table is {@code [0, 2^rangeBits)}
 * @param lowerings how requantisations with a function are lowered
 */
record Plan(int rangeBits, Map<StepFunction, RequantizeLowering> lowerings) {
  Plan {
    lowerings = Map.copyOf(lowerings);
  }

  RequantizeLowering lowering(StepFunction function) {
    return lowerings.get(function);
  }
}
