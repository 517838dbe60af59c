package org.probity.model.booster;

import org.probity.graph.RealFunction;

/** What a booster makes of its raw scores, as its library's {@code predict} does. */
public sealed interface Link {
  /** Every score on its own becomes a prediction. */
  record Value(RealFunction function) implements Link {}

  /**
   * One score. The probability of class 1 is {@code sigmoid(slope * score)}; the label is 1 if that
   * is above one half as the library computes it.
   *
   * @param threshold the largest score for which the label is 0; not quite zero where rounding
   *     makes one half of the probabilities nearby
   */
  record Binary(double slope, double threshold) implements Link {}

  /** One score. The label is 1 if it is above zero. */
  record Hinge() implements Link {}

  /** The probabilities are the softmax of the scores; the label is the first largest. */
  record Softmax() implements Link {}

  /** The label is the first largest score. */
  record Largest() implements Link {}

  /** The probabilities are {@code sigmoid(slope * score)}; the label is the first largest. */
  record OneVersusAll(double slope) implements Link {}
}
