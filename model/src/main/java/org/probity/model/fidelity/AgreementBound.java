package org.probity.model.fidelity;

/**
 * What agreement on some samples says about all others like them: the one-sided Clopper–Pearson
 * bound.
 */
public final class AgreementBound {
  private AgreementBound() {}

  /**
   * The smallest rate of agreement with which {@code agreeing} or more of {@code samples}
   * independent samples agree at least with probability {@code 1 - confidence}. The true rate is
   * smaller in at most that share of cases.
   */
  public static double lower(long agreeing, long samples, double confidence) {
    if (agreeing < 0 || agreeing > samples || samples < 1) {
      throw new IllegalArgumentException(agreeing + " of " + samples + " samples");
    }
    long differing = samples - agreeing;
    if (differing == samples) {
      return 0;
    }
    double low = 0;
    double high = 1;
    // Forty halvings are more digits than anybody reads.
    for (int i = 0; i < 40; i++) {
      double rate = (low + high) / 2;
      if (atMost(differing, samples, rate) > 1 - confidence) {
        low = rate;
      } else {
        high = rate;
      }
    }
    return 1 - high;
  }

  /** The probability of at most {@code k} events of the given rate among n. */
  private static double atMost(long k, long n, double rate) {
    double log = n * Math.log1p(-rate);
    double odds = Math.log(rate) - Math.log1p(-rate);
    double sum = Math.exp(log);
    for (long i = 1; i <= k; i++) {
      log += Math.log((double) (n - i + 1) / i) + odds;
      sum += Math.exp(log);
    }
    return sum;
  }
}
