package org.probity.inference.lowering;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.probity.model.graph.Format;
import org.probity.model.graph.IntegerGraph;
import org.probity.model.graph.RealFunction;

/**
 * Looks for the {@link Plan} with the least cost: few levels of the lookup tree first, since the
 * size of a certificate grows with their square, then few leaves and committed cells.
 *
 * <p>For each size of the range table, requantisations that could share a function table are
 * decided together, by lowering them into scratch drafts.
 */
public final class Planner {
  private final GraphCompiler compiler;
  private final List<Rescaling> rescalings;
  private final Map<Object, List<Rescaling>> groups = new LinkedHashMap<>();

  /** What a function table is shared by. */
  private record Sharing(RealFunction function, int fromFraction, Format to) {}

  /** Cost of a draft. */
  private record Cost(int leafBits, long work) {
    static final Comparator<Cost> ORDER =
        Comparator.comparingInt(Cost::leafBits).thenComparingLong(Cost::work);

    static Cost of(Draft draft) {
      long leaves = draft.lookupLeaves() + draft.tableLeaves();
      return new Cost(64 - Long.numberOfLeadingZeros(leaves - 1), Planner.work(draft));
    }
  }

  private Planner(GraphCompiler compiler) {
    this.compiler = compiler;
    this.rescalings = compiler.sketch().rescalings();
    for (Rescaling r : rescalings) {
      IntegerFunction f = r.function();
      Sharing sharing = new Sharing(f.function(), f.fromFraction(), f.to());
      groups.computeIfAbsent(sharing, k -> new ArrayList<>()).add(r);
    }
  }

  /**
   * A good plan for a graph whose ports are hidden, and not far from it for others.
   *
   * @param graph has passed {@link org.probity.model.graph.GraphLint}
   * @throws IllegalArgumentException if an intermediate value is too wide to be proven
   */
  public static Plan plan(IntegerGraph graph) {
    int registration = cheapest(bits -> RegistrationCompiler.draft(graph, bits));
    Planner planner = new Planner(new GraphCompiler(graph, Map.of()));
    int range =
        cheapest(
            bits -> {
              Draft draft = new Draft();
              planner.compiler.lower(draft, bits, planner.lowerings(bits));
              return draft;
            });
    return new Plan(range, registration, planner.lowerings(range));
  }

  private static int cheapest(IntFunction<Draft> drafts) {
    int best = 0;
    Cost bestCost = null;
    IllegalArgumentException reason = null;
    for (int bits = Plan.MIN_RANGE_BITS; bits <= Plan.MAX_RANGE_BITS; bits++) {
      try {
        Cost cost = Cost.of(drafts.apply(bits));
        if (bestCost == null || Cost.ORDER.compare(cost, bestCost) < 0) {
          best = bits;
          bestCost = cost;
        }
      } catch (IllegalArgumentException e) {
        // Intermediate values are too wide with this size; with another they may not be.
        reason = e;
      }
    }
    if (bestCost == null) {
      throw reason;
    }
    return best;
  }

  private List<RequantizeLowering> lowerings(int rangeBits) {
    Map<Rescaling, RequantizeLowering> chosen = new HashMap<>();
    for (List<Rescaling> group : groups.values()) {
      RequantizeLowering cheapest = cheapest(group, rangeBits);
      group.forEach(r -> chosen.put(r, cheapest));
    }
    return rescalings.stream().map(chosen::get).toList();
  }

  private static RequantizeLowering cheapest(List<Rescaling> group, int rangeBits) {
    RequantizeLowering best = null;
    long bestWork = Long.MAX_VALUE;
    for (RequantizeLowering lowering : RequantizeLowering.ALL) {
      long work = work(group, lowering, rangeBits);
      if (work < bestWork) {
        best = lowering;
        bestWork = work;
      }
    }
    if (best == null) {
      throw RequantizeLowering.unsuited(group.get(0));
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
    try {
      group.forEach(r -> lowering.lower(r, draft, ranges));
      ranges.emit();
    } catch (IllegalArgumentException e) {
      return Long.MAX_VALUE;
    }
    return draft.feasible() ? work(draft) : Long.MAX_VALUE;
  }

  private static long work(Draft draft) {
    return draft.lookupLeaves() + draft.tableLeaves() + draft.witnessCells();
  }
}
