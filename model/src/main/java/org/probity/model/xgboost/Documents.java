package org.probity.model.xgboost;

import org.probity.model.ModelException;

/** What the two readers of documents share. */
final class Documents {
  /** Deeper than any model is nested. */
  static final int MAX_DEPTH = 32;

  private Documents() {}

  static String message(Place path, String what) {
    return "XGBoost model: " + path + " " + what;
  }

  static ModelException error(Place path, String what) {
    return new ModelException(message(path, what));
  }
}
