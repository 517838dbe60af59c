package org.probity.inference.lowering.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToLongFunction;
import org.probity.graph.PiecewisePolynomial;

/**
 * Rows {@code (row, start, last, base, slope, curvature)} of a {@link PiecewisePolynomial}: the row
 * covers {@code last + 1} arguments from {@code start} on. The rows cover {@code [-2^bits, 2^bits)}
 * without gaps and do not overlap. Polynomials of degree 1 have no curvature.
 */
public record PolynomialTable(PiecewisePolynomial function) implements TableSpec {
  @Override
  public String name() {
    return "polynomials";
  }

  @Override
  public long size() {
    return function.rows();
  }

  @Override
  public long start() {
    return 0;
  }

  @Override
  public List<long[]> values() {
    List<long[]> columns = new ArrayList<>();
    columns.add(column(function::start));
    columns.add(column(function::last));
    columns.add(column(function::base));
    columns.add(column(function::slope));
    if (function.degree() == 2) {
      columns.add(column(function::curvature));
    }
    return columns;
  }

  private long[] column(IntToLongFunction entry) {
    long[] column = new long[function.rows()];
    Arrays.setAll(column, entry);
    return column;
  }
}
