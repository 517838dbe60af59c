package org.probity.argument.commitment;

import java.io.ByteArrayOutputStream;
import java.util.List;

/** Collects everything a proof depends on, for the derivation of its coins. */
public final class WitnessHash {
  private final ByteArrayOutputStream parts = new ByteArrayOutputStream();

  public void add(String label, byte[] data) {
    parts.writeBytes(Digests.hash(label, data));
  }

  public void add(String label, int[] cells) {
    parts.writeBytes(Digests.hash(label, cells));
  }

  public void addOpenings(List<Opening> openings) {
    for (Opening opening : openings) {
      parts.writeBytes(opening.fingerprint());
    }
  }

  public byte[] digest() {
    return Digests.hash("witness", parts.toByteArray());
  }
}
