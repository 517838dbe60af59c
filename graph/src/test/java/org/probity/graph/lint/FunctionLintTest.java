package org.probity.graph.lint;

import static org.probity.graph.lint.LintSubject.RELU;
import static org.probity.graph.lint.LintSubject.addend;
import static org.probity.graph.lint.LintSubject.along;
import static org.probity.graph.lint.LintSubject.assertRefused;
import static org.probity.graph.lint.LintSubject.change;
import static org.probity.graph.lint.LintSubject.view;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.probity.graph.AxisIndex;
import org.probity.graph.Contract;
import org.probity.graph.Encoding;
import org.probity.graph.Format;
import org.probity.graph.Port;
import org.probity.graph.RealFunction;
import org.probity.graph.Requantize;
import org.probity.graph.Rescale;
import org.probity.graph.Sum;
import org.probity.graph.Tabulate;
import org.probity.graph.View;

/** Rules of formats and of functions of single entries. */
class FunctionLintTest {
  private static final OptionalInt HIGH = OptionalInt.of(1 << 20);

  static Stream<Arguments> changes() {
    return Stream.of(formats(), exact()).flatMap(s -> s);
  }

  private static Stream<Arguments> formats() {
    return Stream.of(
        change("tensor q has no format", d -> d.format("q", null)),
        change("parameter w has no format", d -> d.parameterFormat("w", null)),
        change("exceeds 2^62", d -> d.format("p", new Format(10, Long.MIN_VALUE, 0))),
        change("exceeds 2^62", d -> d.format("p", new Format(10, 0, Long.MAX_VALUE))),
        change(
            "exceeds 2^62",
            d -> d.parameterFormat("w", new Format(6, Long.MIN_VALUE, Long.MAX_VALUE))),
        change("x does not fit 32 bits", d -> d.format("x", Format.signed(4, 33))),
        change(
            "u does not fit 32 bits", d -> d.format("u", new Format(4, 1L << 40, (1L << 40) + 5))),
        change(
            "p can leave its declared range",
            d -> d.format("p", new Format(10, -128 * 127 * 3 + 1, 128 * 128 * 3))),
        change(
            "p can leave its declared range",
            d -> d.format("p", new Format(10, -128 * 127 * 3, 128 * 128 * 3 - 1))),
        change("s can leave its declared range", d -> d.format("s", Format.signed(10, 17))),
        // The first row of the image is outside: zero is a value of the view.
        change(
            "z can leave its declared range",
            d -> {
              View shifted = view("d", along(0), AxisIndex.along(1, 1, -1));
              d.nodes.add(new Sum("z", List.of(addend(shifted, 1)), 0));
              d.tensor("z", new Format(2, 1, 100), 2, 4);
            }),
        change("fraction of p is not", d -> d.format("p", Format.signed(9, 20))),
        change(
            "fraction of z is not",
            d ->
                d.insert(
                    new Contract("z", List.of(), View.identity("x", 2), Optional.empty()),
                    Format.signed(5, 20),
                    2,
                    3)),
        change("w is not of 2 to 32 bits", d -> d.parameterFormat("w", Format.signed(6, 33))),
        change("w is not of 2 to 32 bits", d -> d.parameterFormat("w", new Format(6, -100, 100))),
        change("w is not of 2 to 32 bits", d -> d.parameterFormat("w", new Format(6, -128, 126))),
        change("w is not of 2 to 32 bits", d -> d.parameterFormat("w", Format.unsigned(6, 8))),
        change("w is not of 2 to 32 bits", d -> d.parameterFormat("w", new Format(6, 0, 0))),
        change("w is not of 2 to 32 bits", d -> d.parameterFormat("w", new Format(6, -1, -1))),
        change("b is not of 2 to 32 bits", d -> d.parameterFormat("b", Format.signed(10, 33))),
        change("e is not of 2 to 32 bits", d -> d.parameterFormat("e", Format.signed(3, 33))),
        change(
            "requantize q: shapes",
            d -> {
              d.replace(new Requantize("q", "x", 0, RELU));
            }),
        change("reads w, which is a parameter", d -> d.replace(new Requantize("q", "w", 0, RELU))),
        change("has no function", d -> d.replace(new Requantize("q", "s", 6, null))),
        change(
            "one that is too long",
            d -> d.replace(new Requantize("q", "s", 6, nested(RealFunction.MAX_DEPTH)))),
        change(
            "constant that is NaN",
            d ->
                d.replace(
                    new Requantize(
                        "q",
                        "s",
                        6,
                        new RealFunction.Binary(
                            RealFunction.BinaryOperator.ADD,
                            RealFunction.unary(RealFunction.UnaryOperator.ABS),
                            new RealFunction.Constant(Double.NaN))))));
  }

  private static Stream<Arguments> exact() {
    float[] two = {0.5f, 2};
    return Stream.of(
        change("reads w, which is a", d -> d.replace(new Rescale("f", "w", List.of(0), two))),
        change(
            "rescale f: shapes",
            d -> {
              d.replace(new Rescale("f", "k", List.of(), new float[] {1}));
              d.shape("f", 1, 2);
            }),
        change("rescale f: a fraction", d -> d.format("f", Format.signed(1, 8))),
        change("rescale f: a fraction", d -> d.format("i", new Format(1, -7, 8))),
        change("more than 48 bits", d -> d.format("i", new Format(0, -7, (1L << 48) + 1))),
        change("consecutive axes", d -> d.replace(new Rescale("f", "i", List.of(2), two))),
        change("consecutive axes", d -> d.replace(new Rescale("f", "i", List.of(-1), two))),
        change("consecutive axes", d -> d.replace(new Rescale("f", "i", List.of(1, 0), two))),
        change("consecutive axes", d -> d.replace(new Rescale("f", "i", List.of(0, 0), two))),
        change("a multiplier for each", d -> d.replace(new Rescale("f", "i", List.of(), two))),
        change(
            "a multiplier for each",
            d -> d.replace(new Rescale("f", "i", List.of(0), new float[] {1}))),
        change("not a positive number", d -> multiplier(d, 0)),
        change("not a positive number", d -> multiplier(d, -1)),
        change("not a positive number", d -> multiplier(d, Float.NaN)),
        change("not a positive number", d -> multiplier(d, Float.POSITIVE_INFINITY)),
        change("f spans more than 16 bits", d -> d.format("f", Format.signed(0, 18))),
        change(
            "has a scale and a fraction",
            d -> d.inputs.set(0, new Port("x", "x", List.of(6L), new Encoding.Affine(0.5f, 3)))),
        change(
            "has a code for missing values outside of its format",
            d ->
                d.inputs.set(
                    0, new Port("x", "x", List.of(6L), new Encoding.Fixed(List.of(), HIGH)))),
        change(
            "is an output with a code for missing values",
            d -> {
              Port port = d.outputs.getFirst();
              Encoding coded = new Encoding.Fixed(List.of(), OptionalInt.of(0));
              d.outputs.set(0, new Port(port.name(), port.tensor(), port.shape(), coded));
            }),
        change("reads w, which is a", d -> d.replace(new Tabulate("g", "w", -7, new int[16]))),
        change(
            "tabulate g: shapes",
            d -> {
              d.replace(new Tabulate("g", "k", -7, new int[16]));
              d.shape("g", 1, 2);
            }),
        change("tabulate g: a fraction", d -> d.format("g", Format.signed(1, 8))),
        change("the input can leave", d -> d.replace(new Tabulate("g", "i", -7, new int[15]))),
        change("the input can leave", d -> d.replace(new Tabulate("g", "i", -6, new int[16]))),
        change(
            "the input can leave",
            d -> d.replace(new Tabulate("g", "i", Long.MIN_VALUE, new int[16]))),
        change(
            "the input can leave",
            d -> d.replace(new Tabulate("g", "i", Long.MAX_VALUE, new int[16]))),
        change("too many entries", d -> d.replace(new Tabulate("g", "i", -7, new int[0]))),
        change(
            "too many entries", d -> d.replace(new Tabulate("g", "i", -7, new int[(1 << 18) + 1]))),
        change(
            "too many entries",
            d -> {
              for (int i = 0; i < 17; i++) {
                d.nodes.add(new Tabulate("z" + i, "i", -7, new int[1 << 18]));
                d.tensor("z" + i, Format.signed(0, 8), 2, 1);
              }
            }),
        change(
            "an entry is outside",
            d -> {
              int[] table = new int[16];
              table[15] = 128;
              d.replace(new Tabulate("g", "i", -7, table));
            }));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void eachRuleIsKept(String message, Consumer<LintSubject> change) {
    assertRefused(message, change);
  }

  private static RealFunction nested(int depth) {
    RealFunction f = RealFunction.X;
    for (int i = 0; i < depth; i++) {
      f = new RealFunction.Unary(RealFunction.UnaryOperator.ABS, f);
    }
    return f;
  }

  private static void multiplier(LintSubject d, float value) {
    d.replace(new Rescale("f", "i", List.of(0), new float[] {1, value}));
  }
}
