package org.probity.argument;

import org.probity.algebra.curve.Curve;
import org.probity.algebra.field.PrimeField;

/**
 * The group and field of an argument. The id is part of everything that is hashed.
 *
 * @param id stable name in files
 * @param curve prime-order group of the commitments; its scalar field is the field of the argument
 */
public record Suite(String id, Curve curve) {
  /** Certificates off chain: Grumpkin, SHA-256 transcript. */
  public static final Suite GRUMPKIN = new Suite("grumpkin-sha256", Curve.GRUMPKIN);

  /** The field of all values in the argument. */
  public PrimeField field() {
    return curve.scalarField();
  }

  /**
   * Finds a suite by its id.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Suite byId(String id) {
    if (GRUMPKIN.id.equals(id)) {
      return GRUMPKIN;
    }
    throw new IllegalArgumentException("unknown suite");
  }
}
