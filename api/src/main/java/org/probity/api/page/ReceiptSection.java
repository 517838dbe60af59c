package org.probity.api.page;

import java.util.Optional;
import org.probity.inference.certificate.Receipt;
import org.probity.inference.certificate.Statement;
import org.probity.model.fidelity.plot.Element;

/** What a receipt opens, for its holder. */
final class ReceiptSection {
  private ReceiptSection() {}

  static Element of(Receipt receipt, Statement statement, boolean verified) {
    Element section = Html.section("Your data");
    Optional<String> refusal = refusal(receipt, statement);
    if (refusal.isPresent()) {
      return section.add(
          Banner.of(
              "rejected",
              "Not about this receipt",
              refusal.get() + ". The values of the receipt are not shown."));
    }
    Element what =
        Element.of("p", "The receipt opens the sealed values of ").add(Html.quote(receipt.port()));
    item(receipt, statement).ifPresent(item -> what.text(", " + item));
    what.text(
        verified
            ? ". The certificate is about exactly these values:"
            : ". Should the certificate hold, it is about exactly these values:");
    return section.add(
        what,
        Element.of("p", Ports.values(receipt.content())).ofClass("answer"),
        Html.paragraph(
            "Compare them with what you have given. This page shows them now: keep it to yourself,"
                + " like the receipt."));
  }

  private static Optional<String> item(Receipt receipt, Statement statement) {
    return statement.count() == 1
        ? Optional.empty()
        : Optional.of(Items.name(statement, receipt.item()));
  }

  private static Optional<String> refusal(Receipt receipt, Statement statement) {
    return receipt.opens(statement)
        ? Optional.empty()
        : Optional.of("The receipt does not open any sealed value of this certificate");
  }
}
