package org.probity.model.booster;

import java.util.Arrays;
import org.probity.model.trees.Ensemble;
import org.probity.model.trees.Precision;

/** How a booster's raw scores come from the features. Holds weights: shows none. */
public sealed interface Scorer {
  /** Number of raw scores. */
  int scores();

  /** The raw scores of a row of features. */
  double[] score(double[] row);

  /**
   * The results of an ensemble.
   *
   * @param precision as what type the library compares features
   */
  record Trees(Ensemble ensemble, Precision precision) implements Scorer {
    @Override
    public int scores() {
      return ensemble.results();
    }

    @Override
    public double[] score(double[] row) {
      return ensemble.evaluate(row, 0);
    }
  }

  /**
   * {@code bias[s] + sum_f weights[f * scores + s] * x[f]}; a missing feature counts as 0.
   *
   * @param weights not to be modified
   * @param bias one for each score; not to be modified
   */
  record Linear(double[] weights, double[] bias) implements Scorer {
    @Override
    public int scores() {
      return bias.length;
    }

    @Override
    public double[] score(double[] row) {
      double[] scores = bias.clone();
      for (int f = 0; f < row.length; f++) {
        for (int s = 0; s < scores.length; s++) {
          scores[s] += Double.isNaN(row[f]) ? 0 : weights[f * scores.length + s] * row[f];
        }
      }
      return scores;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Linear l
          && Arrays.equals(weights, l.weights)
          && Arrays.equals(bias, l.bias);
    }

    @Override
    public int hashCode() {
      return 31 * Arrays.hashCode(weights) + Arrays.hashCode(bias);
    }

    @Override
    public String toString() {
      return "Linear[" + weights.length + " weights]";
    }
  }
}
