package org.probity.model.onnx.operator;

import java.util.List;

final class Arithmetic {
  private Arithmetic() {}

  static List<Entry> entries() {
    return List.of();
  }
}
