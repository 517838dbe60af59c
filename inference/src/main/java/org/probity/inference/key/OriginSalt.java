package org.probity.inference.key;

/**
 * The salt of the commitment to the original file ({@link
 * org.probity.inference.certificate.Origin}). Without it, a file with few weights could be found by
 * trying; whoever is shown it can check a file and learns nothing else.
 */
public final class OriginSalt {
  /** Its size in bytes. */
  public static final int SIZE = SeedDerivation.SIZE;

  private OriginSalt() {}

  /**
   * The salt that belongs to a registration.
   *
   * @param seed that of the blinders, of which the salt does not tell anything
   */
  public static byte[] of(byte[] seed) {
    return SeedDerivation.derive(seed, "origin salt", new byte[0]);
  }
}
