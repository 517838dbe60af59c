package org.probity.model.onnx.operator;

import java.util.List;

final class Logic {
  private Logic() {}

  static List<Entry> entries() {
    return List.of();
  }
}
