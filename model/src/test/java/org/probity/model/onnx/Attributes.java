package org.probity.model.onnx;

import org.probity.model.onnx.OnnxFile.Message;

/** Attributes of the kinds that {@link OnnxFile} does not write. */
public final class Attributes {
  private Attributes() {}

  public static Message string(String name, String value) {
    return new Message().string(1, name).string(4, value).varint(20, 3);
  }

  public static Message strings(String name, String... values) {
    Message attribute = new Message().string(1, name);
    for (String v : values) {
      attribute.string(9, v);
    }
    return attribute.varint(20, 8);
  }

  public static Message reals(String name, double... values) {
    Message attribute = new Message().string(1, name);
    for (double v : values) {
      attribute.real(7, (float) v);
    }
    return attribute.varint(20, 6);
  }
}
