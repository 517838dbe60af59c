package org.probity.graph.lint;

import static org.probity.graph.lint.LintSubject.along;
import static org.probity.graph.lint.LintSubject.assertRefused;
import static org.probity.graph.lint.LintSubject.change;
import static org.probity.graph.lint.LintSubject.strided;
import static org.probity.graph.lint.LintSubject.table;
import static org.probity.graph.lint.LintSubject.view;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.probity.graph.AxisIndex;
import org.probity.graph.Extremum;
import org.probity.graph.Format;
import org.probity.graph.Ranking;
import org.probity.graph.Select;
import org.probity.graph.Softmax;
import org.probity.graph.View;

/** Rules of extrema, rankings and selections. */
class ChoiceLintTest {
  static Stream<Arguments> changes() {
    View u = view("u", along(0), along(2));
    View index = view("k", along(0), AxisIndex.at(0));
    View data = view("e", along(2), along(1));
    return Stream.of(
        change(
            "extremum m has no operands",
            d -> d.replace(new Extremum("m", List.of(2), List.of(), false))),
        change(
            "reads e, which is a parameter",
            d ->
                d.replace(
                    new Extremum("m", List.of(), List.of(view("e", along(0), along(1))), false))),
        change(
            "reads u outside",
            d ->
                d.replace(
                    new Extremum(
                        "m",
                        List.of(2),
                        List.of(view("u", along(0), strided(List.of(1, 2), List.of(2, 1), -1, 1))),
                        false))),
        change(
            "reads u outside",
            d ->
                d.replace(
                    new Extremum(
                        "m",
                        List.of(2),
                        List.of(view("u", along(0), strided(List.of(1, 2), List.of(3, 1), 0, 1))),
                        false))),
        change(
            "reads u outside",
            d ->
                d.replace(
                    new Extremum(
                        "m",
                        List.of(2),
                        List.of(view("u", along(0), strided(List.of(1), List.of(1), 0, 2))),
                        false))),
        change(
            "reads u outside",
            d ->
                d.replace(
                    new Extremum(
                        "m",
                        List.of(2),
                        List.of(view("u", along(0), table(1, List.of(1), 0, -1))),
                        false))),
        change("does not contain those", d -> d.format("m", Format.signed(3, 8))),
        change("does not contain those", d -> d.format("m", new Format(4, -127, 127))),
        change("does not contain those", d -> d.format("m", new Format(4, -128, 126))),
        change(
            "reads e, which is a parameter",
            d ->
                d.replace(
                    new Ranking(
                        "k", 4, view("e", AxisIndex.at(0), AxisIndex.at(0)), false, false))),
        change(
            "reads u outside",
            d ->
                d.replace(
                    new Ranking(
                        "k", 4, view("u", along(0), AxisIndex.along(2, 1, 1)), false, false))),
        change(
            "reads the axis of places",
            d ->
                d.replace(
                    new Ranking(
                        "k",
                        4,
                        view("u", along(0), strided(List.of(1, 2), List.of(1, 1), 0, 1)),
                        false,
                        false))),
        change("more places than entries", d -> d.shape("k", 2, 5)),
        change("the format is not [0, count)", d -> d.format("k", new Format(0, 0, 4))),
        change("the format is not [0, count)", d -> d.format("k", new Format(1, 0, 3))),
        change(
            "the format is not [0, count)", d -> d.replace(new Ranking("k", 3, u, false, false))),
        change(
            "k spans more than 16 bits",
            d -> {
              View one = view("u", along(0), AxisIndex.at(0));
              d.replace(new Ranking("k", 1 << 20, one, false, false));
              d.format("k", new Format(0, 0, (1 << 20) - 1));
            }),
        change(
            "reads e outside",
            d ->
                d.replace(
                    new Select("c", 4, view("e", AxisIndex.along(2, 1, 1), along(1)), index))),
        change("reads e outside", d -> d.replace(new Select("c", 5, data, index))),
        change(
            "the index reads the axis",
            d -> d.replace(new Select("c", 4, data, view("k", along(0), along(2))))),
        change(
            "the data does not read the axis",
            d -> d.replace(new Select("c", 4, view("e", AxisIndex.at(0), along(1)), index))),
        change("the index can leave", d -> d.replace(new Select("c", 3, data, index))),
        change(
            "the index can leave",
            d -> d.replace(new Select("c", 4, data, view("u", along(0), AxisIndex.at(0))))),
        change("format is not that of the data", d -> d.format("c", Format.signed(3, 9))),
        change("format is not that of the data", d -> d.format("c", Format.signed(2, 8))),
        change("reads w, which is a parameter", d -> d.replace(new Softmax("shares", "w", 0, 14))),
        change("softmax shares: shapes", d -> d.shape("shares", 4, 2)),
        change("softmax shares has no axis 2", d -> d.replace(new Softmax("shares", "u", 2, 14))),
        change("softmax shares has no axis -1", d -> d.replace(new Softmax("shares", "u", -1, 14))),
        change("softmax shares: the format", d -> d.format("shares", new Format(10, 0, 1023))),
        change("softmax shares: the format", d -> d.format("shares", new Format(0, 0, 1))),
        change("softmax shares: the format", d -> d.format("shares", new Format(17, 0, 1 << 17))));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void eachRuleIsKept(String message, Consumer<LintSubject> change) {
    assertRefused(message, change);
  }
}
