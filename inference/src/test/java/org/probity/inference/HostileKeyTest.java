package org.probity.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.probity.inference.lowering.Graphs.view;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.probity.graph.AxisIndex;
import org.probity.graph.Format;
import org.probity.graph.FunctionNotation;
import org.probity.graph.IntegerGraph;
import org.probity.graph.Parameters;
import org.probity.graph.RealFunction;
import org.probity.inference.certificate.Certificate;
import org.probity.inference.certificate.Statement;
import org.probity.inference.json.Documents;
import org.probity.inference.json.InvalidFileException;
import org.probity.inference.json.Json;
import org.probity.inference.key.ModelKey;
import org.probity.inference.lowering.Forests;
import org.probity.inference.lowering.GraphCompiler;
import org.probity.inference.lowering.Graphs;
import org.probity.inference.lowering.Plan;
import org.probity.inference.lowering.RequantizeLowering;

/**
 * Keys that somebody wrote by hand, digest and all: every value of a good key is replaced by values
 * that break things. The key is invalid, or its registration does not hold, or a certificate of the
 * original does not; nothing throws anything else.
 */
class HostileKeyTest {
  private static final List<String> NUMBERS =
      List.of(
          "0",
          "1",
          "-1",
          "2",
          "16",
          "65535",
          "-65536",
          "16777216",
          "2147483647",
          "-2147483648",
          "2147483648",
          "4611686018427387904",
          "9223372036854775807",
          "-9223372036854775808",
          "99999999999999999999",
          "1.5");

  private static IntegerGraph graph() {
    return new Graphs()
        .input("x", Format.signed(3, 6), 1, 3)
        .linear("a", "x", 2, 4, 8)
        .requantize("h", "a", 2, FunctionNotation.parse("max(x,mul(0.125,x))"), Format.signed(3, 8))
        .requantize("t", "h", 3, FunctionNotation.parse("sigmoid(x)"), Format.unsigned(4, 4))
        .softmax("p", "t", 1, 6, 6)
        .argMax("y", "h", true)
        .extremum(
            "m",
            List.of(2),
            List.of(),
            true,
            Format.signed(3, 8),
            view("h", AxisIndex.at(0), new AxisIndex.Table(1, List.of(0), new int[] {1, 0})))
        .output("y")
        .output("p")
        .output("m")
        .build();
  }

  @Test
  void noReplacedValueIsFollowed() throws Exception {
    IntegerGraph graph = graph();
    Registration registration =
        Registrar.register(graph, Samples.parameters(graph, Samples.Choice.RANDOM, 1));
    assertNotFollowed(registration, Samples.inputs(graph, Samples.Choice.RANDOM, 2));
  }

  @Test
  void noReplacedValueOfAForestIsFollowed() throws Exception {
    Random random = new Random(5);
    List<Forests.Tree> trees = Forests.trees(random, 2, 2, 2, 5, 1L << 40);
    Forests.Sample forest = Forests.of(new Forests.Spec(1, 2, 2, 2, 4, 2, trees), random);
    Registration registration =
        Registrar.register(forest.graph(), new Parameters(forest.parameters()));
    assertNotFollowed(registration, forest.inputs());
  }

  /** Thresholds that are sought with 2^17 rows, 128 steps for each and 255 operators in a step. */
  @Test
  @Timeout(60)
  void tablesThatTakeForEverAreRefused() {
    Format wide = Format.signed(0, 19);
    Graphs graphs = new Graphs().input("t0", wide, 1, 1);
    int nodes = 3;
    for (int i = 1; i <= nodes; i++) {
      RealFunction f = FunctionNotation.parse("mul(x,0.2" + i + ")");
      while (f.nodes() < 128) {
        f = new RealFunction.Binary(RealFunction.BinaryOperator.MAX, f, f);
      }
      graphs.requantize("t" + i, "t" + (i - 1), 0, f, wide);
    }
    IntegerGraph graph = graphs.output("t" + nodes).build();
    Plan plan = new Plan(8, 8, Collections.nCopies(nodes, RequantizeLowering.THRESHOLDS));
    assertThatThrownBy(() -> GraphCompiler.compile(graph, Map.of(), plan, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the program is too large to be proven");
  }

  private static void assertNotFollowed(Registration registration, Map<String, int[]> inputs)
      throws Exception {
    ProofRequest request = new ProofRequest(inputs, Map.of(), new byte[0]);
    Certificate certificate =
        Prover.prove(registration.key(), registration.secret(), request).certificate();
    List<Json.Fields> hostile = new ArrayList<>();
    // The digest is computed anew for each.
    replaceFields(Documents.parse(registration.key().encode()).without("model"), hostile::add);
    assertThat(hostile).hasSizeGreaterThan(1000);
    int decoded = 0;
    for (Json.Fields document : hostile) {
      try {
        ModelKey key = ModelKey.decode(Documents.write(document, "model"));
        decoded++;
        assertThat(Verifier.checkKey(key)).isPresent();
        Statement s = certificate.statement();
        Statement moved = new Statement(key.modelId(), s.ports(), s.context());
        Certificate forged = new Certificate(moved, certificate.proof());
        assertThat(Verifier.verify(key, forged, Expectations.none()).reason()).isPresent();
      } catch (InvalidFileException e) {
        assertThat(e.getMessage()).isNotBlank().hasLineCount(1);
      }
    }
    // Some replacements are legal: the test reaches beyond decoding.
    assertThat(decoded).isPositive();
  }

  /** Each scalar anywhere in the document replaced by each alternative. */
  private static void replaceFields(Json.Fields document, Consumer<Json.Fields> out) {
    for (Map.Entry<String, Json> field : document.map().entrySet()) {
      replaceEach(field.getValue(), value -> out.accept(copy(document).put(field.getKey(), value)));
    }
  }

  private static void replaceEach(Json value, Consumer<Json> out) {
    switch (value) {
      case Json.Numeral(String literal) ->
          NUMBERS.stream()
              .filter(n -> !n.equals(literal))
              .forEach(n -> out.accept(new Json.Numeral(n)));
      case Json.Text(String text) ->
          List.of(
                  "",
                  "x",
                  "a.w",
                  "h",
                  "child",
                  "ranks",
                  "\u0000",
                  "AAAA",
                  "Infinity",
                  "NaN",
                  text + "A")
              .stream()
              .filter(t -> !t.equals(text))
              .forEach(t -> out.accept(new Json.Text(t)));
      case Json.Integers(long[] values) -> replaceEach(numerals(values), out);
      case Json.Array(List<Json> items) -> {
        if (!items.isEmpty()) {
          out.accept(new Json.Array(List.of()));
        }
        for (int i = 0; i < items.size(); i++) {
          int at = i;
          out.accept(new Json.Array(without(items, at)));
          replaceEach(items.get(i), item -> out.accept(new Json.Array(with(items, at, item))));
        }
      }
      case Json.Fields fields -> {
        fields.map().keySet().forEach(name -> out.accept(fields.without(name)));
        replaceFields(fields, out::accept);
      }
    }
  }

  private static Json.Array numerals(long[] values) {
    return new Json.Array(
        Arrays.stream(values).mapToObj(v -> (Json) new Json.Numeral(Long.toString(v))).toList());
  }

  private static Json.Fields copy(Json.Fields fields) {
    return fields.without("");
  }

  private static List<Json> with(List<Json> items, int at, Json item) {
    List<Json> copy = new ArrayList<>(items);
    copy.set(at, item);
    return copy;
  }

  private static List<Json> without(List<Json> items, int at) {
    List<Json> copy = new ArrayList<>(items);
    copy.remove(at);
    return copy;
  }
}
