package org.probity.model.floatgraph;

import java.util.List;
import org.probity.graph.RealFunction;

/**
 * What one entry of a tensor is of one entry of another, as an expression, step by step in the
 * arithmetic of the original model.
 */
sealed interface Scalar {
  /** The value, given that of the other entry. */
  double at(double x);

  /** The other entry itself. */
  record Entry() implements Scalar {
    @Override
    public double at(double x) {
      return x;
    }
  }

  /** A number. */
  record Fixed(double value) implements Scalar {
    @Override
    public double at(double x) {
      return value;
    }
  }

  /** Rounded to float32, half to even. */
  record Rounded(Scalar inner) implements Scalar {
    @Override
    public double at(double x) {
      return (float) inner.at(x);
    }
  }

  /** A function of a value. */
  record Function(RealFunction function, Scalar inner) implements Scalar {
    @Override
    public double at(double x) {
      return function.at(inner.at(x));
    }
  }

  /** What a value is mapped to. */
  record Mapped(Mapping mapping, Scalar inner) implements Scalar {
    @Override
    public double at(double x) {
      return mapping.at(inner.at(x));
    }
  }

  /** {@code operator(left, right)}. */
  record Binary(RealFunction.BinaryOperator operator, Scalar left, Scalar right) implements Scalar {
    @Override
    public double at(double x) {
      return operator.at(left.at(x), right.at(x));
    }
  }

  /** One of several values, by the integer that the index is. */
  record Choice(List<Scalar> values, Scalar index) implements Scalar {
    @Override
    public double at(double x) {
      double i = index.at(x);
      return i >= 0 && i < values.size() ? values.get((int) i).at(x) : Double.NaN;
    }
  }
}
