package org.probity.api.page;

import java.util.List;
import java.util.Optional;
import org.probity.inference.certificate.Receipt;
import org.probity.inference.certificate.Receipts;
import org.probity.inference.certificate.Statement;
import org.probity.model.fidelity.plot.Element;

/** What receipts open, for their holder: all of them, or nothing is shown. */
final class ReceiptSection {
  private ReceiptSection() {}

  static Element of(Receipts receipts, Statement statement, boolean verified) {
    Element section = Html.section("Your data");
    List<Receipt> own = receipts.inOrderOf(statement).all();
    Optional<String> refusal = receipts.refusal(statement);
    if (refusal.isPresent()) {
      return section.add(
          Banner.of(
              "rejected",
              own.size() == 1 ? "Not about this receipt" : "Not about these receipts",
              "This certificate is not about the data that you have receipts for: "
                  + refusal.get()
                  + ". Nothing of it is shown."));
    }
    List<String> ports = own.stream().map(Receipt::port).toList();
    Element what =
        Element.of("p", own.size() == 1 ? "Your receipt opens " : "Your receipts open ")
            .text("the sealed values of ")
            .add(Html.quotes(ports));
    item(receipts, statement).ifPresent(item -> what.text(", " + item));
    what.text(
        verified
            ? ". The certificate is about exactly these values:"
            : ". Should the certificate hold, it is about exactly these values:");
    return section.add(
        what,
        values(own),
        Html.paragraph(
            "Compare them with what you have given. This page shows them now: keep it to yourself,"
                + " like the receipts."));
  }

  private static Element values(List<Receipt> own) {
    if (own.size() == 1) {
      return Element.of("p", Ports.values(own.getFirst().content())).ofClass("answer");
    }
    List<Element> rows =
        own.stream()
            .map(r -> Html.row(r.port(), List.of(Html.cell(Ports.values(r.content())))))
            .toList();
    return Html.scrolling("Your data", Html.table(List.of("Name", "Value"), rows));
  }

  private static Optional<String> item(Receipts receipts, Statement statement) {
    return statement.count() == 1
        ? Optional.empty()
        : Optional.of(Items.name(statement, receipts.item()));
  }
}
