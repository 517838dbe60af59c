package org.probity.graph;

import java.util.Locale;

/** What an entry of a port stands for, for people; {@code toString} is its spelling. */
public sealed interface Reading {
  /** Whether the spelling is a decimal number. */
  default boolean isNumber() {
    return false;
  }

  /** A number. Its spelling is the shortest decimal that gives the same float64. */
  record Real(double value) implements Reading {
    @Override
    public boolean isNumber() {
      return Double.isFinite(value);
    }

    @Override
    public String toString() {
      return Double.toString(value);
    }
  }

  /** A float64 that is an exact input, unlike numbers that were rounded to fixed point. */
  record Float64(double value) implements Reading {
    @Override
    public boolean isNumber() {
      return Double.isFinite(value);
    }

    @Override
    public String toString() {
      return Double.toString(value);
    }
  }

  /**
   * A float32 that is an exact input. Its spelling is the shortest decimal that gives the same
   * float32.
   */
  record Float32(float value) implements Reading {
    @Override
    public boolean isNumber() {
      return Float.isFinite(value);
    }

    @Override
    public String toString() {
      return Float.toString(value);
    }
  }

  /** An integer. */
  record Whole(long value) implements Reading {
    @Override
    public boolean isNumber() {
      return true;
    }

    @Override
    public String toString() {
      return Long.toString(value);
    }
  }

  /** The name of a category. */
  record Name(String name) implements Reading {
    @Override
    public String toString() {
      return name;
    }
  }

  /** A text that is not given: the first 52 bits of its SHA-256 digest, as 13 digits. */
  record Digest(long bits) implements Reading {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "sha256:%013x", bits);
    }
  }
}
