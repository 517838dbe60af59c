package org.probity.inference.lowering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.probity.argument.program.AxisMap;
import org.probity.argument.program.Column;
import org.probity.argument.program.Term;
import org.probity.graph.Bin;
import org.probity.graph.Tensor;

/**
 * The keys {@code K_i} of the rows of a {@link Bin}, in numbers: the first word is {@code 2^33
 * group + bound}, which is in the order of (group, bound) since bounds are within 32 bits; a second
 * word is the low bound.
 *
 * @param groups number of groups
 * @param rows number of rows
 * @param columns of group and bounds
 */
record BinKeys(Bin node, int groups, int rows, List<Column> columns) {
  /** From one group to the next. */
  static final long GROUP = 1L << 33;

  /** What a unit of the first word counts in the second. */
  static final long WORD = 1L << 32;

  /**
   * The keys of a node.
   *
   * @param weights columns of parameters
   */
  static BinKeys of(Bin node, Tensor out, Function<String, Column> weights) {
    List<Column> columns = node.keyColumns().stream().map(weights).toList();
    return new BinKeys(node, out.shape().getLast(), columns.getFirst().shape().size(0), columns);
  }

  /** More than the distance of any two first words. */
  long widest() {
    return Exact.multiply(GROUP, groups + 2L);
  }

  /**
   * Word w of {@code K_{i + shift}} over an axis i.
   *
   * @return terms that read zero behind the last row
   */
  List<Term> terms(int w, int shift) {
    List<AxisMap> maps = List.of(AxisMap.along(0, 1, shift));
    List<Term> terms = new ArrayList<>();
    terms.add(new Term.OfColumn(1, columns.get(w + 1), maps));
    if (w == 0) {
      terms.add(new Term.OfColumn(GROUP, columns.getFirst(), maps));
    }
    return terms;
  }

  /** The values of word w of {@code K_{i + shift}} for all i; zero behind the last row. */
  long[] values(int w, int shift, Trace trace) {
    int[] bound = trace.parameter(node.bounds().get(w));
    int[] group = trace.parameter(node.group());
    long[] values = new long[rows];
    Arrays.setAll(
        values,
        i -> i + shift >= rows ? 0 : bound[i + shift] + (w == 0 ? GROUP * group[i + shift] : 0));
    return values;
  }
}
