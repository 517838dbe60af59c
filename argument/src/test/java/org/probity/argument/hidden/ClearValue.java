package org.probity.argument.hidden;

import org.probity.algebra.field.FieldElement;

/** A value of the clear back end: just its number. */
record ClearValue(FieldElement number) implements Value {
  @Override
  public Value plus(Value other) {
    return new ClearValue(number.add(((ClearValue) other).number));
  }

  @Override
  public Value minus(Value other) {
    return new ClearValue(number.subtract(((ClearValue) other).number));
  }

  @Override
  public Value times(FieldElement coefficient) {
    return new ClearValue(number.multiply(coefficient));
  }

  @Override
  public Value plus(FieldElement constant) {
    return new ClearValue(number.add(constant));
  }
}
