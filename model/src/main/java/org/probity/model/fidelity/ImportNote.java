package org.probity.model.fidelity;

/**
 * Something in which the proven version is not the original to the letter.
 *
 * @param text a phrase that names the nodes or tensors it is about; without weights or samples
 */
public record ImportNote(Kind kind, String text) {
  /** What was done. */
  public enum Kind {
    /** Computed once at import, or merged into a neighbour; the same in real numbers. */
    FOLD,
    /** Replaced by something close to it. */
    APPROXIMATION,
    /** A curved function that became a table of integers. */
    TABLE,
    /** Values beyond what a format holds were cut off at its end. */
    SATURATION,
    /** What the quantiser chose or noticed. */
    CHOICE
  }
}
