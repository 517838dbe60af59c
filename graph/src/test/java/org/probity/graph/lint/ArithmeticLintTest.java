package org.probity.graph.lint;

import static org.probity.graph.lint.LintSubject.RELU;
import static org.probity.graph.lint.LintSubject.addend;
import static org.probity.graph.lint.LintSubject.along;
import static org.probity.graph.lint.LintSubject.assertRefused;
import static org.probity.graph.lint.LintSubject.change;
import static org.probity.graph.lint.LintSubject.contract;
import static org.probity.graph.lint.LintSubject.view;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.probity.graph.AxisIndex;
import org.probity.graph.Divide;
import org.probity.graph.Extremum;
import org.probity.graph.Format;
import org.probity.graph.Ranking;
import org.probity.graph.Requantize;
import org.probity.graph.Select;
import org.probity.graph.Softmax;
import org.probity.graph.Sum;
import org.probity.graph.View;

/** Rules of contractions, sums and quotients. */
class ArithmeticLintTest {
  static Stream<Arguments> changes() {
    return Stream.of(accumulators(), quotients()).flatMap(s -> s);
  }

  private static Stream<Arguments> accumulators() {
    Consumer<LintSubject> second =
        d ->
            d.insert(
                contract("p2", View.identity("x", 2), View.identity("x", 2)),
                new Format(8, -128 * 127, 128 * 128),
                2,
                3);
    View p = View.identity("p", 2);
    return Stream.of(
        change("sum s has no addends", d -> d.addends()),
        change("multiplier of zero", d -> d.addends(addend(p, 1), addend(view("b", along(1)), 0))),
        change(
            "could exceed 2^62",
            d -> d.addends(addend(p, 1L << 50), addend(view("b", along(1)), 1))),
        change(
            "could exceed 2^62",
            d -> d.addends(addend(p, Long.MIN_VALUE), addend(view("b", along(1)), 1))),
        change(
            "could exceed 2^62",
            d ->
                d.replace(
                    new Sum(
                        "s",
                        List.of(addend(p, 1), addend(view("b", along(1)), 1)),
                        Long.MAX_VALUE))),
        change("more than one contraction", d -> d.addends(addend(p, 1), addend(p, 1))),
        change(
            "more than one contraction",
            second.andThen(
                d -> {
                  d.insert(
                      new Sum("s2", List.of(addend(View.identity("p2", 2), 1)), 0),
                      Format.signed(8, 20),
                      2,
                      3);
                  d.insert(
                      new Sum(
                          "s3",
                          List.of(
                              addend(View.identity("p2", 2), 1), addend(View.identity("s2", 2), 1)),
                          0),
                      Format.signed(8, 20),
                      2,
                      3);
                })),
        change(
            "does not read the accumulator p whole",
            d -> d.addends(addend(view("p", along(0), AxisIndex.at(0)), 1))),
        change(
            "does not read the accumulator p whole",
            d -> d.addends(addend(view("p", along(1), along(0)), 1))),
        change(
            "does not read the accumulator p2 whole",
            second.andThen(
                d ->
                    d.insert(
                        new Sum("s2", List.of(addend(View.identity("p2", 2), 1)), 0),
                        Format.signed(8, 20),
                        2,
                        4))),
        change(
            "does not read the accumulator s whole",
            d -> {
              d.shape("q", 4, 2);
            }),
        change(
            "reads p, which is not stored",
            d ->
                d.insert(
                    contract("z", p, view("w", AxisIndex.at(0), along(1))),
                    Format.signed(16, 40),
                    2,
                    4)),
        change(
            "reads p, which is not stored",
            d ->
                d.insert(
                    contract("z", View.identity("x", 2), view("p", along(0), along(1))),
                    Format.signed(14, 40),
                    2,
                    3)),
        change("reads s, which is not stored", d -> d.replace(new Softmax("shares", "s", 1, 14))),
        change(
            "reads s, which is not stored",
            d -> d.replace(new Extremum("m", List.of(), List.of(View.identity("s", 2)), true))),
        change(
            "reads s, which is not stored",
            d -> d.replace(new Ranking("k", 4, view("s", along(0), along(2)), false, false))),
        change(
            "reads s, which is not stored",
            d ->
                d.replace(
                    new Select(
                        "c",
                        4,
                        view("s", along(0), along(2)),
                        view("k", along(0), AxisIndex.at(0))))),
        change(
            "reads s, which is not stored",
            d ->
                d.replace(
                    new Select(
                        "c",
                        4,
                        view("e", along(2), along(1)),
                        view("s", along(0), AxisIndex.at(0))))),
        change(
            "reads s, which is not stored",
            d -> d.replace(new Divide("v", "q", View.identity("s", 2), 8))),
        change("a parameter on its left side", d -> d.left(view("w", along(2), along(1)))),
        change(
            "requantize zq has fraction",
            d -> {
              View x = View.identity("x", 2);
              d.insert(new Sum("z", List.of(addend(x, 1)), 0), Format.signed(-30, 8), 2, 3);
              d.insert(new Requantize("zq", "z", 40, RELU), Format.unsigned(4, 7), 2, 3);
            }));
  }

  private static Stream<Arguments> quotients() {
    View divisor = view("d", along(0), along(1));
    return Stream.of(
        change("reads w, which is a parameter", d -> d.replace(new Divide("v", "w", divisor, 8))),
        change(
            "reads w, which is a parameter",
            d -> d.replace(new Divide("v", "q", view("w", along(0), along(1)), 8))),
        change(
            "divide v: shapes",
            d -> d.replace(new Divide("v", "x", view("d", along(0), along(1)), 8))),
        change("the dividend has a contraction", d -> d.replace(new Divide("v", "s", divisor, 8))),
        change("the divisor may be below 1", d -> d.format("d", new Format(2, 0, 100))),
        change("the divisor may be below 1", d -> d.format("d", new Format(2, -5, 100))),
        change(
            "reads d outside",
            d -> d.replace(new Divide("v", "q", view("d", along(0), AxisIndex.along(1, 1, 1)), 8))),
        change("fraction of v is not", d -> d.format("v", new Format(9, 0, 255 << 8))),
        change(
            "v can leave its declared range",
            d -> d.format("v", new Format(10, 0, (255 << 8) - 1))),
        change("v can leave its declared range", d -> d.format("v", new Format(10, 1, 255 << 8))),
        change("v spans more than 31 bits", d -> d.format("v", new Format(10, -5, (1L << 31) - 1))),
        change("v spans more than 31 bits", d -> d.format("v", new Format(10, 0, 1L << 31))),
        change(
            "v spans more than 31 bits",
            d -> d.format("v", new Format(10, -(1L << 31) - 1, 255 << 8))),
        change(
            "divide y could overflow",
            d -> {
              d.insert(
                  new Sum("z", List.of(addend(View.identity("x", 2), 1L << 20)), 0),
                  Format.signed(4, 28),
                  2,
                  3);
              d.tensor("y", Format.signed(42, 8), 2, 3);
              View one = view("d", along(0), along(1));
              d.nodes.add(d.nodes.indexOf(d.node("v")), new Divide("y", "z", one, 40));
            }),
        change(
            "reads wide, which is not stored in 16",
            d -> d.replace(new Softmax("shares", "wide", 1, 14))));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void eachRuleIsKept(String message, Consumer<LintSubject> change) {
    assertRefused(message, change);
  }
}
