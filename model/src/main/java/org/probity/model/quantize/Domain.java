package org.probity.model.quantize;

/** A closed interval of real numbers that the entries of an input are declared to lie in. */
public record Domain(double min, double max) {
  public Domain {
    if (!(min <= max) || Double.isInfinite(min) || Double.isInfinite(max)) {
      throw new IllegalArgumentException("domain [" + min + ", " + max + "] is not an interval");
    }
  }
}
