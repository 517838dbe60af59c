package org.probity.model.onnx.operator;

import java.util.Arrays;
import org.probity.model.onnx.operator.QuantizedOperand.Scale;

/**
 * The mean of dequantised 8-bit numbers as ONNX Runtime computes it: products with the scale are
 * added in float32 one after the other, so that the total depends on the single numbers and not on
 * their exact sum alone. Rounding is monotone, hence the least and the largest total of each exact
 * sum follow from those of the sums of one number less; where both round to the same code, that
 * code is a function of the exact sum.
 */
final class SequentialMean {
  private final int low;
  private final int high;
  private final float[] least;
  private final float[] most;

  /**
   * All totals of up to {@code terms} numbers.
   *
   * @param terms such that there are at most 2^16 sums
   */
  SequentialMean(Scale scale, int terms) {
    low = scale.low() - scale.zero();
    high = scale.high() - scale.zero();
    float[] product = new float[high - low + 1];
    for (int i = 0; i < product.length; i++) {
      product[i] = scale.scale() * (float) (low + i);
    }
    // Fewer numbers are more with zeros among them.
    int size = terms * (high - low) + 1;
    float[] min = product.clone();
    float[] max = product.clone();
    for (int n = 2; n <= terms; n++) {
      min = added(min, product, size, true);
      max = added(max, product, size, false);
    }
    least = min;
    most = max;
  }

  private static float[] added(float[] totals, float[] product, int limit, boolean least) {
    float[] next = new float[Math.min(limit, totals.length + product.length - 1)];
    Arrays.fill(next, least ? Float.POSITIVE_INFINITY : Float.NEGATIVE_INFINITY);
    for (int s = 0; s < totals.length; s++) {
      for (int x = 0; x < product.length; x++) {
        float total = totals[s] + product[x];
        next[s + x] = least ? Math.min(next[s + x], total) : Math.max(next[s + x], total);
      }
    }
    return next;
  }

  /** The smallest exact sum, of as many numbers as there are terms. */
  int first() {
    return low * (least.length - 1) / (high - low);
  }

  int size() {
    return least.length;
  }

  /** The code of the least total of the i-th sum. */
  int leastCode(int i, int count, Scale to) {
    return code(least[i], count, to);
  }

  /** The code of the largest total of the i-th sum. */
  int mostCode(int i, int count, Scale to) {
    return code(most[i], count, to);
  }

  private static int code(float total, int count, Scale to) {
    float mean = total / (float) count / to.scale() + (float) to.zero();
    return (int) Math.clamp(Math.rint(mean), (double) to.low(), (double) to.high());
  }
}
