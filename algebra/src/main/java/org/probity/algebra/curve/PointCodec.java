package org.probity.algebra.curve;

/**
 * Compressed points: 32 bytes, big-endian, one coordinate in the low 254 bits and in the top two
 * bits which of the points with that coordinate it is. Every affine point has exactly one encoding;
 * the identity has none.
 */
sealed interface PointCodec permits CubeRootCodec, SquareRootCodec {
  int BYTES = 32;

  /**
   * Decodes {@code count} encodings to points from {@code points[at * 10]} on. The points of
   * encodings that are not valid are left undefined.
   *
   * @return which encodings are valid
   */
  boolean[] decode(byte[] in, int offset, int count, double[] points, int at);

  /** Encodes {@code count} affine points, none of them the identity. */
  void encode(double[] points, int at, int count, byte[] out, int offset);

  /**
   * Whether 32 bytes could be valid as far as no arithmetic is needed: coordinate below the modulus
   * and a selector that exists.
   */
  boolean plausible(byte[] in, int offset);

  static int selector(byte[] in, int offset) {
    return (in[offset] & 0xff) >> 6;
  }
}
