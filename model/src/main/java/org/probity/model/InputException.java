package org.probity.model;

/** One entry of an input cannot be used. */
public final class InputException extends ModelException {
  private static final long serialVersionUID = 1L;

  private final String input;
  private final int entry;
  private final String reason;

  /**
   * An entry that cannot be used.
   *
   * @param input name of the port
   * @param entry its index in the port, row-major
   * @param place the same with its indices along the axes, in words
   * @param reason what is wrong, without any value
   */
  public InputException(String input, int entry, String place, String reason) {
    super(place + " " + reason);
    this.input = input;
    this.entry = entry;
    this.reason = reason;
  }

  /** Name of the port. */
  public String input() {
    return input;
  }

  /** Index of the entry in the port, row-major. */
  public int entry() {
    return entry;
  }

  /** What is wrong, without the place. */
  public String reason() {
    return reason;
  }
}
