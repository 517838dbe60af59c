package org.probity.argument.hidden;

import org.probity.algebra.field.FieldElement;

/** A number in a protocol, known or hidden. Operations with public coefficients are free. */
public interface Value {
  Value plus(Value other);

  Value minus(Value other);

  Value times(FieldElement coefficient);

  Value plus(FieldElement constant);
}
