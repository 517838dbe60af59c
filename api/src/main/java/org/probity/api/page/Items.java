package org.probity.api.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.probity.inference.certificate.PortClaim;
import org.probity.inference.certificate.Receipts;
import org.probity.inference.certificate.Statement;
import org.probity.inference.certificate.Visibility;
import org.probity.model.fidelity.plot.Element;
import org.probity.model.fidelity.plot.Numbers;

/** The values that the statement shows: a row for each port or, of a batch, for each item. */
record Items(Statement statement, Optional<Receipts> receipts) {
  private static final int SHOWN_ITEMS = 200;

  /** What an item is called, from its position: "item 3" or "item 3, case 4711". */
  static String name(Statement statement, int item) {
    String number = "item " + (item + 1);
    return statement.labels().isEmpty() ? number : number + ", " + statement.labels().get(item);
  }

  List<Element> elements() {
    return statement.count() == 1 ? single() : batch();
  }

  private List<Element> single() {
    List<Element> rows = new ArrayList<>();
    for (PortClaim port : statement.ports()) {
      rows.add(
          Html.row(
              port.name(),
              List.of(
                  Html.cell(port.role() == PortClaim.Role.INPUT ? "input" : "result"),
                  Html.cell(Ports.content(port)))));
    }
    return List.of(
        Html.scrolling("Values", Html.table(List.of("Name", "What it is", "Value"), rows)));
  }

  private List<Element> batch() {
    List<String> columns = new ArrayList<>(List.of("Item"));
    statement.ports().stream().filter(Items::isShown).forEach(p -> columns.add(p.name()));
    if (columns.size() == 1) {
      columns.add("Values");
    }
    List<Element> rows = new ArrayList<>();
    int shown = Math.min(statement.count(), SHOWN_ITEMS);
    for (int i = 0; i < shown; i++) {
      rows.add(row(i));
    }
    own().filter(item -> item >= shown).ifPresent(item -> rows.add(row(item)));
    List<Element> elements = new ArrayList<>();
    if (shown < statement.count()) {
      elements.add(
          Html.paragraph(
              "The first %d of %s items; the certificate has them all."
                  .formatted(shown, Numbers.count(statement.count()))));
    }
    elements.add(Html.scrolling("Items", Html.table(columns, rows)));
    return elements;
  }

  private Element row(int item) {
    List<Element> cells = new ArrayList<>();
    for (PortClaim port : statement.item(item).ports()) {
      if (isShown(port)) {
        cells.add(Html.cell(Ports.content(port)));
      }
    }
    if (cells.isEmpty()) {
      cells.add(Html.cell("nothing is shown"));
    }
    Element row = Html.row(name(statement, item), cells);
    return own().filter(own -> own == item).isPresent() ? row.ofClass("own") : row;
  }

  /** The item of the receipts' holder. */
  private Optional<Integer> own() {
    return receipts.filter(r -> r.refusal(statement).isEmpty()).map(Receipts::item);
  }

  private static boolean isShown(PortClaim port) {
    return port.visibility() == Visibility.PUBLIC;
  }
}
