package org.probity.model.xgboost;

import org.probity.graph.RealFunction;
import org.probity.graph.RealFunction.UnaryOperator;
import org.probity.model.ModelException;
import org.probity.model.booster.Link;

/**
 * What an objective makes of raw scores ({@code ObjFunction::PredTransform}) and of the base score
 * ({@code ProbToMargin}).
 */
record Objective(Link link, Base base) {
  /** From the base score of the file, which is a prediction, to a raw score. */
  enum Base {
    IDENTITY,
    LOGIT,
    LOG;

    /** In float32, as XGBoost computes it; not finite for a base score that is out of range. */
    double score(double given) {
      float b = (float) given;
      return switch (this) {
        case IDENTITY -> b;
        case LOGIT -> (float) -StrictMath.log(1f / b - 1f);
        case LOG -> (float) StrictMath.log(b);
      };
    }
  }

  /**
   * The largest score of which the probability is one half: above it, 1 + exp(-score) is less than
   * 2 in float32.
   */
  private static final double HALF = 0x1.8p-24;

  private static final Link RAW = new Link.Value(RealFunction.X);
  private static final Link EXP = new Link.Value(RealFunction.unary(UnaryOperator.EXP));
  private static final Link SIGMOID = new Link.Value(RealFunction.unary(UnaryOperator.SIGMOID));

  /**
   * The objective of a name.
   *
   * @param scores number of raw scores
   */
  static Objective of(String name, int scores) throws ModelException {
    return switch (name) {
      case "binary:logistic" ->
          new Objective(scores == 1 ? new Link.Binary(1, HALF) : SIGMOID, Base.LOGIT);
      case "reg:logistic" -> new Objective(SIGMOID, Base.LOGIT);
      case "binary:hinge" -> {
        if (scores > 1) {
          throw refused(
              name + " with " + scores + " targets is not supported; train one model each");
        }
        yield new Objective(new Link.Hinge(), Base.IDENTITY);
      }
      case "multi:softprob", "multi:softmax" -> {
        if (scores < 2) {
          throw refused(name + " needs two classes or more");
        }
        boolean label = name.equals("multi:softmax");
        yield new Objective(label ? new Link.Largest() : new Link.Softmax(), Base.IDENTITY);
      }
      case "count:poisson", "reg:gamma", "reg:tweedie", "survival:cox", "survival:aft" ->
          new Objective(EXP, Base.LOG);
      case "reg:squarederror",
          "reg:linear",
          "reg:squaredlogerror",
          "reg:pseudohubererror",
          "reg:absoluteerror",
          "reg:quantileerror",
          "reg:expectileerror",
          "binary:logitraw",
          "rank:pairwise",
          "rank:ndcg",
          "rank:map" ->
          new Objective(RAW, Base.IDENTITY);
      default ->
          throw refused(
              "'" + name + "' is not supported; train with one of XGBoost's own objectives");
    };
  }

  private static ModelException refused(String what) {
    return new ModelException("XGBoost model: objective " + what);
  }
}
