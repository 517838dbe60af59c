package org.probity.argument.protocol;

import java.util.ArrayList;
import java.util.List;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.PrimeField;
import org.probity.argument.Instance;
import org.probity.argument.transcript.Transcript;

/** Finds out which equations of the closing fail, by giving all others the weight zero. */
final class Equations {
  static final String ROWS = "rows";
  static final String PADS = "pads";
  static final String A = "a";
  static final String B = "b";
  static final String PI = "pi";
  static final String PRODUCT = "product";
  private static final List<String> NAMES = List.of(ROWS, PADS, A, B, PI, PRODUCT);

  private Equations() {}

  /** A transcript in which only one of the equations counts. */
  private static final class OnlyOne extends Transcript {
    private final int counting;
    private int drawn;

    OnlyOne(int counting) {
      super(Preamble.PROTOCOL);
      this.counting = counting;
    }

    @Override
    public FieldElement challenge(String label, PrimeField field) {
      if (label.equals("equation weight")) {
        return drawn++ == counting ? field.one() : field.zero();
      }
      return super.challenge(label, field);
    }
  }

  /** Names of the equations that do not hold. */
  static List<String> failing(Instance instance, byte[] proof) {
    List<String> failing = new ArrayList<>();
    for (int i = 0; i < NAMES.size(); i++) {
      if (!new VerifierSession(instance, new OnlyOne(i)).verify(proof)) {
        failing.add(NAMES.get(i));
      }
    }
    return failing;
  }
}
