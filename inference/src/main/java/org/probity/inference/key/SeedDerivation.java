package org.probity.inference.key;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/** Secret bytes for other purposes than blinders, from the seed of a registration. */
final class SeedDerivation {
  /** How many bytes are derived. */
  static final int SIZE = 32;

  private SeedDerivation() {}

  /**
   * By HKDF-SHA256 (RFC 5869); tells nothing about the seed, nor about the blinders: their keys are
   * derived from it for an info of 32 bytes, and no purpose is as long with the word before it.
   *
   * @param purpose separates uses
   * @param salt public; another one gives unrelated bytes. May be empty
   */
  static byte[] derive(byte[] seed, String purpose, byte[] salt) {
    byte[] info = ("probity " + purpose).getBytes(StandardCharsets.UTF_8);
    if (info.length == 32) {
      throw new IllegalArgumentException("the info of a blinder's key is as long");
    }
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveData(
              HKDFParameterSpec.ofExtract().addIKM(seed).addSalt(salt).thenExpand(info, SIZE));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform lacks HKDF-SHA256", e);
    }
  }
}
