package org.probity.inference.certificate;

/** What is known about the part of the original model that runs before the proven part. */
public sealed interface Prefix {
  /** There is none: the proven part starts at the original model's own inputs. */
  record None() implements Prefix {}

  /**
   * Anybody can run it again, exactly: an integer graph with public parameters.
   *
   * @param digest of its file, 64 hexadecimal digits
   */
  record Public(String digest) implements Prefix {
    public Public {
      Origin.checkDigest(digest);
    }
  }

  /** Nothing: what the input ports hold is not proven to come from anything. */
  record Unproven() implements Prefix {}
}
