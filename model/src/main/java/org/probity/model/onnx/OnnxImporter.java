package org.probity.model.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.Folding;
import org.probity.model.floatgraph.Simplified;
import org.probity.model.onnx.operator.ExternalData;
import org.probity.model.onnx.operator.GraphBuilder;
import org.probity.model.onnx.operator.InputShapes;
import org.probity.model.onnx.proto.OnnxModel;

/**
 * Imports ONNX models of opsets 7 to 24. The file is taken as hostile: whatever it holds, the only
 * exception is {@link ModelException}, and time and memory are bounded by a constant plus a
 * multiple of its size.
 */
public final class OnnxImporter {
  private static final long MAX_FILE_BYTES = 1L << 30;

  private OnnxImporter() {}

  /** Reads a model from a file. */
  public static FloatGraph read(Path file) throws ModelException {
    return read(file, ImportOptions.defaults());
  }

  /** Reads a model from a file, and external data from files in its folder. */
  public static FloatGraph read(Path file, ImportOptions options) throws ModelException {
    return readNoted(file, options).graph();
  }

  /** Reads a model from a file, and tells what was changed on the way. */
  public static Simplified readNoted(Path file, ImportOptions options) throws ModelException {
    try {
      long size = Files.size(file);
      if (size > MAX_FILE_BYTES) {
        throw new ModelException(file + " has " + size + " bytes, more than 2^30");
      }
      Path folder = file.toAbsolutePath().getParent();
      return read(Files.readAllBytes(file), options, new ModelFolder(folder));
    } catch (IOException e) {
      throw new ModelException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** Reads a model from the bytes of a file. */
  public static FloatGraph read(byte[] file) throws ModelException {
    return read(file, ImportOptions.defaults());
  }

  /** Reads a model from the bytes of a file. */
  public static FloatGraph read(byte[] file, ImportOptions options) throws ModelException {
    return read(file, options, ExternalData.NONE).graph();
  }

  private static Simplified read(byte[] file, ImportOptions options, ExternalData external)
      throws ModelException {
    InputShapes shapes = new InputShapes(options.inputShapes(), options.dimensions());
    Simplified imported =
        GraphBuilder.build(OnnxModel.parse(file), shapes, external, options.cut());
    Simplified folded = Folding.simplify(imported.graph());
    List<String> notes = new ArrayList<>(imported.notes());
    notes.addAll(folded.notes());
    return new Simplified(folded.graph(), notes);
  }
}
