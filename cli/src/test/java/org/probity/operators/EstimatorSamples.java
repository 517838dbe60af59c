package org.probity.operators;

import static org.probity.model.onnx.Attributes.reals;
import static org.probity.model.onnx.Attributes.string;
import static org.probity.model.onnx.Attributes.strings;
import static org.probity.model.onnx.OnnxFile.integerAttribute;
import static org.probity.model.onnx.OnnxFile.integersAttribute;
import static org.probity.model.onnx.OnnxFile.realAttribute;
import static org.probity.model.onnx.OnnxFile.tensorAttribute;
import static org.probity.operators.Models.INT64;
import static org.probity.operators.Sample.since;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.probity.model.onnx.OnnxFile;
import org.probity.model.onnx.OnnxFile.Message;

/** What exporters of scikit-learn and of gradient boosting write. */
final class EstimatorSamples {
  private static final int UINT8 = 2;

  private EstimatorSamples() {}

  private static Row of(String operator, String limits, UnaryOperator<OnnxFile> graph) {
    return Row.of(operator, limits, since(13, graph)).in(Row.LEARNING);
  }

  private static UnaryOperator<OnnxFile> rows(String operator, Message... attributes) {
    return f ->
        f.input("x", 3, 4)
            .add(Models.node(Row.LEARNING, operator, "x", "y", attributes))
            .output("y");
  }

  private static UnaryOperator<OnnxFile> classifier(String operator, Message... attributes) {
    return f ->
        f.input("x", 3, 4)
            .add(Models.node(Row.LEARNING, operator, "x", "l,y", attributes))
            .output("l", INT64)
            .output("y");
  }

  private static Row refused(String operator, String instead) {
    return Row.refused(operator, instead, since(13, rows(operator))).in(Row.LEARNING);
  }

  private static UnaryOperator<OnnxFile> encoder(String input, int type, int result) {
    boolean texts = type == Models.STRING;
    return f ->
        f.input(OnnxFile.value(input, type, 3, 2))
            .add(
                Models.node(
                    Row.LEARNING,
                    "LabelEncoder",
                    input,
                    "y",
                    texts
                        ? strings("keys_strings", "car", "house", "plane")
                        : reals("keys_floats", 0.25, -0.5, 1),
                    texts
                        ? integersAttribute("values_int64s", 2, 0, 1)
                        : strings("values_strings", "low", "none", "high")))
            .output("y", result);
  }

  /** A list of maps from texts to numbers. */
  private static Message maps(String name) {
    Message numbers = new Message().message(1, new Message().varint(1, Models.FLOAT));
    Message map = new Message().varint(1, Models.STRING).message(2, numbers);
    Message sequence = new Message().message(1, new Message().message(5, map));
    return new Message().string(1, name).message(2, new Message().message(4, sequence));
  }

  private static UnaryOperator<OnnxFile> oneHot(String input, int type, Message categories) {
    return f ->
        f.input(OnnxFile.value(input, type, 3, 2))
            .add(
                Models.node(
                    Row.LEARNING,
                    "OneHotEncoder",
                    input,
                    "y",
                    categories,
                    integerAttribute("zeros", 1)))
            .output("y");
  }

  static Family family() {
    return new Family(
        "Estimators",
        "The domain ai.onnx.ml, versions 1 to 5. Labels are integers or texts; texts of an input"
            + " are compared with those of the model, by 52 bits of their SHA-256.",
        List.of(
            of(
                "ArrayFeatureExtractor",
                "constant indices",
                f ->
                    f.input("x", 3, 4)
                        .longs("i", 2, 0, 2)
                        .add(Models.node(Row.LEARNING, "ArrayFeatureExtractor", "x,i", "y"))
                        .output("y")),
            refused("CastMap", "use a tensor with one column a key"),
            of(
                "CategoryMapper",
                "",
                f ->
                    f.input(OnnxFile.value("s", Models.STRING, 3, 2))
                        .add(
                            Models.node(
                                Row.LEARNING,
                                "CategoryMapper",
                                "s",
                                "y",
                                strings("cats_strings", "car", "", "plane"),
                                integersAttribute("cats_int64s", 5, -3, 8)))
                        .output("y", INT64)),
            refused("DictVectorizer", "use a tensor with one column a key"),
            of("Binarizer", "", rows("Binarizer", realAttribute("threshold", 0.25))),
            of(
                "FeatureVectorizer",
                "",
                f ->
                    f.input("x", 3, 4)
                        .input("z", 3, 2)
                        .add(
                            Models.node(
                                Row.LEARNING,
                                "FeatureVectorizer",
                                "x,z",
                                "y",
                                integersAttribute("inputdimensions", 4, 2)))
                        .output("y")),
            of(
                "Imputer",
                "missing values of inputs",
                rows(
                    "Imputer",
                    reals("imputed_value_floats", 0.25, -0.5, 1, 0),
                    realAttribute("replaced_value_float", -1.5))),
            Row.of(
                    "LabelEncoder",
                    "keys and values of all types",
                    since(13, encoder("s", Models.STRING, INT64)),
                    since(13, encoder("x", Models.FLOAT, Models.STRING)))
                .in(Row.LEARNING),
            of(
                "LinearClassifier",
                "",
                classifier(
                    "LinearClassifier",
                    integersAttribute("classlabels_ints", 3, 1, 4),
                    reals(
                        "coefficients",
                        0.5,
                        -1,
                        0.2,
                        0.7,
                        -0.3,
                        0.9,
                        0.4,
                        -0.6,
                        0.1,
                        0.8,
                        -0.9,
                        0.3),
                    reals("intercepts", 0.1, -0.2, 0.3),
                    string("post_transform", "SOFTMAX"))),
            of(
                "LinearRegressor",
                "",
                rows(
                    "LinearRegressor",
                    integerAttribute("targets", 2),
                    reals("coefficients", 0.5, -1, 0.2, 0.7, -0.3, 0.9, 0.4, -0.6),
                    reals("intercepts", 0.1, -0.2))),
            of("Normalizer", "", rows("Normalizer", string("norm", "L2"))),
            Row.of(
                    "OneHotEncoder",
                    "an unknown category gives zeros",
                    since(
                        13, oneHot("s", Models.STRING, strings("cats_strings", "house", "", "x"))),
                    since(13, oneHot("i", INT64, integersAttribute("cats_int64s", 2, 0))))
                .in(Row.LEARNING),
            of(
                "Scaler",
                "",
                rows(
                    "Scaler",
                    reals("offset", 0.3, -0.1, 0, 1),
                    reals("scale", 0.5, 0.7, 1.3, 0.9))),
            Row.of(
                    "TreeEnsemble",
                    "as TreeEnsembleRegressor; members",
                    since(13, split()).against(rows("TreeEnsembleRegressor", tree())))
                .in(Row.LEARNING),
            Row.of(
                    "SVMClassifier",
                    "all kernels; probabilities are exact, libsvm's and ONNX Runtime's iteration"
                        + " stops up to 0.005 before them",
                    since(
                        13,
                        classifier(
                            "SVMClassifier",
                            integersAttribute("classlabels_ints", 3, 1, 4),
                            string("kernel_type", "RBF"),
                            reals("kernel_params", 0.5, 0, 3),
                            integersAttribute("vectors_per_class", 1, 2, 1),
                            reals(
                                "support_vectors",
                                0.5,
                                -1,
                                0.2,
                                0.7,
                                -0.3,
                                0.9,
                                0.4,
                                -0.6,
                                0.1,
                                0.8,
                                -0.9,
                                0.3,
                                1,
                                0,
                                -1,
                                0.5),
                            reals("coefficients", 1, -0.5, 0.8, -1, 0.6, 0.9, -0.4, -0.7),
                            reals("rho", 0.1, -0.2, 0.05))),
                    since(
                        13,
                        classifier(
                            "SVMClassifier",
                            integersAttribute("classlabels_ints", 3, 1, 4),
                            string("kernel_type", "LINEAR"),
                            reals("kernel_params", 0.5, 0, 3),
                            integersAttribute("vectors_per_class", 1, 1, 1),
                            reals(
                                "support_vectors",
                                0.5,
                                -1,
                                0.2,
                                0.7,
                                -0.3,
                                0.9,
                                0.4,
                                -0.6,
                                0.1,
                                0.8,
                                -0.9,
                                0.3),
                            reals("coefficients", 1, -0.5, 0.8, -1, 0.6, 0.9),
                            reals("rho", 0.1, -0.2, 0.05),
                            reals("prob_a", -1, -1.5, -0.7),
                            reals("prob_b", 0.1, -0.1, 0.2))))
                .in(Row.LEARNING),
            of(
                "SVMRegressor",
                "all kernels, one class",
                rows(
                    "SVMRegressor",
                    string("kernel_type", "POLY"),
                    reals("kernel_params", 0.25, 1, 2),
                    integerAttribute("n_supports", 2),
                    reals("support_vectors", 0.5, -1, 0.2, 0.7, -0.3, 0.9, 0.4, -0.6),
                    reals("coefficients", 1, -0.5),
                    reals("rho", 0.1))),
            of(
                "ZipMap",
                "the scores as a tensor, in the order of the sorted labels",
                f ->
                    f.input("x", 3, 2)
                        .add(
                            Models.node(
                                Row.LEARNING,
                                "ZipMap",
                                "x",
                                "y",
                                strings("classlabels_strings", "no", "yes")))
                        .output(maps("y"))),
            of(
                "TreeEnsembleClassifier",
                "all modes, missing values; all transforms",
                classifier(
                    "TreeEnsembleClassifier",
                    tree(
                        "class",
                        List.of(0.9, 0.1, 0.2, 0.8, 0.4, 0.6, 0.7, 0.3),
                        integersAttribute("classlabels_int64s", 0, 1)))),
            of(
                "TreeEnsembleRegressor",
                "all modes, missing values; SUM, AVERAGE, MIN, MAX; all transforms",
                rows("TreeEnsembleRegressor", tree()))));
  }

  private static Message[] tree() {
    return tree(
        "target",
        List.of(0.9, -0.1, 0.2, 0.8, -0.4, 0.6, 0.7, -0.3),
        integerAttribute("n_targets", 2));
  }

  /** The same tree twice, once for each result, since a leaf has one. */
  private static UnaryOperator<OnnxFile> split() {
    return rows(
        "TreeEnsemble",
        integerAttribute("n_targets", 2),
        integersAttribute("tree_roots", 0, 3),
        integersAttribute("nodes_featureids", 1, 0, 2, 1, 0, 2),
        tensorAttribute("nodes_modes", OnnxFile.header("m", UINT8, 6).bytes(9, new byte[6])),
        tensorAttribute(
            "nodes_splits",
            OnnxFile.floatTensor("s", new double[] {0.25, -0.5, 0.5, 0.25, -0.5, 0.5}, 6)),
        integersAttribute("nodes_truenodeids", 1, 0, 2, 4, 4, 6),
        integersAttribute("nodes_trueleafs", 0, 1, 1, 0, 1, 1),
        integersAttribute("nodes_falsenodeids", 2, 1, 3, 5, 5, 7),
        integersAttribute("nodes_falseleafs", 0, 1, 1, 0, 1, 1),
        integersAttribute("leaf_targetids", 0, 0, 0, 0, 1, 1, 1, 1),
        tensorAttribute(
            "leaf_weights",
            OnnxFile.floatTensor(
                "w", new double[] {0.9, 0.2, -0.4, 0.7, -0.1, 0.8, 0.6, -0.3}, 8)));
  }

  /** One full tree of depth 2; each leaf weighs two results. */
  private static Message[] tree(String prefix, List<Double> weights, Message... more) {
    List<Message> attributes =
        new ArrayList<>(
            List.of(
                integersAttribute("nodes_treeids", 0, 0, 0, 0, 0, 0, 0),
                integersAttribute("nodes_nodeids", 0, 1, 2, 3, 4, 5, 6),
                integersAttribute("nodes_featureids", 1, 0, 0, 2, 0, 0, 0),
                reals("nodes_values", 0.25, -0.5, 0, 0.5, 0, 0, 0),
                strings(
                    "nodes_modes",
                    "BRANCH_LEQ",
                    "BRANCH_LEQ",
                    "LEAF",
                    "BRANCH_LEQ",
                    "LEAF",
                    "LEAF",
                    "LEAF"),
                integersAttribute("nodes_truenodeids", 1, 2, 0, 5, 0, 0, 0),
                integersAttribute("nodes_falsenodeids", 3, 4, 0, 6, 0, 0, 0),
                integersAttribute(prefix + "_treeids", 0, 0, 0, 0, 0, 0, 0, 0),
                integersAttribute(prefix + "_nodeids", 2, 2, 4, 4, 5, 5, 6, 6),
                integersAttribute(prefix + "_ids", 0, 1, 0, 1, 0, 1, 0, 1),
                reals(
                    prefix + "_weights",
                    weights.stream().mapToDouble(Double::doubleValue).toArray())));
    attributes.addAll(List.of(more));
    return attributes.toArray(new Message[0]);
  }
}
