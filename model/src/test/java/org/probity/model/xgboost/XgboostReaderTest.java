package org.probity.model.xgboost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.probity.model.ModelException;
import org.probity.model.booster.Booster;

class XgboostReaderTest {
  private static final Path FOLDER = Path.of("src", "test", "resources", "boosters");

  private static String text(String name) throws IOException {
    return Files.readString(FOLDER.resolve(name));
  }

  private static Booster read(String json) throws ModelException {
    return XgboostReader.read(json.getBytes(StandardCharsets.UTF_8));
  }

  /** A model of one tree: a branch by feature 1 and two leaves. */
  private static String small(String change, String to) {
    String json =
        """
        {"version": [1, 2, 0], "learner": {
          "attributes": {},
          "feature_names": ["a", "b"],
          "feature_types": ["q", "c"],
          "learner_model_param": {"base_score": "5E-1", "num_class": "0", "num_feature": "2"},
          "objective": {"name": "reg:squarederror"},
          "gradient_booster": {"name": "gbtree", "model": {
            "gbtree_model_param": {"num_trees": "1"},
            "tree_info": [0],
            "trees": [{
              "tree_param": {"num_nodes": "3", "size_leaf_vector": "0"},
              "left_children": [1, -1, -1],
              "right_children": [2, -1, -1],
              "split_indices": [1, 0, 0],
              "split_conditions": [0.1, -2, 3E0],
              "split_type": [0, 0, 0],
              "categories": [], "categories_nodes": [], "categories_segments": [],
              "categories_sizes": [],
              "default_left": [true, false, false]
            }]}}}}
        """;
    assertThat(json).contains(change);
    return json.replace(change, to);
  }

  private static double[] scores(Booster booster, double... rows) {
    double[] scores = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      scores[i] = booster.scorer().score(new double[] {0, rows[i]})[0];
    }
    return scores;
  }

  @Test
  void branchesOfOldVersions() throws ModelException {
    String old = small("\"split_type\": [0, 0, 0],", "").replaceAll("\"categories.*?\\],?", "");
    Booster booster = read(old.replace("[0, 0, 0],\n      \n", "[0, 0, 0],"));
    assertThat(booster.source()).isEqualTo("XGBoost 1.2.0");
    assertThat(booster.features()).containsExactly("a", "b");
    // Below the float32 next to 0.1, or missing: left.
    float threshold = 0.1f;
    assertThat(scores(booster, Math.nextDown(threshold), threshold, Double.NaN, -0.0, 0.1))
        .containsExactly(-1.5, 3.5, -1.5, -1.5, 3.5);
  }

  /** Of decimals that a detour by float64 would round to the other neighbour, too. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.00000017881393432617187499",
        "1.00000017881393432617187501",
        "1.00000017881393421514957253496657596988",
        "0.1E0",
        "-2.5e-3",
        "1.4E-45",
        "7.1E-46",
        "3.4028235E38",
        "1.17549429e-38",
        "123456789.0"
      })
  void numbersAreTheNearestFloat32(String number) throws ModelException {
    Booster booster = read(small("[0.1, -2, 3E0]", "[%s, -2, 3E0]".formatted(number)));
    float threshold = Float.parseFloat(number);
    assertThat(scores(booster, Math.nextDown(threshold), threshold)).containsExactly(-1.5, 3.5);
  }

  @Test
  void listsAboutTheTrainingAreSkipped() throws ModelException {
    String skipped = "\"sum_hessian\": [1, {\"a\": [1e999, \"b\"]}], \"split_type\"";
    assertThat(scores(read(small("\"split_type\"", skipped)), 0, 1)).containsExactly(-1.5, 3.5);
    assertThatThrownBy(() -> read(small("\"split_type\"", "\"parents\": [1, }, \"split_type\"")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("is no intact JSON");
  }

  @Test
  void branchesByCategory() throws ModelException {
    String categories =
        small("\"split_type\": [0, 0, 0]", "\"split_type\": [1, 0, 0]")
            .replace("\"categories\": []", "\"categories\": [0, 3]")
            .replace("\"categories_nodes\": []", "\"categories_nodes\": [0]")
            .replace("\"categories_segments\": []", "\"categories_segments\": [0]")
            .replace("\"categories_sizes\": []", "\"categories_sizes\": [2]");
    Booster booster = read(categories);
    assertThat(booster.notes()).singleElement().asString().contains("1 features are categories");
    // Listed categories go right.
    assertThat(scores(booster, 0, 0.9, 3, 3.5, 4, 1, -0.5, 1e9, Double.NaN, -0.0))
        .containsExactly(3.5, 3.5, 3.5, 3.5, -1.5, -1.5, -1.5, -1.5, -1.5, 3.5);
  }

  @Test
  void prunedNodesAreLeftOut() throws ModelException {
    String pruned =
        small("\"num_nodes\": \"3\"", "\"num_nodes\": \"5\"")
            .replace("[1, -1, -1]", "[1, -1, -1, -1, -1]")
            .replace("[2, -1, -1]", "[2, -1, -1, -1, -1]")
            .replace("[1, 0, 0]", "[1, 0, 0, 2147483647, 2147483647]")
            .replace("[0.1, -2, 3E0]", "[0.1, -2, 3E0, 7, 8]")
            .replace("[0, 0, 0]", "[0, 0, 0, 0, 0]")
            .replace("[true, false, false]", "[0, 0, 0, 0, 0]");
    assertThat(scores(read(pruned), 0, 1)).containsExactly(-1.5, 3.5);
  }

  @Test
  void bestIterationOfOldVersions() throws ModelException {
    String json = small("\"attributes\": {}", "\"attributes\": {\"best_iteration\": \"0\"}");
    int at = json.indexOf("[{") + 1;
    String tree = json.substring(at, json.indexOf("}]", at) + 1);
    String two =
        json.replace(tree, tree + "," + tree)
            .replace("\"tree_info\": [0]", "\"tree_info\": [0, 0]");
    Booster booster = read(two);
    assertThat(scores(booster, 1)).containsExactly(3.5);
    assertThat(booster.notes()).anySatisfy(n -> assertThat(n).contains("of 2 trees the first 1"));
    assertThat(scores(read(two.replace("\"best_iteration\": \"0\"", "")), 1)).containsExactly(6.5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "reg:squarederror | my:own | objective 'my:own' is not supported",
        "\"5E-1\" | \"[1,2]\" | base_score has 2 numbers for 1 scores",
        "\"5E-1\" | \"half\" | base_score is neither a number nor a list",
        "\"5E-1\" | \"nan\" | base_score is neither",
        "reg:squarederror | multi:softmax | needs two classes",
        "\"gbtree\", | \"forest\", | gradient_booster is of unknown kind 'forest'",
        "\"num_feature\": \"2\" | \"num_feature\": \"0\" | 0 features",
        "\"num_feature\": \"2\" | \"num_feature\": \"two\" | num_feature should be the text",
        "\"num_feature\": \"2\" | \"num_feature\": 2 | num_feature should be text",
        "\"num_feature\": \"2\" | \"features\": \"2\" | num_feature is missing",
        "\"num_feature\": \"2\" | \"num_feature\": \"3\" | has 2 names for 3 features",
        "\"tree_info\": [0] | \"tree_info\": [] | lists of different lengths",
        "\"tree_info\": [0] | \"tree_info\": [1] | trees[0] belongs to a score that does not exist",
        "\"tree_info\": [0] | \"tree_info\": [0.5] | integers",
        "\"size_leaf_vector\": \"0\" | \"size_leaf_vector\": \"2\" |"
            + " multi_strategy=one_output_per_tree",
        "\"size_leaf_vector\": \"0\"}, | \"size_leaf_vector\": \"2\"}, \"leaf_weights\": [1, 2], |"
            + " trees[0] has leaves of 2 values for 1 scores",
        "[1, -1, -1] | [1, -1] | has 3 nodes, and a list of 2",
        "[1, -1, -1] | [1, 1, -1] | tree 0",
        "[1, -1, -1] | [0, -1, -1] | tree 0",
        "[1, -1, -1] | [3, -1, -1] | tree 0",
        "[2, -1, -1] | [1, -1, -1] | tree 0",
        "[1, 0, 0] | [2, 0, 0] | reads feature 2 of 2",
        "[1, 0, 0] | [-1, 0, 0] | reads feature -1 of 2",
        "3E0 | 1E39 | finite",
        "\"split_type\": [0, 0, 0] | \"split_type\": [2, 0, 0] | unknown type",
        "\"split_type\": [0, 0, 0] | \"split_type\": [1, 0, 0] | no categories for its node 0",
        "\"categories_nodes\": [] | \"x\": 1 , \"x\": 2 | no intact JSON",
        "\"trees\": [{ | \"trees\": [{}, { | different lengths",
        "\"version\": [1, 2, 0] | \"version\": [1, \"x\"] | version mixes",
        "\"version\": [1, 2, 0] | \"version\": [99999999999999999999] | beyond 2^53",
        "\"learner\" | \"booster\" | learner is missing"
      })
  void refusals(String change, String to, String message) {
    assertThatThrownBy(() -> read(small(change, to)))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("XGBoost model: ")
        .hasMessageContaining(message);
  }

  /** The values of a leaf stand in a list of their own, at the place that its right child says. */
  @Test
  void leavesOfSeveralTargets() throws ModelException {
    String json =
        small(
                "\"size_leaf_vector\": \"0\"},",
                "\"size_leaf_vector\": \"2\"}, \"leaf_weights\": [1, -2, 3, 0.1],")
            .replace("\"num_feature\"", "\"num_target\": \"2\", \"num_feature\"")
            .replace("\"5E-1\"", "\"[0.5,-0.5]\"")
            .replace("[2, -1, -1]", "[2, 1, 0]");
    Booster booster = read(json);
    assertThat(booster.scorer().score(new double[] {0, -1})).containsExactly(3.5, 0.1f - 0.5);
    assertThat(booster.scorer().score(new double[] {0, 1})).containsExactly(1.5, -2.5);
    assertThatThrownBy(() -> read(json.replace("[2, 1, 0]", "[2, 1, 2]")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("trees[0] has no values for the leaf at its node 2");
    assertThatThrownBy(() -> read(json.replace("[1, -2, 3, 0.1]", "[1, -2, 3]")))
        .hasMessageContaining("leaves of 2 values");
  }

  @Test
  void segmentsOfCategoriesDoNotOverlap() {
    String categories =
        small("\"split_type\": [0, 0, 0]", "\"split_type\": [1, 0, 0]")
            .replace("\"categories\": []", "\"categories\": [0, 3]")
            .replace("\"categories_nodes\": []", "\"categories_nodes\": [0, 1]")
            .replace("\"categories_segments\": []", "\"categories_segments\": [0, 0]")
            .replace("\"categories_sizes\": []", "\"categories_sizes\": [2, 2]");
    assertThatThrownBy(() -> read(categories)).hasMessageContaining("do not follow each other");
    assertThatThrownBy(
            () -> read(categories.replace("[2, 2]", "[2, -1]").replace("[0, 0]", "[0, 2]")))
        .isInstanceOf(ModelException.class);
    assertThatThrownBy(
            () -> read(categories.replace("\"categories\": [0, 3]", "\"categories\": [0, -3]")))
        .isInstanceOf(ModelException.class);
  }

  @Test
  void linearModelOfSeveralBaseScoresIsRefused() throws IOException {
    String json =
        text("xgboost-linear.json")
            .replaceFirst("\"num_class\":\"0\"", "\"num_class\":\"2\"")
            .replaceFirst("\"base_score\":\"[^\"]*\"", "\"base_score\":\"[1E0,2E0]\"")
            .replace("binary:logistic", "multi:softprob")
            .replaceFirst("\"weights\":\\[.*?\\]", "\"weights\":[1,1,1,1,1,1,1,1,1,1,1,1,1,1]");
    assertThatThrownBy(() -> read(json)).hasMessageContaining("train with base_score=0");
  }

  static Stream<Path> jsons() throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.list(FOLDER)) {
      all.filter(f -> f.toString().endsWith(".json")).forEach(files::add);
    }
    return files.stream();
  }

  @ParameterizedTest
  @MethodSource("jsons")
  void ubjIsReadAsJson(Path json) throws Exception {
    Path ubj = Path.of(json.toString().replace(".json", ".ubj"));
    Booster one = XgboostReader.read(Files.readAllBytes(json));
    Booster other = XgboostReader.read(Files.readAllBytes(ubj));
    assertThat(other).isEqualTo(one);
  }

  @Test
  void jsonThatIsDeepOrLong() {
    String deep = "{\"a\":" + "[".repeat(100_000);
    assertThatThrownBy(() -> read(deep)).hasMessageContaining("nested too deeply");
    assertThatThrownBy(() -> read("{\"a\": 1" + "0".repeat(1000) + "}"))
        .hasMessageContaining("too long");
    assertThatThrownBy(() -> read("{} {}")).hasMessageContaining("goes on after its end");
    assertThatThrownBy(() -> read("{\"a\": [1, {}]}")).hasMessageContaining("a mixes numbers");
  }
}
