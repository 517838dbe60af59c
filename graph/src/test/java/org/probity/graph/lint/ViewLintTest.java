package org.probity.graph.lint;

import static org.probity.graph.lint.LintSubject.along;
import static org.probity.graph.lint.LintSubject.assertRefused;
import static org.probity.graph.lint.LintSubject.change;
import static org.probity.graph.lint.LintSubject.strided;
import static org.probity.graph.lint.LintSubject.table;
import static org.probity.graph.lint.LintSubject.view;

import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.probity.graph.AxisIndex;
import org.probity.graph.Extremum;
import org.probity.graph.View;

class ViewLintTest {
  static Stream<Arguments> changes() {
    int big = (1 << 28) + 1;
    return Stream.of(
        change("does not cover all axes", d -> d.left(view("x", along(0)))),
        change("does not cover all axes", d -> d.left(view("x"))),
        change("covers more axes", d -> d.left(view("x", along(0), along(2), along(1)))),
        change("covers more axes", d -> d.left(view("x", along(0), table(2, List.of(2), 0, 1, 2)))),
        change("covers more axes", d -> d.left(view("x", table(0, List.of(), 0), along(0)))),
        change(
            "covers more axes",
            d -> d.left(view("x", along(0), table(Integer.MAX_VALUE, List.of(2), 0, 1, 2)))),
        change("the node does not have", d -> d.left(view("x", along(0), along(3)))),
        change("the node does not have", d -> d.left(view("x", along(0), along(-1)))),
        change("the node does not have", d -> d.bias(view("b", along(2)))),
        change("reads an axis twice", d -> d.left(view("x", along(0), along(0)))),
        change(
            "reads an axis twice",
            d -> d.left(view("x", along(0), strided(List.of(2, 2), List.of(1, 1), 0, 1)))),
        change(
            "reads an axis twice", d -> d.left(view("x", along(2), table(1, List.of(2), 0, 1, 2)))),
        change("stride of zero", d -> d.left(view("x", along(0), AxisIndex.along(2, 0, 0)))),
        change("stride that is too", d -> d.left(view("x", along(0), AxisIndex.along(2, big, 0)))),
        change("stride that is too", d -> d.left(view("x", along(0), AxisIndex.along(2, -big, 0)))),
        change(
            "stride that is too",
            d -> d.left(view("x", along(0), AxisIndex.along(2, Integer.MIN_VALUE, 0)))),
        change("offset that is too", d -> d.left(view("x", along(0), AxisIndex.along(2, 1, big)))),
        change("offset that is too", d -> d.left(view("x", along(0), AxisIndex.along(2, 1, -big)))),
        change(
            "divisor that is too",
            d -> d.left(view("x", along(0), strided(List.of(2), List.of(1), 0, big)))),
        change("wrong size", d -> d.left(view("x", along(0), table(1, List.of(2), 0, 1)))),
        change("wrong size", d -> d.left(view("x", along(0), table(1, List.of(1, 2), 0, 1, 2)))),
        change("outside of the", d -> d.left(view("x", along(0), table(1, List.of(2), 0, 1, 3)))),
        change("outside of the", d -> d.left(view("x", along(0), table(1, List.of(2), 0, 1, -2)))),
        change("outside of the", d -> d.left(view("x", table(2, List.of(2), 0, 1, 6)))),
        change(
            "the tables of the graph's views have more",
            d -> {
              AxisIndex table = table(1, List.of(3), new int[1 << 23]);
              View operand = view("u", along(0), table);
              d.replace(
                  new Extremum("m", List.of(1, 1 << 23), Collections.nCopies(3, operand), false));
            }));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void eachRuleIsKept(String message, Consumer<LintSubject> change) {
    assertRefused(message, change);
  }
}
