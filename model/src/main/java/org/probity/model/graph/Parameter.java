package org.probity.model.graph;

/**
 * A secret constant of the model: name, shape {@code [rows, columns]} (row-major; vectors have one
 * row) and declared range. Its values live in {@link Parameters}.
 */
public record Parameter(String name, int rows, int columns, Format format) {
  public int size() {
    return Math.multiplyExact(rows, columns);
  }
}
