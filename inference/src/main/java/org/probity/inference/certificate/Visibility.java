package org.probity.inference.certificate;

/** Who learns the values of a port. */
public enum Visibility {
  /** Everybody: the values stand in the certificate. */
  PUBLIC,
  /** Holders of the receipt: a hiding and binding commitment stands in the certificate. */
  COMMITTED,
  /** The prover alone. */
  HIDDEN;

  /** The spelling in files: the name in lower case. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
