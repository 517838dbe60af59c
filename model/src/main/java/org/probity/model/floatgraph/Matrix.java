package org.probity.model.floatgraph;

/** A constant matrix, row-major. Holds weights: {@link #toString} shows the shape only. */
public record Matrix(int rows, int columns, double[] values) {
  public Matrix {
    if (values.length != Math.multiplyExact(rows, columns)) {
      throw new IllegalArgumentException("matrix of " + rows + "x" + columns + " entries expected");
    }
  }

  public double get(int row, int column) {
    return values[row * columns + column];
  }

  /** {@code this * other}. */
  public Matrix multiply(Matrix other) {
    if (columns != other.rows) {
      throw new IllegalArgumentException("inner dimensions differ");
    }
    double[] product = new double[Math.multiplyExact(rows, other.columns)];
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < columns; k++) {
        double a = get(i, k);
        for (int j = 0; j < other.columns; j++) {
          product[i * other.columns + j] += a * other.get(k, j);
        }
      }
    }
    return new Matrix(rows, other.columns, product);
  }

  public Matrix transposed() {
    double[] t = new double[values.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        t[j * rows + i] = get(i, j);
      }
    }
    return new Matrix(columns, rows, t);
  }

  @Override
  public String toString() {
    return "Matrix[" + rows + "x" + columns + "]";
  }
}
