package org.probity.argument.commitment;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.probity.algebra.curve.Curve;
import org.probity.algebra.curve.FixedBase;
import org.probity.algebra.curve.FixedBases;
import org.probity.algebra.curve.Generators;
import org.probity.argument.program.Shape;

/**
 * The public generators of a curve with their precomputed tables: rows {@code G_i}, pads {@code
 * P_i}, and the single points {@code G_0, U, H}. Nobody knows a relation between them (they are
 * hashed to the curve), and the two families never meet in one argument.
 */
public final class CommitmentKey {
  private static final Map<Curve, CommitmentKey> KEYS = new ConcurrentHashMap<>();

  private final Generators generators;
  private final Map<Integer, FixedBases> rows = new ConcurrentHashMap<>();
  private final Map<Integer, FixedBases> pads = new ConcurrentHashMap<>();
  private final FixedBase base;
  private final FixedBase u;
  private final FixedBase blinding;

  private CommitmentKey(Curve curve) {
    generators = Generators.of(curve);
    base = FixedBase.of(generators.base());
    u = FixedBase.of(generators.u());
    blinding = FixedBase.of(generators.h());
  }

  public static CommitmentKey of(Curve curve) {
    return KEYS.computeIfAbsent(curve, CommitmentKey::new);
  }

  /** The first {@code 2^bits} row generators. */
  public FixedBases rows(int bits) {
    return rows.computeIfAbsent(bits, b -> FixedBases.of(generators.rows(1 << b)));
  }

  /** At least the first {@code count} pad generators: a power of two of them, kept for reuse. */
  public FixedBases pads(int count) {
    return pads.computeIfAbsent(
        Shape.log2Ceil(count), bits -> FixedBases.of(generators.pads(1 << bits)));
  }

  /** {@code G_0}, for commitments to single values. */
  public FixedBase base() {
    return base;
  }

  /** {@code U}, for inner products. */
  public FixedBase u() {
    return u;
  }

  /** {@code H}, for blinders. */
  public FixedBase blinding() {
    return blinding;
  }

  /** Identifies the derivation of all generators. */
  public byte[] digest() {
    return generators.digest();
  }
}
