package org.probity.inference.lowering;

import org.probity.argument.program.Shape;
import org.probity.graph.Format;
import org.probity.graph.RealFunction;
import org.probity.graph.Requantize;
import org.probity.inference.lowering.function.FunctionFacts;
import org.probity.inference.lowering.function.Homogeneity;
import org.probity.inference.lowering.function.IntegerFunction;

/**
 * One {@link Requantize} node to be lowered: {@code output = f(floor((input + half) / 2^shift))}.
 *
 * @param name of the output tensor
 * @param input the accumulator or stored tensor; integer by the checks on its columns
 * @param output column of the result
 * @param alignment the largest shift among the requantisations whose fused table this one shares
 */
record Rescaling(
    String name,
    Virtual input,
    int shift,
    IntegerFunction function,
    FunctionFacts facts,
    Virtual output,
    int alignment) {
  /**
   * The function that a node applies after its shift.
   *
   * @param inputFraction fraction bits of the node's input
   * @param to format of the node's output
   */
  static IntegerFunction function(Requantize node, Virtual input, int inputFraction, Format to) {
    int from = inputFraction - node.shift();
    boolean scaleFree = Homogeneity.isHomogeneous(node.function());
    return new IntegerFunction(
        node.function(),
        // One spelling for functions that differ in scale only, so that they share tables.
        scaleFree ? from - to.fraction() : from,
        scaleFree ? new Format(0, to.min(), to.max()) : to,
        node.shifted(input.min()),
        node.shifted(input.max()));
  }

  /** The same with another alignment, at least the shift. */
  Rescaling aligned(int alignment) {
    return new Rescaling(name, input, shift, function, facts, output, alignment);
  }

  /** What a function table may be shared by. */
  Object sharing() {
    return new Sharing(function.function(), function.fromFraction(), function.to());
  }

  /** A function without the interval of its arguments. */
  private record Sharing(RealFunction function, int fromFraction, Format to) {}

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
