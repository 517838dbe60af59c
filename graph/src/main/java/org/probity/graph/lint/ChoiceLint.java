package org.probity.graph.lint;

import java.util.List;
import org.probity.graph.Extremum;
import org.probity.graph.Format;
import org.probity.graph.Ranking;
import org.probity.graph.Select;
import org.probity.graph.Tensor;
import org.probity.graph.View;

/** Rules of {@link Extremum}, {@link Ranking} and {@link Select}. */
final class ChoiceLint {
  private final LintScope scope;

  ChoiceLint(LintScope scope) {
    this.scope = scope;
  }

  TensorKind check(Extremum node, List<Integer> axes, Tensor out) {
    require(!node.operands().isEmpty(), "extremum " + node.output() + " has no operands");
    for (View operand : node.operands()) {
      scope.requireStored(node, operand.source());
      scope.requireInside(node, operand, axes);
      Format format = scope.format(operand.source());
      require(
          format.fraction() == out.format().fraction()
              && format.min() >= out.format().min()
              && format.max() <= out.format().max(),
          "extremum " + node.output() + ": the format does not contain those of its operands");
    }
    return TensorKind.STORED;
  }

  TensorKind check(Ranking node, List<Integer> axes, Tensor out) {
    String name = node.output();
    scope.requireStored(node, node.input().source());
    scope.requireInside(node, node.input(), axes);
    int places = out.rank() - 1;
    require(
        node.input().axes().stream().noneMatch(entry -> entry.axes().contains(places)),
        "ranking " + name + ": the input reads the axis of places");
    require(
        out.shape().getLast() <= node.count(), "ranking " + name + " has more places than entries");
    require(
        out.format().equals(new Format(0, 0, node.count() - 1L)),
        "ranking " + name + ": the format is not [0, count)");
    LintScope.requireNarrow(out);
    return TensorKind.STORED;
  }

  TensorKind check(Select node, List<Integer> axes, Tensor out) {
    String name = node.output();
    String data = node.data().source();
    if (scope.isParameter(data)) {
      LintScope.requireWidth(scope.parameter(data));
    } else {
      scope.requireStored(node, data);
    }
    String indices = node.index().source();
    if (!scope.isParameter(indices)) {
      scope.requireStored(node, indices);
    }
    scope.requireInside(node, node.data(), axes);
    int counted = out.rank();
    require(
        node.index().axes().stream().noneMatch(entry -> entry.axes().contains(counted)),
        "select " + name + ": the index reads the axis that it chooses from");
    require(
        node.data().axes().stream().anyMatch(entry -> entry.axes().contains(counted)),
        "select " + name + ": the data does not read the axis that is chosen from");
    Format index = scope.format(indices);
    require(
        index.fraction() == 0 && index.min() >= 0 && index.max() < node.count(),
        "select " + name + ": the index can leave [0, count)");
    require(
        out.format().equals(scope.format(data)),
        "select " + name + ": the format is not that of the data");
    return TensorKind.STORED;
  }

  private static void require(boolean condition, String message) {
    LintScope.require(condition, message);
  }
}
