package org.probity.argument.hidden;

import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.FieldVector;

/**
 * One-time pads. Each is handed out once: a second use would show the difference of two secrets.
 * There is no way to read a pad that was used, to copy the state or to print it.
 */
public final class Pads {
  private final FieldVector values;
  private int next;

  public Pads(FieldVector values) {
    this.values = values;
  }

  /** Pads a message with the next pad, which must be the one numbered {@code expected}. */
  FieldElement pad(FieldElement message, int expected) {
    if (next != expected || next >= values.length()) {
      throw new IllegalStateException("pad used out of turn");
    }
    return message.add(values.get(next++));
  }

  @Override
  public String toString() {
    return "Pads";
  }
}
