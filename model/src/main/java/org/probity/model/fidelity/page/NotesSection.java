package org.probity.model.fidelity.page;

import java.util.List;
import org.probity.model.fidelity.FidelityReport;
import org.probity.model.fidelity.ImportNote;
import org.probity.model.fidelity.plot.Element;
import org.probity.model.fidelity.plot.Numbers;

/** What was changed on the way from the original to the proven version. */
final class NotesSection {
  private static final int MOST = 100;

  private NotesSection() {}

  static List<Element> of(FidelityReport report) {
    if (report.notes().isEmpty()) {
      return List.of();
    }
    Element section = Html.section("What was changed on import");
    for (ImportNote.Kind kind : ImportNote.Kind.values()) {
      List<ImportNote> notes = report.notes().stream().filter(n -> n.kind() == kind).toList();
      if (!notes.isEmpty()) {
        section.add(group(kind, notes));
      }
    }
    return List.of(section);
  }

  private static Element group(ImportNote.Kind kind, List<ImportNote> notes) {
    Element list = Element.of("ul").ofClass("notes");
    for (ImportNote note : notes.subList(0, Math.min(MOST, notes.size()))) {
      list.add(Element.of("li").add(Html.name(note.node())).text(" " + note.text()));
    }
    if (notes.size() > MOST) {
      list.add(
          Element.of("li", "and %s more".formatted(Numbers.count(notes.size() - (long) MOST))));
    }
    return Element.of("div")
        .add(
            Element.of("h3", heading(kind)),
            Html.paragraph(explanation(kind)).ofClass("muted"),
            list);
  }

  private static String heading(ImportNote.Kind kind) {
    return switch (kind) {
      case FOLD -> "Folded";
      case APPROXIMATION -> "Approximated";
      case TABLE -> "Tables";
      case SATURATION -> "Cut off";
    };
  }

  private static String explanation(ImportNote.Kind kind) {
    return switch (kind) {
      case FOLD ->
          "Computed once, or merged with a neighbour. In exact arithmetic nothing changes.";
      case APPROXIMATION -> "Replaced by something close to it.";
      case TABLE -> "Curved functions that became tables of whole numbers.";
      case SATURATION -> "Values beyond what a number format holds stop at its end.";
    };
  }
}
