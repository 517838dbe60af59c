package org.probity.argument.hidden;

import java.io.ByteArrayOutputStream;
import org.probity.algebra.curve.Point;
import org.probity.algebra.field.FieldElement;

/** Collects a proof: points and scalars of 32 bytes each, without any length. */
public class ProofWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** Appends encoded points or scalars and returns them. */
  public byte[] write(byte[] encoded) {
    bytes.writeBytes(encoded);
    return encoded;
  }

  public byte[] write(Point point) {
    return write(point.encode());
  }

  public byte[] write(FieldElement scalar) {
    return write(scalar.encode());
  }

  public byte[] toBytes() {
    return bytes.toByteArray();
  }
}
