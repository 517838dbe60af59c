package org.probity.model.onnx.operator;

import java.nio.ByteBuffer;
import org.probity.model.ModelException;

/** Access to the files beside a model that hold data of its constants. */
@FunctionalInterface
public interface ExternalData {
  /** For a model that is not a file. */
  ExternalData NONE =
      (what, _, _, _) -> {
        throw new ModelException(
            what
                + " lies in another file; read the model from its folder, or save it with its"
                + " weights in one file");
      };

  /**
   * Reads a part of a file.
   *
   * @param what what it is read for, for messages
   * @param location relative path with slashes; must not lead out of the model's folder
   * @param offset first byte
   * @param length number of bytes, or -1 for all from the offset on
   */
  ByteBuffer read(String what, String location, long offset, long length) throws ModelException;
}
