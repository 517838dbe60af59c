package org.probity.model.onnx;

import java.util.Map;

/**
 * What an ONNX file may leave open.
 *
 * @param inputShapes whole shapes by name of the input
 * @param dimensions values of named dynamic dimensions
 */
public record ImportOptions(Map<String, long[]> inputShapes, Map<String, Long> dimensions) {
  public ImportOptions {
    inputShapes = Map.copyOf(inputShapes);
    dimensions = Map.copyOf(dimensions);
  }

  /** A leading dynamic dimension is 1; there must be no other. */
  public static ImportOptions defaults() {
    return new ImportOptions(Map.of(), Map.of());
  }
}
