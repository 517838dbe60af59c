package org.probity.model.onnx;

import static org.probity.model.onnx.OnnxFile.INT64;
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

/** Reductions, rankings, softmaxes and cumulative sums, against ONNX Runtime. */
class ReductionTest {
  private static final List<String> REDUCTIONS =
      List.of(
          "ReduceSum",
          "ReduceMean",
          "ReduceMax",
          "ReduceMin",
          "ReduceSumSquare",
          "ReduceL1",
          "ReduceL2",
          "ReduceLogSum",
          "ReduceLogSumExp",
          "ReduceProd");

  @Seeds(120)
  void reductions(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    String operator = draw.of(REDUCTIONS);
    int opset = draw.of(7, 11, 12, 13, 17, 18, 20);
    int rank = draw.integer(1, 4);
    long[] shape = draw.integers(rank, 1, 3);
    long[] axes = draw.axes(rank, 1);
    if (opset < 11) {
      Arrays.setAll(axes, i -> (axes[i] + rank) % rank);
    }
    boolean input = opset >= 18 || (opset >= 13 && operator.equals("ReduceSum"));
    OnnxFile file = new OnnxFile(opset).input("x", shape);
    List<Message> attributes = new ArrayList<>();
    attributes.add(integerAttribute("keepdims", draw.integer(0, 1)));
    String inputs = "x";
    switch (draw.integer(0, 3)) {
      case 0 -> {}
      case 1 -> {
        if (input) {
          attributes.add(integerAttribute("noop_with_empty_axes", 1));
          file.longs("a", axes);
          inputs = "x,a";
        }
      }
      default -> {
        if (input) {
          file.longs("a", axes);
          inputs = "x,a";
        } else {
          attributes.add(integersAttribute("axes", axes));
        }
      }
    }
    file.add(operator, inputs, "y", attributes.toArray(new Message[0])).output("y");
    Comparison.agree(file.toBytes(), draw, 0.1, 2, 1, 1e-5);
  }

  @Seeds(10)
  void withoutAxesNothingIsReducedIfAskedSo(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    OnnxFile file =
        new OnnxFile(18)
            .input("x", 2, 3)
            .add(
                draw.of("ReduceSum", "ReduceMean", "ReduceMax"),
                "x",
                "y",
                integerAttribute("noop_with_empty_axes", 1))
            .output("y");
    Comparison.agree(file, draw);
  }

  @Seeds(40)
  void argMaxAndArgMin(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    int opset = draw.of(7, 11, 12, 13, 20);
    int rank = draw.integer(1, 4);
    List<Message> attributes = new ArrayList<>();
    attributes.add(integerAttribute("keepdims", draw.integer(0, 1)));
    attributes.add(integerAttribute("axis", draw.integer(opset < 11 ? 0 : -rank, rank - 1)));
    if (opset >= 12) {
      attributes.add(integerAttribute("select_last_index", draw.integer(0, 1)));
    }
    // Rounded, so that there are equal entries.
    OnnxFile file =
        new OnnxFile(Math.max(opset, 7))
            .input("x", draw.integers(rank, 1, 4))
            .add("Floor", "x", "z")
            .add(draw.of("ArgMax", "ArgMin"), "z", "y", attributes.toArray(new Message[0]))
            .output("y", INT64);
    Comparison.agree(file, draw);
  }

  @Seeds(40)
  void topK(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    int opset = draw.of(7, 10, 11, 20);
    int rank = draw.integer(1, 4);
    long[] shape = draw.integers(rank, 1, 5);
    int axis = draw.integer(0, rank - 1);
    int k = draw.integer(1, (int) shape[axis]);
    List<Message> attributes = new ArrayList<>();
    attributes.add(integerAttribute("axis", opset >= 11 && draw.flag() ? axis - rank : axis));
    OnnxFile file = new OnnxFile(opset).input("x", shape);
    if (opset < 10) {
      attributes.add(integerAttribute("k", k));
    } else {
      file.longs("k", k);
    }
    if (opset >= 11) {
      attributes.add(integerAttribute("largest", draw.integer(0, 1)));
    }
    file.add("TopK", opset < 10 ? "x" : "x,k", "y,i", attributes.toArray(new Message[0]))
        .output("y")
        .output("i", INT64);
    Comparison.agree(file, draw);
  }

  @Seeds(40)
  void softmaxes(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    int opset = draw.of(7, 11, 12, 13, 20);
    int rank = draw.integer(1, 4);
    List<Message> attributes = new ArrayList<>();
    if ((rank == 1 && opset < 13) || draw.flag()) {
      attributes.add(integerAttribute("axis", draw.integer(opset < 11 ? 0 : -rank, rank - 1)));
    }
    OnnxFile file =
        new OnnxFile(opset)
            .input("x", draw.integers(rank, 1, 4))
            .add(
                draw.of("Softmax", "LogSoftmax", "Hardmax"),
                "x",
                "y",
                attributes.toArray(new Message[0]))
            .output("y");
    Comparison.agree(file, draw);
  }

  @Seeds(20)
  void cumSum(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    int rank = draw.integer(1, 3);
    OnnxFile file =
        new OnnxFile(draw.of(11, 14, 20))
            .input("x", draw.integers(rank, 1, 5))
            .initializer(OnnxFile.longTensor("a", new long[] {draw.integer(-rank, rank - 1)}))
            .add(
                "CumSum",
                "x,a",
                "y",
                integerAttribute("exclusive", draw.integer(0, 1)),
                integerAttribute("reverse", draw.integer(0, 1)))
            .output("y");
    Comparison.agree(file, draw);
  }

  @Test
  void refusesWhatItDoesNotCompute() {
    OnnxFile product = new OnnxFile(13).input("x", 65).add("ReduceProd", "x", "y").output("y");
    Comparison.refuses(product, "ReduceProd node \"to y\"", "64 factors", "sum logarithms");
    OnnxFile axis =
        new OnnxFile(13)
            .input("x", 3)
            .add("ReduceMax", "x", "y", integersAttribute("axes", 1))
            .output("y");
    Comparison.refuses(axis, "ReduceMax node \"to y\"", "axis 1");
    OnnxFile top =
        new OnnxFile(13).input("x", 3).longs("k", 4).add("TopK", "x,k", "y,i").output("y");
    Comparison.refuses(top, "TopK node \"to y,i\"", "k 4");
  }
}
