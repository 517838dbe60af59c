package org.probity.model.fidelity.plot;

import java.util.List;

/**
 * Horizontal bars from zero, one below the other, each under its name. As wide as the page, with
 * text of one size.
 */
public final class BarChart {
  private static final double ROW = 34;
  private static final double TOP = 6;
  private static final double AXIS = 40;
  private static final int NAME_LENGTH = 34;

  private final String title;
  private final String description;
  private final String unit;

  /**
   * An empty chart.
   *
   * @param unit what the numbers along the axis are
   */
  public BarChart(String title, String description, String unit) {
    this.title = title;
    this.description = description;
    this.unit = unit;
  }

  /**
   * One bar.
   *
   * @param name what it is about
   * @param detail shown when pointed at, with the name in full
   * @param value length; one that is negative has none, one that is infinite the whole axis
   * @param text the value in words
   * @param marked whether it stands out
   */
  public record Entry(String name, String detail, double value, String text, boolean marked) {}

  /** The drawing. */
  public Element draw(List<Entry> entries) {
    double highest =
        entries.stream().mapToDouble(Entry::value).filter(Double::isFinite).max().orElse(0);
    Scale scale = Scale.over(0, highest > 0 ? highest * 1.02 : 1, 0, 100);
    double bottom = TOP + ROW * entries.size();
    Element svg = Figure.stretched(bottom + AXIS, title, description);
    for (Scale.Tick tick : scale.labelled(5)) {
      double x = scale.at(tick.value());
      svg.add(percentLine(x, TOP, bottom));
      String anchor = x > 96 ? "end" : x < 2 ? "start" : "middle";
      svg.add(words(x, bottom + 15, anchor, tick.text()));
    }
    svg.add(words(0, bottom + 33, "start", unit).ofClass("axis-title"));
    for (int i = 0; i < entries.size(); i++) {
      svg.add(row(entries.get(i), TOP + ROW * i, scale));
    }
    return svg;
  }

  private static Element row(Entry entry, double y, Scale scale) {
    double length = Math.clamp(scale.at(entry.value()), 0, 100);
    return Element.of("g")
        .add(
            Element.of("title", entry.name() + ", " + entry.detail() + ": " + entry.text()),
            words(0, y + 14, "start", Figure.shortened(entry.name(), NAME_LENGTH)).ofClass("label"),
            words(100, y + 14, "end", entry.text()).ofClass("value"),
            Figure.rect(0, y + 19, 0, 9, entry.marked() ? "mark marked" : "mark")
                .with("width", Numbers.coordinate(length) + "%")
                .with("rx", 2));
  }

  private static Element percentLine(double x, double from, double to) {
    String place = Numbers.coordinate(x) + "%";
    return Figure.line(0, from, 0, to, "grid").with("x1", place).with("x2", place);
  }

  private static Element words(double x, double y, String anchor, String text) {
    return Figure.words(0, y, anchor, "tick", text).with("x", Numbers.coordinate(x) + "%");
  }
}
