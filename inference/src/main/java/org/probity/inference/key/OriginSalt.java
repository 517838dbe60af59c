package org.probity.inference.key;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * The salt of the commitment to the original file ({@link
 * org.probity.inference.certificate.Origin}). Without it, a file with few weights could be found by
 * trying; whoever is shown it can check a file and learns nothing else.
 */
public final class OriginSalt {
  /** Its size in bytes. */
  public static final int SIZE = 32;

  private static final byte[] PURPOSE = "probity origin salt".getBytes(StandardCharsets.US_ASCII);

  private OriginSalt() {}

  /**
   * The salt that belongs to a registration, by HKDF-SHA256 (RFC 5869).
   *
   * @param seed that of the blinders, of which the salt must not tell anything: their keys are
   *     derived from it for purposes of 32 bytes, this one has another length
   */
  public static byte[] of(byte[] seed) {
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveData(HKDFParameterSpec.ofExtract().addIKM(seed).thenExpand(PURPOSE, SIZE));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform lacks HKDF-SHA256", e);
    }
  }
}
