package org.probity.operators;

import static org.probity.model.onnx.OnnxFile.graphAttribute;
import static org.probity.model.onnx.OnnxFile.integerAttribute;
import static org.probity.model.onnx.OnnxFile.integersAttribute;
import static org.probity.model.onnx.OnnxFile.realAttribute;
import static org.probity.model.onnx.OnnxFile.value;
import static org.probity.operators.Models.BOOL;
import static org.probity.operators.Models.INT64;
import static org.probity.operators.Models.dims;
import static org.probity.operators.Models.integer;
import static org.probity.operators.Models.integers;
import static org.probity.operators.Models.weights;
import static org.probity.operators.Sample.since;

import java.util.List;
import org.probity.model.onnx.OnnxFile;
import org.probity.model.onnx.OnnxFile.Message;

/**
 * A model that is not taken, and why.
 *
 * @param what what about it
 */
record Refusal(String what, Sample sample) {
  static final List<Refusal> ALL =
      List.of(
          of(
              "an operator that is not in the tables",
              since(13, f -> f.input("x", 3).add("Unique", "x", "y").output("y"))),
          of(
              "several dimensions without a value",
              since(13, f -> f.input("x", -1, 3, -1).add("Relu", "x", "y").output("y"))),
          of(
              "a shape that depends on the entries of an input",
              since(
                  13,
                  f ->
                      f.input("x", 2, 3)
                          .input(value("s", INT64, 1))
                          .add("Reshape", "x,s", "y")
                          .output("y"))),
          of(
              "positions that depend on the entries of an input",
              since(13, f -> f.input("x", 3).add("NonZero", "x", "y").output("y", INT64))),
          of(
              "scattering to computed positions",
              since(
                  13,
                  f ->
                      f.input("x", 3)
                          .input(value("i", INT64, 1, 1))
                          .input("u", 1)
                          .add("ScatterND", "x,i,u", "y")
                          .output("y"))),
          of("a loop that ends when the data say so", since(13, Refusal::loop)),
          of(
              "a computed base to a computed power",
              since(13, f -> f.input("x", 3).input("p", 3).add("Pow", "x,p", "y").output("y"))),
          of(
              "a long product",
              since(13, f -> f.input("x", 65).add("ReduceProd", "x", "y").output("y"))),
          of(
              "positions of maxima, to unpool by",
              since(
                  12,
                  f ->
                      f.input("x", 1, 1, 4, 4)
                          .add("MaxPool", "x", "y,i", integersAttribute("kernel_shape", 2, 2))
                          .output("y")
                          .output("i", INT64))),
          of(
              "sequences of several lengths in a batch",
              since(
                  14,
                  f ->
                      integers(
                              weights(weights(f.input("x", 3, 2, 2), "w", 1, 2, 2), "r", 1, 2, 2),
                              "l",
                              Models.INT32,
                              dims(2),
                              3,
                              1)
                          .add("RNN", "x,w,r,,l", "y", integerAttribute("hidden_size", 2))
                          .output("y"))),
          of(
              "caches and soft caps of attention",
              since(
                  23,
                  f ->
                      f.input("q", 1, 1, 2, 2)
                          .add("Attention", "q,q,q", "y", realAttribute("softcap", 2))
                          .output("y"))),
          of(
              "training",
              since(
                  15,
                  f ->
                      weights(f.input("x", 1, 2), "s", 2)
                          .add(
                              "BatchNormalization",
                              "x,s,s,s,s",
                              "y",
                              integerAttribute("training_mode", 1))
                          .output("y"))),
          of(
              "weights that are not numbers",
              since(
                  13,
                  f ->
                      f.input("x", 2)
                          .floats("w", dims(2), Double.NaN, 1)
                          .add("Mul", "x,w", "y")
                          .output("y"))));

  private static Refusal of(String what, Sample sample) {
    return new Refusal(what, sample);
  }

  private static OnnxFile loop(OnnxFile file) {
    Message body =
        new OnnxFile(13)
            .input(value("i", INT64))
            .input(value("go", BOOL))
            .input("s", 2)
            .add("Tanh", "s", "t")
            .add("ReduceMax", "t", "m", integerAttribute("keepdims", 0))
            .add("Greater", "m,zero", "on")
            .output("on", BOOL)
            .output("t")
            .toGraph();
    return integer(file.input("x", 2).floats("zero", dims(), 0), "n", 3)
        .add("Loop", "n,,x", "y", graphAttribute("body", body))
        .output("y");
  }
}
