package org.probity.model;

/** One of several samples cannot be used. */
public final class SampleException extends ModelException {
  private static final long serialVersionUID = 1L;

  private final int index;
  private final String reason;

  /**
   * A sample that cannot be used.
   *
   * @param index of the sample, from 0
   * @param reason names the input and the position, no value
   */
  public SampleException(int index, String reason) {
    super("sample " + index + ", " + reason);
    this.index = index;
    this.reason = reason;
  }

  /** The sample's index, from 0. */
  public int index() {
    return index;
  }

  /** What is wrong, without the sample. */
  public String reason() {
    return reason;
  }
}
