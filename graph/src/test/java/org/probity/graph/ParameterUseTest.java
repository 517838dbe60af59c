package org.probity.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.probity.graph.lint.LintSubject.RELU;
import static org.probity.graph.lint.LintSubject.addend;
import static org.probity.graph.lint.LintSubject.along;
import static org.probity.graph.lint.LintSubject.contract;
import static org.probity.graph.lint.LintSubject.table;
import static org.probity.graph.lint.LintSubject.view;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.probity.graph.lint.GraphLint;
import org.probity.graph.lint.LintSubject;

class ParameterUseTest {
  @Test
  void matricesAreReadWholeAndOnTheRight() {
    assertThat(ParameterUse.matrices(new LintSubject().graph()))
        .containsExactly("w", "e", "rank", "feature", "threshold", "child");
    for (View right :
        List.of(
            view("w", AxisIndex.along(2, -1, 2), along(1)),
            view("w", along(2), AxisIndex.at(0)),
            view("w", AxisIndex.at(1), along(1)),
            view("w", along(2), table(1, List.of(1), 0, 1, 2, 3)))) {
      LintSubject d = new LintSubject();
      d.replace(contract("p", view("x", along(0), along(2)), right, 3));
      GraphLint.check(d.graph());
      assertThat(ParameterUse.matrices(d.graph()))
          .containsExactly("e", "rank", "feature", "threshold", "child");
    }
    LintSubject added = new LintSubject();
    added.insert(
        new Sum("z", List.of(addend(view("w", along(0), along(1)), 1)), 0),
        Format.signed(6, 8),
        3,
        4);
    added.insert(new Requantize("zq", "z", 0, RELU), Format.unsigned(6, 7), 3, 4);
    added.outputs.add(new Port("zq", "zq", List.of(12L)));
    GraphLint.check(added.graph());
    assertThat(ParameterUse.matrices(added.graph()))
        .containsExactly("e", "rank", "feature", "threshold", "child");
  }
}
