package org.probity.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.probity.testing.Seeds;

class FunctionNotationTest {
  @Seeds(500)
  void whatIsWrittenIsRead(long seed) {
    RealFunction f = RandomFunctions.of(new Random(seed), 6);
    assertThat(FunctionNotation.parse(FunctionNotation.format(f))).isEqualTo(f);
  }

  @Test
  void examples() {
    RealFunction silu =
        new RealFunction.Binary(
            RealFunction.BinaryOperator.MUL,
            RealFunction.X,
            RealFunction.unary(RealFunction.UnaryOperator.SIGMOID));
    assertThat(FunctionNotation.format(silu)).isEqualTo("mul(x,sigmoid(x))");
    assertThat(FunctionNotation.parse("less_or_equal(-0.5,x)").at(-0.5)).isEqualTo(1);
    assertThat(FunctionNotation.parse("min(Infinity,1.0E10)").at(0)).isEqualTo(1e10);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|has neither x nor a number at character 1",
        "y|has neither x nor a number at character 1",
        "X|has neither x nor a number at character 1",
        "NaN|has a number in another spelling at character 1",
        "1|has a number in another spelling at character 1",
        "1.50|has a number in another spelling at character 1",
        "1e3|has a number in another spelling at character 1",
        "+1.0|has a number in another spelling at character 1",
        "1.0d|has a number in another spelling at character 1",
        "0x1p0|has a number in another spelling at character 1",
        "' 1.0'|has a number in another spelling at character 1",
        "neg(x|lacks ')' at character 6",
        "neg(x))|has something after its end at character 7",
        "neg()|has neither x nor a number at character 5",
        "neg(x,x)|lacks ')' at character 6",
        "add(x)|lacks ',' at character 6",
        "add(x, x)|has neither x nor a number at character 7",
        "add(x,x,x)|lacks ')' at character 8",
        "Neg(x)|has an unknown operator at character 1",
        "add(x,nega(x))|has an unknown operator at character 7",
        "(x)|has an unknown operator at character 1",
        "x(x)|has an unknown operator at character 1",
        "x,x|has something after its end at character 2"
      })
  void errorsGiveThePosition(String text, String message) {
    assertThatThrownBy(() -> FunctionNotation.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a function " + message);
  }

  @Test
  void sizesAreLimited() {
    int depth = RealFunction.MAX_DEPTH;
    String deepest = "neg(".repeat(depth - 1) + "x" + ")".repeat(depth - 1);
    assertThat(FunctionNotation.parse(deepest).isSmall()).isTrue();
    assertThatThrownBy(() -> FunctionNotation.parse("neg(" + deepest + ")"))
        .hasMessageContaining("nested too deeply");
    String wide = balanced(8);
    RealFunction largest = FunctionNotation.parse(wide);
    assertThat(largest.nodes()).isEqualTo(255);
    assertThat(largest.depth()).isEqualTo(8);
    assertThatThrownBy(() -> FunctionNotation.parse("add(" + wide + ",x)"))
        .hasMessageContaining("too many operators");
    assertThatThrownBy(() -> FunctionNotation.parse("neg(".repeat(1 << 20)))
        .hasMessageContaining("characters");
  }

  private static String balanced(int depth) {
    return depth == 1 ? "x" : "add(" + balanced(depth - 1) + "," + balanced(depth - 1) + ")";
  }
}
