package org.probity.model.graph;

/**
 * A public function of one integer: {@code q = clamp(round(f(x * 2^-from) * 2^to))} where {@code
 * to} and the clamp are the output's format. Rounding is half up; {@code f} is computed with {@link
 * StrictMath}, so that every machine builds the same table.
 */
public sealed interface Activation {
  /** The real function. */
  double real(double x);

  /** Whether {@link #real} never decreases; only such functions have a threshold lowering. */
  default boolean monotone() {
    return true;
  }

  /**
   * The integer function.
   *
   * @param x argument with {@code fromFraction} fraction bits
   * @param to format of the result
   */
  default long apply(long x, int fromFraction, Format to) {
    double scaled = Math.scalb(real(Math.scalb((double) x, -fromFraction)), to.fraction());
    double rounded = Math.floor(scaled + 0.5);
    return (long) Math.max((double) to.min(), Math.min((double) to.max(), rounded));
  }

  /** {@code x}. */
  record Identity() implements Activation {
    @Override
    public double real(double x) {
      return x;
    }
  }

  /** {@code max(x, 0)}. */
  record Relu() implements Activation {
    @Override
    public double real(double x) {
      return Math.max(x, 0.0);
    }
  }

  /** {@code x} for {@code x >= 0}, else {@code slope * x}. */
  record LeakyRelu(double slope) implements Activation {
    @Override
    public double real(double x) {
      return x >= 0 ? x : slope * x;
    }

    @Override
    public boolean monotone() {
      return slope >= 0;
    }
  }

  /** {@code x} limited to {@code [low, high]}; infinite limits are allowed. */
  record Clip(double low, double high) implements Activation {
    @Override
    public double real(double x) {
      return Math.max(low, Math.min(high, x));
    }
  }

  /** {@code 1 / (1 + e^-x)}. */
  record Sigmoid() implements Activation {
    @Override
    public double real(double x) {
      return 1.0 / (1.0 + StrictMath.exp(-x));
    }
  }

  /** {@code tanh x}. */
  record Tanh() implements Activation {
    @Override
    public double real(double x) {
      return StrictMath.tanh(x);
    }
  }
}
