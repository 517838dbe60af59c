package org.probity.inference.policy;

import java.math.BigDecimal;

/** A side of a comparison, in the units of the original model. */
sealed interface Quantity {
  /** A number, exactly. */
  record Finite(BigDecimal value) implements Quantity {
    @Override
    public String toString() {
      return value.scale() <= 0 ? value.toPlainString() : Double.toString(value.doubleValue());
    }
  }

  /** Beyond all numbers of its sign. */
  record Infinite(boolean positive) implements Quantity {
    @Override
    public String toString() {
      return positive ? "Infinity" : "-Infinity";
    }
  }

  /** What satisfies nothing. */
  record NotANumber() implements Quantity {
    @Override
    public String toString() {
      return "NaN";
    }
  }

  /** The name of a category. */
  record Name(String name) implements Quantity {
    @Override
    public String toString() {
      return "'" + name + "'";
    }
  }

  /** What a model reads of a text. */
  record TextCode(double code) implements Quantity {
    @Override
    public String toString() {
      return "another text";
    }
  }

  /** A text in the policy: a category's name or a text, whatever it is compared with. */
  record Text(String text) implements Quantity {
    @Override
    public String toString() {
      return "'" + text + "'";
    }
  }

  /** A number, an infinity or NaN. */
  static Quantity of(double x) {
    if (Double.isNaN(x)) {
      return new NotANumber();
    }
    return Double.isInfinite(x) ? new Infinite(x > 0) : new Finite(new BigDecimal(x));
  }
}
