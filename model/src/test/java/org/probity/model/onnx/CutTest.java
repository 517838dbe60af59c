package org.probity.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.probity.model.onnx.OnnxFile.graphAttribute;
import static org.probity.model.onnx.OnnxFile.integerAttribute;
import static org.probity.model.onnx.OnnxFile.node;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.probity.model.Cut;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatExecutor;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatPort;

/** Parts of a file: what is computed by two of them is what the whole computes. */
class CutTest {
  /**
   * Two layers with a connection past the second, a shape that is computed from the input, a node
   * with two results, and one with a subgraph that reads the graph around it.
   */
  private static OnnxFile net() {
    OnnxFile inner = new OnnxFile(13).add("Mul", "sum,sum", "squared").output("squared");
    OnnxFile other = new OnnxFile(13).add("Neg", "sum", "negated").output("negated");
    return new OnnxFile(13)
        .input("x", 2, 4)
        .floats("w", new long[] {4, 4}, new SplittableRandom(1).doubles(16, -1, 1).toArray())
        .floats("yes", new long[] {1}, 1)
        .floats("limit", new long[0], 0.5)
        .add("MatMul", "x,w", "product")
        .add("Relu", "product", "hidden")
        .add("MatMul", "hidden,w", "second")
        .add("Add", "second,hidden", "sum")
        .add("ReduceMax", "sum", "most", integerAttribute("keepdims", 0))
        .add("Greater", "most,limit", "large")
        .add(
            "If",
            "large",
            "chosen",
            graphAttribute("then_branch", inner.toGraph()),
            graphAttribute("else_branch", other.toGraph()))
        .add("Split", "chosen", "left,right", integerAttribute("axis", 1))
        .add("Shape", "x", "shape")
        .add("Concat", "right,left", "turned", integerAttribute("axis", 1))
        .add("Reshape", "turned,shape", "shaped")
        .add("Tanh", "shaped", "y")
        .output("y")
        .output("most");
  }

  private static ImportOptions cut(String from, String to) {
    return ImportOptions.defaults().withCut(new Cut(names(from), names(to)));
  }

  private static List<String> names(String list) {
    return list == null || list.isEmpty() ? List.of() : List.of(list.split(","));
  }

  private static FloatGraph part(OnnxFile file, String from, String to) throws ModelException {
    return OnnxImporter.read(file.toBytes(), cut(from, to));
  }

  private static Map<String, double[]> run(FloatGraph graph, Map<String, double[]> inputs) {
    Map<String, double[]> values = FloatExecutor.run(graph, inputs);
    Map<String, double[]> outputs = new HashMap<>();
    graph.outputs().forEach(port -> outputs.put(port.name(), values.get(port.tensor())));
    return outputs;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "product           | y,most",
        "hidden            | y,most",
        "second,hidden     | y,most",
        "hidden,product    | y,product2",
        "sum               | y,most",
        "sum               | most",
        "sum               | shaped,large",
        "chosen            | y",
        "left,right        | y",
        "right,left        | turned",
        "turned            | y",
        "shaped            | y",
      })
  void twoPartsAreTheWhole(String from, String to) throws ModelException {
    OnnxFile file = net().add("Sub", "product,hidden", "product2");
    FloatGraph before = part(file, "", from);
    FloatGraph behind = part(file, from, to);
    FloatGraph whole = part(file, "", to);
    assertThat(before.outputs().stream().map(FloatPort::name))
        .containsExactlyElementsOf(names(from));
    assertThat(behind.inputs().stream().map(FloatPort::name))
        .containsExactlyElementsOf(names(from));
    assertThat(behind.outputs().stream().map(FloatPort::name)).containsExactlyElementsOf(names(to));
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 8; i++) {
      Map<String, double[]> x = Map.of("x", random.doubles(8, -1, 1).toArray());
      Map<String, double[]> expected = run(whole, x);
      Map<String, double[]> found = run(behind, run(before, x));
      expected.forEach(
          (name, values) -> assertThat(found.get(name)).containsExactly(values, within(1e-12)));
    }
  }

  private static void refuses(OnnxFile file, String from, String to, String... parts) {
    assertThatThrownBy(() -> part(file, from, to))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll(parts);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hiden          |        | --from hiden: the model has no tensor of that name; near it are"
            + " \"hidden\"",
        "zzzzzz         |        | --from zzzzzz: the model has no tensor of that name",
        "sum            | shapes | --to shapes: the model has no tensor of that name; near it are"
            + " \"shape\", \"shaped\"",
        "hidden,hidden  |        | --from hidden: it is named twice",
        "squared        |        | --from squared: it is inside the body of If node \"to chosen\"",
        "w              |        | --from w: it is a constant, which no input reaches",
        "sum            | shape  | --from sum: the result \"shape\" does not depend on it",
        "               | shape  | --to shape: it is a constant",
        "sum            | w      | --to w: it is a constant",
        "second         |        | --from second: it does not separate the model, for \"hidden\""
            + " reaches Add node \"to sum\" around it; cut there too, as in --from second,hidden",
        "left           | y      | for \"right\" reaches Concat",
        "chosen         |        | --from chosen: the result \"most\" does not depend on it",
        "x              |        | --from x: these are inputs of the model",
        "               | x      | --to x: nothing would be left",
        "most           |        | --from most: it is a result of the model itself",
        "sum            | sum    | --to sum: nothing would be left",
        "hidden         | product| --from hidden: the result \"product\" does not depend on it",
        "sum,shaped     | y      | --from sum: no result depends on it",
        "sum,shape      | y,most | --from shape: it is a constant",
      })
  void refusals(String from, String to, String message) {
    refuses(net(), from == null ? "" : from, to == null ? "" : to, message);
  }

  /** A tensor of the cut may be a result of a node of which another result is computed behind. */
  @Test
  void aNodeWithAResultOnEitherSide() throws ModelException {
    OnnxFile file =
        new OnnxFile(13)
            .input("x", 1, 4)
            .add("Neg", "x", "a")
            .add("Split", "a", "b,c", integerAttribute("axis", 1))
            .add("Add", "b,c", "y")
            .output("y");
    FloatGraph head = part(file, "a,b", "");
    Map<String, double[]> inputs = Map.of("a", new double[] {1, 2, 3, 4}, "b", new double[] {9, 9});
    assertThat(run(head, inputs).get("y")).containsExactly(12, 13);
  }

  @Test
  void aTensorInsideOfAFunctionIsNamed() {
    OnnxFile file =
        new OnnxFile(13)
            .domain("own", 1)
            .function(
                "own",
                "Twice",
                "a",
                "b",
                List.of(),
                List.of(node("Add", "a,a", "inner"), node("Neg", "inner", "b")))
            .input("x", 1, 4)
            .add(node("Twice", "x", "z").string(7, "own"))
            .add("Relu", "z", "y")
            .output("y");
    refuses(file, "inner", "", "it is inside the function \"Twice\"", "a result of a call");
  }

  /** What comes behind the end need not be supported. */
  @ParameterizedTest
  @ValueSource(strings = {"", "z"})
  void unsupportedOperatorsBehindTheEnd(String from) throws ModelException {
    OnnxFile file =
        new OnnxFile(13)
            .input("x", 1, 4)
            .add("Relu", "x", "z")
            .add("Neg", "z", "y")
            .add("NoSuchThing", "y", "end")
            .output("end");
    refuses(file, from, "", "NoSuchThing");
    assertThat(part(file, from, "y").outputs().getFirst().shape()).containsExactly(1L, 4L);
  }

  @Test
  void shapesOfTheWholeModelsInputs() throws ModelException {
    OnnxFile file =
        new OnnxFile(13).input("x", -1, -1).add("Relu", "x", "z").add("Neg", "z", "y").output("y");
    ImportOptions options =
        new ImportOptions(Map.of("x", new long[] {3, 5}), Map.of())
            .withCut(new Cut(List.of("z"), List.of()));
    assertThat(OnnxImporter.read(file.toBytes(), options).inputs().getFirst().shape())
        .containsExactly(3L, 5L);
  }
}
