package org.probity.model.onnx;

import static org.probity.model.onnx.OnnxFile.FLOAT;
import static org.probity.model.onnx.OnnxFile.INT64;
import static org.probity.model.onnx.OnnxFile.floatTensor;
import static org.probity.model.onnx.OnnxFile.graphAttribute;
import static org.probity.model.onnx.OnnxFile.integerAttribute;
import static org.probity.model.onnx.OnnxFile.integersAttribute;
import static org.probity.model.onnx.OnnxFile.longTensor;
import static org.probity.model.onnx.OnnxFile.node;
import static org.probity.model.onnx.OnnxFile.realAttribute;
import static org.probity.model.onnx.OnnxFile.referenceAttribute;

import ai.onnxruntime.OrtException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.probity.model.ModelException;
import org.probity.model.onnx.OnnxFile.Message;
import org.probity.testing.Seeds;

/** Subgraphs and functions of the model, against ONNX Runtime. */
class ControlFlowTest {
  private static final int BOOL = 9;

  /** A graph that yields one function of the outer x. */
  private static Message branch(String function) {
    return new OnnxFile(13).add(function, "x", "r" + function).output("r" + function).toGraph();
  }

  private static OnnxFile choice(OnnxFile file) {
    return file.add(
            "If",
            "c",
            "y",
            graphAttribute("then_branch", branch("Tanh")),
            graphAttribute("else_branch", branch("Sigmoid")))
        .output("y");
  }

  @Test
  void branchesByConstants() throws ModelException, OrtException {
    for (int flag = 0; flag < 2; flag++) {
      OnnxFile file =
          new OnnxFile(13).input("x", 2, 3).initializer(OnnxFile.header("c", BOOL).varint(5, flag));
      Comparison.agree(choice(file), new Draw(flag));
    }
  }

  @Seeds(10)
  void branchesByTheInput(long seed) throws ModelException, OrtException {
    OnnxFile file =
        new OnnxFile(13)
            .input("x", 2, 3)
            .floats("zero", new long[0], 0)
            .add("ReduceSum", "x", "s", integerAttribute("keepdims", 0))
            .add("Greater", "s", "c");
    OnnxFile whole =
        new OnnxFile(13)
            .input("x", 2, 3)
            .floats("zero", new long[0], 0)
            .add("ReduceSum", "x", "s", integerAttribute("keepdims", 0))
            .add("Greater", "s,zero", "c");
    Comparison.agree(choice(whole), new Draw(seed));
    Comparison.refuses(choice(file), "Greater node", "input 1 is missing");
  }

  @Test
  void branchesOfDifferentShapesAreRefused() {
    Message flat = new OnnxFile(13).add("Flatten", "x", "f").output("f").toGraph();
    OnnxFile file =
        new OnnxFile(13)
            .input("x", 2, 3, 1)
            .input(OnnxFile.value("c", BOOL))
            .add(
                "If",
                "c",
                "y",
                graphAttribute("then_branch", branch("Tanh")),
                graphAttribute("else_branch", flat))
            .output("y");
    Comparison.refuses(file, "If node", "different shapes");
  }

  /** What only the branch that is not taken needs is not imported. */
  @Test
  void theOtherBranchMayBeAnything() throws ModelException, OrtException {
    Message other = new OnnxFile(13).add("Relu", "u", "f").output("f").toGraph();
    OnnxFile file =
        new OnnxFile(13)
            .input("x", 2, 3)
            .initializer(OnnxFile.header("c", BOOL).varint(5, 1))
            .add("RandomNormalLike", "x", "u")
            .add(
                "If",
                "c",
                "y",
                graphAttribute("then_branch", branch("Tanh")),
                graphAttribute("else_branch", other))
            .output("y");
    Comparison.agree(file, new Draw(1));
  }

  /** {@code s <- s * w + x}; scanned out are s and its square root of the count. */
  private static Message body() {
    return new OnnxFile(13)
        .input(OnnxFile.value("i", INT64))
        .input(OnnxFile.value("go", BOOL))
        .input("s", 2, 3)
        .add("Mul", "s,w", "p")
        .add("Add", "p,x", "t")
        .add("Cast", "i", "f", integerAttribute("to", FLOAT))
        .add("Add", "t,f", "u")
        .add("Identity", "go", "on")
        .output("on", BOOL)
        .output("t")
        .output("u")
        .toGraph();
  }

  @Test
  void loop() throws ModelException, OrtException {
    OnnxFile file =
        new OnnxFile(13)
            .input("x", 2, 3)
            .floats("w", new long[] {3}, 0.5, -1, 0.3)
            .initializer(longTensor("n", new long[] {4}))
            .add("Loop", "n,,x", "y,z", graphAttribute("body", body()))
            .output("y")
            .output("z");
    Comparison.agree(file, new Draw(1));
  }

  /** A while loop whose condition depends on the counter. */
  @Test
  void loopWithCondition() throws ModelException, OrtException {
    Message body =
        new OnnxFile(13)
            .input(OnnxFile.value("i", INT64))
            .input(OnnxFile.value("go", BOOL))
            .input("s", 2)
            .add("Tanh", "s", "t")
            .add("Less", "i,three", "on")
            .output("on", BOOL)
            .output("t")
            .toGraph();
    OnnxFile file =
        new OnnxFile(13)
            .input("x", 2)
            .initializer(longTensor("three", new long[] {3}))
            .initializer(OnnxFile.header("yes", BOOL).varint(5, 1))
            .add("Loop", ",yes,x", "y", graphAttribute("body", body))
            .output("y");
    Comparison.agree(file, new Draw(1));
  }

  @Test
  void loopsThatDependOnTheInputOrNeverEndAreRefused() {
    Message body =
        new OnnxFile(13)
            .input(OnnxFile.value("i", INT64))
            .input(OnnxFile.value("go", BOOL))
            .input("s", 2)
            .add("Tanh", "s", "t")
            .add("ReduceMax", "t", "m", integerAttribute("keepdims", 0))
            .add("Greater", "m,zero", "on")
            .output("on", BOOL)
            .output("t")
            .toGraph();
    OnnxFile file =
        new OnnxFile(13)
            .input("x", 2)
            .floats("zero", new long[0], 0)
            .initializer(longTensor("n", new long[] {3}))
            .add("Loop", "n,,x", "y", graphAttribute("body", body))
            .output("y");
    Comparison.refuses(file, "Loop node", "loops of constant length");
    OnnxFile endless =
        new OnnxFile(13)
            .input("x", 2, 3)
            .floats("w", new long[] {3}, 0.5, -1, 0.3)
            .initializer(OnnxFile.header("yes", BOOL).varint(5, 1))
            .add("Loop", ",yes,x", "y", graphAttribute("body", body()))
            .output("y");
    Comparison.refuses(endless, "steps");
  }

  @Seeds(10)
  void scan(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    Message body =
        new OnnxFile(13)
            .input("s", 2)
            .input("e", 2)
            .add("Mul", "s,w", "p")
            .add("Add", "p,e", "t")
            .add("Tanh", "t", "u")
            .output("t")
            .output("u")
            .toGraph();
    int axis = draw.integer(0, 1);
    long[] shape = axis == 0 ? new long[] {4, 2} : new long[] {2, 4};
    OnnxFile file =
        new OnnxFile(draw.of(9, 11, 13))
            .input("x", shape)
            .input("h", 2)
            .floats("w", new long[] {2}, 0.5, -0.7)
            .add(
                "Scan",
                "h,x",
                "y,z",
                graphAttribute("body", body),
                integerAttribute("num_scan_inputs", 1),
                integersAttribute("scan_input_axes", axis),
                integersAttribute("scan_input_directions", draw.integer(0, 1)),
                integersAttribute("scan_output_axes", draw.integer(0, 1)),
                integersAttribute("scan_output_directions", draw.integer(0, 1)))
            .output("y")
            .output("z");
    Comparison.agree(file, draw);
  }

  private static final String LOCAL = "local";

  private static Message call(
      String function, String inputs, String outputs, Message... attributes) {
    return node(function, inputs, outputs, attributes).string(7, LOCAL);
  }

  @Test
  void functionsOfTheModel() throws ModelException, OrtException {
    List<Message> scaled =
        List.of(
            node("LeakyRelu", "a", "p", referenceAttribute("alpha", "slope", 1)),
            node("Add", "p,b", "r"));
    List<Message> twice =
        List.of(
            call("Scaled", "u,u", "v", realAttribute("slope", 0.3)), call("Scaled", "v,u", "w"));
    OnnxFile file =
        new OnnxFile(15)
            .opset(LOCAL, 1)
            .function(LOCAL, "Scaled", "a,b", "r", List.of("slope"), scaled)
            .input("x", 2, 3)
            .add(call("Scaled", "x,x", "p", realAttribute("slope", 0.5)))
            .add(call("Scaled", "p,x", "y"))
            .output("y");
    Comparison.agree(file, new Draw(1));
    OnnxFile nested =
        new OnnxFile(15)
            .opset(LOCAL, 1)
            .function(LOCAL, "Scaled", "a,b", "r", List.of("slope"), scaled)
            .function(LOCAL, "Twice", "u", "w", List.of(), twice)
            .input("x", 2, 3)
            .add(call("Twice", "x", "y"))
            .output("y");
    Comparison.agree(nested.toBytes(), plain(), new Draw(1));
  }

  /** The nested call above, written out. */
  private static byte[] plain() {
    return new OnnxFile(15)
        .input("x", 2, 3)
        .add("LeakyRelu", "x", "p", realAttribute("alpha", 0.3))
        .add("Add", "p,x", "v")
        .add("LeakyRelu", "v", "q")
        .add("Add", "q,x", "y")
        .output("y")
        .toBytes();
  }

  @Test
  void recursionIsRefused() {
    List<Message> body = List.of(call("Self", "a", "r"));
    OnnxFile file =
        new OnnxFile(15)
            .opset(LOCAL, 1)
            .function(LOCAL, "Self", "a", "r", List.of(), body)
            .input("x", 2)
            .add(call("Self", "x", "y"))
            .output("y");
    Comparison.refuses(file, "nested more than");
    // Each function calls the one before twice: short text, long run.
    OnnxFile doubling = new OnnxFile(15).opset(LOCAL, 1).input("x", 2);
    doubling.function(LOCAL, "F0", "a", "r", List.of(), List.of(node("Tanh", "a", "r")));
    for (int i = 1; i < 40; i++) {
      String previous = "F" + (i - 1);
      doubling.function(
          LOCAL,
          "F" + i,
          "a",
          "r",
          List.of(),
          List.of(call(previous, "a", "p"), call(previous, "p", "r")));
    }
    Comparison.refuses(doubling.add(call("F39", "x", "y")).output("y"), "steps");
  }

  /** A loop in a loop in a branch, which reads names of all graphs around it. */
  @Test
  void nesting() throws ModelException, OrtException {
    Message inner =
        new OnnxFile(13)
            .input(OnnxFile.value("j", INT64))
            .input(OnnxFile.value("c2", BOOL))
            .input("s2", 2)
            .add("Add", "s2,x", "t2")
            .add("Mul", "t2,s1", "u2")
            .add("Identity", "c2", "o2")
            .output("o2", BOOL)
            .output("u2")
            .toGraph();
    Message outer =
        new OnnxFile(13)
            .input(OnnxFile.value("i", INT64))
            .input(OnnxFile.value("c1", BOOL))
            .input("s1", 2)
            .add("Loop", "two,,s1", "t1", graphAttribute("body", inner))
            .add("Tanh", "t1", "u1")
            .add("Identity", "c1", "o1")
            .output("o1", BOOL)
            .output("u1")
            .toGraph();
    Message branch =
        new OnnxFile(13)
            .add("Loop", "two,,k", "r", graphAttribute("body", outer))
            .output("r")
            .toGraph();
    OnnxFile file =
        new OnnxFile(13)
            .input("x", 2)
            .initializer(longTensor("two", new long[] {2}))
            .initializer(OnnxFile.header("c", BOOL).varint(5, 1))
            .initializer(floatTensor("k", new double[] {0.3, -0.2}, 2))
            .add(
                "If",
                "c",
                "y",
                graphAttribute("then_branch", branch),
                graphAttribute("else_branch", branch("Relu")))
            .output("y");
    Comparison.agree(file, new Draw(1));
  }
}
