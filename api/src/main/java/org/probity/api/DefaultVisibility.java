package org.probity.api;

import org.probity.inference.certificate.Origin;
import org.probity.inference.certificate.Prefix;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.key.ModelKey;

/** Who learns what if nothing else is said. */
public final class DefaultVisibility {
  private DefaultVisibility() {}

  /**
   * Inputs are hidden, except where that would say nothing: what a public prefix gives is to be
   * compared, and what comes from an unproven part is to be known to somebody.
   */
  public static Visibility ofInputs(ModelKey key) {
    return switch (key.origin().map(Origin::prefix).orElse(new Prefix.None())) {
      case Prefix.None _ -> Visibility.HIDDEN;
      case Prefix.Public _ -> Visibility.PUBLIC;
      case Prefix.Unproven _ -> Visibility.COMMITTED;
    };
  }
}
