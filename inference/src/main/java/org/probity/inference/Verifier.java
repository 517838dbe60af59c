package org.probity.inference;

import java.util.Map;
import org.probity.inference.certificate.Certificate;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.key.ModelKey;

/** Checks model keys and certificates. Never throws on hostile content. */
@SuppressWarnings("DoNotCallSuggester")
public final class Verifier {
  private Verifier() {}

  /**
   * Checks a certificate against a model key. The key's own registration certificate is checked by
   * {@link #checkKey}, once per key.
   */
  public static Verdict verify(ModelKey key, Certificate certificate, Expectations expectations) {
    throw new UnsupportedOperationException();
  }

  /**
   * Checks that the committed weights of a key are integers within their declared ranges.
   *
   * @return the reason for rejection, or empty
   */
  public static java.util.Optional<String> checkKey(ModelKey key) {
    throw new UnsupportedOperationException();
  }

  /** What a proof with these visibilities (absent: hidden) costs. */
  public static ProgramCost cost(ModelKey key, Map<String, Visibility> visibilities) {
    throw new UnsupportedOperationException();
  }
}
