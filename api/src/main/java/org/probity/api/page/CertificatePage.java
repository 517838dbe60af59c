package org.probity.api.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.probity.inference.Check;
import org.probity.inference.Verdict;
import org.probity.inference.certificate.Receipts;
import org.probity.inference.certificate.Statement;
import org.probity.inference.text.StatementText;
import org.probity.model.fidelity.plot.Element;

/**
 * A statement as one HTML page without scripts or references to anything outside, for whom it is
 * about: what was proven, by which model, on what, what stays hidden, and what all this does not
 * show. A page that was made without verifying says so in big letters. Whatever comes from files is
 * escaped. The page is well-formed XML too.
 *
 * @param statement of the certificate
 * @param verdict of its verification, if it was verified
 * @param name of the model, from a signature that was verified
 * @param receipts of whom the page is for; their values are shown if all of them open ports of the
 *     statement
 */
public record CertificatePage(
    Statement statement,
    Optional<Verdict> verdict,
    Optional<ModelName> name,
    Optional<Receipts> receipts) {
  /** Allows what stands in the page, and nothing else. */
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

  /** A page that nothing is known of but the statement. */
  public static CertificatePage of(Statement statement) {
    return new CertificatePage(statement, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The same with the result of verifying the certificate. */
  public CertificatePage withVerdict(Verdict result) {
    return new CertificatePage(statement, Optional.of(result), name, receipts);
  }

  /** The same with what a verified signature calls the model. */
  public CertificatePage withName(ModelName signed) {
    return new CertificatePage(statement, verdict, Optional.of(signed), receipts);
  }

  /** The same for the holder of receipts; the page is then as secret as they are. */
  public CertificatePage withReceipts(Receipts own) {
    return new CertificatePage(statement, verdict, name, Optional.of(own));
  }

  /** The page as text, to be written in UTF-8. */
  public String render() {
    Element html = Element.of("html").with("lang", "en").add(head(), body());
    return "<!DOCTYPE html>\n" + html + "\n";
  }

  private boolean verified() {
    return verdict.filter(Verdict::accepted).isPresent();
  }

  private Element head() {
    return Element.of("head")
        .add(
            Element.of("meta").with("charset", "utf-8"),
            Element.of("meta")
                .with("http-equiv", "Content-Security-Policy")
                .with("content", POLICY),
            Element.of("meta")
                .with("name", "viewport")
                .with("content", "width=device-width, initial-scale=1"),
            Element.of("meta").with("name", "color-scheme").with("content", "light dark"),
            // Without one, a browser asks the server for it.
            Element.of("link").with("rel", "icon").with("href", "data:,"),
            Element.of("title", "Certificate: " + state()),
            Element.of("style", style()));
  }

  private String state() {
    return verdict.isEmpty() ? "not verified" : verified() ? "verified" : "rejected";
  }

  private static String style() {
    try (InputStream in = CertificatePage.class.getResourceAsStream("certificate.css")) {
      if (in == null) {
        throw new IllegalStateException("certificate.css is missing from the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Element body() {
    Meaning meaning = new Meaning(statement);
    List<Element> sections = new ArrayList<>();
    sections.add(
        Html.section(verified() ? "What was proven" : "What the certificate claims")
            .add(
                Html.paragraph(run())
                    .text(" Of what went in and what came out, it shows the following:"))
            .add(meaning.shown()));
    receipts.ifPresent(own -> sections.add(ReceiptSection.of(own, statement, verified())));
    sections.add(
        Html.section(statement.count() == 1 ? "The values" : "The items")
            .add(new Items(statement, receipts).elements()));
    sections.add(ModelSection.of(statement, name));
    sections.add(occasion());
    sections.add(Html.section("What stays hidden").add(meaning.hidden()));
    sections.add(Html.section("What this does not show").add(meaning.limits(name.isPresent())));
    verdict.ifPresent(result -> sections.add(checks(result)));
    sections.add(again());
    return Element.of("body")
        .add(
            Element.of("header")
                .add(Element.of("p", "Certificate").ofClass("kind"), heading(), Banner.of(verdict))
                .add(ModelSection.label(statement)),
            Element.of("main").add(sections),
            Element.of("footer")
                .add(
                    Html.paragraph(
                        "Made by Probity. This page explains; the certificate proves.")));
  }

  private String run() {
    return statement.count() == 1
        ? "A model whose weights are fixed but secret was run once."
        : "A model whose weights are fixed but secret was run %d times, once for each item."
            .formatted(statement.count());
  }

  private Element heading() {
    Element heading = Element.of("h1", "What a model decided");
    name.ifPresent(n -> heading.text(": ").add(Html.quote(n.name() + " " + n.version())));
    return heading;
  }

  private Element occasion() {
    Element section = Html.section("On which occasion");
    return new StatementText(statement)
        .context()
        .map(context -> section.add(Html.facts().add(Html.fact("Context", Html.quote(context)))))
        .orElseGet(
            () ->
                section.add(Html.paragraph("The certificate is bound to no particular occasion.")));
  }

  private static Element checks(Verdict verdict) {
    List<Element> rows = new ArrayList<>();
    for (Check check : verdict.checks()) {
      Element row =
          Html.row(
              check.name(), List.of(Html.cell(check.outcome().label()), Html.cell(check.detail())));
      rows.add(check.hasFailed() ? row.ofClass("failed") : row);
    }
    return Html.section("What was checked")
        .add(
            Html.scrolling(
                "Checks", Html.table(List.of("Check", "Outcome", "What was found"), rows)));
  }

  private static Element again() {
    return Html.section("How to check it yourself")
        .add(
            Html.paragraph(
                "You need the certificate and the model's key, whose id is the model id above. Both"
                    + " can be given to anybody."),
            Html.scrolling(
                "Command", Element.of("pre", "probity verify certificate.json --key model.key")));
  }

  /** Without the receipts: their values are secret. */
  @Override
  public String toString() {
    return "CertificatePage[%s, %s]".formatted(statement.modelId(), state());
  }
}
