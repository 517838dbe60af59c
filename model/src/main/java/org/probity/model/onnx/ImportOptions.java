package org.probity.model.onnx;

import java.util.Map;
import org.probity.model.Cut;

/**
 * What an ONNX file may leave open, and which part of it is meant.
 *
 * @param inputShapes whole shapes by name of the input of the whole model
 * @param dimensions values of named dynamic dimensions
 * @param cut the part to import
 */
public record ImportOptions(
    Map<String, long[]> inputShapes, Map<String, Long> dimensions, Cut cut) {
  public ImportOptions {
    inputShapes = Map.copyOf(inputShapes);
    dimensions = Map.copyOf(dimensions);
  }

  /** Options for a whole model. */
  public ImportOptions(Map<String, long[]> inputShapes, Map<String, Long> dimensions) {
    this(inputShapes, dimensions, Cut.NONE);
  }

  /** The same for another part of the model. */
  public ImportOptions withCut(Cut part) {
    return new ImportOptions(inputShapes, dimensions, part);
  }

  /** A leading dynamic dimension is 1; there must be no other. */
  public static ImportOptions defaults() {
    return new ImportOptions(Map.of(), Map.of());
  }
}
