package org.probity.model.onnx;

import static org.probity.model.onnx.OnnxFile.integerAttribute;
import static org.probity.model.onnx.OnnxFile.integersAttribute;

import ai.onnxruntime.OrtException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.probity.model.ModelException;
import org.probity.model.onnx.OnnxFile.Message;
import org.probity.testing.Seeds;

/** Pools with random attributes, against ONNX Runtime. */
class PoolTest {
  private static OnnxFile file(String operator, Draw draw, int opset, List<Message> attributes) {
    int rank = draw.integer(1, 3);
    long[] kernel = draw.integers(rank, 2, 3);
    attributes.add(integersAttribute("kernel_shape", kernel));
    if (draw.flag()) {
      attributes.add(integersAttribute("strides", draw.integers(rank, 1, 3)));
    }
    String auto = draw.of("NOTSET", "NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER");
    if (auto.equals("NOTSET")) {
      attributes.add(integersAttribute("pads", draw.integers(2 * rank, 0, 1)));
    } else {
      attributes.add(Attributes.string("auto_pad", auto));
    }
    long[] shape = new long[rank + 2];
    Arrays.setAll(shape, d -> d == 0 ? draw.integer(1, 2) : d == 1 ? 2 : draw.integer(5, 9));
    return new OnnxFile(opset)
        .input("x", shape)
        .add(operator, "x", "y", attributes.toArray(new Message[0]))
        .output("y");
  }

  private static void dilate(Draw draw, List<Message> attributes, int rank) {
    attributes.add(integersAttribute("dilations", draw.integers(rank, 1, 2)));
  }

  @Seeds(60)
  void maxPool(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    List<Message> attributes = new ArrayList<>();
    int opset = draw.of(7, 8, 10, 12, 17, 22);
    if (opset >= 10) {
      attributes.add(integerAttribute("ceil_mode", draw.integer(0, 1)));
    }
    Comparison.agree(file("MaxPool", draw, opset, attributes), draw);
  }

  @Seeds(60)
  void averagePool(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    List<Message> attributes = new ArrayList<>();
    int opset = draw.of(7, 10, 11, 19, 22);
    if (opset >= 10) {
      attributes.add(integerAttribute("ceil_mode", draw.integer(0, 1)));
    }
    attributes.add(integerAttribute("count_include_pad", draw.integer(0, 1)));
    Comparison.agree(file("AveragePool", draw, opset, attributes), draw);
  }

  @Seeds(30)
  void lpPool(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    List<Message> attributes = new ArrayList<>();
    attributes.add(integerAttribute("p", draw.integer(1, 3)));
    int opset = draw.of(7, 11, 18, 22);
    if (opset >= 18) {
      attributes.add(integerAttribute("ceil_mode", draw.integer(0, 1)));
    }
    Comparison.agree(file("LpPool", draw, opset, attributes), draw);
  }

  @Seeds(30)
  void dilations(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    List<Message> attributes = new ArrayList<>();
    int rank = draw.integer(1, 2);
    dilate(draw, attributes, rank);
    attributes.add(integersAttribute("kernel_shape", draw.integers(rank, 2, 3)));
    attributes.add(integersAttribute("strides", draw.integers(rank, 1, 3)));
    attributes.add(integersAttribute("pads", draw.integers(2 * rank, 0, 1)));
    String operator = draw.of("MaxPool", "AveragePool", "LpPool");
    long[] shape = rank == 1 ? new long[] {1, 2, 9} : new long[] {1, 2, 9, 8};
    OnnxFile file =
        new OnnxFile(22)
            .input("x", shape)
            .add(operator, "x", "y", attributes.toArray(new Message[0]))
            .output("y");
    Comparison.agree(file, draw);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GlobalMaxPool", "GlobalAveragePool", "GlobalLpPool"})
  void global(String operator) throws ModelException, OrtException {
    for (long[] shape :
        List.of(new long[] {2, 3, 4}, new long[] {1, 3, 4, 5}, new long[] {1, 2, 3, 2, 3})) {
      OnnxFile file = new OnnxFile(17).input("x", shape).add(operator, "x", "y").output("y");
      Comparison.agree(file, new Draw(3));
    }
  }

  @Test
  void refusesWhatItDoesNotCompute() {
    Message kernel = integersAttribute("kernel_shape", 2, 2);
    OnnxFile indices = new OnnxFile(12).input("x", 1, 1, 4, 4).add("MaxPool", "x", "y,i", kernel);
    Comparison.refuses(
        indices.output("y").output("i", OnnxFile.INT64), "MaxPool node \"to y,i\"", "indices");
    OnnxFile missing = new OnnxFile(12).input("x", 1, 1, 4, 4).add("MaxPool", "x", "y");
    Comparison.refuses(missing.output("y"), "MaxPool node \"to y\"", "kernel_shape is missing");
    OnnxFile padding =
        new OnnxFile(12)
            .input("x", 1, 1, 4, 4)
            .add("AveragePool", "x", "y", kernel, integersAttribute("pads", 2, 0, 0, 0));
    Comparison.refuses(padding.output("y"), "AveragePool node \"to y\"", "use smaller pads");
    OnnxFile flat = new OnnxFile(12).input("x", 4, 4).add("GlobalMaxPool", "x", "y");
    Comparison.refuses(flat.output("y"), "GlobalMaxPool node \"to y\"", "no spatial axes");
  }
}
