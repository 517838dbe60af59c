package org.probity.model.fidelity;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.probity.model.ModelException;
import org.probity.model.onnx.proto.OnnxModel;
import org.probity.model.onnx.proto.OnnxValue;

/**
 * A model file that gives further tensors as outputs. A message that occurs twice in a file is
 * merged field by field (protobuf.dev, Encoding, "Last One Wins"), so that a second graph with
 * nothing but outputs adds them to the first.
 */
final class ShownTensors {
  private static final int GRAPH_OF_MODEL = 7;
  private static final int OUTPUT_OF_GRAPH = 12;
  private static final int NAME_OF_VALUE = 1;

  private ShownTensors() {}

  /** The file with those of the tensors as outputs that are none yet. */
  static byte[] add(byte[] model, List<String> tensors) throws ModelException {
    List<String> outputs =
        OnnxModel.parse(model).graph().outputs().stream().map(OnnxValue::name).toList();
    ByteArrayOutputStream graph = new ByteArrayOutputStream();
    for (String tensor : tensors) {
      if (outputs.contains(tensor)) {
        continue;
      }
      ByteArrayOutputStream value = new ByteArrayOutputStream();
      write(NAME_OF_VALUE, tensor.getBytes(StandardCharsets.UTF_8), value);
      write(OUTPUT_OF_GRAPH, value.toByteArray(), graph);
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(model);
    write(GRAPH_OF_MODEL, graph.toByteArray(), file);
    return file.toByteArray();
  }

  /** A field of a number of bytes: its key with wire type 2, the length, the bytes. */
  private static void write(int field, byte[] content, ByteArrayOutputStream out) {
    varint(field << 3 | 2, out);
    varint(content.length, out);
    out.writeBytes(content);
  }

  private static void varint(int value, ByteArrayOutputStream out) {
    int rest = value;
    for (; rest >>> 7 != 0; rest >>>= 7) {
      out.write((rest & 0x7f) | 0x80);
    }
    out.write(rest);
  }
}
