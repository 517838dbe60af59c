package org.probity.inference.lowering;

import org.probity.inference.lowering.table.IntervalTable;
import org.probity.inference.lowering.table.Side;
import org.probity.inference.lowering.table.WindowTable;

/**
 * The value of a function that is constant outside a window, by one digit and one table: {@code x =
 * start + t + L * high} with {@code 0 <= t < L}, where {@code high} is looked up together with the
 * side of the window that it tells, and {@code (t + L side, side, q)} in the {@link WindowTable},
 * which bounds {@code t}.
 */
final class Window {
  private Window() {}

  /**
   * Commits digit and side and checks the output.
   *
   * @param argument {@code 2^shift} times an argument of the function, plus less than {@code
   *     2^shift}; an integer if the checks written here hold, or by others
   */
  static void check(Rescaling r, Draft draft, Virtual argument, int shift) {
    WindowTable table = new WindowTable(r.facts().window(), shift);
    long length = table.length();
    Virtual fromStart = argument.plus(-(r.facts().window().low() << shift));
    IntervalTable sides =
        new IntervalTable(
            IntervalTable.Kind.SIDE,
            Math.floorDiv(fromStart.min(), length),
            Math.floorDiv(fromStart.max(), length));
    Virtual high =
        draft.commit(
            "high digit of " + r.name(),
            r.shape(),
            fromStart.each(x -> Math.floorDiv(x, length)),
            sides.low(),
            sides.high());
    Virtual side =
        draft.commit("side of " + r.name(), r.shape(), high.each(Side::of), 0, Side.ABOVE);
    draft.lookup("side of " + r.name(), sides, high, side);
    // The table's second component forces 0 <= t < L: a t of another row would need another side.
    Virtual key = fromStart.minus(high.minus(side).times(length)).knownWithin(0, table.size() - 1);
    draft.lookup("function of " + r.name(), table, key, side, r.output());
  }
}
