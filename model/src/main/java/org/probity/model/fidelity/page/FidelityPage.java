package org.probity.model.fidelity.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.probity.model.fidelity.FidelityReport;
import org.probity.model.fidelity.OutputFidelity;
import org.probity.model.fidelity.plot.Element;

/**
 * A fidelity report as one HTML page without scripts or references to anything outside. Equal
 * reports give equal pages. The page is well-formed XML too.
 */
public final class FidelityPage {
  /** Allows what stands in the page, and nothing else. */
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

  private FidelityPage() {}

  /** The page as text, to be written in UTF-8. */
  public static String render(PageHeading heading, FidelityReport report) {
    Element html = Element.of("html").with("lang", "en").add(head(heading), body(heading, report));
    return "<!DOCTYPE html>\n" + html + "\n";
  }

  private static Element head(PageHeading heading) {
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
            Element.of("title", "Fidelity report: " + heading.model()),
            Element.of("style", style()));
  }

  private static String style() {
    try (InputStream in = FidelityPage.class.getResourceAsStream("page.css")) {
      if (in == null) {
        throw new IllegalStateException("page.css is missing from the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Element body(PageHeading heading, FidelityReport report) {
    List<Element> sections = new ArrayList<>();
    for (OutputFidelity output : report.outputs()) {
      sections.addAll(new OutputSections(output, report).sections());
    }
    sections.addAll(LayerSections.of(report));
    sections.addAll(NotesSection.of(report));
    sections.add(ScopeSection.of(report));
    return Element.of("body")
        .add(
            Masthead.of(heading, report),
            Element.of("main").add(sections),
            Element.of("footer")
                .add(
                    Element.of("p", "Made by Probity. The numbers of this page, and more of them, ")
                        .text("are in fidelity.json beside it.")));
  }
}
