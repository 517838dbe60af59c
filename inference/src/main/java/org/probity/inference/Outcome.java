package org.probity.inference;

import java.util.Locale;

/** What became of a check. */
public enum Outcome {
  PASSED,
  FAILED,
  /** Not asked for, or not worth its cost after another check has failed. */
  NOT_CHECKED;

  /** The spelling for people and in JSON: {@code passed}, {@code failed}, {@code not checked}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
