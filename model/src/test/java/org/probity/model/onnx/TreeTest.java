package org.probity.model.onnx;

import static org.probity.model.onnx.OnnxFile.INT64;
import static org.probity.model.onnx.OnnxFile.integerAttribute;
import static org.probity.model.onnx.OnnxFile.integersAttribute;

import ai.onnxruntime.OrtException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.probity.model.ModelException;
import org.probity.model.Seeds;
import org.probity.model.onnx.OnnxFile.Message;

/** Tree ensembles with random trees, against ONNX Runtime. */
class TreeTest {
  private static final String DOMAIN = "ai.onnx.ml";

  /** The attributes of an ensemble under construction. */
  private static final class Ensemble {
    final Draw draw;
    final int features;
    final List<String> modes;
    final List<Long> trees = new ArrayList<>();
    final List<Long> numbers = new ArrayList<>();
    final List<Long> featureIds = new ArrayList<>();
    final List<Double> values = new ArrayList<>();
    final List<String> nodeModes = new ArrayList<>();
    final List<Long> whenTrue = new ArrayList<>();
    final List<Long> whenFalse = new ArrayList<>();
    final List<Long> leafTrees = new ArrayList<>();
    final List<Long> leafNumbers = new ArrayList<>();

    Ensemble(Draw draw, int features, List<String> modes) {
      this.draw = draw;
      this.features = features;
      this.modes = modes;
    }

    /** Appends a subtree in order of the nodes and returns the number of its root. */
    long grow(long tree, long number, int depth) {
      boolean leaf = depth == 0 || draw.integer(0, 4) == 0;
      int at = trees.size();
      trees.add(tree);
      numbers.add(number);
      featureIds.add(leaf ? 0L : (long) draw.integer(0, features - 1));
      values.add(leaf ? 0.0 : draw.reals(1, -1, 1)[0]);
      nodeModes.add(leaf ? "LEAF" : draw.of(modes));
      whenTrue.add(0L);
      whenFalse.add(0L);
      if (leaf) {
        leafTrees.add(tree);
        leafNumbers.add(number);
        return number + 1;
      }
      whenTrue.set(at, number + 1);
      long next = grow(tree, number + 1, depth - 1);
      whenFalse.set(at, next);
      return grow(tree, next, depth - 1);
    }

    List<Message> attributes() {
      return new ArrayList<>(
          List.of(
              integersAttribute("nodes_treeids", longs(trees)),
              integersAttribute("nodes_nodeids", longs(numbers)),
              integersAttribute("nodes_featureids", longs(featureIds)),
              Attributes.reals("nodes_values", reals(values)),
              Attributes.strings("nodes_modes", nodeModes.toArray(new String[0])),
              integersAttribute("nodes_truenodeids", longs(whenTrue)),
              integersAttribute("nodes_falsenodeids", longs(whenFalse))));
    }
  }

  private static long[] longs(List<Long> list) {
    return list.stream().mapToLong(Long::longValue).toArray();
  }

  private static double[] reals(List<Double> list) {
    return list.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static Ensemble ensemble(Draw draw) {
    List<String> modes =
        draw.flag() ? List.of("BRANCH_LEQ", "BRANCH_GT") : List.of("BRANCH_LT", "BRANCH_GTE");
    Ensemble ensemble = new Ensemble(draw, draw.integer(1, 4), modes);
    int trees = draw.integer(1, 4);
    for (int t = 0; t < trees; t++) {
      ensemble.grow(t, 0, draw.integer(0, 4));
    }
    return ensemble;
  }

  /** Weights of the leaves: of all results, or of the one given. */
  private static void weigh(
      Ensemble ensemble,
      List<Message> attributes,
      String prefix,
      int results,
      int only,
      double from) {
    List<Long> trees = new ArrayList<>();
    List<Long> numbers = new ArrayList<>();
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < ensemble.leafTrees.size(); i++) {
      for (long r = 0; r < results; r++) {
        if (only < 0 || only == r) {
          trees.add(ensemble.leafTrees.get(i));
          numbers.add(ensemble.leafNumbers.get(i));
          ids.add(r);
        }
      }
    }
    attributes.add(integersAttribute(prefix + "_treeids", longs(trees)));
    attributes.add(integersAttribute(prefix + "_nodeids", longs(numbers)));
    attributes.add(integersAttribute(prefix + "_ids", longs(ids)));
    attributes.add(
        Attributes.reals(prefix + "_weights", ensemble.draw.reals(trees.size(), from, 1)));
  }

  private static OnnxFile file(
      Ensemble ensemble, String operator, String outputs, List<Message> attributes) {
    return new OnnxFile(17)
        .domain(DOMAIN, 3)
        .input("x", 3, ensemble.features)
        .add(
            OnnxFile.node(operator, "x", outputs, attributes.toArray(new Message[0]))
                .string(7, DOMAIN));
  }

  @Seeds(fixed = 30)
  void regressor(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    Ensemble ensemble = ensemble(draw);
    int targets = draw.integer(1, 3);
    List<Message> attributes = ensemble.attributes();
    weigh(ensemble, attributes, "target", targets, -1, -1);
    attributes.add(integerAttribute("n_targets", targets));
    attributes.add(Attributes.string("aggregate_function", draw.of("SUM", "AVERAGE")));
    if (draw.flag()) {
      attributes.add(Attributes.reals("base_values", draw.entries(targets)));
    }
    Comparison.agree(file(ensemble, "TreeEnsembleRegressor", "y", attributes).output("y"), draw);
  }

  @Seeds(fixed = 40)
  void classifier(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    Ensemble ensemble = ensemble(draw);
    int classes = draw.integer(2, 4);
    boolean single = classes == 2 && draw.flag();
    List<Message> attributes = ensemble.attributes();
    weigh(
        ensemble,
        attributes,
        "class",
        classes,
        single ? draw.integer(0, 1) : -1,
        draw.of(-1.0, 0.01));
    long[] labels = classes == 2 && !single ? new long[] {0, 1} : new long[] {3, 1, 4, 7};
    attributes.add(integersAttribute("classlabels_int64s", Arrays.copyOf(labels, classes)));
    attributes.add(
        Attributes.string(
            "post_transform",
            single ? draw.of("NONE", "LOGISTIC") : draw.of("NONE", "LOGISTIC", "SOFTMAX")));
    Comparison.agree(
        file(ensemble, "TreeEnsembleClassifier", "l,y", attributes).output("l", INT64).output("y"),
        draw);
  }

  @Test
  void refusesWhatItDoesNotCompute() {
    Ensemble ensemble = new Ensemble(new Draw(1), 2, List.of("BRANCH_EQ"));
    while (!ensemble.nodeModes.contains("BRANCH_EQ")) {
      ensemble.grow(ensemble.trees.size(), 0, 2);
    }
    List<Message> attributes = ensemble.attributes();
    weigh(ensemble, attributes, "target", 1, -1, -1);
    Comparison.refuses(
        file(ensemble, "TreeEnsembleRegressor", "y", attributes).output("y"),
        "TreeEnsembleRegressor node \"to y\"",
        "BRANCH_EQ",
        "use BRANCH_LEQ");
    Ensemble cyclic = new Ensemble(new Draw(1), 2, List.of("BRANCH_LEQ"));
    while (!cyclic.nodeModes.contains("BRANCH_LEQ")) {
      cyclic.grow(cyclic.trees.size(), 0, 2);
    }
    int inner = cyclic.nodeModes.indexOf("BRANCH_LEQ");
    cyclic.whenTrue.set(inner, cyclic.whenFalse.get(inner));
    List<Message> shared = cyclic.attributes();
    weigh(cyclic, shared, "target", 1, -1, -1);
    Comparison.refuses(
        file(cyclic, "TreeEnsembleRegressor", "y", shared).output("y"),
        "TreeEnsembleRegressor node \"to y\"",
        "a node has two parents");
  }
}
