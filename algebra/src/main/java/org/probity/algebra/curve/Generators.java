package org.probity.algebra.curve;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.probity.algebra.parallel.Pool;

/**
 * Points of which nobody knows a discrete logarithm to the base of another, derived from labels:
 * the families G_i (rows of commitments) and P_i (pads), and the single points G_0, U and H.
 *
 * <p>The label of a point is 48 bytes: "probity-gens-v1" and the curve's name in 16 bytes each, the
 * family's name in 8, all padded with zero bytes, then index and attempt as 32-bit big-endian
 * numbers. The point is the one that the SHA-256 hash of the label encodes ({@link Curve#decode}),
 * for the first attempt 0, 1, .. whose hash is a valid encoding. As every affine point has one
 * encoding, points are uniform if hashes are; some five attempts a point are needed. Labels are
 * public, so the time may depend on them. A point does not depend on how many are asked for.
 *
 * <p>Points are derived when first asked for and kept. Safe for use by several threads.
 */
public final class Generators {
  private static final String DOMAIN = "probity-gens-v1";
  private static final int DERIVE_GRAIN = 64;
  private static final int DIGEST_POINTS = 8;

  private static final Map<String, Generators> INSTANCES =
      Map.of(
          Curve.GRUMPKIN.name(), new Generators(Curve.GRUMPKIN),
          Curve.BN254_G1.name(), new Generators(Curve.BN254_G1));

  private enum Family {
    ROW,
    PAD,
    BASE,
    U,
    H
  }

  private final Curve curve;
  private final Map<Family, PointVector> derived = new EnumMap<>(Family.class);
  private byte[] digest;

  private Generators(Curve curve) {
    this.curve = curve;
  }

  public static Generators of(Curve curve) {
    return INSTANCES.get(curve.name());
  }

  /** G_1 .. G_n: the first n points of the family of rows. */
  public PointVector rows(int n) {
    return points(Family.ROW, n);
  }

  /** P_1 .. P_n: the first n points of the family of pads. */
  public PointVector pads(int n) {
    return points(Family.PAD, n);
  }

  /** G_0, the base of single commitments. */
  public Point base() {
    return points(Family.BASE, 1).get(0);
  }

  /** U, the base of inner products. */
  public Point u() {
    return points(Family.U, 1).get(0);
  }

  /** H, the base of blinders. */
  public Point h() {
    return points(Family.H, 1).get(0);
  }

  /**
   * Identifies derivation and curve: the SHA-256 hash of domain and curve name (16 bytes each) and
   * of the encodings of G_1 .. G_8, P_1 .. P_8, G_0, U and H.
   */
  public synchronized byte[] digest() {
    if (digest == null) {
      MessageDigest sha = sha256();
      sha.update(padded(DOMAIN, 16));
      sha.update(padded(curve.name(), 16));
      sha.update(rows(DIGEST_POINTS).encodeAll());
      sha.update(pads(DIGEST_POINTS).encodeAll());
      sha.update(PointVector.of(base(), u(), h()).encodeAll());
      digest = sha.digest();
    }
    return digest.clone();
  }

  private synchronized PointVector points(Family family, int n) {
    PointVector known = derived.computeIfAbsent(family, f -> PointVector.zeros(curve, 0));
    if (known.length() < n) {
      known = PointVector.concat(known, derive(family, known.length(), n));
      derived.put(family, known);
    }
    return known.length() == n ? known : known.slice(0, n);
  }

  private PointVector derive(Family family, int from, int to) {
    PointVector points = PointVector.zeros(curve, to - from);
    Pool.forRange(
        to - from,
        DERIVE_GRAIN,
        (first, last) -> new Search(family, from + first, last - first).into(points, first));
    return points;
  }

  /** The search for the first valid attempt of each index of a range. */
  private final class Search {
    private final MessageDigest sha = sha256();
    private final ByteBuffer label = ByteBuffer.allocate(48);
    private final int firstIndex;
    private final int count;

    /** Next attempt for each index, and the indices not yet found. */
    private final int[] attempt;

    Search(Family family, int firstIndex, int count) {
      this.firstIndex = firstIndex;
      this.count = count;
      this.attempt = new int[count];
      label.put(padded(DOMAIN, 16)).put(padded(curve.name(), 16)).put(padded(family.name(), 8));
    }

    void into(PointVector points, int at) {
      int[] open = new int[count];
      Arrays.setAll(open, i -> i);
      int left = count;
      while (left > 0) {
        // A block of eight lanes costs the same however many are used: try ahead near the end.
        int ahead = Math.max(1, 8 / left);
        byte[] candidates = new byte[left * ahead * PointCodec.BYTES];
        for (int i = 0; i < left * ahead; i++) {
          nextPlausible(open[i / ahead], candidates, i * PointCodec.BYTES);
        }
        double[] found = new double[left * ahead * BatchAdder.POINT];
        boolean[] valid = curve.codec().decode(candidates, 0, left * ahead, found, 0);
        int still = 0;
        for (int i = 0; i < left; i++) {
          int hit = i * ahead;
          while (hit < (i + 1) * ahead && !valid[hit]) {
            hit++;
          }
          if (hit < (i + 1) * ahead) {
            BatchAdder.copy(found, hit, 1, points.limbs(), at + open[i]);
          } else {
            open[still++] = open[i];
          }
        }
        left = still;
      }
    }

    /** The hash of the next attempt that could be an encoding. */
    private void nextPlausible(int index, byte[] out, int offset) {
      do {
        label.putInt(40, firstIndex + index).putInt(44, attempt[index]++);
        System.arraycopy(sha.digest(label.array()), 0, out, offset, PointCodec.BYTES);
      } while (!curve.codec().plausible(out, offset));
    }
  }

  private static byte[] padded(String s, int length) {
    return Arrays.copyOf(s.getBytes(StandardCharsets.US_ASCII), length);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
