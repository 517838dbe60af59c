package org.probity.operators;

import static org.probity.model.onnx.Attributes.string;
import static org.probity.model.onnx.OnnxFile.graphAttribute;
import static org.probity.model.onnx.OnnxFile.integerAttribute;
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

/** Recurrent networks and control flow. */
final class ControlSamples {
  private ControlSamples() {}

  static Family family() {
    return new Family(
        "Recurrence and control flow",
        "Unrolled. A state takes its rounding errors with it: more steps cost accuracy.",
        List.of(
            recurrent("RNN", 1, "h"),
            recurrent("GRU", 3, "h"),
            recurrent("LSTM", 4, "h,c"),
            Row.of(
                "If",
                "branches of the same shapes, if the condition is computed",
                since(7, f -> branches(integers(f.input("x", 3, 4), "c", BOOL, dims(), 1))),
                since(7, f -> branches(f.input("x", 3, 4).input(value("c", BOOL)))).integers(0, 1)),
            Row.of(
                "Loop",
                "constant number of steps",
                since(
                    7,
                    f ->
                        integer(weights(f.input("x", 2, 3), "w", 3), "n", 3)
                            .add("Loop", "n,,x", "y,z", graphAttribute("body", body()))
                            .output("y")
                            .output("z"))),
            Row.of(
                "Scan",
                "",
                since(
                    9,
                    f ->
                        weights(f.input("x", 4, 3).input("h", 3), "w", 3)
                            .add(
                                "Scan",
                                "h,x",
                                "y,z",
                                graphAttribute("body", step()),
                                integerAttribute("num_scan_inputs", 1))
                            .output("y")
                            .output("z")))));
  }

  /** Both directions, with initial states. */
  private static Row recurrent(String operator, int gates, String states) {
    long hidden = 4;
    return Row.of(
        operator,
        "no sequence_lens shorter than the input",
        since(
            7,
            f -> {
              weights(f.input("x", 3, 1, 4), "w", 2, gates * hidden, 4);
              weights(f, "r", 2, gates * hidden, hidden);
              weights(f, "b", 2, 2L * gates * hidden);
              weights(f, "h", 2, 1, hidden);
              weights(f, "c", 2, 1, hidden);
              return f.add(
                      operator,
                      "x,w,r,b,," + states,
                      "y,z",
                      integerAttribute("hidden_size", hidden),
                      string("direction", "bidirectional"))
                  .output("y")
                  .output("z");
            }));
  }

  private static Message branch(String function) {
    return new OnnxFile(13).add(function, "x", "r" + function).output("r" + function).toGraph();
  }

  private static OnnxFile branches(OnnxFile file) {
    return file.add(
            "If",
            "c",
            "y",
            graphAttribute("then_branch", branch("Tanh")),
            graphAttribute("else_branch", branch("Sigmoid")))
        .output("y");
  }

  private static Message body() {
    return new OnnxFile(13)
        .input(value("i", INT64))
        .input(value("go", BOOL))
        .input("s", 2, 3)
        .add("Mul", "s,w", "p")
        .add("Add", "p,x", "t")
        .add("Sigmoid", "t", "u")
        .add("Identity", "go", "on")
        .output("on", BOOL)
        .output("t")
        .output("u")
        .toGraph();
  }

  private static Message step() {
    return new OnnxFile(13)
        .input("s", 3)
        .input("e", 3)
        .add("Mul", "s,w", "p")
        .add("Add", "p,e", "t")
        .add("Tanh", "t", "u")
        .output("t")
        .output("u")
        .toGraph();
  }
}
