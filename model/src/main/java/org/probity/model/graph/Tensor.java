package org.probity.model.graph;

/** An integer tensor of shape {@code [rows, features]}, row-major. */
public record Tensor(String name, int rows, int features, Format format) {
  public Tensor {
    if (rows < 1 || features < 1) {
      // Nobody has checked the name yet: it does not belong into a message.
      throw new IllegalArgumentException("a tensor has shape [" + rows + ", " + features + "]");
    }
  }

  public int size() {
    return Math.multiplyExact(rows, features);
  }
}
