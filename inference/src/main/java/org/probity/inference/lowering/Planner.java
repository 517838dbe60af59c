package org.probity.inference.lowering;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.probity.model.graph.Activation;
import org.probity.model.graph.Format;

/**
 * Chooses the {@link Plan} with the least cost: few levels of the lookup tree first, since the size
 * of a certificate grows with their square, then few leaves and committed cells.
 *
 * <p>For each size of the range table, requantisations that could share a function table are
 * decided together, by lowering them into scratch drafts.
 */
final class Planner {
  private static final int MIN_RANGE_BITS = 4;
  private static final int MAX_RANGE_BITS = 16;

  private final Map<Object, List<Rescaling>> groups = new LinkedHashMap<>();
  private final GraphCompiler compiler;

  /** What a function table is shared by. */
  private record Sharing(Activation activation, int fromFraction, Format to) {}

  /** Cost of a draft. */
  private record Cost(int leafBits, long work) {
    static final Comparator<Cost> ORDER =
        Comparator.comparingInt(Cost::leafBits).thenComparingLong(Cost::work);

    static Cost of(Draft draft) {
      long leaves = draft.lookupLeaves() + draft.tableLeaves();
      return new Cost(64 - Long.numberOfLeadingZeros(leaves - 1), leaves + draft.witnessCells());
    }
  }

  Planner(List<Rescaling> rescalings, GraphCompiler compiler) {
    this.compiler = compiler;
    for (Rescaling r : rescalings) {
      StepFunction f = r.function();
      groups
          .computeIfAbsent(
              new Sharing(f.activation(), f.fromFraction(), f.to()), k -> new ArrayList<>())
          .add(r);
    }
  }

  Plan best() {
    Plan best = null;
    Cost bestCost = null;
    for (int bits = MIN_RANGE_BITS; bits <= MAX_RANGE_BITS; bits++) {
      Plan plan = plan(bits);
      Draft draft = new Draft();
      compiler.lower(draft, plan);
      Cost cost = Cost.of(draft);
      if (bestCost == null || Cost.ORDER.compare(cost, bestCost) < 0) {
        best = plan;
        bestCost = cost;
      }
    }
    return best;
  }

  private Plan plan(int rangeBits) {
    Map<StepFunction, RequantizeLowering> lowerings = new HashMap<>();
    for (List<Rescaling> group : groups.values()) {
      RequantizeLowering cheapest = cheapest(group, rangeBits);
      group.forEach(r -> lowerings.put(r.function(), cheapest));
    }
    return new Plan(rangeBits, lowerings);
  }

  private static RequantizeLowering cheapest(List<Rescaling> group, int rangeBits) {
    RequantizeLowering best = RequantizeLowering.THRESHOLDS;
    long bestWork = Long.MAX_VALUE;
    for (RequantizeLowering lowering : RequantizeLowering.ALL) {
      long work = work(group, lowering, rangeBits);
      if (work < bestWork) {
        best = lowering;
        bestWork = work;
      }
    }
    return best;
  }

  /** Leaves and cells of a group; the shared range table counts alike for all of its lowerings. */
  private static long work(List<Rescaling> group, RequantizeLowering lowering, int rangeBits) {
    if (!group.stream().allMatch(lowering::suits)) {
      return Long.MAX_VALUE;
    }
    Draft draft = new Draft();
    Ranges ranges = new Ranges(draft, rangeBits);
    group.forEach(r -> lowering.lower(r, draft, ranges));
    ranges.emit();
    if (!draft.feasible()) {
      return Long.MAX_VALUE;
    }
    return draft.lookupLeaves() + draft.tableLeaves() + draft.witnessCells();
  }
}
