package org.probity.model.onnx;

import static org.probity.model.onnx.OnnxFile.INT64;
import static org.probity.model.onnx.OnnxFile.floatTensor;
import static org.probity.model.onnx.OnnxFile.integerAttribute;
import static org.probity.model.onnx.OnnxFile.integersAttribute;
import static org.probity.model.onnx.OnnxFile.longTensor;
import static org.probity.model.onnx.OnnxFile.realAttribute;

import ai.onnxruntime.OrtException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.probity.model.ModelException;
import org.probity.model.onnx.OnnxFile.Message;
import org.probity.testing.Seeds;

/** Operators that move entries, computed and of constants, against ONNX Runtime. */
class LayoutTest {
  /** A tensor x that is an input or a constant. */
  private static OnnxFile file(Draw draw, int opset, long... shape) {
    OnnxFile file = new OnnxFile(opset);
    return draw.integer(0, 3) > 0
        ? file.input("x", shape)
        : file.input("unused", 1).floats("x", shape, draw.entries(shape));
  }

  private static long[] shape(Draw draw, int least) {
    return draw.integers(draw.integer(least, 4), 1, 4);
  }

  private static void agree(OnnxFile file, Draw draw) throws ModelException, OrtException {
    Comparison.agree(file.output("y"), draw);
  }

  @Seeds(60)
  void reshape(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    long[] shape = draw.integers(draw.integer(0, 4), 1, 4);
    List<Long> target = new ArrayList<>();
    long rest = Draw.size(shape);
    while (rest > 1 || draw.integer(0, 2) == 0) {
      long bound = rest;
      long factor =
          draw.of(LongStream.rangeClosed(1, rest).filter(f -> bound % f == 0).boxed().toList());
      target.add(factor);
      rest /= factor;
    }
    if (!target.isEmpty() && draw.flag()) {
      target.set(draw.integer(0, target.size() - 1), -1L);
    }
    long[] dims = target.stream().mapToLong(Long::longValue).toArray();
    agree(
        file(draw, draw.of(7, 13, 14, 19, 21), shape)
            .initializer(longTensor("s", dims, dims.length))
            .add("Reshape", "x,s", "y"),
        draw);
  }

  @Test
  void reshapeThatCopiesDimensions() throws ModelException, OrtException {
    agree(
        new OnnxFile(13).input("x", 2, 3, 4).longs("s", 0, -1).add("Reshape", "x,s", "y"),
        new Draw(1));
    Comparison.refuses(
        new OnnxFile(14)
            .input("x", 2, 3)
            .longs("s", 0, 6)
            .add("Reshape", "x,s", "y", integerAttribute("allowzero", 1))
            .output("y"),
        "cannot reshape [2, 3] to [0, 6]");
  }

  @Seeds(20)
  void flatten(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    long[] shape = shape(draw, 1);
    int axis = draw.integer(-shape.length, shape.length);
    agree(
        file(draw, draw.of(11, 13, 21), shape)
            .add("Flatten", "x", "y", integerAttribute("axis", axis)),
        draw);
  }

  @Seeds(30)
  void squeezeAndUnsqueeze(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    int opset = draw.of(11, 12, 13, 21);
    long[] shape = shape(draw, 1);
    int rank = shape.length + 2;
    long first = draw.integer(0, rank - 2);
    long second = draw.integer((int) first + 1, rank - 1);
    long[] axes = draw.flag() ? new long[] {first, second} : new long[] {second - rank, first};
    OnnxFile file = file(draw, opset, shape);
    if (opset < 13) {
      file.add("Unsqueeze", "x", "p", integersAttribute("axes", axes))
          .add("Tanh", "p", "q")
          .add("Squeeze", "q", "y", integersAttribute("axes", axes));
    } else {
      file.longs("a", axes)
          .add("Unsqueeze", "x,a", "p")
          .add("Tanh", "p", "q")
          .add("Squeeze", draw.flag() ? "q,a" : "q", "y");
    }
    agree(file.output("p"), draw);
  }

  @Seeds(30)
  void transpose(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    long[] shape = shape(draw, 1);
    List<Long> axes = new ArrayList<>(LongStream.range(0, shape.length).boxed().toList());
    long[] permutation = new long[shape.length];
    Arrays.setAll(permutation, i -> axes.remove(draw.integer(0, axes.size() - 1)));
    Message[] attributes =
        draw.integer(0, 3) == 0
            ? new Message[0]
            : new Message[] {integersAttribute("perm", permutation)};
    agree(file(draw, 13, shape).add("Transpose", "x", "y", attributes), draw);
  }

  @Seeds(30)
  void expandAndTile(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    long[] shape = shape(draw, 1);
    long[] target = shape.clone();
    for (int d = 0; d < shape.length; d++) {
      shape[d] = draw.flag() ? 1 : shape[d];
      target[d] = draw.flag() ? 1 : target[d];
    }
    if (draw.flag()) {
      target = LongStream.concat(LongStream.of(2), LongStream.of(target)).toArray();
    }
    agree(file(draw, 13, shape).longs("s", target).add("Expand", "x,s", "y"), draw);
    agree(
        file(draw, 13, shape).longs("s", draw.integers(shape.length, 1, 3)).add("Tile", "x,s", "y"),
        draw);
  }

  @Seeds(40)
  void concat(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    long[] shape = shape(draw, 1);
    int axis = draw.integer(0, shape.length - 1);
    OnnxFile file = new OnnxFile(draw.of(11, 13)).input("x", shape);
    List<String> names = new ArrayList<>(List.of("x"));
    for (int i = draw.integer(0, 3); i > 0; i--) {
      long[] part = shape.clone();
      part[axis] = draw.integer(0, 3);
      if (part[axis] > 0 && draw.flag()) {
        file.input("p" + i, part);
      } else {
        file.initializer(floatTensor("p" + i, draw.entries(part), part));
      }
      names.add(draw.integer(0, names.size()), "p" + i);
    }
    int signed = draw.flag() ? axis : axis - shape.length;
    agree(file.add("Concat", String.join(",", names), "y", integerAttribute("axis", signed)), draw);
  }

  @Seeds(40)
  void split(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    long[] shape = shape(draw, 1);
    int axis = draw.integer(0, shape.length - 1);
    Message axisAttribute = integerAttribute("axis", axis - (draw.flag() ? shape.length : 0));
    OnnxFile file;
    if (draw.flag()) {
      long first = draw.integer(0, (int) shape[axis]);
      long[] parts = {first, shape[axis] - first};
      boolean old = draw.flag();
      file = file(draw, old ? 11 : draw.of(13, 18), shape);
      if (old) {
        file.add("Split", "x", "a,b", axisAttribute, integersAttribute("split", parts));
      } else {
        file.longs("s", parts).add("Split", "x,s", "a,b", axisAttribute);
      }
    } else {
      shape[axis] = draw.integer(2, 5);
      boolean old = draw.flag();
      shape[axis] += old ? shape[axis] % 2 : 0;
      Message[] attributes =
          old
              ? new Message[] {axisAttribute}
              : new Message[] {axisAttribute, integerAttribute("num_outputs", 2)};
      file = file(draw, old ? draw.of(11, 13) : 18, shape).add("Split", "x", "a,b", attributes);
    }
    agree(file.add("Concat", "b,a", "y", axisAttribute), draw);
  }

  @Seeds(80)
  void slice(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    long[] shape = draw.integers(draw.integer(1, 4), 1, 6);
    long[] axes = draw.axes(shape.length, 1);
    int n = axes.length;
    long[] starts = new long[n];
    long[] ends = new long[n];
    long[] steps = new long[n];
    boolean old = draw.integer(0, 3) == 0;
    for (int i = 0; i < n; i++) {
      int size = (int) shape[(int) ((axes[i] + shape.length) % shape.length)];
      starts[i] = draw.integer(-size - 2, size + 1);
      ends[i] =
          draw.of((long) draw.integer(-size - 2, size + 1), Long.MAX_VALUE, 1L - Long.MAX_VALUE);
      steps[i] = old ? 1 : draw.of(1, 1, 2, 3, -1, -2);
    }
    OnnxFile file = file(draw, old ? 9 : draw.of(10, 11, 13), shape);
    if (old) {
      long[] positive = Arrays.stream(axes).map(a -> (a + shape.length) % shape.length).toArray();
      file.add(
          "Slice",
          "x",
          "p",
          integersAttribute("starts", starts),
          integersAttribute("ends", ends),
          integersAttribute("axes", positive));
    } else {
      file.longs("b", starts).longs("e", ends).longs("a", axes).longs("s", steps);
      file.add("Slice", "x,b,e,a,s", "p");
    }
    // A slice may be empty, which cannot be an output.
    long[] row = shape.clone();
    row[0] = 1;
    file.floats("r", row, draw.entries(row));
    Message axis = integerAttribute("axis", 0);
    boolean whole = Arrays.stream(axes).allMatch(a -> (a + shape.length) % shape.length == 0);
    agree(
        whole
            ? file.add("Concat", "p,r", "y", axis)
            : file.add("Size", "p", "y0").add("Cast", "y0", "y", integerAttribute("to", 1)),
        draw);
  }

  @Seeds(60)
  void sliceThatIsNotEmpty(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    long[] shape = draw.integers(draw.integer(1, 3), 3, 7);
    int n = shape.length;
    long[] starts = new long[n];
    long[] ends = new long[n];
    long[] steps = new long[n];
    for (int d = 0; d < n; d++) {
      boolean forward = draw.flag();
      int low = draw.integer(0, (int) shape[d] - 2);
      int high = draw.integer(low + 1, (int) shape[d] - 1);
      starts[d] = forward ? low : high;
      ends[d] = forward ? high : low;
      steps[d] = forward ? draw.integer(1, 4) : -draw.integer(1, 4);
    }
    OnnxFile file = file(draw, 13, shape).longs("b", starts).longs("e", ends).longs("s", steps);
    agree(file.add("Slice", "x,b,e,,s", "y"), draw);
  }

  @Seeds(80)
  void pad(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    long[] shape = draw.integers(draw.integer(1, 4), 2, 4);
    int n = shape.length;
    String mode = draw.of("constant", "reflect", "edge", "wrap");
    boolean constant = mode.equals("constant");
    int opset = mode.equals("wrap") ? 19 : draw.of(9, 11, 13, 18);
    long[] pads = draw.integers(2 * n, constant ? -1 : 0, constant ? 2 : 1);
    for (int d = 0; d < n; d++) {
      pads[d] = shape[d] + pads[d] + pads[n + d] < 1 ? 0 : pads[d];
    }
    OnnxFile file = file(draw, opset, shape);
    Message modeAttribute = Attributes.string("mode", mode);
    if (opset < 11) {
      file.add(
          "Pad",
          "x",
          "y",
          modeAttribute,
          integersAttribute("pads", pads),
          realAttribute("value", 0.7));
    } else {
      file.longs("p", pads).floats("v", new long[0], draw.of(0.0, -1.5));
      file.add("Pad", draw.flag() ? "x,p" : "x,p,v", "y", modeAttribute);
    }
    agree(file, draw);
  }

  @Test
  void padOfSomeAxes() throws ModelException, OrtException {
    agree(
        new OnnxFile(18)
            .input("x", 2, 3, 4)
            .longs("p", 1, 2, 0, 1)
            .longs("a", -1, 1)
            .add("Pad", "x,p,,a", "y", Attributes.string("mode", "edge")),
        new Draw(6));
  }

  @Seeds(30)
  void trilu(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    long[] shape = shape(draw, 2);
    OnnxFile file =
        file(draw, 14, shape).initializer(longTensor("k", new long[] {draw.integer(-3, 3)}));
    agree(
        file.add(
            "Trilu", draw.flag() ? "x,k" : "x", "y", integerAttribute("upper", draw.integer(0, 1))),
        draw);
  }

  @Seeds(20)
  void depthAndSpace(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    int block = draw.integer(1, 3);
    long c = draw.integer(1, 2);
    long h = draw.integer(1, 3);
    long w = draw.integer(1, 3);
    Message size = integerAttribute("blocksize", block);
    Message mode = Attributes.string("mode", draw.of("DCR", "CRD"));
    agree(
        file(draw, 13, draw.integer(1, 2), c * block * block, h, w)
            .add("DepthToSpace", "x", "y", size, mode),
        draw);
    agree(file(draw, 13, 1, c, h * block, w * block).add("SpaceToDepth", "x", "y", size), draw);
  }

  @Test
  void reverseSequence() throws ModelException, OrtException {
    for (int time = 0; time < 2; time++) {
      agree(
          new OnnxFile(10)
              .input("x", 3, 3, 2)
              .longs("l", 2, 3, 1)
              .add(
                  "ReverseSequence",
                  "x,l",
                  "y",
                  integerAttribute("time_axis", time),
                  integerAttribute("batch_axis", 1 - time)),
          new Draw(2));
    }
  }

  @Test
  void compress() throws ModelException, OrtException {
    Message flags = OnnxFile.header("c", 9, 3).varint(5, 1).varint(5, 0).varint(5, 1);
    agree(
        new OnnxFile(11)
            .input("x", 2, 4)
            .initializer(flags)
            .add("Compress", "x,c", "y", integerAttribute("axis", 1))
            .add("Compress", "x,c", "z")
            .output("z"),
        new Draw(2));
  }

  @Test
  void shapeArithmetic() throws ModelException, OrtException {
    agree(
        new OnnxFile(15)
            .input("x", 2, 3, 4)
            .longs("two", 2)
            .longs("axis", 0)
            .initializer(longTensor("zero", new long[1]))
            .initializer(longTensor("one", new long[] {1}))
            .add("Shape", "x", "all")
            .add("Shape", "x", "tail", integerAttribute("start", -2))
            .add("Gather", "all,zero", "n")
            .add("Unsqueeze", "n,axis", "m")
            .add("ReduceProd", "tail", "p", integerAttribute("keepdims", 1))
            .add("Div", "p,two", "half")
            .add("Mul", "m,two", "twice")
            .add("Concat", "twice,half", "s", integerAttribute("axis", 0))
            .add("Reshape", "x,s", "y")
            .add("Size", "x", "size")
            .add("Range", "zero,size,one", "r")
            .add("Mod", "r,two", "t")
            .add("Equal", "t,zero", "e")
            .add("Where", "e,r,t", "w")
            .output("w", INT64),
        new Draw(3));
  }

  @Test
  void constantsFromShapes() throws ModelException, OrtException {
    agree(
        new OnnxFile(13)
            .input("x", 2, 3)
            .longs("s", 2, 3)
            .add("ConstantOfShape", "s", "zeros")
            .add(
                "ConstantOfShape",
                "s",
                "c",
                OnnxFile.tensorAttribute("value", floatTensor("", new double[] {0.5}, 1)))
            .add("EyeLike", "x", "e", integerAttribute("k", 1))
            .add("Sum", "x,zeros,c,e", "y"),
        new Draw(3));
  }

  @Test
  void sequences() throws ModelException, OrtException {
    agree(
        new OnnxFile(14)
            .input("x", 4, 3)
            .input("z", 2, 3)
            .initializer(longTensor("one", new long[] {1}))
            .longs("parts", 1, 3)
            .add("SequenceConstruct", "x,z", "s")
            .add("Identity", "s", "t")
            .add("SequenceInsert", "t,z,one", "u")
            .add("SequenceErase", "u,one", "v")
            .add("SequenceAt", "v,one", "w")
            .add("SplitToSequence", "x,parts", "q")
            .add("ConcatFromSequence", "q", "r", integerAttribute("axis", 0))
            .add("SplitToSequence", "x", "k", integerAttribute("keepdims", 0))
            .add(
                "ConcatFromSequence",
                "k",
                "l",
                integerAttribute("axis", 1),
                integerAttribute("new_axis", 1))
            .add("SequenceLength", "k", "n")
            .add("Identity", "w", "y")
            .output("r")
            .output("l")
            .output("n", INT64),
        new Draw(4));
  }
}
