package org.probity.model.quantize.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HistogramTest {
  @Test
  void meanSquareTradesSaturationForRounding() {
    Histogram histogram = new Histogram();
    double[] values = new double[10000];
    Arrays.setAll(values, i -> (i % 100) / 100.0);
    values[0] = 1.2;
    histogram.add(values);
    // At 4 bits one value that saturates costs less than a coarser step for all.
    assertThat(histogram.meanSquareError(4, 0, 15.0 / 16))
        .isLessThan(histogram.meanSquareError(3, 0, 15.0 / 8));
    assertThat(histogram.magnitude(0)).isBetween(1.2, 1.21);
    assertThat(histogram.magnitude(1e-4)).isBetween(0.98, 1.0);
  }
}
