package org.probity.inference.lowering;

import org.probity.argument.program.Shape;
import org.probity.model.graph.Format;
import org.probity.model.graph.Requantize;

/**
 * One {@link Requantize} node to be lowered: {@code output = f(floor((input + half) / 2^shift))}.
 *
 * @param name of the output tensor
 * @param input the accumulator or stored tensor; integer by the checks on its columns
 * @param output column of the result
 */
record Rescaling(
    String name,
    Virtual input,
    int shift,
    IntegerFunction function,
    FunctionFacts facts,
    Virtual output) {
  /**
   * The function that a node applies after its shift.
   *
   * @param inputFraction fraction bits of the node's input
   * @param to format of the node's output
   */
  static IntegerFunction function(Requantize node, Virtual input, int inputFraction, Format to) {
    return new IntegerFunction(
        node.function(),
        inputFraction - node.shift(),
        to,
        node.shifted(input.min()),
        node.shifted(input.max()));
  }

  Shape shape() {
    return input.shape();
  }

  long half() {
    return shift == 0 ? 0 : 1L << (shift - 1);
  }

  /** Honest values of the shifted input. */
  Values shifted() {
    return trace -> {
      long[] x = input.values(trace).clone();
      java.util.Arrays.setAll(x, i -> (x[i] + half()) >> shift);
      return x;
    };
  }

  /**
   * Checks that {@code input + half = 2^shift * quotient + remainder} with a remainder in {@code
   * [0, 2^shift)}. The quotient must be an integer of small magnitude by other checks; then so is
   * the remainder, and division with remainder makes both unique.
   */
  void checkQuotient(Ranges ranges, Virtual quotient) {
    Virtual remainder = input.plus(half()).minus(quotient.times(1L << shift));
    ranges.withinInteger("remainder of " + name, remainder, 1L << shift);
  }
}
