package org.probity.model.fidelity.plot;

/** One bar, for a cell of a table. */
public final class Bar {
  private Bar() {}

  /** A bar over a share of the cell's width; hidden from those who hear the table read. */
  public static Element of(double share) {
    double percent = 100 * Math.clamp(share, 0, 1);
    return Element.of("svg")
        .with("width", "100%")
        .with("height", 10)
        .with("aria-hidden", "true")
        .ofClass("bar-cell")
        .add(rect("100%", "track"), rect(Numbers.coordinate(percent) + "%", "mark"));
  }

  private static Element rect(String width, String style) {
    return Element.of("rect")
        .with("x", 0)
        .with("y", 1)
        .with("width", width)
        .with("height", 8)
        .with("rx", 2)
        .ofClass(style);
  }
}
