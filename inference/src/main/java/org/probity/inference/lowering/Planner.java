package org.probity.inference.lowering;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.probity.graph.IntegerGraph;

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
      groups.computeIfAbsent(r.sharing(), k -> new ArrayList<>()).add(r);
    }
  }

  /**
   * A good plan for a graph whose ports are hidden, and not far from it for others.
   *
   * @param graph has passed {@link org.probity.graph.lint.GraphLint}
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
      chosen.putAll(cheapest(group, rangeBits));
    }
    return rescalings.stream().map(chosen::get).toList();
  }

  /**
   * Either one lowering for all of a group, or fused ones up to some shift and another one above:
   * the size of a fused table doubles with each bit of the largest shift.
   */
  private static Map<Rescaling, RequantizeLowering> cheapest(List<Rescaling> group, int rangeBits) {
    Choice best = uniform(group, rangeBits);
    for (int shift : new TreeSet<>(group.stream().map(Rescaling::shift).toList())) {
      Map<Boolean, List<Rescaling>> parts =
          group.stream().collect(Collectors.partitioningBy(r -> r.shift() <= shift));
      Choice fused = all(parts.get(true), RequantizeLowering.FUSED, rangeBits);
      List<Rescaling> others = parts.get(false);
      Choice sum = others.isEmpty() ? fused : fused.plus(uniform(others, rangeBits));
      best = sum.work() < best.work() ? sum : best;
    }
    if (best.work() == Choice.NONE) {
      throw RequantizeLowering.unsuited(group.get(0));
    }
    return best.lowerings();
  }

  /** A decision for some requantisations and what it costs. */
  private record Choice(Map<Rescaling, RequantizeLowering> lowerings, long work) {
    static final long NONE = Long.MAX_VALUE / 4;

    Choice plus(Choice other) {
      Map<Rescaling, RequantizeLowering> both = new HashMap<>(lowerings);
      both.putAll(other.lowerings);
      return new Choice(both, Math.min(NONE, work + other.work));
    }
  }

  private static Choice uniform(List<Rescaling> group, int rangeBits) {
    Choice best = new Choice(Map.of(), Choice.NONE);
    for (RequantizeLowering lowering : RequantizeLowering.ALL) {
      if (lowering != RequantizeLowering.FUSED) {
        Choice choice = all(group, lowering, rangeBits);
        best = choice.work() < best.work() ? choice : best;
      }
    }
    return best;
  }

  private static Choice all(List<Rescaling> group, RequantizeLowering lowering, int rangeBits) {
    Map<Rescaling, RequantizeLowering> same = new HashMap<>();
    group.forEach(r -> same.put(r, lowering));
    return new Choice(same, Math.min(Choice.NONE, work(group, lowering, rangeBits)));
  }

  /** Leaves and cells of a group; the shared range table counts alike for all of its lowerings. */
  private static long work(List<Rescaling> group, RequantizeLowering lowering, int rangeBits) {
    int alignment = group.stream().mapToInt(Rescaling::shift).max().orElseThrow();
    List<Rescaling> aligned = group.stream().map(r -> r.aligned(alignment)).toList();
    if (!aligned.stream().allMatch(lowering::suits)) {
      return Choice.NONE;
    }
    Draft draft = new Draft();
    Ranges ranges = new Ranges(draft, rangeBits);
    try {
      aligned.forEach(r -> lowering.lower(r, draft, ranges));
      ranges.emit();
    } catch (IllegalArgumentException e) {
      return Choice.NONE;
    }
    return draft.feasible() ? work(draft) : Choice.NONE;
  }

  private static long work(Draft draft) {
    return draft.lookupLeaves()
        + draft.tableLeaves()
        + draft.witnessCells()
        + draft.contractedCells();
  }
}
