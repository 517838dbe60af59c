package org.probity.model.onnx;

import static org.probity.model.onnx.OnnxFile.INT64;
import static org.probity.model.onnx.OnnxFile.integerAttribute;

import ai.onnxruntime.OrtException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.probity.model.ModelException;
import org.probity.model.onnx.OnnxFile.Message;
import org.probity.testing.Seeds;

/** Gathers, scatters and indicators, with constant and with computed indices. */
class GatherTest {
  /** Indices for an axis of the size: constant, possibly negative, or an input from 0 to 2. */
  private static void indices(OnnxFile file, Draw draw, boolean computed, int size, long... shape) {
    if (computed) {
      file.input(OnnxFile.value("i", INT64, shape));
    } else {
      long[] values = draw.integers((int) Draw.size(shape), -size, size - 1);
      file.initializer(OnnxFile.longTensor("i", values, shape));
    }
  }

  private static void data(OnnxFile file, Draw draw, boolean constant, long... shape) {
    if (constant) {
      file.floats("x", shape, draw.entries(shape));
    } else {
      file.input("x", shape);
    }
  }

  @Seeds(60)
  void gather(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    int rank = draw.integer(1, 3);
    long[] shape = draw.integers(rank, 3, 4);
    int axis = draw.integer(0, rank - 1);
    boolean computed = draw.flag();
    OnnxFile file = new OnnxFile(draw.of(7, 11, 13, 20));
    data(file, draw, computed && draw.flag(), shape);
    long[] dims = draw.integers(draw.integer(0, 2), 1, 3);
    indices(file, draw, computed, (int) shape[axis], dims);
    file.add("Gather", "x,i", "y", integerAttribute("axis", axis)).output("y");
    Comparison.agree(file, draw);
  }

  @Seeds(20)
  void evenlySpacedIndices(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    int step = draw.integer(-2, 2);
    long[] values = new long[3];
    Arrays.setAll(values, i -> step < 0 ? 5 + i * step : i * step);
    OnnxFile file =
        new OnnxFile(13)
            .input("x", 2, 6)
            .longs("i", values)
            .add("Gather", "x,i", "y", integerAttribute("axis", 1))
            .output("y");
    Comparison.agree(file, draw);
  }

  @Seeds(40)
  void gatherElements(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    int rank = draw.integer(1, 3);
    long[] shape = draw.integers(rank, 3, 4);
    int axis = draw.integer(0, rank - 1);
    long[] dims = draw.integers(rank, 1, 3);
    boolean computed = draw.flag();
    OnnxFile file = new OnnxFile(draw.of(11, 13, 20));
    data(file, draw, computed && draw.flag(), shape);
    indices(file, draw, computed, (int) shape[axis], dims);
    file.add(
            "GatherElements", "x,i", "y", integerAttribute("axis", axis - (draw.flag() ? rank : 0)))
        .output("y");
    Comparison.agree(file, draw);
  }

  @Seeds(60)
  void gatherNd(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    int batch = draw.integer(0, 1);
    int rank = batch + draw.integer(1, 3);
    long[] shape = draw.integers(rank, 3, 3);
    int depth = draw.integer(1, rank - batch);
    long[] dims = new long[batch + draw.integer(0, 1) + 1];
    Arrays.setAll(dims, d -> d < batch ? shape[d] : d == dims.length - 1 ? depth : 2);
    boolean computed = draw.flag();
    OnnxFile file = new OnnxFile(draw.of(12, 13, 20));
    data(file, draw, computed && draw.flag(), shape);
    indices(file, draw, computed, 3, dims);
    file.add("GatherND", "x,i", "y", integerAttribute("batch_dims", batch)).output("y");
    Comparison.agree(file, draw);
  }

  private static String reduction(Draw draw, int opset) {
    return opset < 16
        ? "none"
        : opset < 18 ? draw.of("none", "add", "mul") : draw.of("none", "add", "mul", "max", "min");
  }

  @Seeds(60)
  void scatterElements(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    int opset = draw.of(9, 11, 13, 16, 18, 20);
    int rank = draw.integer(1, 3);
    long[] shape = draw.integers(rank, 3, 4);
    int axis = draw.integer(0, rank - 1);
    String reduction = reduction(draw, opset);
    long[] dims = draw.integers(rank, 1, 3);
    OnnxFile file = new OnnxFile(opset).input("x", shape);
    if (reduction.equals("none") || draw.flag()) {
      file.input("u", dims);
    } else {
      file.floats("u", dims, draw.entries(dims));
    }
    if (reduction.equals("none")) {
      // Which of several updates of one cell counts is not specified.
      long[] values = new long[(int) Draw.size(dims)];
      int inner = (int) Draw.size(Arrays.copyOfRange(dims, axis + 1, rank));
      Arrays.setAll(values, i -> i / inner % dims[axis]);
      file.initializer(OnnxFile.longTensor("i", values, dims));
    } else {
      indices(file, draw, false, (int) shape[axis], dims);
    }
    List<Message> attributes = new ArrayList<>(List.of(integerAttribute("axis", axis)));
    if (opset >= 16) {
      attributes.add(Attributes.string("reduction", reduction));
    }
    file.add(
            opset < 11 ? "Scatter" : "ScatterElements",
            "x,i,u",
            "y",
            attributes.toArray(new Message[0]))
        .output("y");
    Comparison.agree(file, draw);
  }

  @Seeds(60)
  void scatterNd(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    int opset = draw.of(11, 13, 16, 18, 20);
    String reduction = reduction(draw, opset);
    int rank = draw.integer(1, 3);
    long[] shape = draw.integers(rank, 3, 3);
    int depth = draw.integer(1, rank);
    int updates = reduction.equals("none") ? 2 : 5;
    long[] values = draw.integers(updates * depth, -3, 2);
    if (reduction.equals("none")) {
      values[0] = 0;
      values[depth] = 2;
    }
    long[] dims = new long[rank - depth + 1];
    Arrays.setAll(dims, d -> d == 0 ? updates : shape[depth + d - 1]);
    OnnxFile file =
        new OnnxFile(opset)
            .input("x", shape)
            .input("u", dims)
            .initializer(OnnxFile.longTensor("i", values, updates, depth));
    if (opset < 16) {
      file.add("ScatterND", "x,i,u", "y");
    } else {
      file.add("ScatterND", "x,i,u", "y", Attributes.string("reduction", reduction));
    }
    Comparison.agree(file.output("y"), draw);
  }

  @Seeds(20)
  void oneHot(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    int rank = draw.integer(1, 3);
    long[] shape = draw.integers(rank, 1, 3);
    OnnxFile file =
        new OnnxFile(draw.of(9, 11, 20))
            .input(OnnxFile.value("i", INT64, shape))
            .initializer(OnnxFile.longTensor("d", new long[] {draw.integer(1, 4)}))
            .floats("v", new long[] {2}, draw.entries(2))
            .add("OneHot", "i,d,v", "y", integerAttribute("axis", draw.integer(-1, rank)))
            .output("y");
    Comparison.agree(file, draw);
  }

  @Test
  void nonZeroOfAConstant() throws ModelException, OrtException {
    OnnxFile file =
        new OnnxFile(13)
            .input("x", 2, 3)
            .floats("c", new long[] {2, 3}, 0, 1, 0, 2, 0, 3)
            .add("NonZero", "c", "n")
            .add("Transpose", "n", "i")
            .add("GatherND", "x,i", "y")
            .output("y");
    Comparison.agree(file, new Draw(1));
  }

  @Test
  void refusesWhatItDoesNotCompute() {
    OnnxFile gather = new OnnxFile(13).input("x", 3).longs("i", 3).add("Gather", "x,i", "y");
    Comparison.refuses(gather.output("y"), "Gather node \"to y\"", "index 3 outside an axis of 3");
    OnnxFile scatter = new OnnxFile(13).input("x", 3).input(OnnxFile.value("i", INT64, 1, 1));
    scatter.input("u", 1).add("ScatterND", "x,i,u", "y").output("y");
    Comparison.refuses(scatter, "ScatterND node \"to y\"", "use OneHot and MatMul");
    OnnxFile nonZero = new OnnxFile(13).input("x", 3).add("NonZero", "x", "y");
    Comparison.refuses(nonZero.output("y", INT64), "NonZero node \"to y\"", "must be a constant");
    OnnxFile unique = new OnnxFile(13).input("x", 3).add("Unique", "x", "y").output("y");
    Comparison.refuses(unique, "Unique node \"to y\"", "not supported");
  }
}
