package org.probity.model.onnx;

import static org.probity.model.onnx.OnnxFile.integerAttribute;
import static org.probity.model.onnx.OnnxFile.integersAttribute;
import static org.probity.model.onnx.OnnxFile.realAttribute;

import ai.onnxruntime.OrtException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.probity.model.ModelException;
import org.probity.model.onnx.OnnxFile.Message;
import org.probity.testing.Seeds;

/** Resize and Upsample in all their modes, against ONNX Runtime. */
class ResizeTest {
  private static double[] scales(Draw draw) {
    return new double[] {1, 1, draw.of(0.6, 1.0, 1.5, 2.0, 2.6), draw.of(0.5, 1.3, 2.0, 3.0)};
  }

  private static void agree(OnnxFile file, Draw draw) throws ModelException, OrtException {
    Comparison.agree(file.toBytes(), draw, -2, 2, 1, 1e-4);
  }

  @Seeds(200)
  void resize(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    int opset = draw.of(11, 13, 18, 19);
    String mode = draw.of("nearest", "linear", "cubic");
    OnnxFile file = new OnnxFile(opset).input("x", 1, 2, draw.integer(3, 6), draw.integer(3, 6));
    List<Message> attributes = new ArrayList<>();
    List<String> coordinates =
        new ArrayList<>(List.of("half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric"));
    if (opset < 13) {
      coordinates.add("tf_half_pixel_for_nn");
    }
    if (opset >= 19) {
      coordinates.add("half_pixel_symmetric");
    }
    if (!mode.equals("cubic")) {
      coordinates.add("tf_crop_and_resize");
    }
    String coordinate = draw.of(coordinates);
    if (coordinate.equals("tf_half_pixel_for_nn")) {
      mode = "nearest";
    }
    attributes.add(Attributes.string("mode", mode));
    attributes.add(Attributes.string("coordinate_transformation_mode", coordinate));
    attributes.add(
        Attributes.string(
            "nearest_mode", draw.of("round_prefer_floor", "round_prefer_ceil", "floor", "ceil")));
    if (mode.equals("cubic")) {
      attributes.add(integerAttribute("exclude_outside", draw.integer(0, 1)));
      attributes.add(realAttribute("cubic_coeff_a", draw.of(-0.75, -0.5)));
    }
    file.floats("r", new long[] {8}, 0, 0, 0.2, draw.of(0.1, -0.3), 1, 1, 0.8, draw.of(0.7, 1.2));
    if (coordinate.equals("tf_crop_and_resize")) {
      attributes.add(realAttribute("extrapolation_value", draw.of(0.0, 1.5)));
    }
    if (draw.flag()) {
      file.floats("s", new long[] {4}, scales(draw));
      file.add("Resize", "x,r,s", "y", attributes.toArray(new Message[0]));
    } else {
      file.longs("z", 1, 2, draw.integer(1, 9), draw.integer(2, 9));
      // Up to opset 12 the scales must be there, if only empty.
      file.floats("e", new long[] {0});
      file.add(
          "Resize", opset < 13 ? "x,r,e,z" : "x,r,,z", "y", attributes.toArray(new Message[0]));
    }
    agree(file.output("y"), draw);
  }

  @Seeds(30)
  void antialiasing(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    OnnxFile file =
        new OnnxFile(18)
            .input("x", 1, 2, 8, 7)
            .floats("s", new long[] {4}, 1, 1, draw.of(0.5, 0.3, 1.5), draw.of(0.6, 0.4))
            .add(
                "Resize",
                "x,,s",
                "y",
                Attributes.string("mode", draw.of("linear", "cubic")),
                integerAttribute("antialias", 1),
                integerAttribute("exclude_outside", draw.integer(0, 1)))
            .output("y");
    agree(file, draw);
  }

  @Seeds(20)
  void someAxesWithTheirAspectRatio(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    OnnxFile file =
        new OnnxFile(18)
            .input("x", 1, 2, 5, 4)
            .longs("z", draw.integer(3, 9), draw.integer(3, 9))
            .add(
                "Resize",
                "x,,,z",
                "y",
                Attributes.string("mode", draw.of("nearest", "linear")),
                integersAttribute("axes", 2, 3),
                Attributes.string(
                    "keep_aspect_ratio_policy", draw.of("stretch", "not_larger", "not_smaller")))
            .output("y");
    agree(file, draw);
  }

  @Seeds(40)
  void olderVersions(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    Message mode = Attributes.string("mode", draw.of("nearest", "linear"));
    int opset = draw.of(7, 9, 10);
    double[] scales = scales(draw);
    if (opset < 10) {
      Arrays.setAll(scales, d -> Math.max(1, scales[d]));
    }
    OnnxFile file = new OnnxFile(opset).input("x", 1, 2, draw.integer(3, 6), draw.integer(3, 6));
    if (opset == 7) {
      file.add("Upsample", "x", "y", mode, Attributes.reals("scales", scales));
    } else {
      file.floats("s", new long[] {4}, scales)
          .add(opset == 9 ? "Upsample" : "Resize", "x,s", "y", mode);
    }
    agree(file.output("y"), draw);
  }

  @Test
  void refusesWhatItDoesNotCompute() {
    OnnxFile missing = new OnnxFile(13).input("x", 1, 1, 2, 2).add("Resize", "x", "y").output("y");
    Comparison.refuses(missing, "Resize node \"to y\"", "neither scales nor sizes");
    OnnxFile scales = new OnnxFile(13).input("x", 1, 1, 2, 2).floats("s", new long[] {2}, 1, 2);
    Comparison.refuses(
        scales.add("Resize", "x,,s", "y").output("y"), "Resize node \"to y\"", "2 entries, not 4");
    OnnxFile empty = new OnnxFile(13).input("x", 2).floats("s", new long[] {1}, 0.1);
    Comparison.refuses(
        empty.add("Resize", "x,,s", "y").output("y"), "Resize node \"to y\"", "0.0 cells, not 1");
    OnnxFile mode = new OnnxFile(13).input("x", 2).floats("s", new long[] {1}, 2);
    mode.add("Resize", "x,,s", "y", Attributes.string("mode", "area")).output("y");
    Comparison.refuses(mode, "Resize node \"to y\"", "mode area", "nearest");
  }
}
