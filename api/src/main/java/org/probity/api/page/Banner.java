package org.probity.api.page;

import java.util.Optional;
import org.probity.inference.Verdict;
import org.probity.model.fidelity.plot.Element;

/** In big letters: whether anything on the page is proven. */
final class Banner {
  private Banner() {}

  static Element of(Optional<Verdict> verdict) {
    if (verdict.isEmpty()) {
      return of(
          "unchecked",
          "Not verified",
          "This page was made without checking the certificate. Everything below is only what the"
              + " certificate claims.");
    }
    return verdict
        .get()
        .reason()
        .map(
            reason ->
                of(
                    "rejected",
                    "Rejected",
                    "The certificate proves nothing: "
                        + reason
                        + ". Do not rely on anything below."))
        .orElseGet(
            () ->
                of(
                    "verified",
                    "Verified",
                    "Whoever made this page has checked the certificate, and it holds. A page can"
                        + " be made by anybody: who must be sure checks the certificate again, as"
                        + " it says at the end."));
  }

  /** A word in big letters and a sentence. */
  static Element of(String kind, String word, String sentence) {
    return Element.of("div")
        .ofClass("banner " + kind)
        .add(Element.of("p", word).ofClass("word"), Element.of("p", sentence));
  }
}
