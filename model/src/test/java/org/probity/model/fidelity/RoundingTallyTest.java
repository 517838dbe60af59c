package org.probity.model.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.probity.graph.Format;
import org.probity.graph.RealFunction;
import org.probity.graph.Requantize;

class RoundingTallyTest {
  private static final Format INPUT = new Format(4, -10_000, 10_000);
  private static final Format OUTPUT = Format.signed(4, 8);

  private static RoundingTally tally(int shift, RealFunction function, long... input) {
    Requantize node = new Requantize("y", "x", shift, function);
    RoundingTally tally = new RoundingTally(node, INPUT, OUTPUT);
    long[] output = new long[input.length];
    for (int i = 0; i < input.length; i++) {
      output[i] = function.apply(node.shifted(input[i]), INPUT.fraction() - shift, OUTPUT);
    }
    tally.add(input, output);
    return tally;
  }

  private static RealFunction function(RealFunction.UnaryOperator operator) {
    return RealFunction.unary(operator);
  }

  @Test
  void whatIsCutOffIsCounted() {
    // The ends themselves are not cut off.
    assertThat(tally(0, RealFunction.X, 127, -128, 0).saturation("t")).isEmpty();
    assertThat(tally(0, RealFunction.X, 128, -128, -129, 9000).saturation("t"))
        .contains(
            new ImportNote(
                ImportNote.Kind.SATURATION, "t: 3 of 4 values on the samples, at −8 or 7.94"));
    // Nor is what rounds to an end.
    RealFunction almost =
        new RealFunction.Binary(
            RealFunction.BinaryOperator.MUL, RealFunction.X, new RealFunction.Constant(0.995));
    assertThat(tally(0, almost, 128).saturation("t")).isEmpty();
    assertThat(tally(0, almost, 129).saturation("t")).isPresent();
  }

  @Test
  void straightFunctionsAreNoTables() {
    RealFunction clipped =
        new RealFunction.Binary(
            RealFunction.BinaryOperator.MIN,
            function(RealFunction.UnaryOperator.RELU),
            new RealFunction.Constant(6));
    assertThat(tally(0, clipped, 1, 2, 3).table("t")).isEmpty();
    RealFunction square =
        new RealFunction.Binary(RealFunction.BinaryOperator.MUL, RealFunction.X, RealFunction.X);
    assertThat(tally(0, square, 1, 2, 3).table("t")).isPresent();
  }

  /** Without a shift a table is off by half a step at most, with one by the slope as well. */
  @Test
  void errorsOfTables() {
    RealFunction tanh = function(RealFunction.UnaryOperator.TANH);
    assertThat(error(tally(0, tanh, -40, 40))).isBetween(0.02, 0.5 / 16);
    // Cells of four sixteenths: up to an eighth to each side, where the slope is one.
    assertThat(error(tally(2, tanh, -40, 40))).isBetween(0.12, 0.125 + 0.5 / 16);
    // What the samples do not reach does not count.
    assertThat(error(tally(2, tanh, 39, 40))).isLessThan(0.05);
  }

  @Test
  void whereAFunctionIsUndefinedNothingIsOff() {
    RealFunction log = function(RealFunction.UnaryOperator.LOG);
    assertThat(error(tally(1, log, -10, -2))).isZero();
    assertThat(error(tally(0, log, -10, 100))).isBetween(0.01, 0.5 / 16);
  }

  private static double error(RoundingTally tally) {
    String text = tally.table("t").orElseThrow().text();
    return Double.parseDouble(
        text.replaceAll("t: \\w+\\(x\\), off by at most (.*) where the samples lead", "$1"));
  }
}
