package org.probity.model.floatgraph;

/** Element type of a port in the original model. A float graph holds all of them as doubles. */
public enum PortType {
  /** A real number of at most 32 bits. */
  FLOAT32,
  /** A real number of 64 bits. */
  FLOAT64,
  INTEGER,
  /** 0 or 1. */
  BOOLEAN,
  /** A text, as its number ({@link org.probity.graph.OrderedCode#ofText}). */
  TEXT;

  /** Whether the elements are real numbers. */
  public boolean real() {
    return this == FLOAT32 || this == FLOAT64;
  }
}
