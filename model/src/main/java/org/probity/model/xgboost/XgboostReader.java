package org.probity.model.xgboost;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.probity.model.ModelException;
import org.probity.model.booster.Booster;
import org.probity.model.booster.Scorer;
import org.probity.model.trees.EnsembleBuilder;
import org.probity.model.trees.Precision;

/**
 * Reads the files that XGBoost writes with {@code save_model("model.json")} and {@code
 * save_model("model.ubj")}. The file is taken as hostile: whatever it holds, the only exception is
 * {@link ModelException}, and time and memory are bounded by a multiple of its size.
 */
public final class XgboostReader {
  private static final int MAX_SCORES = 1 << 16;

  private final Document.Fields file;
  private final Document.Fields learner;
  private final List<String> notes = new ArrayList<>();

  private XgboostReader(Document.Fields file) throws ModelException {
    this.file = file;
    if (!file.has("learner")) {
      throw Documents.error(
          Place.ROOT.field("learner"), "is missing; other JSON files than XGBoost's are no models");
    }
    this.learner = file.fields("learner");
  }

  /** Whether the first bytes are those of a JSON or UBJSON object. */
  public static boolean recognises(byte[] file) {
    int at = 0;
    while (at < file.length && isBlank(file[at])) {
      at++;
    }
    return at < file.length && file[at] == '{';
  }

  /** Reads a model. */
  public static Booster read(byte[] file) throws ModelException {
    return new XgboostReader(isJson(file) ? JsonDocument.read(file) : UbjDocument.read(file))
        .read();
  }

  /** After its brace, JSON has a name in quotes, and UBJSON the type of its length. */
  private static boolean isJson(byte[] file) {
    if (file.length == 0 || file[0] != '{') {
      return true;
    }
    int at = 1;
    while (at < file.length && isBlank(file[at])) {
      at++;
    }
    return at < file.length && (file[at] == '"' || file[at] == '}');
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private Booster read() throws ModelException {
    Document.Fields parameters = learner.fields("learner_model_param");
    int width = parameters.integerText("num_feature");
    int scores =
        Math.max(
            parameters.integerText("num_class", 0),
            Math.max(parameters.integerText("num_target", 1), 1));
    if (width < 1 || scores > MAX_SCORES) {
      throw Documents.error(
          parameters.path(), "has " + width + " features and " + scores + " scores");
    }
    Objective objective = Objective.of(learner.fields("objective").text("name"), scores);
    double[] base = base(parameters.text("base_score"), objective, scores);
    Document.Fields booster = learner.fields("gradient_booster");
    Scorer scorer =
        switch (booster.text("name")) {
          case "gbtree" -> trees(booster.fields("model"), new double[0], width, base);
          case "dart" ->
              trees(
                  booster.fields("gbtree").fields("model"),
                  booster.numbers("weight_drop"),
                  width,
                  base);
          case "gblinear" -> linear(booster.fields("model"), width, base);
          case String name ->
              throw Documents.error(booster.path(), "is of unknown kind '" + name + "'");
        };
    return new Booster(source(), featureNames(width), width, scorer, objective.link(), notes);
  }

  private String source() throws ModelException {
    int[] version = file.has("version") ? file.integers("version") : new int[0];
    return version.length == 3
        ? "XGBoost %d.%d.%d".formatted(version[0], version[1], version[2])
        : "XGBoost";
  }

  /** The base score is one number for all scores, or since version 3.1 a list with one for each. */
  private double[] base(String text, Objective objective, int scores) throws ModelException {
    String bare =
        text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    String[] parts = bare.split(",", -1);
    if (parts.length != 1 && parts.length != scores) {
      throw base("has " + parts.length + " numbers for " + scores + " scores", null);
    }
    double[] base = new double[scores];
    for (int s = 0; s < scores; s++) {
      try {
        base[s] = objective.base().score(Float.parseFloat(parts[parts.length == 1 ? 0 : s]));
      } catch (NumberFormatException e) {
        throw base("is neither a number nor a list of them", e);
      }
      if (!Double.isFinite(base[s])) {
        throw base("is out of the objective's range", null);
      }
    }
    return base;
  }

  private static ModelException base(String what, Throwable cause) {
    Place place = Place.ROOT.field("learner").field("learner_model_param").field("base_score");
    return new ModelException(Documents.message(place, what), cause);
  }

  private List<String> featureNames(int width) throws ModelException {
    if (!learner.has("feature_names")) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    for (Document name : learner.list("feature_names")) {
      if (!(name instanceof Document.Text text)) {
        throw Documents.error(name.path(), "should be text");
      }
      names.add(text.value());
    }
    if (!names.isEmpty() && names.size() != width) {
      throw Documents.error(
          learner.path(), "has " + names.size() + " names for " + width + " features");
    }
    return names;
  }

  // ---- trees

  /**
   * The trees of a model.
   *
   * @param weights factors of the trees; empty if there are none
   */
  private Scorer trees(Document.Fields model, double[] weights, int width, double[] base)
      throws ModelException {
    List<Document> trees = model.list("trees");
    int[] groups = model.integers("tree_info");
    if (groups.length != trees.size() || (weights.length != 0 && weights.length != trees.size())) {
      throw Documents.error(model.path(), "has lists of different lengths for its trees");
    }
    EnsembleBuilder ensemble = new EnsembleBuilder("XGBoost model", width, base.length);
    for (int s = 0; s < base.length; s++) {
      ensemble.base(s, base[s]);
    }
    int used = usedTrees(model, trees.size(), base.length);
    for (int t = 0; t < used; t++) {
      if (!(trees.get(t) instanceof Document.Fields tree)) {
        throw Documents.error(trees.get(t).path(), "should be an object");
      }
      if (groups[t] < 0 || groups[t] >= base.length) {
        throw Documents.error(tree.path(), "belongs to a score that does not exist");
      }
      new TreeReader(tree, base.length)
          .addTo(ensemble, groups[t], weights.length == 0 ? 1 : (float) weights[t]);
    }
    noteCategories();
    return new Scorer.Trees(ensemble.build(), Precision.FLOAT32);
  }

  /**
   * After early stopping, the trees up to the best iteration, as XGBoost's interface for
   * scikit-learn predicts; else all.
   */
  private int usedTrees(Document.Fields model, int trees, int scores) throws ModelException {
    Document.Fields attributes =
        learner.has("attributes")
            ? learner.fields("attributes")
            : new Document.Fields(learner.path(), Map.of());
    int rounds = attributes.integerText("best_iteration", -1) + 1;
    if (rounds <= 0) {
      return trees;
    }
    long used;
    if (model.has("iteration_indptr")) {
      int[] ends = model.integers("iteration_indptr");
      used = rounds < ends.length ? ends[rounds] : trees;
    } else {
      Document.Fields parameters = model.fields("gbtree_model_param");
      long perRound = (long) parameters.integerText("num_parallel_tree", 1) * scores;
      used = Math.min(trees, perRound * rounds);
    }
    if (used < 1 || used > trees) {
      throw Documents.error(model.path(), "has no such best iteration as its attributes say");
    }
    if (used < trees) {
      notes.add(
          "XGBoost stopped early: of %d trees the first %d are used, up to the best iteration"
              .formatted(trees, used));
    }
    return (int) used;
  }

  private void noteCategories() throws ModelException {
    if (!learner.has("feature_types")) {
      return;
    }
    long categorical =
        learner.list("feature_types").stream()
            .filter(t -> t instanceof Document.Text text && text.value().equals("c"))
            .count();
    if (categorical > 0) {
      notes.add(
          "%d features are categories: they are given by their numbers in the training data"
              .formatted(categorical));
    }
  }

  // ---- linear

  private static Scorer linear(Document.Fields model, int width, double[] base)
      throws ModelException {
    double[] weights = model.numbers("weights");
    if (weights.length != (width + 1L) * base.length
        || !Arrays.stream(weights).allMatch(Double::isFinite)) {
      throw Documents.error(
          model.path(), "should have a finite weight for each feature and score, and the biases");
    }
    if (Arrays.stream(base).distinct().count() > 1) {
      throw Documents.error(
          model.path(),
          "is linear with several base scores, of which versions differ in what they use; train"
              + " with base_score=0");
    }
    double[] bias = base.clone();
    for (int s = 0; s < bias.length; s++) {
      bias[s] += weights[width * bias.length + s];
    }
    return new Scorer.Linear(Arrays.copyOf(weights, width * bias.length), bias);
  }
}
