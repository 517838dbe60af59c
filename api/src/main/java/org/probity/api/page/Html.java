package org.probity.api.page;

import java.util.ArrayList;
import java.util.List;
import org.probity.model.fidelity.plot.Element;

/** Pieces of the page. */
final class Html {
  private Html() {}

  static Element paragraph(String text) {
    return Element.of("p", text);
  }

  /** What comes from the certificate, set apart from our words. */
  static Element quote(String text) {
    return Element.of("code", text);
  }

  /** Names, separated by commas. */
  static List<Element> quotes(List<String> names) {
    List<Element> all = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      all.add(Element.of("span").add(quote(names.get(i))).text(i < names.size() - 1 ? ", " : ""));
    }
    return all;
  }

  static Element section(String heading) {
    return Element.of("section").add(Element.of("h2", heading));
  }

  static Element item(String strong, String text) {
    return Element.of("li").add(Element.of("strong", strong)).text(" " + text);
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

  /** A table with its first row. */
  static Element table(List<String> columns, List<Element> rows) {
    Element row = Element.of("tr");
    columns.forEach(c -> row.add(Element.of("th", c).with("scope", "col")));
    return Element.of("table").add(Element.of("thead").add(row), Element.of("tbody").add(rows));
  }

  static Element row(String heading, List<Element> cells) {
    return Element.of("tr")
        .add(Element.of("th").with("scope", "row").add(quote(heading)))
        .add(cells);
  }

  static Element cell(String text) {
    return Element.of("td", text);
  }

  /** Names of facts and the facts. */
  static Element facts() {
    return Element.of("dl").ofClass("facts");
  }

  static List<Element> fact(String name, Element value) {
    return List.of(Element.of("dt", name), Element.of("dd").add(value));
  }
}
