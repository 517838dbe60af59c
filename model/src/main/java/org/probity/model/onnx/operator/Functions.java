package org.probity.model.onnx.operator;

import java.util.List;

final class Functions {
  private Functions() {}

  static List<Entry> entries() {
    return List.of();
  }
}
