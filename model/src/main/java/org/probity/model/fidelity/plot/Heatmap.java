package org.probity.model.fidelity.plot;

import java.util.List;

/**
 * A square table of counts whose cells are the fuller the larger their share of their row is. The
 * diagonal has one colour, everything else another one.
 */
public final class Heatmap {
  private static final double LEFT = 80;
  private static final double TOP = 52;
  private static final double FRAME = 4;
  private static final double LARGEST_SIDE = 520;

  /** What the name of an axis takes. */
  private static final double LEAST_SIDE = 150;

  private static final double LARGEST_CELL = 88;
  private static final int NAME_LENGTH = 8;

  /** How full a cell is from which its text needs another colour. */
  private static final double MEDIUM = 0.6;

  private static final double STRONG = 0.8;

  private final String title;
  private final String description;
  private final String rowAxis;
  private final String columnAxis;

  /** An empty map with names for its axes. */
  public Heatmap(String title, String description, String rowAxis, String columnAxis) {
    this.title = title;
    this.description = description;
    this.rowAxis = rowAxis;
    this.columnAxis = columnAxis;
  }

  /**
   * The drawing.
   *
   * @param names of rows and columns alike
   * @param counts by row, then column
   */
  public Element draw(List<String> names, long[][] counts) {
    int n = names.size();
    double cell = Math.max(LEAST_SIDE / n, Math.min(LARGEST_CELL, LARGEST_SIDE / n));
    double side = n * cell;
    Element svg =
        Figure.scaled(Math.max(LEFT + side + FRAME, 260), TOP + side + FRAME, title, description)
            .ofClass("plot heatmap");
    svg.add(Figure.words(LEFT + side / 2, 16, "middle", "axis-title", columnAxis));
    double middle = TOP + side / 2;
    svg.add(
        Figure.words(16, middle, "middle", "axis-title", rowAxis)
            .with("transform", "rotate(-90 16 " + Numbers.coordinate(middle) + ")"));
    for (int r = 0; r < n; r++) {
      String name = Figure.shortened(names.get(r), NAME_LENGTH);
      double centre = cell * (r + 0.5);
      svg.add(Figure.words(LEFT - 8, TOP + centre + 4, "end", "tick", name));
      svg.add(Figure.words(LEFT + centre, TOP - 8, "middle", "tick", name));
      long total = 0;
      for (long count : counts[r]) {
        total += count;
      }
      for (int c = 0; c < n; c++) {
        svg.add(cell(names, r, c, counts[r][c], total, cell));
      }
    }
    return svg;
  }

  private static Element cell(
      List<String> names, int r, int c, long count, long total, double size) {
    double x = LEFT + c * size;
    double y = TOP + r * size;
    double share = total == 0 ? 0 : (double) count / total;
    Element background = Figure.rect(x + 1, y + 1, size - 2, size - 2, "empty").with("rx", 2);
    Element cell = Element.of("g").add(background);
    if (count > 0) {
      // Even a single one among thousands is seen.
      double strength = 0.25 + 0.75 * share;
      cell.add(
          Figure.rect(x + 1, y + 1, size - 2, size - 2, r == c ? "mark" : "mark marked")
              .with("rx", 2)
              .with("fill-opacity", strength));
      String style = strength > STRONG ? " strong" : strength > MEDIUM ? " medium" : "";
      String text = Numbers.count(count);
      double fontSize = Math.min(14, Math.min(size * 0.45, 1.6 * (size - 4) / text.length()));
      cell.add(
          Figure.words(
                  x + size / 2, y + size / 2 + fontSize * 0.35, "middle", "count" + style, text)
              .with("font-size", fontSize));
    }
    return cell.add(
        Element.of("title", names.get(r) + " → " + names.get(c) + ": " + Numbers.count(count)));
  }
}
