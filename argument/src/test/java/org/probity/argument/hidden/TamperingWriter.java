package org.probity.argument.hidden;

import org.probity.algebra.curve.Curve;
import org.probity.algebra.curve.Point;
import org.probity.algebra.field.FieldElement;

/** Changes one write of a proof; whatever is absorbed afterwards is the changed value. */
public final class TamperingWriter extends ProofWriter {
  private final Curve curve;
  private final int target;
  private final Point added;
  private int writes;

  /**
   * A writer that changes the {@code target}-th write (from 0).
   *
   * @param added what is added to a point; null if the write is a scalar, to which one is added
   */
  public TamperingWriter(Curve curve, int target, Point added) {
    this.curve = curve;
    this.target = target;
    this.added = added;
  }

  @Override
  public byte[] write(byte[] encoded) {
    return super.write(writes++ == target ? changed(encoded) : encoded);
  }

  private byte[] changed(byte[] encoded) {
    byte[] changed = encoded.clone();
    if (added != null) {
      System.arraycopy(curve.decode(encoded, 0).add(added).encode(), 0, changed, 0, 32);
    } else {
      FieldElement scalar = curve.scalarField().decode(encoded, 0);
      scalar.add(scalar.field().one()).encode(changed, 0);
    }
    return changed;
  }

  /** Number of writes so far. */
  public int writes() {
    return writes;
  }
}
