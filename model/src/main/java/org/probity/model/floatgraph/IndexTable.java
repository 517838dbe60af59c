package org.probity.model.floatgraph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.probity.graph.AxisIndex;

/**
 * Addresses over some source axes by index over some axes of a reader, and their simplest form.
 *
 * @param shape sizes of the source axes
 * @param axes axes of the reader, ascending
 * @param sizes sizes of all axes of the reader
 * @param cells row-major address by row-major index; -1 outside
 */
record IndexTable(List<Integer> shape, int[] axes, int[] sizes, int[] cells) {
  /** The strided index of a single source axis, if it agrees with every cell. */
  Optional<AxisIndex> checked(
      List<Integer> stridedAxes, List<Integer> strides, long offset, long divisor) {
    if (shape.size() != 1 || divisor > Integer.MAX_VALUE || (int) offset != offset) {
      return Optional.empty();
    }
    List<Integer> keptAxes = new ArrayList<>();
    List<Integer> keptStrides = new ArrayList<>();
    for (int j = 0; j < stridedAxes.size(); j++) {
      // An axis of size one always has index zero.
      if (sizes[stridedAxes.get(j)] > 1) {
        keptAxes.add(stridedAxes.get(j));
        keptStrides.add(strides.get(j));
      }
    }
    int common = gcd(keptStrides, (int) offset, (int) divisor);
    var index =
        new AxisIndex.Strided(
            keptAxes,
            keptStrides.stream().map(s -> s / common).toList(),
            (int) offset / common,
            (int) divisor / common);
    return agrees(index) ? Optional.of(index) : Optional.empty();
  }

  private static int gcd(List<Integer> strides, int offset, int divisor) {
    int common = divisor;
    for (int s : strides) {
      common = gcd(common, Math.abs(s));
    }
    return gcd(common, Math.abs(offset));
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  private boolean agrees(AxisIndex index) {
    int[] expected = AxisTable.of(index, shape, sizes).cells();
    for (int i = 0; i < cells.length; i++) {
      int local = 0;
      for (int a : index.axes()) {
        local = local * sizes[a] + coordinate(i, a);
      }
      if (expected[local] != cells[i]) {
        return false;
      }
    }
    return true;
  }

  /** The index on one axis of the reader. */
  private int coordinate(int i, int axis) {
    int rest = i;
    for (int d = axes.length - 1; axes[d] != axis; d--) {
      rest /= sizes[axes[d]];
    }
    return rest % sizes[axis];
  }

  /** Entries for all source axes: each as simple as possible; empty if a table is too large. */
  Optional<List<AxisIndex>> factor() {
    if (Arrays.stream(cells).anyMatch(c -> c < 0)) {
      return table(shape.size(), axes, cells).map(List::of);
    }
    List<AxisIndex> entries = new ArrayList<>();
    int[] group = groups();
    for (int first = 0; first < shape.size(); ) {
      int end = first;
      while (end < shape.size() && group[end] == group[first]) {
        end++;
      }
      Optional<AxisIndex> entry = entry(first, end);
      if (entry.isEmpty()) {
        return Optional.empty();
      }
      entries.add(entry.get());
      first = end;
    }
    return Optional.of(entries);
  }

  private int[] coordinates(int first, int end) {
    int stride = product(end, shape.size());
    int size = product(first, end);
    return Arrays.stream(cells).map(c -> c / stride % size).toArray();
  }

  private int product(int first, int end) {
    int product = 1;
    for (int d = first; d < end; d++) {
      product *= shape.get(d);
    }
    return product;
  }

  /** By source axis: the first axis of its group; groups are consecutive and share no axis. */
  private int[] groups() {
    List<TreeSet<Integer>> needs = new ArrayList<>();
    for (int s = 0; s < shape.size(); s++) {
      needs.add(needed(coordinates(s, s + 1)));
    }
    int[] group = ViewComposition.range(shape.size());
    for (int a = 0; a < group.length; a++) {
      for (int b = a + 1; b < group.length; b++) {
        if (needs.get(a).stream().anyMatch(needs.get(b)::contains)) {
          Arrays.fill(group, a + 1, b + 1, group[a]);
        }
      }
    }
    return group;
  }

  private TreeSet<Integer> needed(int[] values) {
    TreeSet<Integer> needed = new TreeSet<>();
    int stride = 1;
    for (int d = axes.length - 1; d >= 0; d--) {
      int size = sizes[axes[d]];
      for (int i = 0; i < values.length && !needed.contains(axes[d]); i++) {
        if (values[i] != values[i - i / stride % size * stride]) {
          needed.add(axes[d]);
        }
      }
      stride *= size;
    }
    return needed;
  }

  private Optional<AxisIndex> entry(int first, int end) {
    int[] values = coordinates(first, end);
    int[] kept = needed(values).stream().mapToInt(Integer::intValue).toArray();
    int[] reduced = reduce(values, kept);
    if (end - first == 1) {
      IndexTable one = new IndexTable(shape.subList(first, end), kept, sizes, reduced);
      List<Integer> strides = new ArrayList<>();
      int block = reduced.length;
      for (int a : kept) {
        block /= sizes[a];
        strides.add(reduced[block] - reduced[0]);
      }
      if (!strides.contains(0)) {
        Optional<AxisIndex> strided =
            one.checked(Arrays.stream(kept).boxed().toList(), strides, reduced[0], 1);
        if (strided.isPresent()) {
          return strided;
        }
      }
    }
    return table(end - first, kept, reduced);
  }

  /** The values with all axes but some at zero. */
  private int[] reduce(int[] values, int[] kept) {
    int size = 1;
    for (int a : kept) {
      size *= sizes[a];
    }
    int[] reduced = new int[size];
    for (int i = 0; i < size; i++) {
      int full = 0;
      int stride = 1;
      int rest = i;
      for (int d = axes.length - 1, k = kept.length - 1; d >= 0; d--) {
        if (k >= 0 && kept[k] == axes[d]) {
          full += rest % sizes[axes[d]] * stride;
          rest /= sizes[axes[d]];
          k--;
        }
        stride *= sizes[axes[d]];
      }
      reduced[i] = values[full];
    }
    return reduced;
  }

  private static Optional<AxisIndex> table(int sourceAxes, int[] axes, int[] cells) {
    return cells.length > ViewComposition.MAX_TABLE
        ? Optional.empty()
        : Optional.of(new AxisIndex.Table(sourceAxes, Arrays.stream(axes).boxed().toList(), cells));
  }
}
