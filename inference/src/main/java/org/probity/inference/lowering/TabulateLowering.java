package org.probity.inference.lowering;

import java.util.Arrays;
import org.probity.graph.Tabulate;
import org.probity.inference.lowering.table.ExplicitTable;

/** One lookup of {@code (input, output)} in the part of the table that the input can reach. */
final class TabulateLowering {
  private TabulateLowering() {}

  static void lower(Tabulate node, Scope scope) {
    Virtual input = scope.read(node.input());
    Virtual output = scope.declare(node.output());
    // An input outside of the rows has none: the table itself bounds it.
    int from = Math.toIntExact(input.min() - node.first());
    int to = Math.toIntExact(input.max() - node.first()) + 1;
    long[] entries = Arrays.stream(node.table(), from, to).asLongStream().toArray();
    scope
        .draft()
        .lookup(
            "table of " + node.output(), new ExplicitTable(input.min(), entries), input, output);
  }
}
