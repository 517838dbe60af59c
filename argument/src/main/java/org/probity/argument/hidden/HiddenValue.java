package org.probity.argument.hidden;

import org.probity.algebra.field.FieldElement;

/**
 * A value of the hidden back end. On the verifier's side {@code number} is what was shown and the
 * hidden value is {@code number - form(pads)}; on the prover's side {@code number} is the hidden
 * value itself. Both evolve by the same linear operations.
 *
 * @param form number of the linear form on the tape
 */
record HiddenValue(Tape tape, FieldElement number, int form) implements Value {
  @Override
  public Value plus(Value other) {
    HiddenValue o = (HiddenValue) other;
    return new HiddenValue(tape, number.add(o.number), tape.combine(form, null, o.form, null));
  }

  @Override
  public Value minus(Value other) {
    HiddenValue o = (HiddenValue) other;
    FieldElement minusOne = number.field().one().negate();
    return new HiddenValue(
        tape, number.subtract(o.number), tape.combine(form, null, o.form, minusOne));
  }

  @Override
  public Value times(FieldElement coefficient) {
    return new HiddenValue(
        tape, number.multiply(coefficient), tape.combine(form, coefficient, Tape.ZERO, null));
  }

  @Override
  public Value plus(FieldElement constant) {
    return new HiddenValue(tape, number.add(constant), form);
  }

  @Override
  public String toString() {
    return "HiddenValue";
  }
}
