package org.probity.graph;

/** Rules for names, which go into messages and into what is hashed. */
public final class Names {
  private Names() {}

  /** Whether a text has neither control characters, line ends nor halves of surrogate pairs. */
  public static boolean isPrintable(String text) {
    return text.codePoints()
        .allMatch(c -> !Character.isISOControl(c) && c != 0x2028 && c != 0x2029 && !isSurrogate(c));
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
