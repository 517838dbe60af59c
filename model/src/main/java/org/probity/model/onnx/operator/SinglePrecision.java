package org.probity.model.onnx.operator;

import org.probity.graph.RealFunction;
import org.probity.graph.RealFunction.Binary;
import org.probity.graph.RealFunction.Unary;
import org.probity.graph.RealFunction.UnaryOperator;

/**
 * Functions in float32, every operation rounded, as ONNX Runtime computes them between a
 * DequantizeLinear and a QuantizeLinear. Sigmoid and Tanh are its rational approximations; other
 * transcendental functions are correctly rounded, nearly always.
 */
@SuppressWarnings("FloatingPointLiteralPrecision") // the published digits
final class SinglePrecision {
  private static final float[] SIGMOID_P = {
    4.37031012579801e-11f,
    1.15627324459942e-07f,
    6.08574864600143e-05f,
    8.51377133304701e-03f,
    2.48287947061529e-01f
  };
  private static final float[] SIGMOID_Q = {
    6.10247389755681e-13f,
    5.76102136993427e-09f,
    6.29106785017040e-06f,
    1.70198817374094e-03f,
    1.16817656904453e-01f,
    9.93151921023180e-01f
  };
  private static final float[] TANH_P = {
    -2.76076847742355e-16f,
    2.00018790482477e-13f,
    -8.60467152213735e-11f,
    5.12229709037114e-08f,
    1.48572235717979e-05f,
    6.37261928875436e-04f,
    4.89352455891786e-03f
  };
  private static final float[] TANH_Q = {
    1.19825839466702e-06f, 1.18534705686654e-04f, 2.26843463243900e-03f, 4.89352518554385e-03f
  };

  private SinglePrecision() {}

  /** A function of one float32 number. */
  @FunctionalInterface
  interface Function {
    float at(float x);
  }

  /** An expression, operation by operation. */
  static float at(RealFunction function, float x) {
    return switch (function) {
      case RealFunction.Argument _ -> x;
      case RealFunction.Constant(double value) -> (float) value;
      case Unary(UnaryOperator operator, RealFunction inner) -> {
        float a = at(inner, x);
        yield switch (operator) {
          case SIGMOID -> sigmoid(a);
          case TANH -> tanh(a);
          default -> (float) RealFunction.unary(operator).at(a);
        };
      }
      // In double precision first: of two float32 numbers that changes no sum, product or quotient.
      case Binary(RealFunction.BinaryOperator operator, RealFunction left, RealFunction right) ->
          (float) new Binary(operator, constant(left, x), constant(right, x)).at(x);
    };
  }

  private static RealFunction constant(RealFunction function, float x) {
    return new RealFunction.Constant(at(function, x));
  }

  static float sigmoid(float argument) {
    float x = Math.clamp(argument, -18f, 18f);
    float t = x * x;
    return Math.max(0f, polynomial(SIGMOID_P, t) * x / polynomial(SIGMOID_Q, t) + 0.5f);
  }

  static float tanh(float argument) {
    float x = Math.clamp(argument, -9f, 9f);
    float t = x * x;
    return polynomial(TANH_P, t) * x / polynomial(TANH_Q, t);
  }

  /** By Horner's rule, each step rounded once. */
  private static float polynomial(float[] coefficients, float t) {
    float p = coefficients[0];
    for (int i = 1; i < coefficients.length; i++) {
      p = Math.fma(p, t, coefficients[i]);
    }
    return p;
  }
}
