package org.probity.api.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.probity.api.page.Statements.port;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.probity.inference.Check;
import org.probity.inference.Verdict;
import org.probity.inference.certificate.PortClaim.Role;
import org.probity.inference.certificate.Receipt;
import org.probity.inference.certificate.Receipts;
import org.probity.inference.certificate.Statement;
import org.probity.inference.certificate.Visibility;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class CertificatePageTest {
  static final Verdict ACCEPTED =
      new Verdict(
          List.of(
              Check.passed(Check.MODEL, Statements.ID),
              Check.passed(Check.REGISTRATION, "every weight is an integer"),
              Check.passed(Check.PROOF, "it holds")));

  static final Verdict REJECTED =
      new Verdict(
          List.of(
              Check.failed(Check.CONTEXT, "the certificate was made for another context"),
              Check.notChecked(Check.PROOF, "another check has failed")));

  private static Document parse(String page) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    String xml = page.substring(page.indexOf('\n') + 1);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
  }

  private static String text(Document page) {
    return page.getElementsByTagName("body").item(0).getTextContent();
  }

  private static String render(CertificatePage page) throws Exception {
    return text(parse(page.render()));
  }

  /** The sections by their headings. */
  private static String section(CertificatePage page, String heading) throws Exception {
    NodeList sections = parse(page.render()).getElementsByTagName("section");
    for (int i = 0; i < sections.getLength(); i++) {
      Element section = (Element) sections.item(i);
      if (section.getElementsByTagName("h2").item(0).getTextContent().equals(heading)) {
        return section.getTextContent();
      }
    }
    throw new AssertionError("no section " + heading);
  }

  @Test
  void saysInBigLettersWhetherItIsVerified() throws Exception {
    CertificatePage page = CertificatePage.of(Statements.mixed());
    assertThat(render(page))
        .contains("Not verified")
        .contains("What the certificate claims")
        .doesNotContain("What was proven");
    assertThat(render(page.withVerdict(ACCEPTED)))
        .contains("What was proven")
        .doesNotContain("Not verified", "Rejected", "claims");
    assertThat(render(page.withVerdict(REJECTED)))
        .contains("Rejected", "made for another context", "What the certificate claims")
        .doesNotContain("What was proven");
    assertThat(page.render()).contains("<p class=\"word\">Not verified</p>");
    // A verdict without a checked proof is no verification.
    Verdict empty = new Verdict(List.of());
    assertThat(render(page.withVerdict(empty))).contains("Rejected", "proof was not checked");
  }

  @Test
  void tellsEachVisibilityInWords() throws Exception {
    CertificatePage page = CertificatePage.of(Statements.mixed()).withVerdict(ACCEPTED);
    assertThat(section(page, "What was proven"))
        .contains("Input income: sealed")
        .contains("Input duration: shown below")
        .contains("Input history: hidden")
        .contains("Result decision: shown below");
    assertThat(section(page, "The values")).contains("12.5", "\"declined\"", "sealed", "hidden");
    assertThat(section(page, "What stays hidden")).contains("history", "income", "weights");
    assertThat(section(page, "On which occasion")).contains("application 4711");
  }

  @Test
  void tellsTheLimitsThatFitTheStatement() throws Exception {
    String hidden = "Whose hidden inputs these are";
    assertThat(section(CertificatePage.of(Statements.mixed()), "What this does not show"))
        .contains(hidden, "inputs are true", "good, fair or lawful", "the context above");
    Statement shown =
        Statements.of(
            List.of(
                port("x", Role.INPUT, Visibility.PUBLIC, 16),
                port("y", Role.OUTPUT, Visibility.HIDDEN)),
            "");
    assertThat(section(CertificatePage.of(shown), "What this does not show"))
        .doesNotContain(hidden)
        .contains("no context");
  }

  @Test
  void nameAndVersionComeFromASignatureOnly() throws Exception {
    CertificatePage page = CertificatePage.of(Statements.mixed());
    assertThat(section(page, "Which model")).contains("No signature", Statements.ID);
    CertificatePage named = page.withName(new ModelName("credit", "2026-11", "signer:42"));
    assertThat(section(named, "Which model"))
        .contains("credit", "2026-11", "signer:42")
        .doesNotContain("No signature");
    assertThat(section(named, "What this does not show")).contains("what the signer says");
  }

  @Test
  void unprovenPrefixesAreLabelled() throws Exception {
    CertificatePage page = CertificatePage.of(Statements.unproven()).withVerdict(ACCEPTED);
    assertThat(section(page, "Which model")).contains("proven part begins at", "features");
    assertThat(section(page, "What this does not show")).contains("Where the inputs come from");
    assertThat(page.render()).contains("<p class=\"word\">Partly unproven</p>");
  }

  @Test
  void batchesShowTheirItems() throws Exception {
    CertificatePage page = CertificatePage.of(Statements.batch(3));
    assertThat(section(page, "The items"))
        .contains("item 1, case 4000", "item 3, case 4002", "score");
    assertThat(render(page)).contains("was run 3 times");
    String large = section(CertificatePage.of(Statements.batch(1000)), "The items");
    assertThat(large)
        .contains("The first 200 of", "item 200, case 4199")
        .doesNotContain("item 201");
  }

  /** In the order of the certificate, or not at all. */
  @Test
  void receiptsShowTheirHoldersData() throws Exception {
    Receipt income = Statements.receipt("income", 20);
    Receipt duration = Statements.receipt("duration", 36);
    CertificatePage page =
        CertificatePage.of(Statements.sealed(income, duration)).withVerdict(ACCEPTED);
    String both = section(page.withReceipts(Receipts.of(duration, income)), "Your data");
    assertThat(both)
        .containsSubsequence("Your receipts open", "income", "1.25", "duration", "2.25");
    String one = section(page.withReceipts(Receipts.of(income)), "Your data");
    assertThat(one).contains("Your receipt opens", "1.25").doesNotContain("duration", "2.25");
    Receipts strange = Receipts.of(income, Statements.receipt("duration", 37));
    assertThat(section(page.withReceipts(strange), "Your data"))
        .contains("Not about these receipts", "another certificate")
        .doesNotContain("1.25", "2.3125");
    assertThat(page.withReceipts(strange).toString()).doesNotContain("1.25", "20", "37");
  }

  @Test
  void textsFromFilesBecomeNoMarkup() throws Exception {
    String hostile = "</code><script>alert(1)</script><img src=x onerror=alert(2)>\"'&\u202egnp";
    Statement statement =
        new Statement(
            Statements.ID,
            2,
            List.of(hostile.replace("\u202e", ""), "b"),
            java.util.Optional.empty(),
            List.of(
                port(hostile, Role.INPUT, Visibility.HIDDEN),
                port(hostile + "2", Role.OUTPUT, Visibility.PUBLIC, 1, 2)),
            hostile.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    String page =
        CertificatePage.of(statement)
            .withName(new ModelName(hostile, hostile, hostile))
            .withVerdict(new Verdict(List.of(Check.failed(hostile, hostile))))
            .render();
    Document document = parse(page);
    for (String name : List.of("script", "img", "a", "iframe", "object", "form")) {
      assertThat(document.getElementsByTagName(name).getLength()).as(name).isZero();
    }
    NodeList all = document.getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      for (int a = 0; a < all.item(i).getAttributes().getLength(); a++) {
        assertThat(all.item(i).getAttributes().item(a).getNodeName()).doesNotStartWith("on");
      }
    }
    assertThat(text(document)).contains("<script>alert(1)</script>").doesNotContain("\u202e");
  }

  @Test
  void refersToNothingOutside() {
    String page = CertificatePage.of(Statements.batch(3)).withVerdict(ACCEPTED).render();
    assertThat(page)
        .contains("default-src 'none'")
        .doesNotContain("http://", "https://", "url(", "@import", "<script");
  }
}
