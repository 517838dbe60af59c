package org.probity.api.input;

import java.util.List;
import java.util.stream.Collectors;

/**
 * An input that a model takes: its name and shape, all dimensions known, and what it holds.
 *
 * @param optional whether a file may leave it out, for all samples
 */
public record Slot(String name, List<Long> shape, ElementKind kind, boolean optional) {
  public Slot {
    shape = List.copyOf(shape);
  }

  /** An input that every file must have. */
  public Slot(String name, List<Long> shape, ElementKind kind) {
    this(name, shape, kind, false);
  }

  /** The same as one that may be left out. */
  public Slot asOptional() {
    return new Slot(name, shape, kind, true);
  }

  /** An input of finite numbers. */
  public Slot(String name, List<Long> shape) {
    this(name, shape, ElementKind.REAL);
  }

  /** Number of values, at most {@link Limits#VALUES}. */
  public int size() {
    return Limits.count(shape, "input '" + name + "'");
  }

  @Override
  public String toString() {
    return "'" + name + "' (" + display(shape) + ")";
  }

  static String display(List<Long> shape) {
    return shape.isEmpty()
        ? "scalar"
        : shape.stream().map(String::valueOf).collect(Collectors.joining(" x "));
  }

  static String display(List<Slot> slots, String separator) {
    return slots.stream().map(Slot::toString).collect(Collectors.joining(separator));
  }
}
