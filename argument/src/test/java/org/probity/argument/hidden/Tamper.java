package org.probity.argument.hidden;

import org.probity.algebra.field.FieldElement;

/** What a cheating prover sends in place of an honest message. */
public interface Tamper {
  Tamper NONE = (label, index, honest) -> honest;

  /**
   * The message to send.
   *
   * @param index number of the message in the proof
   */
  FieldElement apply(String label, int index, FieldElement honest);

  /** Adds one to the {@code occurrence}-th message (from 0) with a label. */
  static Tamper oneMore(String label, int occurrence) {
    int[] seen = {0};
    return (name, index, honest) ->
        name.equals(label) && seen[0]++ == occurrence ? honest.add(honest.field().one()) : honest;
  }
}
