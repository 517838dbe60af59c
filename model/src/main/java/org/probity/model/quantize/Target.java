package org.probity.model.quantize;

/** What a quantised model must attain against its float model on the samples. */
public sealed interface Target {
  /** Whether a model with this agreement does. */
  boolean isMetBy(Agreement agreement);

  /** What a model attains, in the words of this target. */
  String attained(Agreement agreement);

  /**
   * Least fidelity of every output: the share of labels that are the same, or of rows of scores
   * along the last axis with the same largest score; for images and single quantities, 1 less the
   * root mean square of the error relative to that of the values.
   */
  record Fidelity(double least) implements Target {
    public Fidelity {
      if (!(least >= 0 && least <= 1)) {
        throw new IllegalArgumentException("a fidelity lies in [0, 1], not " + least);
      }
    }

    @Override
    public boolean isMetBy(Agreement agreement) {
      return agreement.fidelity() >= least;
    }

    @Override
    public String attained(Agreement agreement) {
      return "fidelity " + agreement.fidelity() + " of " + least;
    }
  }

  /** Largest absolute error of any entry of any output. */
  record MaxError(double most) implements Target {
    public MaxError {
      if (!(most > 0)) {
        throw new IllegalArgumentException("a largest error is positive, not " + most);
      }
    }

    @Override
    public boolean isMetBy(Agreement agreement) {
      return agreement.largestError() <= most;
    }

    @Override
    public String attained(Agreement agreement) {
      return "largest error " + agreement.largestError() + " where " + most + " is allowed";
    }
  }
}
