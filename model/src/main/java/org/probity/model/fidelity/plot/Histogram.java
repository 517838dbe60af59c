package org.probity.model.fidelity.plot;

import java.util.List;

/** Counts over adjacent ranges. A range that is not empty is always seen. */
public final class Histogram {
  private static final double WIDTH = 440;
  private static final double HEIGHT = 330;
  private static final double LEFT = 52;
  private static final double RIGHT = WIDTH - 14;
  private static final double TOP = 12;
  private static final double BOTTOM = HEIGHT - 48;
  private static final double LEAST_HEIGHT = 1.5;

  private final String title;
  private final String description;
  private final String axis;

  /**
   * An empty histogram.
   *
   * @param axis what is counted, under the horizontal axis
   */
  public Histogram(String title, String description, String axis) {
    this.title = title;
    this.description = description;
    this.axis = axis;
  }

  /** The number of occurrences in {@code [from, to)}. */
  public record Bin(double from, double to, long count) {}

  /** The drawing of one or more bins in order. */
  public Element draw(List<Bin> bins) {
    long highest = bins.stream().mapToLong(Bin::count).max().orElseThrow();
    Scale x = Scale.over(bins.getFirst().from(), bins.getLast().to(), LEFT, RIGHT);
    Scale y = Scale.over(0, (double) Math.max(1, highest), BOTTOM, TOP);
    Element svg = Figure.scaled(WIDTH, HEIGHT, title, description);
    for (double tick : y.ticks(5)) {
      if (tick == Math.rint(tick)) {
        svg.add(Figure.line(LEFT, y.at(tick), RIGHT, y.at(tick), "grid"));
        svg.add(Figure.words(LEFT - 7, y.at(tick) + 4, "end", "tick", Numbers.brief((long) tick)));
      }
    }
    for (Bin bin : bins) {
      if (bin.count() > 0) {
        svg.add(bar(bin, x, y));
      }
    }
    svg.add(Figure.line(LEFT, BOTTOM, RIGHT, BOTTOM, "axis"));
    for (Scale.Tick tick : x.labelled(5)) {
      double across = x.at(tick.value());
      svg.add(Figure.line(across, BOTTOM, across, BOTTOM + 4, "axis"));
      svg.add(Figure.words(across, BOTTOM + 18, "middle", "tick", tick.text()));
    }
    return svg.add(Figure.words((LEFT + RIGHT) / 2, HEIGHT - 8, "middle", "axis-title", axis));
  }

  private static Element bar(Bin bin, Scale x, Scale y) {
    double left = x.at(bin.from());
    double height = Math.max(LEAST_HEIGHT, BOTTOM - y.at((double) bin.count()));
    String range = Numbers.of(bin.from()) + " to " + Numbers.of(bin.to());
    return Figure.rect(
            left + 0.5, BOTTOM - height, Math.max(0.5, x.at(bin.to()) - left - 1), height, "mark")
        .add(Element.of("title", range + ": " + Numbers.count(bin.count())));
  }
}
