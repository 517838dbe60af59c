package org.probity.model.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.probity.graph.Format;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Port;
import org.probity.graph.Tensor;
import org.probity.model.ModelException;

class InputQuantizerTest {
  private static final Port PORT = new Port("x", "x", List.of(1L, 2L, 3L));
  private static final InputQuantizer QUANTIZER =
      new InputQuantizer(
          new IntegerGraph(
              List.of(PORT),
              List.of(),
              List.of(new Tensor("x", List.of(1, 2, 3), new Format(2, -8, 11))),
              List.of(),
              List.of()));

  private static int[] quantize(double... x) throws ModelException {
    return QUANTIZER.quantize(Map.of("x", x)).get("x");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0.124, 0",
    "0.125, 1",
    "-0.125, 0",
    "-0.126, -1",
    "2.75, 11",
    "2.8749, 11",
    "-2, -8",
    "-2.125, -8"
  })
  void roundsHalfUp(double real, int expected) throws ModelException {
    assertThat(quantize(0, 0, 0, real, 0, 0)[3]).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {
        2.875,
        -2.126,
        1e300,
        -1e300,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
      })
  void refusesWhatLiesOutsideByPosition(double real) {
    assertThatThrownBy(() -> quantize(0.75, 0, 0, 0, real, 0.5))
        .isInstanceOf(ModelException.class)
        .hasMessage("input x[0, 1, 1] is outside the declared domain [-2.0, 2.75]");
  }

  @Test
  void refusesOtherPortsAndSizes() {
    assertThatThrownBy(() -> QUANTIZER.quantize(Map.of())).hasMessage("input x is missing");
    assertThatThrownBy(() -> quantize(1, 2)).hasMessage("input x must have 6 entries, not 2");
    assertThatThrownBy(() -> QUANTIZER.quantize(Map.of("x", new double[6], "z", new double[1])))
        .hasMessage("the model has no input named z");
  }

  @Test
  void turnsBackIntoRealNumbers() {
    assertThat(QUANTIZER.toReal(PORT, new long[] {-8, 0, 11})).containsExactly(-2, 0, 2.75);
  }
}
