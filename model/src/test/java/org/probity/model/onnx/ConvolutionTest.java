package org.probity.model.onnx;

import static org.probity.model.onnx.OnnxFile.integerAttribute;
import static org.probity.model.onnx.OnnxFile.integersAttribute;

import ai.onnxruntime.OrtException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.probity.model.ModelException;
import org.probity.model.onnx.OnnxFile.Message;
import org.probity.testing.Seeds;

/** Conv and ConvTranspose with random attributes, against ONNX Runtime. */
class ConvolutionTest {
  private static long[] concat(long[] a, long... b) {
    long[] c = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, c, a.length, b.length);
    return c;
  }

  private static void add(
      OnnxFile file,
      Draw draw,
      String operator,
      long[] x,
      long[] w,
      int channels,
      List<Message> attributes) {
    file.input("x", x);
    if (draw.integer(0, 3) == 0) {
      file.input("w", w);
    } else {
      file.floats("w", w, draw.entries(w));
    }
    boolean bias = draw.flag();
    if (bias) {
      file.floats("b", new long[] {channels}, draw.entries(channels));
    }
    file.add(operator, bias ? "x,w,b" : "x,w", "y", attributes.toArray(new Message[0])).output("y");
  }

  @Seeds(60)
  void conv(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    int rank = draw.integer(1, 3);
    int groups = draw.integer(1, 3);
    int in = groups * draw.integer(1, 2);
    int out = groups * draw.integer(1, 3);
    long[] kernel = draw.integers(rank, 1, 3);
    List<Message> attributes = new ArrayList<>();
    attributes.add(integerAttribute("group", groups));
    if (draw.flag()) {
      attributes.add(integersAttribute("kernel_shape", kernel));
    }
    if (draw.flag()) {
      attributes.add(integersAttribute("strides", draw.integers(rank, 1, 3)));
    }
    String auto = draw.of("NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER");
    if (auto.equals("NOTSET")) {
      attributes.add(integersAttribute("pads", draw.integers(2 * rank, 0, 2)));
    } else {
      attributes.add(Attributes.string("auto_pad", auto));
    }
    if (!auto.startsWith("SAME") && draw.flag()) {
      attributes.add(integersAttribute("dilations", draw.integers(rank, 1, 2)));
    }
    long[] x = concat(new long[] {draw.integer(1, 2), in}, draw.integers(rank, 5, 8));
    long[] w = concat(new long[] {out, in / groups}, kernel);
    OnnxFile file = new OnnxFile(draw.of(7, 11, 17, 22));
    add(file, draw, "Conv", x, w, out, attributes);
    Comparison.agree(file, draw);
  }

  @Seeds(60)
  void convTranspose(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    int rank = draw.integer(1, 3);
    int groups = draw.integer(1, 3);
    int in = groups * draw.integer(1, 2);
    int out = groups * draw.integer(1, 3);
    long[] kernel = draw.integers(rank, 2, 3);
    long[] strides = draw.integers(rank, 1, 3);
    long[] spatial = draw.integers(rank, 3, 5);
    List<Message> attributes = new ArrayList<>();
    attributes.add(integerAttribute("group", groups));
    attributes.add(integersAttribute("strides", strides));
    switch (draw.integer(0, 3)) {
      case 0 -> attributes.add(integersAttribute("pads", draw.integers(2 * rank, 0, 1)));
      case 1 -> attributes.add(Attributes.string("auto_pad", draw.of("SAME_UPPER", "SAME_LOWER")));
      case 2 -> {
        long[] shape = new long[rank];
        Arrays.setAll(shape, d -> strides[d] * (spatial[d] - 1) + kernel[d] - draw.integer(0, 1));
        attributes.add(integersAttribute("output_shape", shape));
        attributes.add(
            Attributes.string("auto_pad", draw.of("NOTSET", "SAME_UPPER", "SAME_LOWER")));
      }
      default -> {
        attributes.add(integersAttribute("dilations", draw.integers(rank, 1, 2)));
        long[] extra = new long[rank];
        Arrays.setAll(extra, d -> draw.integer(0, (int) strides[d] - 1));
        attributes.add(integersAttribute("output_padding", extra));
      }
    }
    long[] x = concat(new long[] {draw.integer(1, 2), in}, spatial);
    long[] w = concat(new long[] {in, out / groups}, kernel);
    OnnxFile file = new OnnxFile(draw.of(7, 11, 17, 22));
    add(file, draw, "ConvTranspose", x, w, out, attributes);
    Comparison.agree(file, draw);
  }

  private static OnnxFile file(long[] x, long[] w, Message... attributes) {
    return new OnnxFile(17)
        .input("x", x)
        .floats("w", w, new Draw(1).entries(w))
        .add("Conv", "x,w", "y", attributes)
        .output("y");
  }

  @Test
  void refusesWhatDoesNotFit() {
    long[] x = {1, 4, 5, 5};
    String node = "Conv node \"to y\"";
    Comparison.refuses(file(x, new long[] {2, 3, 3, 3}), node, "do not fit 4 channels");
    Comparison.refuses(file(x, new long[] {2, 4, 3}), node, "is no convolution");
    Comparison.refuses(file(x, new long[] {2, 4, 6, 6}), node, "does not fit an axis of 5");
    Comparison.refuses(
        file(x, new long[] {2, 4, 3, 3}, integerAttribute("group", 0)), node, "0 groups");
    Comparison.refuses(
        file(x, new long[] {2, 4, 3, 3}, Attributes.string("auto_pad", "HALF")), node, "HALF");
    Comparison.refuses(
        file(x, new long[] {2, 4, 3, 3}, integersAttribute("pads", 1, 1)), node, "pads [1, 1]");
    Comparison.refuses(
        file(x, new long[] {2, 4, 3, 3}, integersAttribute("strides", 0, 1)), node, "strides");
  }
}
