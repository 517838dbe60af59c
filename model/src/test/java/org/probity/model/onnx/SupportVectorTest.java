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
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.probity.model.ModelException;
import org.probity.model.floatgraph.FloatExecutor;
import org.probity.model.floatgraph.FloatGraph;
import org.probity.model.onnx.OnnxFile.Message;
import org.probity.testing.Seeds;

/** Support vector machines against ONNX Runtime. */
class SupportVectorTest {
  private static final String DOMAIN = "ai.onnx.ml";
  private static final int STRING = 8;

  private static OnnxFile file(int features) {
    return new OnnxFile(17).domain(DOMAIN, 1).input("x", 3, features);
  }

  private static Message node(String operator, String outputs, List<Message> attributes) {
    return OnnxFile.node(operator, "x", outputs, attributes.toArray(Message[]::new))
        .string(7, DOMAIN);
  }

  private static List<Message> kernel(Draw draw, int vectors, int features) {
    return new ArrayList<>(
        List.of(
            Attributes.string("kernel_type", draw.of("LINEAR", "POLY", "RBF", "SIGMOID")),
            Attributes.reals("kernel_params", 0.7, 0.3, draw.of(1, 2, 3)),
            Attributes.reals("support_vectors", draw.entries(vectors, features))));
  }

  @Seeds(40)
  void regressor(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    int features = draw.integer(1, 4);
    int vectors = draw.integer(0, 5);
    List<Message> attributes = new ArrayList<>();
    if (vectors > 0) {
      attributes.addAll(kernel(draw, vectors, features));
    }
    if (vectors == 0) {
      attributes.add(Attributes.reals("kernel_params", 0, 0, 0));
    }
    attributes.add(integerAttribute("n_supports", vectors));
    attributes.add(
        Attributes.reals("coefficients", draw.entries(vectors == 0 ? features : vectors)));
    attributes.add(Attributes.reals("rho", draw.entries(1)));
    attributes.add(integerAttribute("one_class", draw.integer(0, 1)));
    OnnxFile file = file(features).add(node("SVMRegressor", "y", attributes)).output("y");
    Comparison.agree(file, draw);
  }

  @Seeds(60)
  void classifier(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    int features = draw.integer(1, 4);
    int classes = draw.integer(2, 4);
    long[] perClass = draw.integers(classes, 1, 3);
    int vectors = (int) Arrays.stream(perClass).sum();
    int pairs = classes * (classes - 1) / 2;
    boolean texts = draw.flag();
    List<Message> attributes = kernel(draw, vectors, features);
    attributes.add(integersAttribute("vectors_per_class", perClass));
    attributes.add(Attributes.reals("coefficients", draw.entries(classes - 1, vectors)));
    attributes.add(Attributes.reals("rho", draw.entries(pairs)));
    attributes.add(Attributes.string("post_transform", draw.of("NONE", "LOGISTIC", "SOFTMAX")));
    attributes.add(
        texts
            ? Attributes.strings(
                "classlabels_strings", Arrays.copyOf(new String[] {"c", "a", "b", "d"}, classes))
            : integersAttribute(
                "classlabels_ints", Arrays.copyOf(new long[] {0, 4, -2, 3}, classes)));
    OnnxFile file =
        file(features)
            .add(node("SVMClassifier", "l,y", attributes))
            .output("l", texts ? STRING : INT64)
            .output("y");
    Comparison.agree(file, draw);
  }

  @Seeds(20)
  void linearClassifier(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    int features = draw.integer(1, 4);
    int classes = draw.integer(2, 4);
    boolean positive = draw.flag();
    List<Message> attributes =
        List.of(
            Attributes.reals(
                "coefficients", draw.reals((long) classes * features, positive ? 0 : -1, 1)),
            Attributes.reals("kernel_params", 0, 0, 0),
            Attributes.reals("rho", draw.entries(1)),
            Attributes.string("post_transform", draw.of("NONE", "LOGISTIC", "SOFTMAX")),
            integersAttribute(
                "classlabels_ints", Arrays.copyOf(new long[] {1, 4, -2, 3}, classes)));
    OnnxFile file =
        file(features).add(node("SVMClassifier", "l,y", attributes)).output("l", INT64).output("y");
    Comparison.agree(file, draw);
  }

  @Seeds(30)
  void probabilities(long seed) throws ModelException, OrtException {
    Draw draw = new Draw(seed);
    int classes = draw.integer(2, 5);
    int pairs = classes * (classes - 1) / 2;
    long[] perClass = draw.integers(classes, 1, 2);
    int vectors = (int) Arrays.stream(perClass).sum();
    List<Message> attributes = kernel(draw, vectors, 2);
    attributes.add(integersAttribute("vectors_per_class", perClass));
    attributes.add(Attributes.reals("coefficients", draw.entries(classes - 1, vectors)));
    attributes.add(Attributes.reals("rho", draw.entries(pairs)));
    attributes.add(Attributes.reals("prob_a", draw.reals(pairs, -2, 0)));
    attributes.add(Attributes.reals("prob_b", draw.entries(pairs)));
    attributes.add(
        integersAttribute("classlabels_ints", Arrays.copyOf(new long[] {0, 1, 7, 3, 2}, classes)));
    OnnxFile file =
        file(2).add(node("SVMClassifier", "l,y", attributes)).output("l", INT64).output("y");
    // ONNX Runtime's iteration stops this far from the probabilities.
    Comparison.agree(file.toBytes(), draw, -2, 2, 2, 5e-3);
  }

  /** What the iteration of libsvm goes to if nothing stops it. */
  @Seeds(20)
  void probabilitiesAreTheLimitOfTheIteration(long seed) throws ModelException {
    Draw draw = new Draw(seed);
    int classes = draw.integer(3, 7);
    int pairs = classes * (classes - 1) / 2;
    long[] perClass = new long[classes];
    Arrays.fill(perClass, 1);
    // Without slopes the probabilities of pairs are sigmoid(-b), some very close to 0 or 1.
    double[] b = draw.reals(pairs, -draw.of(1, 5, 20), 5);
    List<Message> attributes =
        List.of(
            Attributes.reals("support_vectors", draw.entries(classes, 1)),
            integersAttribute("vectors_per_class", perClass),
            Attributes.reals("coefficients", draw.entries(classes - 1, classes)),
            Attributes.reals("rho", draw.entries(pairs)),
            Attributes.reals("prob_a", new double[pairs]),
            Attributes.reals("prob_b", b),
            integersAttribute("classlabels_ints", LongStream.range(0, classes).toArray()));
    FloatGraph graph =
        OnnxImporter.read(
            file(1)
                .add(node("SVMClassifier", "l,y", attributes))
                .output("l", INT64)
                .output("y")
                .toBytes());
    double[] actual =
        FloatExecutor.run(graph, Map.of("x", new double[3])).get(graph.outputs().get(1).tensor());
    double[] limit = limit(classes, b);
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i]).isCloseTo(limit[i % classes], within(1e-6));
    }
  }

  /** Minimises the sum of squares along one coordinate after the other. */
  private static double[] limit(int classes, double[] b) {
    double[][] q = new double[classes][classes];
    int pair = 0;
    for (int i = 0; i < classes; i++) {
      for (int j = i + 1; j < classes; j++, pair++) {
        double first = Math.clamp(1 / (1 + Math.exp((float) b[pair])), 1e-7, 1 - 1e-7);
        q[i][i] += (1 - first) * (1 - first);
        q[j][j] += first * first;
        q[i][j] = -first * (1 - first);
        q[j][i] = q[i][j];
      }
    }
    double[] p = new double[classes];
    Arrays.fill(p, 1.0 / classes);
    for (int step = 0; step < 2000 * classes; step++) {
      int t = step % classes;
      double all = 0;
      double here = 0;
      for (int i = 0; i < classes; i++) {
        here += q[t][i] * p[i];
        for (int j = 0; j < classes; j++) {
          all += p[i] * q[i][j] * p[j];
        }
      }
      p[t] += (all - here) / q[t][t];
      double sum = Arrays.stream(p).sum();
      Arrays.setAll(p, i -> p[i] / sum);
    }
    return p;
  }

  @Test
  void refusesWhatItDoesNotCompute() {
    List<Message> three =
        List.of(
            Attributes.reals("support_vectors", 1, 2, 3),
            integersAttribute("vectors_per_class", 1, 1, 1),
            Attributes.reals("coefficients", 1, 2, 3, 4, 5, 6),
            Attributes.reals("rho", 1, 2, 3),
            Attributes.reals("prob_a", 1, 2),
            Attributes.reals("prob_b", 1, 2, 3),
            integersAttribute("classlabels_ints", 0, 1, 2));
    Comparison.refuses(
        file(1).add(node("SVMClassifier", "l,y", three)).output("y"),
        "SVMClassifier node \"to l,y\"",
        "one entry for each of 3 pairs");
    List<Message> vectors =
        List.of(
            Attributes.reals("support_vectors", 1, 2, 3),
            integerAttribute("n_supports", 2),
            Attributes.reals("coefficients", 1, 2),
            Attributes.reals("rho", 0));
    Comparison.refuses(
        file(2).add(node("SVMRegressor", "y", vectors)).output("y"), "2 vectors of 2 features");
    List<Message> huge =
        List.of(
            Attributes.reals("support_vectors", 1, 2),
            integersAttribute("vectors_per_class", 1L << 62, 1L << 62),
            Attributes.reals("coefficients", 1, 2),
            Attributes.reals("rho", 0),
            integersAttribute("classlabels_ints", 0, 1));
    Comparison.refuses(
        file(1).add(node("SVMClassifier", "l,y", huge)).output("y"), "no number of vectors");
    List<Message> kernel =
        List.of(
            Attributes.string("kernel_type", "COSINE"),
            Attributes.reals("support_vectors", 1),
            integerAttribute("n_supports", 1),
            Attributes.reals("coefficients", 1),
            Attributes.reals("rho", 0));
    Comparison.refuses(
        file(1).add(node("SVMRegressor", "y", kernel)).output("y"), "kernel_type COSINE");
  }
}
