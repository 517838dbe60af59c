package org.probity.graph.lint;

import static org.probity.graph.lint.LintSubject.along;
import static org.probity.graph.lint.LintSubject.assertRefused;
import static org.probity.graph.lint.LintSubject.change;
import static org.probity.graph.lint.LintSubject.view;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.probity.graph.AxisIndex;
import org.probity.graph.Bin;
import org.probity.graph.Format;
import org.probity.graph.View;

/** Rules of ranks among secret bounds and of walks. */
class TreeLintTest {
  static Stream<Arguments> changes() {
    View words = view("x", along(0), AxisIndex.along(2));
    View ranks = view("ranks", along(0), along(2));
    List<String> bounds = List.of("high", "low");
    return Stream.of(
        change("does not have one or two words", d -> d.replace(bin(words, 3, "group", bounds))),
        change("has an axis of size 0", d -> d.replace(bin(words, 0, "group", bounds))),
        change(
            "does not have one or two words",
            d -> d.replace(bin(words, 2, "group", List.of("high")))),
        change(
            "reads p, which is not stored",
            d -> d.replace(bin(View.identity("p", 2), 1, "group", bounds))),
        change(
            "reads b, which is a parameter",
            d -> d.replace(bin(view("b", along(0)), 2, "group", bounds))),
        change(
            "reads x outside",
            d -> d.replace(bin(view("x", along(0), AxisIndex.along(2, 1, 2)), 2, "group", bounds))),
        change("before it is defined", d -> d.replace(bin(words, 2, "z", bounds))),
        change("u is not a parameter", d -> d.replace(bin(words, 2, "u", bounds))),
        change("not of one length", d -> d.parameterShape("rank", 4)),
        change("not of one length", d -> d.parameterShape("low", 8, 1)),
        change(
            "not of one length",
            d -> List.of("group", "high", "low", "rank").forEach(p -> d.parameterShape(p, 2, 4))),
        change(
            "more than 1048576 rows",
            d ->
                List.of("group", "high", "low", "rank")
                    .forEach(p -> d.parameterShape(p, (1 << 20) + 1))),
        change(
            "has only one row",
            d -> List.of("group", "high", "low", "rank").forEach(p -> d.parameterShape(p, 1))),
        change("the range of the groups", d -> d.parameterFormat("group", new Format(0, 0, 1))),
        change("the range of the groups", d -> d.parameterFormat("group", new Format(0, -1, 2))),
        change("the range of the groups", d -> d.parameterFormat("group", new Format(1, 0, 2))),
        change("bounds are not 32 bits", d -> d.parameterFormat("high", Format.signed(4, 31))),
        change("bounds are not 32 bits", d -> d.parameterFormat("low", Format.signed(3, 32))),
        change("the range of the ranks", d -> d.parameterFormat("rank", Format.unsigned(0, 5))),
        change(
            "reads wide, which is not stored in 16",
            d -> d.replace(LintSubject.walk(view("wide", along(0), along(2)), 4, 2, 3))),
        change("reads ranks outside", d -> d.replace(LintSubject.walk(ranks, 3, 2, 3))),
        change(
            "read the axis of trees",
            d -> d.replace(LintSubject.walk(view("ranks", along(2), along(1)), 2, 2, 3))),
        change("has an axis of size 0", d -> d.replace(LintSubject.walk(ranks, 0, 2, 3))),
        change("has an axis of size -1", d -> d.replace(LintSubject.walk(ranks, -1, 2, 3))),
        change(
            "reads ranks outside",
            d -> d.replace(LintSubject.walk(ranks, Integer.MAX_VALUE, 2, 3))),
        change("the depth is not 1 to 64", d -> d.replace(LintSubject.walk(ranks, 2, 0, 3))),
        change("the depth is not 1 to 64", d -> d.replace(LintSubject.walk(ranks, 2, 65, 3))),
        change(
            "the depth is not 1 to 64",
            d -> d.replace(LintSubject.walk(ranks, 2, Integer.MIN_VALUE, 3))),
        change("more trees than rows", d -> d.shape("leaf", 2, 5)),
        change(
            "has too many steps",
            d -> {
              d.shape("leaf", 2, 1 << 18);
              List.of("feature", "threshold", "child").forEach(p -> d.parameterShape(p, 1 << 18));
              d.parameterFormat("child", new Format(0, 0, (1 << 18) + 3));
              d.format("leaf", new Format(0, 0, (1 << 18)));
              d.replace(LintSubject.walk(ranks, 2, 64, 3));
            }),
        change("not of one length", d -> d.parameterShape("feature", 5)),
        change(
            "more than 1048576 rows",
            d ->
                List.of("feature", "threshold", "child")
                    .forEach(p -> d.parameterShape(p, (1 << 20) + 1))),
        change("the range of the features", d -> d.parameterFormat("feature", new Format(0, 0, 2))),
        change("the range of the features", d -> d.parameterFormat("feature", new Format(0, 0, 0))),
        change(
            "the range of the thresholds",
            d -> d.parameterFormat("threshold", Format.unsigned(0, 5))),
        change("the range of the children", d -> d.parameterFormat("child", new Format(0, 0, 2))),
        change("the range of the children", d -> d.parameterFormat("child", new Format(0, -1, 6))),
        change(
            "the range of the children",
            d -> d.parameterFormat("child", new Format(0, 0, 1L << 24))),
        change("the range of the leaves", d -> d.replace(LintSubject.walk(ranks, 2, 2, 4))),
        change("the range of the leaves", d -> d.replace(LintSubject.walk(ranks, 2, 2, -1))),
        change("the range of the leaves", d -> d.replace(LintSubject.walk(ranks, 2, 2, 7))),
        change("the range of the leaves", d -> d.format("leaf", new Format(0, 0, 2))));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void eachRuleIsKept(String message, Consumer<LintSubject> change) {
    assertRefused(message, change);
  }

  private static Bin bin(View input, int words, String group, List<String> bounds) {
    return new Bin("ranks", input, words, group, bounds, "rank");
  }
}
