package org.probity.argument.witness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.probity.argument.program.Addresses;
import org.probity.argument.program.AxisMap;
import org.probity.argument.program.Term;

/**
 * Where a view reads, over an index space of any order. A weighted map of the view is no sum here
 * but a plain map along an axis of its own: these axes follow those of the expression in the order
 * of the maps.
 *
 * <p>The address of an index is the sum over the maps of one address each, taken from a table that
 * is written out once, so no index arithmetic is left in the loops: a row along the innermost axis
 * moves through one table only, and in a strided map even that is an arithmetic progression.
 */
public final class ViewCells {
  private static final int NOWHERE = -1;

  private final int[] cells;
  private final List<Integer> sizes;
  private final int[][] tables;
  private final int[] scales;

  /** For each map and each axis the distance of its indices in the map's table. */
  private final int[][] steps;

  /** For a strided map without divisor: the index before the cut to the column; else null. */
  private final Progression[] progressions;

  private record Progression(int[] indices, int[] strides, int size) {}

  /**
   * A view.
   *
   * @param cells real cells of the column
   * @param expressionSizes sizes of the expression's axes
   */
  public ViewCells(Term.OfColumn view, int[] cells, List<Integer> expressionSizes) {
    this(view.axes(), view.groups(), cells, expressionSizes);
  }

  /**
   * Maps on a tensor.
   *
   * @param groups for each map the sizes of the axes that it addresses
   * @param cells of the tensor with all those axes, row-major
   * @param expressionSizes sizes of the expression's axes
   */
  public ViewCells(
      List<AxisMap> axes, List<List<Integer>> groups, int[] cells, List<Integer> expressionSizes) {
    this.cells = cells;
    List<Integer> all = new ArrayList<>(expressionSizes);
    List<AxisMap> maps = new ArrayList<>();
    for (int g = 0; g < groups.size(); g++) {
      AxisMap map = axes.get(g);
      if (map instanceof AxisMap.Weighted) {
        map = AxisMap.along(all.size());
        all.add(groups.get(g).get(0));
      }
      maps.add(map);
    }
    sizes = List.copyOf(all);
    tables = new int[maps.size()][];
    scales = new int[maps.size()];
    steps = new int[maps.size()][sizes.size()];
    progressions = new Progression[maps.size()];
    int scale = 1;
    for (int g = maps.size() - 1; g >= 0; g--) {
      tables[g] = Addresses.of(maps.get(g), sizes, groups.get(g));
      scales[g] = scale;
      int step = 1;
      for (int k = maps.get(g).axes().size() - 1; k >= 0; k--) {
        int axis = maps.get(g).axes().get(k);
        steps[g][axis] = step;
        step *= sizes.get(axis);
      }
      if (maps.get(g) instanceof AxisMap.Strided strided && strided.divisor() == 1) {
        progressions[g] = progression(strided, groups.get(g).get(0));
      }
      scale *= groups.get(g).stream().reduce(1, Math::multiplyExact);
    }
  }

  private Progression progression(AxisMap.Strided map, int size) {
    int[] strides = new int[sizes.size()];
    for (int k = 0; k < map.axes().size(); k++) {
      strides[map.axes().get(k)] = map.strides().get(k);
    }
    return new Progression(Addresses.indices(map, sizes), strides, size);
  }

  /** Sizes of the expression's axes and of the weighted ones. */
  public List<Integer> sizes() {
    return sizes;
  }

  /** A loop over the index space: which axes, outermost first. The other axes stay at index 0. */
  public Rows rows(int... order) {
    return new Rows(order);
  }

  /** Reads rows along the last axis of an order, one after the other. */
  public final class Rows {
    private final int[] order;
    private final int length;
    private final int inner;

    // The map that reads the innermost axis, and the others.
    private int moving = NOWHERE;
    private final int count;

    private Rows(int[] order) {
      this.order = order;
      this.inner = order.length == 0 ? NOWHERE : order[order.length - 1];
      this.length = inner == NOWHERE ? 1 : sizes.get(inner);
      for (int g = 0; g < tables.length; g++) {
        if (inner != NOWHERE && steps[g][inner] != 0) {
          moving = g;
        }
      }
      int rows = 1;
      for (int k = 0; k < order.length - 1; k++) {
        rows = Math.multiplyExact(rows, sizes.get(order[k]));
      }
      this.count = rows;
    }

    /** Number of rows. */
    public int count() {
      return count;
    }

    /** Cells of a row. */
    public int length() {
      return length;
    }

    /** Writes rows {@code [from, to)} to {@code out}, beginning at {@code at}. */
    public void read(int from, int to, int[] out, int at) {
      int[] index = new int[Math.max(0, order.length - 1)];
      int[] at0 = new int[tables.length];
      int rest = from;
      for (int k = index.length - 1; k >= 0; k--) {
        index[k] = rest % sizes.get(order[k]);
        rest /= sizes.get(order[k]);
        for (int g = 0; g < tables.length; g++) {
          at0[g] += index[k] * steps[g][order[k]];
        }
      }
      int o = at;
      for (int row = from; row < to; row++) {
        row(at0, out, o);
        o += length;
        advance(index, at0);
      }
    }

    private void advance(int[] index, int[] at) {
      for (int k = index.length - 1; k >= 0; k--) {
        int axis = order[k];
        int n = sizes.get(axis);
        boolean carry = ++index[k] == n;
        int move = carry ? 1 - n : 1;
        for (int g = 0; g < at.length; g++) {
          at[g] += move * steps[g][axis];
        }
        if (!carry) {
          return;
        }
        index[k] = 0;
      }
    }

    private void row(int[] at, int[] out, int o) {
      int base = 0;
      for (int g = 0; g < at.length; g++) {
        if (g == moving) {
          continue;
        }
        int address = tables[g][at[g]];
        if (address == NOWHERE) {
          Arrays.fill(out, o, o + length, 0);
          return;
        }
        base += address * scales[g];
      }
      if (moving == NOWHERE) {
        Arrays.fill(out, o, o + length, cells[base]);
      } else if (progressions[moving] != null) {
        progression(base, at[moving], out, o);
      } else {
        table(base, at[moving], out, o);
      }
    }

    private void progression(int base, int at, int[] out, int o) {
      Progression p = progressions[moving];
      int first = p.indices[at];
      int stride = p.strides[inner];
      // Indices first + stride * j inside of [0, size).
      int lo;
      int hi;
      if (stride > 0) {
        lo = first >= 0 ? 0 : (stride - 1 - first) / stride;
        hi = first >= p.size ? 0 : (p.size - 1 - first) / stride + 1;
      } else {
        lo = first < p.size ? 0 : (first - p.size - stride) / -stride;
        hi = first < 0 ? 0 : first / -stride + 1;
      }
      hi = Math.min(hi, length);
      lo = Math.min(lo, hi);
      Arrays.fill(out, o, o + lo, 0);
      int step = stride * scales[moving];
      int from = base + first * scales[moving];
      if (step == 1 && lo < hi) {
        System.arraycopy(cells, from + lo, out, o + lo, hi - lo);
      } else {
        for (int j = lo; j < hi; j++) {
          out[o + j] = cells[from + j * step];
        }
      }
      Arrays.fill(out, o + hi, o + length, 0);
    }

    private void table(int base, int at, int[] out, int o) {
      int[] table = tables[moving];
      int step = steps[moving][inner];
      int scale = scales[moving];
      for (int j = 0; j < length; j++) {
        int address = table[at + j * step];
        out[o + j] = address == NOWHERE ? 0 : cells[base + address * scale];
      }
    }
  }

  @Override
  public String toString() {
    return "ViewCells";
  }
}
