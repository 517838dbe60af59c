package org.probity.model.onnx.operator;

import java.util.List;

final class Sources {
  private Sources() {}

  static List<Entry> entries() {
    return List.of();
  }
}
