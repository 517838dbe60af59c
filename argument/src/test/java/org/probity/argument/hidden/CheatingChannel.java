package org.probity.argument.hidden;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.PrimeField;
import org.probity.argument.transcript.Transcript;

/**
 * The hidden back end of a prover that changes messages and goes on although a check fails; it
 * writes down by how much each check is off.
 */
public final class CheatingChannel extends SendingChannel {
  /**
   * What became of one check.
   *
   * @param residual zero if it holds
   * @param sent messages sent before it
   */
  public record Check(String name, FieldElement residual, int sent) {}

  private final Tamper tamper;
  private final List<FieldElement> clear = new ArrayList<>();
  private final List<FieldElement> shown = new ArrayList<>();
  private final List<Check> checks = new ArrayList<>();

  public CheatingChannel(
      PrimeField field,
      Transcript transcript,
      int count,
      Pads pads,
      ProofWriter proof,
      Tamper tamper) {
    super(field, transcript, count, pads, proof);
    this.tamper = tamper;
  }

  @Override
  protected Transfer transfer(String label, int pad, Supplier<FieldElement> message) {
    Transfer transfer = super.transfer(label, pad, () -> tamper.apply(label, pad, message.get()));
    clear.add(transfer.number());
    shown.add(transfer.shown());
    return transfer;
  }

  @Override
  protected void constrained(String check, FieldElement number) {
    checks.add(new Check(check, number, clear.size()));
  }

  @Override
  public void assertProducts(String check, List<Product> terms, Value equal) {
    FieldElement residual = ((HiddenValue) equal).number().negate();
    for (Product term : terms) {
      FieldElement x = ((HiddenValue) term.x()).number();
      residual = residual.add(x.multiply(((HiddenValue) term.y()).number()));
    }
    checks.add(new Check(check, residual, clear.size()));
    super.assertProducts(check, terms, equal);
  }

  public List<Check> checks() {
    return checks;
  }

  /** The messages before they were padded. */
  public List<FieldElement> clear() {
    return clear;
  }

  /** The messages as they went over the wire. */
  public List<FieldElement> shown() {
    return shown;
  }
}
