package org.probity.argument.hidden;

import java.util.List;
import java.util.function.Supplier;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.PrimeField;

/**
 * What the text of the protocol sees of the world: messages from the prover, challenges, and
 * constraints on values. The same text run on the prover's side produces the messages; there, and
 * only there, the supplier of a message is asked.
 */
public interface Channel {
  PrimeField field();

  /** A public constant. */
  Value constant(FieldElement c);

  /**
   * The next message of the prover, absorbed into the transcript.
   *
   * @param clear the prover's value; never called on the verifier's side
   */
  Value message(String label, Supplier<FieldElement> clear);

  /** The next challenge. */
  FieldElement challenge(String label);

  /** Requires a value to be zero. */
  void assertZero(String check, Value value);

  /** Requires {@code sum x*y = equal}. */
  void assertProducts(String check, List<Product> products, Value equal);

  /** Several challenges. */
  default FieldElement[] challenges(String label, int count) {
    FieldElement[] result = new FieldElement[count];
    for (int i = 0; i < count; i++) {
      result[i] = challenge(label);
    }
    return result;
  }
}
