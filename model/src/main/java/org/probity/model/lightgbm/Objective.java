package org.probity.model.lightgbm;

import java.util.HashMap;
import java.util.Map;
import java.util.StringTokenizer;
import org.probity.graph.RealFunction;
import org.probity.graph.RealFunction.Binary;
import org.probity.graph.RealFunction.BinaryOperator;
import org.probity.graph.RealFunction.UnaryOperator;
import org.probity.model.ModelException;
import org.probity.model.booster.Link;

/** What an objective makes of raw scores ({@code ObjectiveFunction::ConvertOutput}). */
final class Objective {
  private static final Link RAW = new Link.Value(RealFunction.X);

  private Objective() {}

  /**
   * The link of a line such as {@code binary sigmoid:1}.
   *
   * @param scores number of raw scores
   */
  static Link link(String line, int scores) throws ModelException {
    StringTokenizer words = new StringTokenizer(line, " ");
    String name = words.hasMoreTokens() ? words.nextToken() : "custom";
    Map<String, String> parameters = new HashMap<>();
    while (words.hasMoreTokens()) {
      String word = words.nextToken();
      int colon = word.indexOf(':');
      parameters.put(
          colon < 0 ? word : word.substring(0, colon), colon < 0 ? "" : word.substring(colon + 1));
    }
    Link link =
        switch (name) {
          case "binary" -> new Link.Binary(slope(parameters), 0);
          case "multiclass", "softmax" -> new Link.Softmax();
          case "multiclassova", "multiclass_ova", "ova", "ovr" ->
              new Link.OneVersusAll(slope(parameters));
          case "regression", "regression_l1", "quantile", "mape", "huber", "fair" ->
              parameters.containsKey("sqrt") ? new Link.Value(signedSquare()) : RAW;
          case "poisson", "gamma", "tweedie" -> value(UnaryOperator.EXP);
          case "cross_entropy" -> value(UnaryOperator.SIGMOID);
          case "cross_entropy_lambda" -> value(UnaryOperator.SOFTPLUS);
          case "lambdarank", "rank_xendcg", "custom" -> RAW;
          default ->
              throw error(
                  "'" + name + "' is not supported; train with one of LightGBM's own objectives");
        };
    boolean several = link instanceof Link.Softmax || link instanceof Link.OneVersusAll;
    if (several != scores > 1 && !name.equals("custom")) {
      throw error(name + " does not go with " + scores + " trees in each iteration");
    }
    return link;
  }

  private static Link value(UnaryOperator operator) {
    return new Link.Value(RealFunction.unary(operator));
  }

  /** For targets of which the root was learnt. */
  private static RealFunction signedSquare() {
    return new Binary(BinaryOperator.MUL, RealFunction.X, RealFunction.unary(UnaryOperator.ABS));
  }

  private static double slope(Map<String, String> parameters) throws ModelException {
    try {
      double slope = Double.parseDouble(parameters.getOrDefault("sigmoid", "1"));
      if (slope > 0 && Double.isFinite(slope)) {
        return slope;
      }
    } catch (NumberFormatException _) {
      // As below.
    }
    throw error("has a sigmoid parameter that is no positive number");
  }

  private static ModelException error(String what) {
    return new ModelException("LightGBM model: objective " + what);
  }
}
