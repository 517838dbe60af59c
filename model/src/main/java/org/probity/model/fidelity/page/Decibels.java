package org.probity.model.fidelity.page;

import java.util.Locale;
import java.util.OptionalDouble;

/** Signal-to-noise ratios in words. */
final class Decibels {
  private Decibels() {}

  static String text(double db) {
    return Double.isInfinite(db)
        ? db > 0 ? "exact" : "no signal"
        : String.format(Locale.ROOT, "%.1f dB", db).replace('-', '−');
  }

  static String text(OptionalDouble db) {
    return db.isPresent() ? text(db.getAsDouble()) : "no signal";
  }
}
