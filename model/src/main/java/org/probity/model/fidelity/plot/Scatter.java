package org.probity.model.fidelity.plot;

import java.util.List;

/** One number against another in the same unit, with the line on which they are equal. */
public final class Scatter {
  private static final double WIDTH = 440;
  private static final double HEIGHT = 440;
  private static final double LEFT = 80;
  private static final double RIGHT = WIDTH - 14;
  private static final double TOP = 12;
  private static final double BOTTOM = HEIGHT - 66;
  private static final double ROOM = 0.04;

  private final String title;
  private final String description;
  private final String horizontal;
  private final String vertical;

  /** An empty plot with names for its axes. */
  public Scatter(String title, String description, String horizontal, String vertical) {
    this.title = title;
    this.description = description;
    this.horizontal = horizontal;
    this.vertical = vertical;
  }

  /** One point. */
  public record Dot(double x, double y) {}

  /** The drawing of one or more points. */
  public Element draw(List<Dot> dots) {
    double min = dots.stream().mapToDouble(d -> Math.min(d.x(), d.y())).min().orElseThrow();
    double max = dots.stream().mapToDouble(d -> Math.max(d.x(), d.y())).max().orElseThrow();
    double room = ROOM * (max - min);
    boolean finite = Double.isFinite(room);
    double from = finite ? min - room : min;
    double to = finite ? max + room : max;
    Scale x = Scale.over(from, to, LEFT, RIGHT);
    Scale y = Scale.over(from, to, BOTTOM, TOP);
    Element svg = Figure.scaled(WIDTH, HEIGHT, title, description);
    for (Scale.Tick tick : x.labelled(5)) {
      double across = x.at(tick.value());
      double up = y.at(tick.value());
      svg.add(Figure.line(across, TOP, across, BOTTOM, "grid"));
      svg.add(Figure.line(LEFT, up, RIGHT, up, "grid"));
      svg.add(Figure.words(across, BOTTOM + 18, "middle", "tick", tick.text()));
      svg.add(Figure.words(LEFT - 7, up + 4, "end", "tick", tick.text()));
    }
    svg.add(Figure.line(LEFT, BOTTOM, RIGHT, TOP, "ideal"));
    svg.add(Element.of("path").with("d", path(dots, x, y)).ofClass("dots"));
    svg.add(Figure.words((LEFT + RIGHT) / 2, BOTTOM + 40, "middle", "axis-title", horizontal));
    double middle = (TOP + BOTTOM) / 2;
    return svg.add(
        Figure.words(14, middle, "middle", "axis-title", vertical)
            .with("transform", "rotate(-90 14 " + Numbers.coordinate(middle) + ")"));
  }

  /** All points as one path of strokes without length, which have round ends. */
  private static String path(List<Dot> dots, Scale x, Scale y) {
    StringBuilder path = new StringBuilder();
    for (Dot dot : dots) {
      path.append('M')
          .append(Numbers.coordinate(x.at(dot.x())))
          .append(' ')
          .append(Numbers.coordinate(y.at(dot.y())))
          .append("h0");
    }
    return path.toString();
  }
}
