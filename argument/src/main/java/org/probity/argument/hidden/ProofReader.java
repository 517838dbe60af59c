package org.probity.argument.hidden;

import org.probity.algebra.curve.Curve;
import org.probity.algebra.curve.Point;
import org.probity.algebra.curve.PointVector;
import org.probity.algebra.field.FieldElement;
import org.probity.algebra.field.MalformedEncodingException;

/** Reads a proof front to back; every scalar and point must be canonical. */
public final class ProofReader {
  private final Curve curve;
  private final byte[] bytes;
  private int position;

  public ProofReader(Curve curve, byte[] bytes) {
    this.curve = curve;
    this.bytes = bytes;
  }

  /** Reads points in bulk, which is much cheaper than one by one. */
  public PointVector points(int count) {
    return curve.decodeAll(bytes, advance(32 * count), count);
  }

  public Point point() {
    return curve.decode(bytes, advance(32));
  }

  public FieldElement scalar() {
    return curve.scalarField().decode(bytes, advance(32));
  }

  /** Requires that nothing is left. */
  public void end() {
    if (position != bytes.length) {
      throw new MalformedEncodingException("trailing bytes");
    }
  }

  private int advance(int count) {
    if (bytes.length - position < count) {
      throw new MalformedEncodingException("truncated");
    }
    int start = position;
    position += count;
    return start;
  }
}
