package org.probity.inference.lowering;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.probity.argument.program.Shape;
import org.probity.graph.Extremum;
import org.probity.graph.Shapes;
import org.probity.graph.View;
import org.probity.inference.lowering.table.DistanceTable;
import org.probity.inference.lowering.table.IntervalTable;
import org.probity.inference.lowering.table.TableSpec;

/**
 * The largest cell of a window over all operands; the smallest is the largest of the negatives.
 *
 * <ul>
 *   <li><b>Tournament</b>, for few cells: {@code max(a, b) = b + relu(a - b)}. Each match looks up
 *       {@code (a - b, r)} in the table of {@code (d, max(d, 0))}; winners stay expressions. In the
 *       last match the output takes the place of {@code r}: {@code r = out - b}.
 *   <li><b>Indicators</b>, for many: {@code (out - x_k, z_k)} is a row of {@code (d, [d = 0])} for
 *       {@code d >= 0}, so that no cell exceeds the output, and {@code sum_k z_k >= 1} makes one
 *       reach it.
 *   <li><b>Ranges</b>, where the differences are too wide for a table: {@code out - x_k >= 0} by
 *       range checks, {@code z_k (out - x_k) = 0} and {@code sum_k z_k = 1}: some {@code z_k} is
 *       not zero, and that cell is reached.
 * </ul>
 */
final class ExtremumLowering {
  /** More cells than this make expressions of too many terms. */
  private static final int MAX_TOURNAMENT = 16;

  private final Extremum node;
  private final Scope scope;
  private final String name;
  private final Shape shape;
  private final Shape wide;

  private ExtremumLowering(Extremum node, Scope scope) {
    this.node = node;
    this.scope = scope;
    this.name = node.output();
    this.shape = new Shape(scope.tensor(name).shape());
    List<Integer> sizes = new ArrayList<>(shape.sizes());
    sizes.addAll(node.window());
    this.wide = new Shape(sizes);
  }

  static void lower(Extremum node, Scope scope) {
    new ExtremumLowering(node, scope).lower();
  }

  private enum Way {
    TOURNAMENT,
    INDICATORS,
    RANGES
  }

  private void lower() {
    Virtual out = signed(scope.declare(name));
    List<Virtual> operands =
        node.operands().stream().map(v -> signed(scope.read(v, wide))).toList();
    switch (cheapest(operands)) {
      case TOURNAMENT -> tournament(out, candidates());
      case INDICATORS -> indicators(out, operands);
      case RANGES -> ranges(out, operands);
    }
  }

  private Virtual signed(Virtual tensor) {
    return node.minimum() ? tensor.times(-1) : tensor;
  }

  /** The way with the fewest leaves and cells; a table counts unless the draft has it already. */
  private Way cheapest(List<Virtual> operands) {
    long low = operands.stream().mapToLong(Virtual::min).min().orElseThrow();
    long high = operands.stream().mapToLong(Virtual::max).max().orElseThrow();
    long span = high - low;
    int window = Shapes.size(node.window());
    long cells = Math.multiplyExact((long) operands.size(), window);
    long outputs = 1L << shape.bits();
    long windows = operands.size() * (1L << wide.bits());
    Draft draft = scope.draft();
    Way best = Way.RANGES;
    // The indicator and its product with the distance; lookups and committed limbs.
    long bestCost = windows * (1 + 2L * scope.ranges().limbs(span + 1));
    long indicators = 2 * windows + 2 * draft.additionalLeaves(new DistanceTable(span + 1));
    if (span < TableSpec.MAX_SIZE && indicators < bestCost) {
      best = Way.INDICATORS;
      bestCost = indicators;
    }
    long tournament =
        2 * outputs * (cells - 1)
            + 2
                * draft.additionalLeaves(
                    new IntervalTable(IntervalTable.Kind.POSITIVE_PART, -span, span));
    if (cells <= MAX_TOURNAMENT && 2 * span < TableSpec.MAX_SIZE && tournament <= bestCost) {
      best = Way.TOURNAMENT;
    }
    return best;
  }

  // --- tournament

  /** Every cell of every window as a tensor of the output's shape. */
  private List<Virtual> candidates() {
    List<Virtual> all = new ArrayList<>();
    int window = Shapes.size(node.window());
    for (View view : node.operands()) {
      for (int k = 0; k < window; k++) {
        all.add(signed(candidate(view, k)));
      }
    }
    return all;
  }

  private Virtual candidate(View view, int k) {
    Map<Integer, Integer> fixed = new HashMap<>();
    int rest = k;
    for (int d = wide.axes() - 1; d >= shape.axes(); d--) {
      fixed.put(d, rest % wide.size(d));
      rest /= wide.size(d);
    }
    return scope.read(AxisMaps.fix(view, fixed, wide.sizes()), shape);
  }

  private void tournament(Virtual out, List<Virtual> candidates) {
    List<Virtual> round = candidates;
    if (round.size() == 1) {
      scope.draft().zero("extremum of " + name, out.minus(round.get(0)));
      return;
    }
    int match = 0;
    while (round.size() > 2) {
      List<Virtual> winners = new ArrayList<>();
      for (int i = 0; i + 1 < round.size(); i += 2) {
        winners.add(winner(match++, round.get(i), round.get(i + 1)));
      }
      if (round.size() % 2 == 1) {
        winners.add(round.get(round.size() - 1));
      }
      round = winners;
    }
    Virtual b = round.get(1);
    match("extremum of " + name, round.get(0).minus(b), out.minus(b));
  }

  private Virtual winner(int match, Virtual a, Virtual b) {
    Virtual difference = a.minus(b);
    String lead = "lead " + match + " of " + name;
    Virtual positive =
        scope
            .draft()
            .commit(
                lead,
                shape,
                difference.each(d -> Math.max(d, 0)),
                0,
                Math.max(0, difference.max()));
    match(lead, difference, positive);
    return b.plus(positive)
        .withValues(a.each(b, Math::max))
        .knownWithin(Math.max(a.min(), b.min()), Math.max(a.max(), b.max()));
  }

  private void match(String name, Virtual difference, Virtual positive) {
    scope
        .draft()
        .lookup(
            name,
            new IntervalTable(IntervalTable.Kind.POSITIVE_PART, difference.min(), difference.max()),
            difference,
            positive);
  }

  // --- indicators

  private void indicators(Virtual out, List<Virtual> operands) {
    Virtual reached = null;
    for (int o = 0; o < operands.size(); o++) {
      Virtual distance = distance(out, operands.get(o));
      String at = "at extremum, operand " + o + ", of " + name;
      Virtual zero = scope.draft().commit(at, wide, distance.each(d -> d == 0 ? 1 : 0), 0, 1);
      scope.draft().lookup(at, new DistanceTable(distance.max() + 1), distance, zero);
      Virtual count = overWindow(zero);
      reached = reached == null ? count : reached.plus(count);
    }
    scope
        .ranges()
        .notNegative("extremum of " + name + " is reached", reached.plus(-1), reached.max());
  }

  // --- ranges

  private void ranges(Virtual out, List<Virtual> operands) {
    Virtual reached = null;
    Draft draft = scope.draft();
    for (int o = 0; o < operands.size(); o++) {
      Virtual distance = distance(out, operands.get(o));
      String operand = "operand " + o + ", of " + name;
      scope.ranges().notNegative("extremum is largest, " + operand, distance, distance.max() + 1);
      Virtual chosen =
          draft.commit("at extremum, " + operand, wide, chosen(operands, out, o), 0, 1);
      Virtual product =
          Virtual.contraction(
              wide,
              List.of(),
              chosen.operand(),
              distance.operand(),
              chosen.each(distance, (z, d) -> z * d),
              0,
              distance.max());
      draft.zero("at extremum, " + operand, product);
      Virtual count = overWindow(chosen);
      reached = reached == null ? count : reached.plus(count);
    }
    draft.zero("extremum of " + name + " is reached", reached.plus(-1));
  }

  /** 1 at the first cell, in the order of operands, that is the extremum. */
  private Values chosen(List<Virtual> operands, Virtual out, int operand) {
    int window = Shapes.size(node.window());
    return trace -> {
      long[] extremum = out.values(trace);
      boolean[] found = new boolean[extremum.length];
      long[] chosen = new long[0];
      for (int o = 0; o <= operand; o++) {
        long[] x = operands.get(o).values(trace);
        chosen = new long[x.length];
        for (int i = 0; i < x.length; i++) {
          if (!found[i / window] && x[i] == extremum[i / window]) {
            found[i / window] = true;
            chosen[i] = 1;
          }
        }
      }
      return chosen;
    };
  }

  /** {@code out - x} on every cell of the windows; not negative when honest. */
  private Virtual distance(Virtual out, Virtual operand) {
    Virtual spread = out.withTrailingAxes(node.window().size());
    for (int d = shape.axes(); d < wide.axes(); d++) {
      spread = spread.broadcast(d, wide.size(d));
    }
    Virtual distance = spread.minus(operand);
    return distance.knownWithin(0, Math.max(0, distance.max()));
  }

  private Virtual overWindow(Virtual indicator) {
    Virtual sum = indicator;
    for (int d = shape.axes(); d < wide.axes(); d++) {
      scope.reserveWeights(wide.size(d));
      sum = sum.sum(d);
    }
    return sum;
  }
}
