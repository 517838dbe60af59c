package org.probity.inference.certificate;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.probity.argument.program.Column;
import org.probity.argument.program.Group;
import org.probity.argument.program.GroupLayout;
import org.probity.argument.program.Program;
import org.probity.argument.program.Shape;
import org.probity.graph.Encoding;

/**
 * What a certificate says about one port, of a batch for all items one after the other.
 *
 * @param name the port's name in the model
 * @param role input or output
 * @param visibility who learns the values
 * @param fraction fraction bits of the values
 * @param encoding what the values stand for
 * @param values row-major integers, present for public ports only; do not modify
 * @param texts of a public port of texts: the texts, if whoever made the certificate gives them
 * @param commitment present for committed ports only
 */
public record PortClaim(
    String name,
    Role role,
    Visibility visibility,
    int fraction,
    Encoding encoding,
    Optional<int[]> values,
    List<String> texts,
    Optional<Commitment> commitment) {
  /** Direction of a port. */
  public enum Role {
    INPUT,
    OUTPUT;

    /** The spelling in files: the name in lower case. */
    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * A commitment to the values of a port. The same points open to other values under another shape,
   * since padding goes elsewhere: the shape is part of what is claimed.
   *
   * @param shape shape of the port's tensor, all axes, for one item
   * @param points encoded row commitments, item after item; do not modify
   */
  public record Commitment(List<Integer> shape, byte[] points) {
    public Commitment {
      shape = List.copyOf(shape);
    }

    /** Bytes of the commitment to one item of a port of this shape, whatever the model. */
    public static int size(List<Integer> shape) {
      Column column = new Column(0, "port", Column.Kind.PORT, new Shape(shape));
      Group group = new Group(0, "port", Column.Kind.PORT, List.of(column));
      return 32 * new GroupLayout(group, Program.PORT_ROW_BITS).liveRows().length;
    }

    /** The commitment of one of {@code count} items: as many points as any other. */
    Commitment item(int item, int count) {
      int size = points.length / count;
      return new Commitment(shape, Arrays.copyOfRange(points, item * size, (item + 1) * size));
    }
  }

  public PortClaim {
    texts = List.copyOf(texts);
    if (values.isPresent() != (visibility == Visibility.PUBLIC)
        || commitment.isPresent() != (visibility == Visibility.COMMITTED)
        || (!texts.isEmpty() && visibility != Visibility.PUBLIC)) {
      throw new IllegalArgumentException(
          "content of port " + name + " does not fit its visibility");
    }
  }

  /** A port of fixed-point numbers. */
  public PortClaim(
      String name,
      Role role,
      Visibility visibility,
      int fraction,
      Optional<int[]> values,
      Optional<Commitment> commitment) {
    this(name, role, visibility, fraction, Encoding.fixed(), values, commitment);
  }

  /** A port without texts. */
  public PortClaim(
      String name,
      Role role,
      Visibility visibility,
      int fraction,
      Encoding encoding,
      Optional<int[]> values,
      Optional<Commitment> commitment) {
    this(name, role, visibility, fraction, encoding, values, List.of(), commitment);
  }

  /** The same claim about a public port with other values. */
  public PortClaim withValues(int[] other) {
    return new PortClaim(
        name, role, visibility, fraction, encoding, Optional.of(other), List.of(), commitment);
  }

  /** Whether each of {@code count} items gets the same whole number of values, texts, points. */
  boolean isDivisible(int count) {
    return values.map(v -> v.length).orElse(0) % count == 0
        && texts.size() % count == 0
        && commitment.map(c -> c.points().length).orElse(0) % count == 0;
  }

  /** The claim about one of {@code count} items. */
  public PortClaim item(int item, int count) {
    int size = texts.size() / count;
    return new PortClaim(
        name,
        role,
        visibility,
        fraction,
        encoding,
        values.map(v -> slice(v, item, v.length / count)),
        texts.subList(item * size, (item + 1) * size),
        commitment.map(c -> c.item(item, count)));
  }

  private static int[] slice(int[] values, int item, int size) {
    return Arrays.copyOfRange(values, item * size, (item + 1) * size);
  }

  /** What the values of a public port stand for. */
  public Optional<PortValues> content() {
    return values.map(v -> new PortValues(encoding, fraction, v, texts));
  }
}
