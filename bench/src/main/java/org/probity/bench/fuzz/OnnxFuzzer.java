package org.probity.bench.fuzz;

import org.probity.model.ModelException;
import org.probity.model.onnx.OnnxImporter;

/** Any bytes as an ONNX file: a graph, or one line that says what is wrong. */
public final class OnnxFuzzer {
  private OnnxFuzzer() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] file) {
    try {
      OnnxImporter.read(file);
    } catch (ModelException e) {
      Finding.check(e.getMessage());
    }
  }
}
