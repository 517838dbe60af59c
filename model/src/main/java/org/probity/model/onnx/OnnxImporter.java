package org.probity.model.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.Folding;
import org.probity.model.onnx.operator.GraphBuilder;
import org.probity.model.onnx.proto.OnnxModel;

/**
 * Imports ONNX models of opsets 9 to 21: dense networks on one row. The file is taken as hostile:
 * whatever it holds, the only exception is {@link ModelException}, and memory is bounded by a
 * constant plus a multiple of its size.
 */
public final class OnnxImporter {
  private static final long MAX_FILE_BYTES = 1L << 30;

  private OnnxImporter() {}

  /** Reads a model from a file. */
  public static FloatGraph read(Path file) throws ModelException {
    try {
      long size = Files.size(file);
      if (size > MAX_FILE_BYTES) {
        throw new ModelException(file + " has " + size + " bytes, more than 2^30");
      }
      return read(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new ModelException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** Reads a model from the bytes of a file. */
  public static FloatGraph read(byte[] file) throws ModelException {
    return Folding.fold(GraphBuilder.build(OnnxModel.parse(file)));
  }
}
