package org.probity.cli;

import java.util.Locale;

/** Times and sizes for people. */
public final class Units {
  private Units() {}

  /** Two or three digits: 0.83 ms, 12 ms, 1.2 s, 75 s. */
  public static String time(double seconds) {
    if (seconds < 1) {
      return digits(1000 * seconds) + " ms";
    }
    return digits(seconds) + " s";
  }

  /** In powers of 1000: 312 bytes, 14.2 kB, 1.3 MB. */
  public static String size(long bytes) {
    if (bytes < 1000) {
      return bytes + " bytes";
    }
    return bytes < 1_000_000 ? digits(bytes / 1e3) + " kB" : digits(bytes / 1e6) + " MB";
  }

  /** Memory, as the JVM counts it: 640 MiB, 2.1 GiB. */
  static String memory(long bytes) {
    double mebibytes = bytes / 0x1p20;
    return mebibytes < 999.5 ? digits(mebibytes) + " MiB" : digits(mebibytes / 1024) + " GiB";
  }

  private static String digits(double value) {
    String format = value < 9.995 ? "%.2f" : value < 99.95 ? "%.1f" : "%.0f";
    return String.format(Locale.ROOT, format, value);
  }
}
