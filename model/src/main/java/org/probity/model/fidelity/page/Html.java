package org.probity.model.fidelity.page;

import java.util.Arrays;
import java.util.List;
import org.probity.model.fidelity.plot.Element;

/** Pieces of pages. */
final class Html {
  private Html() {}

  static Element paragraph(String text) {
    return Element.of("p", text);
  }

  /** A name from the model. */
  static Element name(String text) {
    return Element.of("code", text);
  }

  static Element section(String heading) {
    return Element.of("section").add(Element.of("h2", heading));
  }

  /** A drawing with its words. */
  static Element figure(String caption, Element drawing, String explanation) {
    return Element.of("figure")
        .add(
            Element.of("figcaption")
                .add(Element.of("strong", caption), Element.of("span", explanation)),
            scrolling(caption, drawing));
  }

  /** A box that scrolls sideways where the page is narrow, by keyboard too. */
  static Element scrolling(String label, Element content) {
    return Element.of("div")
        .ofClass("scroll")
        .with("tabindex", "0")
        .with("role", "region")
        .with("aria-label", label)
        .add(content);
  }

  /** A table with its caption and first row, without rows. */
  static Element table(String caption, List<String> columns) {
    Element row = Element.of("tr");
    columns.forEach(c -> row.add(Element.of("th", c).with("scope", "col")));
    return Element.of("table").add(Element.of("caption", caption), Element.of("thead").add(row));
  }

  static Element row(Element... cells) {
    return Element.of("tr").add(Arrays.asList(cells));
  }

  static Element cell(String text) {
    return Element.of("td", text);
  }

  static Element number(String text) {
    return Element.of("td", text).ofClass("number");
  }

  /** The cell that says what its row is about. */
  static Element rowHeading(String text) {
    return Element.of("th").with("scope", "row").ofClass("name").add(name(text));
  }
}
