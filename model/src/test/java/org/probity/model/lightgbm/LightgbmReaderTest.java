package org.probity.model.lightgbm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.probity.model.ModelException;
import org.probity.model.booster.Booster;

class LightgbmReaderTest {
  /** One tree with a branch by feature 1 and two leaves. */
  private static final String SMALL =
      """
      tree
      version=v3
      num_class=1
      num_tree_per_iteration=1
      label_index=0
      max_feature_idx=1
      objective=regression
      feature_names=a b
      tree_sizes=300

      Tree=0
      num_leaves=2
      num_cat=0
      split_feature=1
      threshold=0.5
      decision_type=2
      left_child=-1
      right_child=-2
      leaf_value=-1 2
      is_linear=0
      shrinkage=1


      end of trees
      anything=else
      """;

  private static String small(String change, String to) {
    assertThat(SMALL).contains(change);
    return SMALL.replace(change, to);
  }

  private static Booster read(String text) throws ModelException {
    return LightgbmReader.read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static double score(Booster booster, double x) {
    return booster.scorer().score(new double[] {0, x})[0];
  }

  /** Missing values are none (0), zeros (4) or not a number (8); 2 sends them left. */
  @ParameterizedTest
  @CsvSource({
    "0, -1, -1, 2",
    "2, -1, -1, 2",
    "4, 2, 2, 2",
    "6, -1, -1, 2",
    "8, 2, -1, 2",
    "10, -1, -1, 2"
  })
  void missingValues(int type, double forNan, double forZero, double forOne) throws ModelException {
    Booster booster = read(small("decision_type=2", "decision_type=" + type));
    assertThat(score(booster, Double.NaN)).isEqualTo(forNan);
    assertThat(score(booster, 0)).isEqualTo(forZero);
    assertThat(score(booster, -1e-36)).isEqualTo(forZero);
    assertThat(score(booster, 1)).isEqualTo(forOne);
    assertThat(score(booster, -1)).isEqualTo(-1);
    assertThat(score(booster, 0.5)).isEqualTo(-1);
    assertThat(score(booster, Math.nextUp(0.5))).isEqualTo(2);
  }

  /** LightGBM drops numbers up to 1e-35 from a row before it predicts: they are zeros. */
  @ParameterizedTest
  @CsvSource({"-1.0000000180025095e-35, 2", "1.0000000180025095e-35, -1", "-1e-36, 2", "1e-36, -1"})
  void numbersNextToZeroAreZeros(String threshold, double forZeros) throws ModelException {
    Booster booster = read(small("threshold=0.5", "threshold=" + threshold));
    double edge = 1e-35f;
    for (double zero : new double[] {0, -0.0, edge, -edge, 1e-36, -1e-36, Double.MIN_VALUE}) {
      assertThat(score(booster, zero)).as("%s", zero).isEqualTo(forZeros);
    }
    assertThat(score(booster, Math.nextDown(-edge))).isEqualTo(-1);
    assertThat(score(booster, Math.nextUp(edge))).isEqualTo(2);
  }

  @Test
  void categoriesAreBits() throws ModelException {
    Booster booster =
        read(
            small("num_cat=0", "num_cat=2\ncat_boundaries=0 1 3\ncat_threshold=1 5 2147483649")
                .replace("decision_type=2", "decision_type=9")
                .replace("threshold=0.5", "threshold=1"));
    for (double listed : new double[] {0, -0.5, 2, 2.9, 32, 63}) {
      assertThat(score(booster, listed)).as("%s", listed).isEqualTo(-1);
    }
    for (double other : new double[] {-1, 1, 3, 31, 33, 64, 1e10, Double.NaN}) {
      assertThat(score(booster, other)).as("%s", other).isEqualTo(2);
    }
  }

  @Test
  void linesMayEndAsInWindows() throws ModelException {
    assertThat(score(read(SMALL.replace("\n", "\r\n")), 0)).isEqualTo(-1);
  }

  @Test
  void leavesOfForestsAreAveraged() throws ModelException {
    String tree = SMALL.substring(SMALL.indexOf("Tree=0"), SMALL.indexOf("end of trees"));
    String two =
        small("tree_sizes=300", "tree_sizes=300 300\naverage_output")
            .replace(tree, tree + tree.replace("Tree=0", "Tree=1").replace("-1 2", "-1 4"));
    assertThat(score(read(two), 1)).isEqualTo(3);
  }

  @Test
  void withoutObjectiveTheScoresAreRaw() throws ModelException {
    Booster booster = read(small("objective=regression\n", ""));
    assertThat(booster.notes()).singleElement().asString().contains("raw scores");
    assertThat(read(SMALL).notes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "version=v3 | version=v1 | version is none of",
        "version=v3 | x=y | header: version is missing",
        "max_feature_idx=1 | max_feature_idx=-1 | 0 features",
        "max_feature_idx=1 | max_feature_idx=2147483647 | features",
        "max_feature_idx=1 | max_feature_idx=2 | feature_names has 2 for 3 features",
        "num_tree_per_iteration=1 | num_tree_per_iteration=0 | num_tree_per_iteration is 0",
        "num_tree_per_iteration=1 | num_tree_per_iteration=2 | it has 1 trees, and 2 for each",
        "tree_sizes=300 | tree_sizes=300 300 | tree_sizes has 2 entries instead of 1",
        "objective=regression | objective=mine | objective 'mine' is not supported",
        "objective=regression | objective=multiclass num_class:3 | does not go with 1 trees",
        "objective=regression | objective=binary sigmoid:-1 | sigmoid parameter",
        "objective=regression | objective=binary sigmoid:x | sigmoid parameter",
        "Tree=0 | Tree=1 | tree 0 should come next",
        "num_leaves=2 | num_leaves=0 | num_leaves is not positive",
        "num_leaves=2 | num_leaves=3 | leaf_value has 2 entries instead of 3",
        "num_leaves=2 | num_leaves=2000000000 | leaf_value has 2 entries",
        "num_cat=0 | num_cat=2147483647 | num_cat is too large",
        "num_cat=0 | num_cat=1 | cat_boundaries is missing",
        "split_feature=1 | split_feature=2 | reads feature 2 of 2",
        "split_feature=1 | split_feature=1 1 | split_feature has 2 entries instead of 1",
        "split_feature=1 | split_feature=1.5 | split_feature has an entry that is no number",
        "decision_type=2 | decision_type=12 | unknown kind of missing values",
        "decision_type=2 | decision_type=16 | decision_type",
        "decision_type=2 | decision_type=1 | names no list of categories",
        "left_child=-1 | left_child=-2 | tree 0",
        "left_child=-1 | left_child=0 | tree 0",
        "left_child=-1 | left_child=1 | tree 0",
        "left_child=-1 | left_child=-2147483648 | tree 0",
        "leaf_value=-1 2 | leaf_value=-1 inf | finite",
        "leaf_value=-1 2 | leaf_value=-1 0x | no number",
        "is_linear=0 | is_linear=1 | train with linear_tree=false",
        "shrinkage=1 | num_leaves=2 | num_leaves occurs twice",
        "end of trees | end | it ends before 'end of trees'"
      })
  void refusals(String change, String to, String message) {
    assertThatThrownBy(() -> read(small(change, to)))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("LightGBM model: ")
        .hasMessageContaining(message);
  }

  @Test
  void listsOfCategoriesDoNotLeaveTheirBits() {
    for (String boundaries : new String[] {"0 2", "1 1", "0 -1", "2 1"}) {
      String text =
          small("num_cat=0", "num_cat=1\ncat_boundaries=" + boundaries + "\ncat_threshold=1");
      assertThatThrownBy(() -> read(text)).as(boundaries).isInstanceOf(ModelException.class);
    }
    String falling = small("num_cat=0", "num_cat=2\ncat_boundaries=0 2 1\ncat_threshold=1");
    assertThatThrownBy(() -> read(falling)).hasMessageContaining("falls");
  }

  @Test
  void otherTextIsNotRecognised() {
    for (String text : new String[] {"", "tree", "trees\n", "{}", " tree\n"}) {
      assertThat(LightgbmReader.recognises(text.getBytes(StandardCharsets.UTF_8)))
          .as(text)
          .isFalse();
    }
    assertThat(LightgbmReader.recognises("tree\r\n".getBytes(StandardCharsets.UTF_8))).isTrue();
    assertThatThrownBy(() -> read("{}")).isInstanceOf(ModelException.class);
  }
}
