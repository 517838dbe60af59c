package org.probity.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.probity.model.onnx.OnnxFile.INT64;
import static org.probity.model.onnx.OnnxFile.integerAttribute;
import static org.probity.model.onnx.OnnxFile.integersAttribute;

import ai.onnxruntime.OrtException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatExecutor;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.floatgraph.FloatNode;
import org.probity.model.floatgraph.FloatPort;
import org.probity.model.onnx.OnnxFile.Message;
import org.probity.testing.Seeds;

/** Tree ensembles with random trees, against ONNX Runtime, on rows that hit their thresholds. */
class TreeTest {
  private static final String DOMAIN = RandomTreeFile.DOMAIN;
  private static final int ROWS = 40;

  private static OnnxFile file(
      RandomTreeFile trees,
      boolean wide,
      String operator,
      String outputs,
      List<Message> attributes) {
    return new OnnxFile(17)
        .domain(DOMAIN, 3)
        .input(
            OnnxFile.value(
                "x", wide ? RandomTreeFile.DOUBLE : OnnxFile.FLOAT, ROWS, trees.features))
        .add(
            OnnxFile.node(operator, "x", outputs, attributes.toArray(new Message[0]))
                .string(7, DOMAIN));
  }

  /** Compares all outputs: labels exactly. */
  private static void agree(OnnxFile file, double[] rows) throws ModelException, OrtException {
    agree(file, rows, 1e-5);
  }

  private static void agree(OnnxFile file, double[] rows, double tolerance)
      throws ModelException, OrtException {
    byte[] bytes = file.toBytes();
    agree(OnnxImporter.read(bytes), bytes, Map.of("x", rows), tolerance);
  }

  private static void agree(
      FloatGraph graph, byte[] bytes, Map<String, double[]> sample, double tolerance)
      throws OrtException {
    Map<String, double[]> actual = FloatExecutor.run(graph, sample);
    try (OnnxRuntime runtime = OnnxRuntime.open(bytes)) {
      Map<String, OnnxRuntime.Output> expected = runtime.run(graph, sample);
      for (FloatPort port : graph.outputs()) {
        double[] given = actual.get(port.tensor());
        double[] wanted = expected.get(port.name()).entries();
        assertThat(given).hasSameSizeAs(wanted);
        for (int i = 0; i < given.length; i++) {
          if (port.integer()) {
            double label =
                port.labels().isEmpty()
                    ? given[i]
                    : Double.parseDouble(port.labels().get((int) given[i]));
            assertThat(label).as("%s[%s]", port.name(), i).isEqualTo(wanted[i]);
          } else if (Double.isFinite(wanted[i])) {
            assertThat(given[i])
                .as("%s[%s]", port.name(), i)
                .isCloseTo(wanted[i], within(tolerance * (1 + Math.abs(wanted[i]))));
          } else {
            assertThat(Double.valueOf(given[i]))
                .as("%s[%s]", port.name(), i)
                .isEqualTo(Double.valueOf(wanted[i]));
          }
        }
      }
    }
  }

  @Seeds(60)
  void regressor(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    boolean wide = draw.flag();
    RandomTreeFile trees = new RandomTreeFile(draw, draw.integer(1, 4), wide);
    int targets = draw.integer(1, 3);
    List<Message> attributes = trees.attributes();
    trees.weigh(attributes, "target", targets, -1, -1);
    attributes.add(integerAttribute("n_targets", targets));
    attributes.add(
        Attributes.string("aggregate_function", draw.of("SUM", "AVERAGE", "MIN", "MAX")));
    if (draw.flag()) {
      attributes.add(trees.numbers("base_values", trees.leafValues(targets, -1)));
    }
    if (draw.flag()) {
      attributes.add(Attributes.string("post_transform", draw.of("LOGISTIC", "SOFTMAX")));
    }
    agree(
        file(trees, wide, "TreeEnsembleRegressor", "y", attributes).output("y"), trees.rows(ROWS));
  }

  @Seeds(40)
  void probit(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    RandomTreeFile trees = new RandomTreeFile(draw, 2, false);
    int targets = draw.integer(1, 2);
    List<Message> attributes = trees.attributes();
    trees.weigh(attributes, "target", targets, -1, 0.1);
    attributes.add(integerAttribute("n_targets", targets));
    attributes.add(Attributes.string("aggregate_function", "AVERAGE"));
    attributes.add(Attributes.string("post_transform", "PROBIT"));
    agree(
        file(trees, false, "TreeEnsembleRegressor", "y", attributes).output("y"),
        trees.rows(ROWS),
        // In float32 nearly all digits cancel near zero.
        1e-3);
  }

  @Seeds(120)
  void classifier(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    boolean wide = draw.flag();
    RandomTreeFile trees = new RandomTreeFile(draw, draw.integer(1, 4), wide);
    int classes = draw.integer(1, 4);
    boolean single = classes == 2 && draw.flag();
    List<Message> attributes = trees.attributes();
    trees.weigh(
        attributes, "class", classes, single ? draw.integer(0, 1) : -1, draw.of(-1.0, 0.125));
    long[] labels = {3, 1, 4, 7};
    attributes.add(integersAttribute("classlabels_int64s", Arrays.copyOf(labels, classes)));
    int base = classes == 2 ? draw.integer(0, 2) : draw.flag() ? classes : 0;
    if (base > 0) {
      attributes.add(trees.numbers("base_values", trees.leafValues(base, -1)));
    }
    attributes.add(
        Attributes.string(
            "post_transform", draw.of("NONE", "LOGISTIC", "SOFTMAX", "SOFTMAX_ZERO")));
    agree(
        file(trees, wide, "TreeEnsembleClassifier", "l,y", attributes)
            .output("l", INT64)
            .output("y"),
        trees.rows(ROWS));
  }

  /** Votes of 1/n each, whose float32 sums are not what they stand for. */
  @Seeds(20)
  void votes(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    int count = draw.of(2, 4, 6, 10, 12, 50, 100);
    RandomTreeFile trees =
        new RandomTreeFile(draw, 3, false, List.of("BRANCH_LEQ"), count, draw.integer(1, 2));
    List<Message> attributes = trees.attributes();
    int leaves = trees.leafTrees.size();
    double[] votes = new double[leaves];
    Arrays.setAll(votes, _ -> draw.flag() ? (float) (1.0 / count) : 0);
    attributes.add(integersAttribute("class_treeids", RandomTreeFile.longs(trees.leafTrees)));
    attributes.add(integersAttribute("class_nodeids", RandomTreeFile.longs(trees.leafNumbers)));
    attributes.add(integersAttribute("class_ids", new long[leaves]));
    attributes.add(Attributes.reals("class_weights", votes));
    attributes.add(integersAttribute("classlabels_int64s", 0, 1));
    byte[] bytes =
        file(trees, false, "TreeEnsembleClassifier", "l,y", attributes)
            .output("l", INT64)
            .output("y")
            .toBytes();
    FloatGraph graph = OnnxImporter.read(bytes);
    Map<String, double[]> actual = FloatExecutor.run(graph, Map.of("x", trees.rows(ROWS)));
    double[] label = actual.get(graph.outputs().getFirst().tensor());
    double[] scores = actual.get(graph.outputs().getLast().tensor());
    for (int i = 0; i < ROWS; i++) {
      double share = Math.rint(scores[2 * i + 1] * count);
      assertThat(scores[2 * i + 1]).isCloseTo(share / count, within(1e-12));
      assertThat(label[i]).isEqualTo(2 * share > count ? 1 : 0);
    }
  }

  @Seeds(60)
  void branchesAndLeaves(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    boolean wide = draw.flag();
    int features = draw.integer(1, 3);
    Message node = RandomTreeFile.split(draw, features, draw.integer(1, 3), wide);
    int type = wide ? RandomTreeFile.DOUBLE : OnnxFile.FLOAT;
    OnnxFile file =
        new OnnxFile(17)
            .domain(DOMAIN, 5)
            .input(OnnxFile.value("x", type, ROWS, features))
            .output("y", type)
            .add(node);
    double[] grid = {-2, -1, 0, 1, 2, 30, 31};
    agree(file, RandomTreeFile.rows(draw, ROWS * features, grid, wide));
  }

  /** A tree of one branch: is the only feature a member of a set? */
  private static OnnxFile membership(double... members) {
    double[] ended = Arrays.copyOf(members, members.length + 1);
    ended[members.length] = Double.NaN;
    return new OnnxFile(17)
        .domain(DOMAIN, 5)
        .input(OnnxFile.value("x", RandomTreeFile.DOUBLE, ROWS, 1))
        .output("y", RandomTreeFile.DOUBLE)
        .add(RandomTreeFile.membership(ended));
  }

  /** ONNX Runtime drops the fraction of a number before it looks for some sets of members. */
  @Test
  void members() throws ModelException, OrtException {
    double[][] sets = {{3, 5}, {0, 30}, {2.5, 29.75}, {31}, {0, -1}, {7, 40, 0}, {100_000}};
    for (double[] members : sets) {
      double[] rows = new double[ROWS];
      double[] steps = {0, -1, -0.5, 0.5, Math.ulp(1.0), -Math.ulp(64.0), 1};
      Arrays.setAll(
          rows,
          i -> {
            int factor = i / 4;
            return members[i % members.length] + steps[i / members.length % steps.length] * factor;
          });
      rows[ROWS - 1] = Double.NaN;
      rows[ROWS - 2] = Double.NEGATIVE_INFINITY;
      rows[ROWS - 3] = -0.25;
      agree(membership(members), rows);
    }
    Comparison.refuses(
        membership(40, 2.5),
        "TreeEnsemble node \"to y\"",
        "node 0 has membership_values that are neither from 0 to 30 all, nor integers",
        "use BRANCH_EQ");
  }

  /** A regressor of two targets and two trees; only the given leaves have a weight of the first. */
  private static OnnxFile twoTargets(String aggregate, double base, int... leaves) {
    List<Long> trees = new ArrayList<>();
    List<Long> nodes = new ArrayList<>();
    List<Long> ids = new ArrayList<>();
    List<Double> weights = new ArrayList<>();
    for (long tree = 0; tree < 2; tree++) {
      for (long node = 1; node <= 2; node++) {
        long leaf = 2 * tree + node;
        for (long id = Arrays.stream(leaves).anyMatch(l -> l == leaf) ? 0 : 1; id < 2; id++) {
          trees.add(tree);
          nodes.add(node);
          ids.add(id);
          weights.add(0.25 * leaf - 2 * id);
        }
      }
    }
    Message node =
        OnnxFile.node(
            "TreeEnsembleRegressor",
            "x",
            "y",
            integerAttribute("n_targets", 2),
            Attributes.string("aggregate_function", aggregate),
            Attributes.reals("base_values", base, 0.5),
            integersAttribute("nodes_treeids", 0, 0, 0, 1, 1, 1),
            integersAttribute("nodes_nodeids", 0, 1, 2, 0, 1, 2),
            integersAttribute("nodes_featureids", 0, 0, 0, 0, 0, 0),
            Attributes.reals("nodes_values", 0.5, 0, 0, -0.5, 0, 0),
            Attributes.strings(
                "nodes_modes", "BRANCH_LT", "LEAF", "LEAF", "BRANCH_LT", "LEAF", "LEAF"),
            integersAttribute("nodes_truenodeids", 1, 0, 0, 1, 0, 0),
            integersAttribute("nodes_falsenodeids", 2, 0, 0, 2, 0, 0),
            integersAttribute("target_treeids", RandomTreeFile.longs(trees)),
            integersAttribute("target_nodeids", RandomTreeFile.longs(nodes)),
            integersAttribute("target_ids", RandomTreeFile.longs(ids)),
            Attributes.reals(
                "target_weights", weights.stream().mapToDouble(Double::doubleValue).toArray()));
    return new OnnxFile(17)
        .domain(DOMAIN, 3)
        .input(OnnxFile.value("x", OnnxFile.FLOAT, 3, 1))
        .output("y")
        .add(node.string(7, DOMAIN));
  }

  /** A base value counts only where a leaf on the way has a weight. */
  @ParameterizedTest
  @ValueSource(strings = {"SUM", "AVERAGE", "MIN", "MAX"})
  void targetsThatLeavesLack(String aggregate) throws ModelException, OrtException {
    double[] rows = {-1, 0, 1};
    agree(twoTargets(aggregate, 1.5), rows);
    agree(twoTargets(aggregate, 1.5, 1, 2), rows);
    agree(twoTargets(aggregate, 1.5, 1, 3, 4), rows);
    String operator = "TreeEnsembleRegressor node \"to y\"";
    String remedy = "give every leaf a weight of every target";
    Comparison.refuses(twoTargets(aggregate, 1.5, 1), operator, "of target 0", remedy);
    if (aggregate.startsWith("M")) {
      Comparison.refuses(twoTargets(aggregate, 0, 1, 3), operator, aggregate, remedy);
    } else {
      agree(twoTargets(aggregate, 0, 1, 3), rows);
    }
  }

  /** Integers are compared as float32. */
  @Test
  void integerFeatures() throws ModelException, OrtException {
    Draw draw = new Draw(3);
    RandomTreeFile trees = new RandomTreeFile(draw, 1, false, List.of("BRANCH_LEQ"), 1, 0);
    trees.nodeModes.set(0, "BRANCH_LEQ");
    trees.values.set(0, (double) (1 << 24));
    trees.leafTrees.clear();
    trees.leafNumbers.clear();
    trees.whenTrue.set(0, 1L);
    trees.whenFalse.set(0, 2L);
    for (long n = 1; n < 3; n++) {
      trees.trees.add(0L);
      trees.numbers.add(n);
      trees.featureIds.add(0L);
      trees.values.add(0.0);
      trees.nodeModes.add("LEAF");
      trees.whenTrue.add(0L);
      trees.whenFalse.add(0L);
      trees.tracks.add(0L);
      trees.leafTrees.add(0L);
      trees.leafNumbers.add(n);
    }
    List<Message> attributes = trees.attributes();
    trees.weigh(attributes, "class", 2, 0, -1);
    attributes.add(integersAttribute("classlabels_int64s", 0, 1));
    OnnxFile file =
        new OnnxFile(17)
            .domain(DOMAIN, 3)
            .input(OnnxFile.value("x", INT64, 3, 1))
            .add(
                OnnxFile.node(
                        "TreeEnsembleClassifier", "x", "l,y", attributes.toArray(new Message[0]))
                    .string(7, DOMAIN))
            .output("l", INT64)
            .output("y");
    agree(file, new double[] {1 << 24, (1 << 24) + 1, (1 << 24) + 2});
  }

  // ---- hostile files

  private static void refuses(RandomTreeFile trees, String... parts) {
    List<Message> attributes = trees.attributes();
    trees.weigh(attributes, "target", 1, -1, -1);
    Comparison.refuses(
        file(trees, false, "TreeEnsembleRegressor", "y", attributes).output("y"), parts);
  }

  /** A tree of two branches: nodes 0 and 1, leaves 2 to 4. */
  private static RandomTreeFile two() {
    for (int seed = 0; ; seed++) {
      RandomTreeFile trees =
          new RandomTreeFile(new Draw(seed), 2, false, List.of("BRANCH_LEQ"), 1, 2);
      if (trees.trees.size() == 5) {
        return trees;
      }
    }
  }

  @Test
  void refusesWhatIsNoTree() {
    String operator = "TreeEnsembleRegressor node \"to y\"";
    RandomTreeFile shared = two();
    shared.whenTrue.set(0, shared.whenFalse.get(0));
    refuses(shared, operator, "two parents");
    RandomTreeFile cyclic = two();
    cyclic.whenTrue.set(0, 0L);
    refuses(cyclic, operator, "its own parent");
    RandomTreeFile missing = two();
    missing.whenFalse.set(0, 77L);
    refuses(missing, operator, "node 0 of tree 0 has a child that is missing");
    RandomTreeFile feature = two();
    feature.featureIds.set(0, 2L);
    refuses(feature, operator, "node 0 of tree 0 reads feature 2 of 2");
    RandomTreeFile mode = two();
    mode.nodeModes.set(0, "BRANCH_LIKE");
    refuses(mode, operator, "BRANCH_LIKE", "use BRANCH_LEQ");
    RandomTreeFile twice = two();
    twice.numbers.set(1, 0L);
    refuses(twice, operator, "tree 0 has node 0 twice");
    RandomTreeFile length = two();
    length.featureIds.removeLast();
    refuses(length, operator, "nodes_featureids has 4 entries, not 5");
    RandomTreeFile leafless = two();
    leafless.leafNumbers.removeLast();
    leafless.leafTrees.removeLast();
    refuses(leafless, operator, "of tree 0 has no weight");
    RandomTreeFile empty = two();
    for (List<?> list :
        List.of(
            empty.trees,
            empty.numbers,
            empty.featureIds,
            empty.values,
            empty.nodeModes,
            empty.whenTrue,
            empty.whenFalse,
            empty.tracks,
            empty.leafTrees,
            empty.leafNumbers)) {
      list.clear();
    }
    refuses(empty, operator, "it has no trees");
  }

  /** A chain as long as a file can hold is refused before anything grows with its square. */
  @Test
  void refusesEndlessPaths() {
    RandomTreeFile chain = new RandomTreeFile(new Draw(1), 1, false, List.of("BRANCH_LEQ"), 1, 0);
    for (List<?> list :
        List.of(
            chain.trees,
            chain.numbers,
            chain.featureIds,
            chain.values,
            chain.nodeModes,
            chain.whenTrue,
            chain.whenFalse,
            chain.tracks,
            chain.leafTrees,
            chain.leafNumbers)) {
      list.clear();
    }
    int length = 50_000;
    for (long n = 0; n <= 2L * length; n++) {
      boolean leaf = n % 2 == 1 || n == 2L * length;
      chain.trees.add(0L);
      chain.numbers.add(n);
      chain.featureIds.add(0L);
      chain.values.add(0.0);
      chain.nodeModes.add(leaf ? "LEAF" : "BRANCH_LEQ");
      chain.whenTrue.add(n + 1);
      chain.whenFalse.add(n + 2);
      chain.tracks.add(0L);
      if (leaf) {
        chain.leafTrees.add(0L);
        chain.leafNumbers.add(n);
      }
    }
    refuses(chain, "TreeEnsembleRegressor node \"to y\"", "a path has more than");
  }

  // ---- folding

  private static Message ml(String operator, String inputs, String outputs, Message... attributes) {
    return OnnxFile.node(operator, inputs, outputs, attributes).string(7, DOMAIN);
  }

  /** What is done to single features vanishes into the trees, and decides as before. */
  @Seeds(60)
  void foldsPreprocessing(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    int columns = draw.integer(2, 4);
    OnnxFile file = new OnnxFile(17).domain(DOMAIN, 3);
    file.input(OnnxFile.value("x", OnnxFile.FLOAT, ROWS, columns));
    List<String> parts = new ArrayList<>();
    int features = 0;
    int groups = draw.integer(1, 4);
    // ONNX Runtime's Binarizer refuses NaN.
    boolean finite = draw.flag();
    for (int g = 0; g < groups; g++) {
      int width = draw.integer(1, 3);
      long[] picked = draw.integers(width, 0, columns - 1);
      String name = "g" + g;
      file.longs(name + "i", picked).add(ml("ArrayFeatureExtractor", "x," + name + "i", name));
      for (int s = draw.integer(0, 3); s > 0; s--) {
        String next = name + "s" + s;
        switch (draw.integer(finite ? 0 : 1, 7)) {
          case 0 ->
              file.add(ml("Binarizer", name, next, OnnxFile.realAttribute("threshold", 0.25)));
          case 1 ->
              file.add(
                  ml(
                      "Scaler",
                      name,
                      next,
                      Attributes.reals("offset", draw.entries(width)),
                      Attributes.reals("scale", draw.reals(width, 0.1, 3))));
          case 2 -> file.add("Neg", name, next);
          case 3 -> file.add("Abs", name, next);
          case 4 -> file.add("Floor", name, next);
          case 5 -> file.add("Relu", name, next);
          case 6 ->
              file.floats(next + "c", new long[] {width}, draw.entries(width))
                  .add("Mul", name + "," + next + "c", next);
          default ->
              file.floats(next + "c", new long[] {1}, draw.entries(1))
                  .add("Sub", name + "," + next + "c", next);
        }
        name = next;
      }
      parts.add(name);
      features += width;
    }
    file.add(OnnxFile.node("Concat", String.join(",", parts), "f", integerAttribute("axis", 1)));
    RandomTreeFile trees = new RandomTreeFile(draw, features, false);
    List<Message> attributes = trees.attributes();
    trees.weigh(attributes, "target", 2, -1, -1);
    attributes.add(integerAttribute("n_targets", 2));
    file.add(ml("TreeEnsembleRegressor", "f", "y", attributes.toArray(new Message[0])));
    file.output("y");
    byte[] bytes = file.toBytes();
    FloatGraph graph = OnnxImporter.read(bytes);
    if (trees.nodeModes.stream().anyMatch(m -> !m.equals("LEAF"))) {
      assertThat(graph.nodes()).hasSize(1).first().isInstanceOf(FloatNode.Forest.class);
      assertThat(((FloatNode.Forest) graph.nodes().getFirst()).inputs())
          .allSatisfy(v -> assertThat(v.source()).isEqualTo("x"));
    }
    double[] grid = {-2, -1, -0.5, 0, 0.25, 0.5, 1, 2};
    double[] rows = RandomTreeFile.rows(draw, ROWS * columns, grid, false);
    if (finite) {
      Arrays.setAll(rows, i -> Double.isFinite(rows[i]) ? rows[i] : 0.25);
    }
    agree(graph, bytes, Map.of("x", rows), 1e-5);
  }
}
