package org.probity.argument.hidden;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.PrimeField;
import org.probity.argument.transcript.Transcript;

/**
 * The clear back end: messages go over the wire as they are, and every constraint is checked where
 * it stands, so that a failure has the name of its check. Not zero-knowledge, hence in test scope.
 */
public final class ClearChannel implements Channel {
  private final PrimeField field;
  private final Transcript transcript;
  private final Tamper tamper;
  private final Iterator<FieldElement> received;
  private final List<FieldElement> messages = new ArrayList<>();
  private final List<String> labels = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  private ClearChannel(
      PrimeField field, Transcript transcript, Tamper tamper, Iterator<FieldElement> received) {
    this.field = field;
    this.transcript = transcript;
    this.tamper = tamper;
    this.received = received;
  }

  /** The prover's side. */
  public static ClearChannel sending(PrimeField field, Transcript transcript, Tamper tamper) {
    return new ClearChannel(field, transcript, tamper, null);
  }

  /** The verifier's side: suppliers of messages are never asked. */
  public static ClearChannel receiving(
      PrimeField field, Transcript transcript, List<FieldElement> messages) {
    return new ClearChannel(field, transcript, Tamper.NONE, messages.iterator());
  }

  @Override
  public PrimeField field() {
    return field;
  }

  @Override
  public Value constant(FieldElement c) {
    return new ClearValue(c);
  }

  @Override
  public Value message(String label, Supplier<FieldElement> clear) {
    FieldElement message =
        received != null ? received.next() : tamper.apply(label, messages.size(), clear.get());
    messages.add(message);
    labels.add(label);
    transcript.absorb(label, message.encode());
    return new ClearValue(message);
  }

  @Override
  public FieldElement challenge(String label) {
    return transcript.challenge(label, field);
  }

  @Override
  public void assertZero(String check, Value value) {
    if (!number(value).isZero()) {
      failures.add(check);
    }
  }

  @Override
  public void assertProducts(String check, List<Product> products, Value equal) {
    FieldElement sum = field.zero();
    for (Product product : products) {
      sum = sum.add(number(product.x()).multiply(number(product.y())));
    }
    if (!sum.equals(number(equal))) {
      failures.add(check);
    }
  }

  /** The number of a value of this back end. */
  public static FieldElement number(Value value) {
    return ((ClearValue) value).number();
  }

  /** All messages so far. */
  public List<FieldElement> messages() {
    return messages;
  }

  /** Their labels. */
  public List<String> labels() {
    return labels;
  }

  /** Names of the checks that failed, in order. */
  public List<String> failures() {
    return failures;
  }
}
