package org.probity.model.fidelity.plot;

/** The frame that all plots share. */
final class Figure {
  private Figure() {}

  /** A drawing that scales with the page, with words for those who do not see it. */
  static Element scaled(double width, double height, String title, String description) {
    return named(title, description)
        .with("viewBox", "0 0 " + Numbers.coordinate(width) + " " + Numbers.coordinate(height))
        .with("style", "max-width:" + Numbers.coordinate(width) + "px");
  }

  /** A drawing as wide as the page, whose horizontal lengths are percentages. */
  static Element stretched(double height, String title, String description) {
    return named(title, description).with("width", "100%").with("height", height);
  }

  private static Element named(String title, String description) {
    return Element.of("svg")
        .with("role", "img")
        .with("aria-label", title + ". " + description)
        .ofClass("plot");
  }

  static Element line(double x1, double y1, double x2, double y2, String style) {
    return Element.of("line")
        .with("x1", x1)
        .with("y1", y1)
        .with("x2", x2)
        .with("y2", y2)
        .ofClass(style);
  }

  static Element rect(double x, double y, double width, double height, String style) {
    return Element.of("rect")
        .with("x", x)
        .with("y", y)
        .with("width", width)
        .with("height", height)
        .ofClass(style);
  }

  /**
   * Some words.
   *
   * @param anchor start, middle or end: what stands at x
   */
  static Element words(double x, double y, String anchor, String style, String text) {
    return Element.of("text", text)
        .with("x", x)
        .with("y", y)
        .with("text-anchor", anchor)
        .ofClass(style);
  }

  /** The start and end of a long name. */
  static String shortened(String name, int most) {
    if (name.codePointCount(0, name.length()) <= most) {
      return name;
    }
    int[] points = name.codePoints().toArray();
    int tail = most / 2;
    int head = most - 1 - tail;
    return new String(points, 0, head) + "…" + new String(points, points.length - tail, tail);
  }
}
