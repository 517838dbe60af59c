package org.probity.model.onnx.operator;

import java.util.List;

final class Layouts {
  private Layouts() {}

  static List<Entry> entries() {
    return List.of();
  }
}
