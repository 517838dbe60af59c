package org.probity.model.onnx.operator;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How Resize reads one axis: for each index of the result, the indices of the input with their
 * weights. The formulas are those of the operator's specification (onnx.ai/onnx/operators, Resize).
 */
record Interpolation(int size, int[][] cells, double[][] weights) {

  /** From an index of the result to a coordinate of the input. */
  enum Coordinates {
    HALF_PIXEL,
    HALF_PIXEL_SYMMETRIC,
    PYTORCH_HALF_PIXEL,
    ALIGN_CORNERS,
    ASYMMETRIC,
    TF_HALF_PIXEL_FOR_NN,
    TF_CROP_AND_RESIZE
  }

  /** How a coordinate between two cells chooses the nearest. */
  enum Nearest {
    ROUND_PREFER_FLOOR,
    ROUND_PREFER_CEIL,
    FLOOR,
    CEIL;

    int of(double x) {
      return (int)
          switch (this) {
            case ROUND_PREFER_FLOOR -> Math.ceil(x - 0.5);
            case ROUND_PREFER_CEIL -> Math.floor(x + 0.5);
            case FLOOR -> Math.floor(x);
            case CEIL -> Math.ceil(x);
          };
    }
  }

  /**
   * One axis before and after.
   *
   * @param from cells of the input
   * @param to cells of the result
   * @param scale ratio of the two before {@code to} was rounded
   * @param start begin of the region that is cut out, in [0, 1], for TF_CROP_AND_RESIZE
   * @param end its end
   */
  record Axis(int from, int to, double scale, double start, double end, Coordinates coordinates) {
    /**
     * The coordinate in the input of an index of the result, computed in single precision as ONNX
     * Runtime does it: rounding decides which of two cells is the nearest.
     */
    float at(int index) {
      if (scale == 1) {
        // Also where a region is cut out.
        return index;
      }
      float s = (float) scale;
      return switch (coordinates) {
        case HALF_PIXEL -> (index + 0.5f) / s - 0.5f;
        case HALF_PIXEL_SYMMETRIC -> {
          float adjustment = to / (s * from);
          float centre = from / 2f;
          yield centre * (1 - adjustment) + (index + 0.5f) / s - 0.5f;
        }
        case PYTORCH_HALF_PIXEL -> to > 1 ? (index + 0.5f) / s - 0.5f : 0;
        case ALIGN_CORNERS -> to == 1 ? 0 : (float) index * (from - 1) / (to - 1);
        case ASYMMETRIC -> index / s;
        case TF_HALF_PIXEL_FOR_NN -> (index + 0.5f) / s;
        case TF_CROP_AND_RESIZE -> cropped(index);
      };
    }

    private float cropped(int index) {
      float first = (float) start;
      float last = (float) end;
      return to > 1
          ? first * (from - 1) + index * (last - first) * (from - 1) / (to - 1)
          : 0.5f * (first + last) * (from - 1);
    }

    /** Whether the coordinate lies in the part of the result that is extrapolated. */
    boolean outside(int index) {
      return coordinates == Coordinates.TF_CROP_AND_RESIZE
          && (at(index) < 0 || at(index) > from - 1);
    }
  }

  /** The nearest cell. */
  static Interpolation nearest(Axis axis, Nearest nearest) {
    int[][] cells = new int[axis.to()][];
    double[][] weights = new double[axis.to()][];
    for (int i = 0; i < cells.length; i++) {
      int cell = Math.clamp(nearest.of(axis.at(i)), 0, axis.from() - 1);
      cells[i] = new int[] {axis.outside(i) ? -1 : cell};
      weights[i] = new double[] {1};
    }
    return new Interpolation(axis.from(), cells, weights);
  }

  /**
   * Two cells, weighted by their distance; with antialiasing a triangle as wide as a result cell.
   */
  static Interpolation linear(Axis axis, boolean antialias, boolean excludeOutside) {
    double stretch = antialias ? Math.max(1, 1 / axis.scale()) : 1;
    return filtered(
        axis, stretch, 1, x -> Math.max(0, 1 - Math.abs(x)), antialias && excludeOutside);
  }

  /** Four cells, weighted by the cubic convolution kernel of Keys (1981) with coefficient a. */
  static Interpolation cubic(Axis axis, double a, boolean antialias, boolean excludeOutside) {
    double stretch = antialias ? Math.max(1, 1 / axis.scale()) : 1;
    return filtered(axis, stretch, 2, x -> keys(Math.abs(x), a), excludeOutside);
  }

  private static double keys(double x, double a) {
    if (x <= 1) {
      return ((a + 2) * x - (a + 3)) * x * x + 1;
    }
    return x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0;
  }

  private interface Kernel {
    double at(double x);
  }

  /**
   * @param stretch by how much the kernel is widened
   * @param radius the kernel is zero beyond
   * @param inside whether cells outside the axis count nothing; otherwise they repeat its ends
   */
  private static Interpolation filtered(
      Axis axis, double stretch, int radius, Kernel kernel, boolean inside) {
    int[][] cells = new int[axis.to()][];
    double[][] weights = new double[axis.to()][];
    for (int i = 0; i < cells.length; i++) {
      if (axis.outside(i)) {
        cells[i] = new int[0];
        weights[i] = new double[0];
        continue;
      }
      double at = axis.at(i);
      double[] dense = new double[axis.from()];
      int reach = (int) Math.ceil(radius * stretch) + 1;
      int centre = (int) Math.floor(at);
      double total = 0;
      for (int c = centre - reach; c <= centre + reach; c++) {
        double w = kernel.at((c - at) / stretch);
        if (!inside || (c >= 0 && c < axis.from())) {
          dense[Math.clamp(c, 0, axis.from() - 1)] += w;
          total += w;
        }
      }
      int count = (int) Arrays.stream(dense).filter(w -> w != 0).count();
      cells[i] = new int[count];
      weights[i] = new double[count];
      for (int c = 0, next = 0; c < dense.length; c++) {
        if (dense[c] != 0) {
          cells[i][next] = c;
          weights[i][next++] = dense[c] / total;
        }
      }
    }
    return new Interpolation(axis.from(), cells, weights);
  }

  /** Each cell of the result is that of the input. */
  static Interpolation none(int size) {
    int[][] cells = IntStream.range(0, size).mapToObj(i -> new int[] {i}).toArray(int[][]::new);
    double[][] weights =
        Stream.generate(() -> new double[] {1}).limit(size).toArray(double[][]::new);
    return new Interpolation(size, cells, weights);
  }

  /** Whether each result cell is one input cell, or outside (-1). */
  boolean selects() {
    return Arrays.stream(weights).allMatch(w -> w.length == 1 && w[0] == 1);
  }

  /** Whether nothing changes. */
  boolean isIdentity() {
    boolean same = cells.length == size && selects();
    for (int i = 0; same && i < cells.length; i++) {
      same = cells[i][0] == i;
    }
    return same;
  }

  /** The single input cell of each result cell. */
  int[] selection() {
    return Arrays.stream(cells).mapToInt(c -> c[0]).toArray();
  }

  /** The matrix [from, to] that the input is multiplied with, row-major. */
  double[] matrix() {
    double[] matrix = new double[size * cells.length];
    for (int i = 0; i < cells.length; i++) {
      for (int j = 0; j < cells[i].length; j++) {
        matrix[cells[i][j] * cells.length + i] += weights[i][j];
      }
    }
    return matrix;
  }
}
