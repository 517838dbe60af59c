package org.probity.model.floatgraph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.probity.graph.AxisIndex;
import org.probity.graph.Shapes;
import org.probity.graph.View;
import org.probity.graph.bound.ViewBounds;

/**
 * A view of a view as one view. Entries of the two that share an axis of the tensor in between form
 * a block; each block is written out as a table of addresses, and what has the form of strides, as
 * splits, slices, windows and paddings do, is recognised and checked on the whole table. The rest
 * stays a table over as few consecutive source axes as possible.
 */
final class ViewComposition {
  /** Most cells of a table that a view may keep. */
  static final int MAX_TABLE = 1 << 16;

  /** Most cells of a block that is examined. */
  private static final long MAX_BLOCK = 1 << 22;

  private final List<AxisIndex> outer;
  private final List<AxisIndex> inner;
  private final int[] sizes;

  /** Whether cells where the outer view leaves an axis that the inner one does not read matter. */
  private final boolean zeroOutside;

  private final List<Integer> middle;
  private final List<Integer> source;

  /** By entry of the outer view: its first middle axis. */
  private final int[] outerStart;

  /** By entry of the inner view: its first source axis. */
  private final int[] innerStart;

  /** By entry of each view: its cells. */
  private final int[][] outerCells;

  private final int[][] innerCells;

  private ViewComposition(
      View outer,
      int[] sizes,
      List<Integer> middle,
      View inner,
      List<Integer> source,
      boolean zeroOutside) {
    this.zeroOutside = zeroOutside;
    this.outer = outer.axes();
    this.inner = inner.axes();
    this.sizes = sizes;
    this.middle = middle;
    this.source = source;
    outerStart = starts(this.outer);
    innerStart = starts(this.inner);
    int[] middleSizes = middle.stream().mapToInt(Integer::intValue).toArray();
    outerCells = cells(this.outer, outerStart, middle, sizes);
    innerCells = cells(this.inner, innerStart, source, middleSizes);
  }

  /**
   * {@code outer} reads a tensor that is {@code inner} of a source: the view of that source.
   *
   * @param sizes sizes of the reader's axes
   * @param middle shape of the tensor in between
   * @param source shape of the source
   * @return empty if that needs a table with too many cells
   */
  static Optional<View> compose(
      View outer, int[] sizes, List<Integer> middle, View inner, List<Integer> source) {
    if (isWhole(inner, middle, source)) {
      return Optional.of(new View(inner.source(), outer.axes()));
    }
    return new ViewComposition(outer, sizes, middle, inner, source, true)
        .run()
        .map(entries -> new View(inner.source(), entries));
  }

  /**
   * The same where {@code outer} reads inside; elsewhere the result may read zero or what it would
   * read further inside.
   */
  static Optional<View> composeInside(
      View outer, int[] sizes, List<Integer> middle, View inner, List<Integer> source) {
    return new ViewComposition(outer, sizes, middle, inner, source, false)
        .run()
        .map(entries -> new View(inner.source(), entries));
  }

  /** Whether a view reads a tensor as it is. */
  static boolean isWhole(View view, List<Integer> shape, List<Integer> source) {
    return view.isIdentity() && shape.equals(source);
  }

  /** Whether a view reads zero somewhere because its index lies outside. */
  static boolean readsOutside(View view, int[] sizes, List<Integer> source) {
    return !ViewBounds.alwaysInside(view, IntStream.of(sizes).boxed().toList(), source);
  }

  private static int[] starts(List<AxisIndex> entries) {
    int[] starts = new int[entries.size()];
    for (int e = 1; e < starts.length; e++) {
      starts[e] = starts[e - 1] + entries.get(e - 1).sourceAxes();
    }
    return starts;
  }

  private static int[][] cells(
      List<AxisIndex> entries, int[] starts, List<Integer> source, int[] sizes) {
    int[][] cells = new int[starts.length][];
    Arrays.setAll(
        cells,
        e -> {
          int end = starts[e] + entries.get(e).sourceAxes();
          return AxisTable.of(entries.get(e), source.subList(starts[e], end), sizes).cells();
        });
    return cells;
  }

  /** Entries of both views that depend on each other. */
  private static final class Block {
    final TreeSet<Integer> inner = new TreeSet<>();
    final TreeSet<Integer> outer = new TreeSet<>();

    void add(Block other) {
      inner.addAll(other.inner);
      outer.addAll(other.outer);
    }
  }

  private Optional<List<AxisIndex>> run() {
    List<Block> blocks = blocks();
    AxisIndex[][] entries = new AxisIndex[inner.size()][];
    for (Block block : blocks) {
      Optional<List<AxisIndex>> part = compose(block);
      if (part.isEmpty()) {
        return Optional.empty();
      }
      entries[block.inner.first()] = part.get().toArray(AxisIndex[]::new);
    }
    return Optional.of(
        Arrays.stream(entries).filter(e -> e != null).flatMap(Arrays::stream).toList());
  }

  /** Blocks with consecutive inner entries, in order. */
  private List<Block> blocks() {
    Block[] ofInner = new Block[inner.size()];
    for (int e = 0; e < ofInner.length; e++) {
      ofInner[e] = new Block();
      ofInner[e].inner.add(e);
    }
    for (int o = 0; o < outer.size(); o++) {
      TreeSet<Integer> touched = new TreeSet<>();
      for (int e = 0; e < ofInner.length; e++) {
        for (int axis : inner.get(e).axes()) {
          if (axis >= outerStart[o] && axis < outerStart[o] + outer.get(o).sourceAxes()) {
            touched.add(e);
          }
        }
      }
      if (touched.isEmpty()) {
        if (!zeroOutside || Arrays.stream(outerCells[o]).allMatch(c -> c >= 0)) {
          continue;
        }
        // An axis that is not read, but reads zero where it is left: any entry can do that.
        touched.add(0);
      }
      // What lies between becomes part of the block if it takes a table, see factor().
      Block block = ofInner[touched.first()];
      for (int e : touched) {
        if (ofInner[e] != block) {
          block.add(ofInner[e]);
          Block joined = ofInner[e];
          for (int i = 0; i < ofInner.length; i++) {
            ofInner[i] = ofInner[i] == joined ? block : ofInner[i];
          }
        }
      }
      block.outer.add(o);
    }
    return close(new ArrayList<>(Arrays.stream(ofInner).distinct().toList()));
  }

  /** Joins blocks until each has consecutive inner entries. */
  private static List<Block> close(List<Block> blocks) {
    for (int i = 0; i < blocks.size(); i++) {
      Block a = blocks.get(i);
      for (int j = i + 1; j < blocks.size(); j++) {
        Block b = blocks.get(j);
        if (b.inner.first() < a.inner.last() && a.inner.first() < b.inner.last()) {
          a.add(b);
          blocks.remove(j);
          i = -1;
          break;
        }
      }
    }
    return blocks;
  }

  private Optional<List<AxisIndex>> compose(Block block) {
    int[] axes =
        block.outer.stream()
            .flatMap(o -> outer.get(o).axes().stream())
            .mapToInt(Integer::intValue)
            .sorted()
            .toArray();
    long cells = Arrays.stream(axes).mapToLong(a -> sizes[a]).reduce(1, (x, y) -> x * y);
    if (cells > MAX_BLOCK) {
      return Optional.empty();
    }
    int first = innerStart[block.inner.first()];
    int last = block.inner.last();
    List<Integer> shape = source.subList(first, innerStart[last] + inner.get(last).sourceAxes());
    IndexTable table = new IndexTable(shape, axes, sizes, table(block, axes, (int) cells));
    Optional<AxisIndex> strided = strided(block, table);
    return strided.isPresent() ? strided.map(List::of) : table.factor();
  }

  /** The address over the block's source axes by index over the reader's axes. */
  private int[] table(Block block, int[] axes, int cells) {
    int[] table = new int[cells];
    int[] index = new int[sizes.length];
    int[] at = new int[middle.size()];
    for (int i = 0; i < cells; i++) {
      for (int d = axes.length - 1, rest = i; d >= 0; d--) {
        index[axes[d]] = rest % sizes[axes[d]];
        rest /= sizes[axes[d]];
      }
      table[i] = toMiddle(block, index, at) ? toSource(block, at) : -1;
    }
    return table;
  }

  private boolean toMiddle(Block block, int[] index, int[] at) {
    for (int o : block.outer) {
      int local = 0;
      for (int a : outer.get(o).axes()) {
        local = local * sizes[a] + index[a];
      }
      int rest = outerCells[o][local];
      if (rest < 0) {
        return false;
      }
      for (int d = outerStart[o] + outer.get(o).sourceAxes() - 1; d >= outerStart[o]; d--) {
        at[d] = rest % middle.get(d);
        rest /= middle.get(d);
      }
    }
    return true;
  }

  private int toSource(Block block, int[] at) {
    int address = 0;
    for (int e : block.inner) {
      int local = 0;
      for (int a : inner.get(e).axes()) {
        local = local * middle.get(a) + at[a];
      }
      int cell = innerCells[e][local];
      if (cell < 0) {
        return -1;
      }
      int end = innerStart[e] + inner.get(e).sourceAxes();
      address = address * Shapes.size(source.subList(innerStart[e], end)) + cell;
    }
    return address;
  }

  /** Strides of strides, if that is what the table says. */
  private Optional<AxisIndex> strided(Block block, IndexTable table) {
    if (block.inner.size() != 1
        || !(inner.get(block.inner.first()) instanceof AxisIndex.Strided in)) {
      return Optional.empty();
    }
    long divisor = 1;
    for (int o : block.outer) {
      if (!(outer.get(o) instanceof AxisIndex.Strided s)) {
        return Optional.empty();
      }
      divisor = Math.max(divisor, s.divisor());
    }
    long offset = in.offset() * divisor;
    List<Integer> axes = new ArrayList<>();
    List<Integer> strides = new ArrayList<>();
    for (int o : block.outer) {
      AxisIndex.Strided s = (AxisIndex.Strided) outer.get(o);
      int position = in.axes().indexOf(outerStart[o]);
      if (position < 0 || divisor % s.divisor() != 0) {
        return Optional.empty();
      }
      long factor = in.strides().get(position) * (divisor / s.divisor());
      offset += factor * s.offset();
      for (int j = 0; j < s.axes().size(); j++) {
        axes.add(s.axes().get(j));
        strides.add(Math.toIntExact(factor * s.strides().get(j)));
      }
    }
    return table.checked(axes, strides, offset, divisor * in.divisor());
  }

  /** Ascending numbers below a limit. */
  static int[] range(int end) {
    return IntStream.range(0, end).toArray();
  }
}
