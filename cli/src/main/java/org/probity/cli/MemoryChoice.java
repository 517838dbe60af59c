package org.probity.cli;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.probity.api.input.BadInputException;
import org.probity.inference.RefusedException;
import org.probity.inference.certificate.Visibility;
import org.probity.inference.estimate.Estimate;
import org.probity.inference.key.ModelKey;
import picocli.CommandLine.Option;

/** How much memory a command may use. What would need more is refused before it begins. */
final class MemoryChoice {
  private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,11})([kmgt]?)b?");
  private static final String UNITS = "kmgt";

  @Option(
      names = "--max-memory",
      paramLabel = "SIZE",
      description =
          "Refuse to begin if more memory is needed, as in 512m or 2g (powers of 1024); the default"
              + " is what the JVM has.")
  private String given;

  /**
   * Refuses a registration that would not fit.
   *
   * @param key may be blank
   */
  void requireRegistration(ModelKey key) {
    require("the registration", Estimate.registerMemory(key), "");
  }

  /** Refuses a proof that would not fit. */
  void requireProof(ModelKey key, Map<String, Visibility> visibilities, int count)
      throws RefusedException {
    long needed = Estimate.proveMemory(key, visibilities, count);
    require("the proof", needed, count == 1 ? "" : "prove fewer inputs at once, or ");
  }

  private void require(String what, long needed, String smaller) {
    long usable = usable();
    long allowed = given == null ? usable : Math.min(usable, parse(given));
    if (needed <= allowed) {
      return;
    }
    String remedy = needed <= usable ? "allow more with --max-memory" : moreHeap(needed, usable);
    throw new BadInputException(
        "%s needs about %s of memory, and %s are allowed: %s%s"
            .formatted(what, Units.memory(needed), Units.memory(allowed), smaller, remedy));
  }

  static long parse(String text) {
    Matcher matcher = SIZE.matcher(text.strip().toLowerCase(java.util.Locale.ROOT));
    if (!matcher.matches()) {
      throw new BadInputException("--max-memory: '" + text + "' is no size, as 512m and 2g are");
    }
    long factor = 1L << (10 * (UNITS.indexOf(matcher.group(2)) + 1));
    factor = matcher.group(2).isEmpty() ? 1 : factor;
    try {
      return Math.multiplyExact(Long.parseLong(matcher.group(1)), factor);
    } catch (ArithmeticException _) {
      return Long.MAX_VALUE;
    }
  }

  /** What to do about a heap that turned out too small. */
  static String remedy() {
    long max = Runtime.getRuntime().maxMemory();
    return "use smaller inputs or fewer at once, or " + moreHeap(max + 1, max);
  }

  /** A heap of the same kind, large enough, in whole gibibytes. */
  private static String moreHeap(long needed, long usable) {
    double share = (double) Runtime.getRuntime().maxMemory() / usable;
    long gibibytes = (long) Math.ceil(1.1 * needed * share / 0x1p30);
    return "give the JVM more, as in JDK_JAVA_OPTIONS=-Xmx" + gibibytes + "g";
  }

  /**
   * What can be in use for long: the largest part of the heap. Some collectors set another part of
   * it aside for what is short-lived.
   */
  private static long usable() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong(pool -> pool.getUsage().getMax())
        .max()
        .stream()
        .filter(max -> max > 0)
        .findFirst()
        .orElse(Runtime.getRuntime().maxMemory());
  }
}
