package org.probity.graph;

import java.util.List;

/**
 * Stored {@code out[i] = floor((2^(shift+1) * dividend[i] + d[i]) / (2 d[i]))} with {@code d =
 * divisor > 0}: the quotient, scaled by {@code 2^shift}, rounded half up. The dividend is an
 * accumulator without a {@link Contract} beneath, or a stored tensor, of the shape of the output;
 * the divisor is a view of a stored tensor whose declared minimum is at least 1. The declared
 * format of the output contains every quotient that the formats of the operands allow (at most 31
 * bits), so nothing saturates here. The output's fraction is {@code dividend.fraction -
 * divisor.fraction + shift}.
 */
public record Divide(String output, String dividend, View divisor, int shift) implements Node {
  public Divide {
    if (shift < 0 || shift > 40) {
      throw new IllegalArgumentException("shift " + shift + " outside [0, 40]");
    }
  }

  @Override
  public List<String> sources() {
    return List.of(dividend, divisor.source());
  }
}
