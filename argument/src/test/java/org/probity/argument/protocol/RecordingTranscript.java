package org.probity.argument.protocol;

import java.util.ArrayList;
import java.util.List;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.PrimeField;
import org.probity.argument.transcript.Transcript;

/** Writes down what is absorbed and drawn. */
final class RecordingTranscript extends Transcript {
  private final List<String> lines = new ArrayList<>();

  RecordingTranscript(String protocol) {
    super(protocol);
    lines.add("start " + protocol);
  }

  @Override
  public void absorb(String label, byte[] data) {
    lines.add("absorb " + label + " [" + data.length + "]");
    super.absorb(label, data);
  }

  @Override
  public FieldElement challenge(String label, PrimeField field) {
    lines.add("draw   " + label);
    return super.challenge(label, field);
  }

  List<String> lines() {
    return lines;
  }
}
