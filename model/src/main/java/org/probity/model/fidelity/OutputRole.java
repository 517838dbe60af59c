package org.probity.model.fidelity;

import java.util.List;

/** What the entries of an output are, and so when two versions decide alike. */
public enum OutputRole {
  /** Every entry is a label, and so a decision. */
  LABELS,
  /** Scores of classes along the last axis: the decision is the first position of the largest. */
  SCORES,
  /** Quantities. Nothing is decided. */
  VALUES;

  /** Rank from which a tensor is taken for an image or a map of features. */
  private static final int IMAGE_RANK = 4;

  /**
   * The role of an output by its shape: scores if its last axis has more than one entry, but a
   * tensor of rank 4 or more with more than one row is an image, whose last axis is no choice.
   *
   * @param label whether the entries are known to be labels
   */
  static OutputRole of(List<Long> shape, boolean label) {
    if (label) {
      return LABELS;
    }
    if (shape.isEmpty() || shape.getLast() == 1) {
      return VALUES;
    }
    boolean image = shape.size() >= IMAGE_RANK && shape.get(shape.size() - 2) > 1;
    return image ? VALUES : SCORES;
  }
}
