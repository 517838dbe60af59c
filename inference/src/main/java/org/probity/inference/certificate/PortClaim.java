package org.probity.inference.certificate;

import java.util.List;
import java.util.Optional;
import org.probity.model.graph.Units;

/**
 * What a certificate says about one port.
 *
 * @param name the port's name in the model
 * @param role input or output
 * @param visibility who learns the values
 * @param fraction fraction bits of the values: the real value of {@code q} is {@code q *
 *     2^-fraction}
 * @param units for a port of a quantised model: the scale of the values instead
 * @param values row-major integers, present for public ports only; do not modify
 * @param commitment present for committed ports only
 */
public record PortClaim(
    String name,
    Role role,
    Visibility visibility,
    int fraction,
    Optional<Units> units,
    Optional<int[]> values,
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
   * @param shape shape of the port's tensor, all axes
   * @param points encoded row commitments; do not modify
   */
  public record Commitment(List<Integer> shape, byte[] points) {
    public Commitment {
      shape = List.copyOf(shape);
    }
  }

  public PortClaim {
    if (values.isPresent() != (visibility == Visibility.PUBLIC)
        || commitment.isPresent() != (visibility == Visibility.COMMITTED)) {
      throw new IllegalArgumentException(
          "content of port " + name + " does not fit its visibility");
    }
  }

  /** A port whose fraction says what its integers stand for. */
  public PortClaim(
      String name,
      Role role,
      Visibility visibility,
      int fraction,
      Optional<int[]> values,
      Optional<Commitment> commitment) {
    this(name, role, visibility, fraction, Optional.empty(), values, commitment);
  }

  /** The real value of one entry. */
  public double real(int q) {
    return units.map(u -> u.toReal(q)).orElseGet(() -> Math.scalb((double) q, -fraction));
  }
}
