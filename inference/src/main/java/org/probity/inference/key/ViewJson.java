package org.probity.inference.key;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.probity.graph.AxisIndex;
import org.probity.graph.View;
import org.probity.inference.json.InvalidFileException;
import org.probity.inference.json.Json;

/**
 * Views as JSON objects: the source's name and one array of integers. The entries of the view
 * follow one another in it:
 *
 * <ul>
 *   <li>strided: 0, number of axes, for each its index and its stride, offset, divisor;
 *   <li>table: number of source axes, number of axes, their indices, number of runs, for each the
 *       first value, the step from one value to the next, and the length. Each run is as long as it
 *       can be; the step of a run of one value is 0.
 * </ul>
 */
final class ViewJson {
  /** Limit on the entries of all tables of a graph, which may be far more than the file's bytes. */
  static final int MAX_TABLE_ENTRIES = 1 << 24;

  /** What is left of the limit. */
  private int budget = MAX_TABLE_ENTRIES;

  /** Encodes a view. */
  static Json.Fields encode(View view) {
    IntStream.Builder index = IntStream.builder();
    for (AxisIndex entry : view.axes()) {
      switch (entry) {
        case AxisIndex.Strided s -> {
          index.add(0).add(s.axes().size());
          for (int j = 0; j < s.axes().size(); j++) {
            index.add(s.axes().get(j)).add(s.strides().get(j));
          }
          index.add(s.offset()).add(s.divisor());
        }
        case AxisIndex.Table t -> {
          index.add(t.sourceAxes()).add(t.axes().size());
          t.axes().forEach(index::add);
          int[] runs = runs(t.cells());
          index.add(runs.length / 3);
          IntStream.of(runs).forEach(index::add);
        }
      }
    }
    return new Json.Fields()
        .put("of", view.source())
        .put("index", Json.of(index.build().toArray()));
  }

  private static int[] runs(int[] cells) {
    IntStream.Builder runs = IntStream.builder();
    for (int i = 0; i < cells.length; ) {
      int step = i + 1 < cells.length ? cells[i + 1] - cells[i] : 0;
      int end = i + 1;
      while (end < cells.length && cells[end] - cells[end - 1] == step) {
        end++;
      }
      runs.add(cells[i]).add(step).add(end - i);
      i = end;
    }
    return runs.build().toArray();
  }

  /**
   * Decodes a view. Nothing but its form is checked, and that the tables of all views decoded so
   * far are not too large.
   */
  View decode(Json.Fields fields) throws InvalidFileException {
    Cursor in = new Cursor(fields.int32s("index"));
    List<AxisIndex> entries = new ArrayList<>();
    while (in.at < in.values.length) {
      int covered = in.next();
      int axes = in.count(1);
      entries.add(covered == 0 ? strided(in, axes) : table(in, covered, axes));
    }
    return new View(fields.text("of"), entries);
  }

  private static AxisIndex strided(Cursor in, int count) throws InvalidFileException {
    List<Integer> axes = new ArrayList<>();
    List<Integer> strides = new ArrayList<>();
    for (int j = 0; j < count; j++) {
      axes.add(in.next());
      strides.add(in.next());
    }
    return new AxisIndex.Strided(axes, strides, in.next(), in.next());
  }

  private AxisIndex table(Cursor in, int covered, int count) throws InvalidFileException {
    List<Integer> axes = new ArrayList<>();
    for (int j = 0; j < count; j++) {
      axes.add(in.next());
    }
    int runs = in.count(3);
    long total = 0;
    for (int r = 0; r < runs; r++) {
      int length = in.values[in.at + 3 * r + 2];
      total += length;
      if (length < 1 || total > budget) {
        throw new InvalidFileException("the tables of the graph's views are too large");
      }
    }
    budget -= (int) total;
    int[] cells = new int[(int) total];
    int filled = 0;
    for (int r = 0; r < runs; r++) {
      int first = in.next();
      int step = in.next();
      int length = in.next();
      for (int i = 0; i < length; i++) {
        // May wrap around in a hostile file; the lint checks what comes out, like any value.
        cells[filled++] = first + step * i;
      }
    }
    return new AxisIndex.Table(covered, axes, cells);
  }

  /** A position in an array that nobody vouches for. */
  private static final class Cursor {
    final int[] values;
    int at;

    Cursor(int[] values) {
      this.values = values;
    }

    int next() throws InvalidFileException {
      if (at == values.length) {
        throw new InvalidFileException("the index of a view ends too early");
      }
      return values[at++];
    }

    /** A number of items of at least {@code size} values each, which must be there. */
    int count(int size) throws InvalidFileException {
      int count = next();
      if (count < 0 || (long) count * size > values.length - at) {
        throw new InvalidFileException("the index of a view ends too early");
      }
      return count;
    }
  }
}
