package org.probity.model.fidelity;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How often the original decided one thing and the proven version another, or the same.
 *
 * @param cells what occurred, by original and then proven decision, each pair once
 */
public record Confusion(List<Cell> cells) {
  public Confusion {
    cells = List.copyOf(cells);
  }

  /**
   * Number of decisions for {@code original} of the one and {@code proven} of the other version.
   */
  public record Cell(long original, long proven, long count) {
    /** Whether both decided alike. */
    public boolean agrees() {
      return original == proven;
    }
  }

  /** Everything that either version decided, in order. */
  public List<Long> classes() {
    return cells.stream()
        .flatMap(c -> Stream.of(c.original(), c.proven()))
        .distinct()
        .sorted()
        .toList();
  }

  /** Number of decisions. */
  public long total() {
    return cells.stream().mapToLong(Cell::count).sum();
  }

  /** Number of decisions that are the same. */
  public long agreeing() {
    return cells.stream().filter(Cell::agrees).mapToLong(Cell::count).sum();
  }

  /** What differs, most frequent first. */
  public List<Cell> disagreements() {
    return cells.stream()
        .filter(c -> !c.agrees())
        .sorted(Comparator.comparingLong(Cell::count).reversed())
        .toList();
  }

  /** Running count. */
  static final class Tally {
    private final Map<Long, Map<Long, Long>> counts = new TreeMap<>();

    void add(long original, long proven) {
      counts.computeIfAbsent(original, _ -> new TreeMap<>()).merge(proven, 1L, Long::sum);
    }

    Confusion result() {
      return new Confusion(
          counts.entrySet().stream()
              .flatMap(
                  row ->
                      row.getValue().entrySet().stream()
                          .map(c -> new Cell(row.getKey(), c.getKey(), c.getValue())))
              .toList());
    }
  }
}
