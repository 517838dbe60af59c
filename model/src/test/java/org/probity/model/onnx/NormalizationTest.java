package org.probity.model.onnx;

import static org.probity.model.onnx.OnnxFile.integerAttribute;
import static org.probity.model.onnx.OnnxFile.integersAttribute;
import static org.probity.model.onnx.OnnxFile.realAttribute;

import ai.onnxruntime.OrtException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.probity.model.ModelException;
import org.probity.model.onnx.OnnxFile.Message;
import org.probity.testing.Seeds;

/** Normalisations, against ONNX Runtime. */
class NormalizationTest {
  private static long[] shape(Draw draw, int channels) {
    long[] shape = draw.integers(draw.integer(3, 5), 2, 3);
    shape[1] = channels;
    return shape;
  }

  private static void agree(OnnxFile file, Draw draw) throws ModelException, OrtException {
    Comparison.agree(file.toBytes(), draw, -2, 2, 1, 2e-4);
  }

  @Seeds(15)
  void batch(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    int c = draw.integer(1, 4);
    long[] channels = {c};
    long[] shape = draw.flag() ? shape(draw, c) : new long[] {2, c};
    OnnxFile file =
        new OnnxFile(draw.of(7, 9, 14, 15, 20))
            .input("x", shape)
            .floats("s", channels, draw.entries(c))
            .floats("b", channels, draw.entries(c))
            .floats("m", channels, draw.entries(c))
            .floats("v", channels, draw.reals(c, 0.2, 2))
            .add("BatchNormalization", "x,s,b,m,v", "y", realAttribute("epsilon", 1e-3))
            .output("y");
    agree(file, draw);
  }

  @Seeds(15)
  void instance(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    int c = draw.integer(1, 4);
    OnnxFile file =
        new OnnxFile(draw.of(7, 17, 22))
            .input("x", shape(draw, c))
            .floats("s", new long[] {c}, draw.entries(c))
            .floats("b", new long[] {c}, draw.entries(c))
            .add("InstanceNormalization", "x,s,b", "y", realAttribute("epsilon", 1e-3))
            .output("y");
    agree(file, draw);
  }

  @Seeds(30)
  void layer(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    int rank = draw.integer(1, 4);
    long[] shape = draw.integers(rank, 2, 4);
    int axis = draw.integer(0, rank - 1);
    long[] rest = Arrays.copyOfRange(shape, axis, rank);
    OnnxFile file = new OnnxFile(17).input("x", shape).floats("s", rest, draw.entries(rest));
    boolean bias = draw.flag();
    if (bias) {
      file.floats("b", rest, draw.entries(rest));
    }
    file.add(
            "LayerNormalization",
            bias ? "x,s,b" : "x,s",
            "y,m,d",
            integerAttribute("axis", draw.flag() ? axis : axis - rank),
            realAttribute("epsilon", 1e-3))
        .output("y")
        .output("m")
        .output("d");
    agree(file, draw);
  }

  @Seeds(20)
  void group(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    int groups = draw.integer(1, 3);
    int channels = groups * draw.integer(1, 3);
    int opset = draw.of(18, 21);
    int entries = opset < 21 ? groups : channels;
    OnnxFile file =
        new OnnxFile(opset)
            .input("x", shape(draw, channels))
            .floats("s", new long[] {entries}, draw.entries(entries))
            .floats("b", new long[] {entries}, draw.entries(entries))
            .add(
                "GroupNormalization",
                "x,s,b",
                "y",
                integerAttribute("num_groups", groups),
                realAttribute("epsilon", 1e-3))
            .output("y");
    agree(file, draw);
  }

  @Seeds(15)
  void rootMeanSquare(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    long[] shape = draw.integers(3, 2, 4);
    boolean standard = draw.flag();
    OnnxFile file =
        new OnnxFile(standard ? 23 : 17)
            .input("x", shape)
            .floats("s", new long[] {shape[2]}, draw.entries(shape[2]))
            .add(
                standard ? "RMSNormalization" : "SimplifiedLayerNormalization",
                "x,s",
                "y",
                integerAttribute("axis", -1),
                realAttribute("epsilon", 1e-3))
            .output("y");
    agree(file, draw);
  }

  @Seeds(15)
  void skipLayer(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    long[] shape = draw.integers(3, 2, 4);
    long[] last = {shape[2]};
    boolean centred = draw.flag();
    OnnxFile file =
        new OnnxFile(17)
            .domain("com.microsoft", 1)
            .input("x", shape)
            .input("z", shape)
            .floats("s", last, draw.entries(last))
            .floats("b", last, draw.entries(last))
            .floats("c", last, draw.entries(last))
            .add(
                OnnxFile.node(
                        centred ? "SkipLayerNormalization" : "SkipSimplifiedLayerNormalization",
                        centred ? "x,z,s,b,c" : "x,z,s,c",
                        "y,,,t",
                        realAttribute("epsilon", 1e-3))
                    .string(7, "com.microsoft"))
            .output("y")
            .output("t");
    agree(file, draw);
  }

  @Seeds(15)
  void lp(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    OnnxFile file =
        new OnnxFile(draw.of(7, 17, 22))
            .input("x", draw.integers(3, 2, 4))
            .add(
                "LpNormalization",
                "x",
                "y",
                integerAttribute("axis", draw.integer(-3, 2)),
                integerAttribute("p", draw.integer(1, 2)))
            .output("y");
    agree(file, draw);
  }

  @Seeds(10)
  void meanVariance(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    OnnxFile file = new OnnxFile(draw.of(9, 13, 17)).input("x", draw.integers(4, 2, 4));
    if (draw.flag()) {
      file.add("MeanVarianceNormalization", "x", "y");
    } else {
      file.add("MeanVarianceNormalization", "x", "y", integersAttribute("axes", 0, 1, 2, 3));
    }
    agree(file.output("y"), draw);
  }

  @Seeds(15)
  void localResponse(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    OnnxFile file =
        new OnnxFile(draw.of(7, 13, 17))
            .input("x", 1, draw.integer(2, 7), 2, 3)
            .add(
                "LRN",
                "x",
                "y",
                integerAttribute("size", draw.of(1, 3, 5)),
                realAttribute("alpha", 0.3),
                realAttribute("beta", 0.6),
                realAttribute("bias", 1.2))
            .output("y");
    agree(file, draw);
  }

  @Test
  void refusesWhatItDoesNotCompute() {
    Message training = integerAttribute("training_mode", 1);
    OnnxFile batch = new OnnxFile(15).input("x", 1, 2).floats("s", new long[] {2}, 1, 1);
    batch.add("BatchNormalization", "x,s,s,s,s", "y", training).output("y");
    Comparison.refuses(batch, "BatchNormalization node \"to y\"", "export the model for inference");
    OnnxFile channels = new OnnxFile(15).input("x", 1, 3).floats("s", new long[] {2}, 1, 1);
    channels.add("BatchNormalization", "x,s,s,s,s", "y").output("y");
    Comparison.refuses(channels, "BatchNormalization node \"to y\"", "3 channels");
    OnnxFile lp = new OnnxFile(15).input("x", 1, 3);
    lp.add("LpNormalization", "x", "y", integerAttribute("p", 3)).output("y");
    Comparison.refuses(lp, "LpNormalization node \"to y\"", "use 1 or 2");
    OnnxFile group = new OnnxFile(21).input("x", 1, 3).floats("s", new long[] {3}, 1, 1, 1);
    group.add("GroupNormalization", "x,s,s", "y", integerAttribute("num_groups", 2)).output("y");
    Comparison.refuses(group, "GroupNormalization node \"to y\"", "into 2 groups");
  }
}
